"""Cautions of rows: what is read of them, in few queries."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings

from backoffice import clashes
from backoffice.clashes import Kind, Level
from backoffice.clashes.reading import read
from delegations import itinerary, regrets
from delegations.models import Capacity, DelegateState
from missions.models import DatesPrecision, HostState, ItemStatus
from tests import strategies
from tests.backoffice.clashes.rows import FIFTH, FOURTH, NINE, TEN, in_both, split_in_mary
from tests.delegations.travellers import release
from tests.factories import (
    make_attendance,
    make_contact,
    make_delegate,
    make_group,
    make_host,
    make_item,
    make_leg,
    make_mission,
    make_organisation,
    make_person,
    make_place,
    make_stay,
    make_stop,
)

pytestmark = pytest.mark.django_db


def test_a_split_is_no_clash_until_somebody_is_in_both_groups():
    """domain.md, scenario 2."""
    mission, groups = split_in_mary()
    before = clashes.of(mission).open

    in_both(mission, groups)

    assert before == ()
    (caution,) = clashes.of(mission).open
    assert (caution.kind, caution.level, caution.people) == (
        Kind.TWO_PLACES,
        Level.CLASH,
        ("Ogulsapar Berdiyewa",),
    )
    for named in ("Ogulsapar Berdiyewa", "“Food plant”", "“Shoe factory”"):
        assert named in caution.words
    assert clashes.of(mission).by_item == {pk: [caution] for pk in caution.items}


def test_who_withdrew_is_in_no_place():
    mission, groups = split_in_mary()

    in_both(mission, groups, state=DelegateState.WITHDRAWN)

    assert clashes.of(mission).all == ()


def test_people_are_named_in_protocol_order():
    mission, groups = split_in_mary()
    for name, precedence in (("Third", 300), ("First", 100), ("Second", 200)):
        make_delegate(
            mission=mission,
            person=make_person(family_name=name, given_name=""),
            groups=groups,
            precedence=precedence,
        )

    (caution,) = clashes.of(mission).open

    assert caution.people == ("First", "Second", "Third")
    assert caution.words.startswith("First, Second, Third: ")


def everything(mission, number):
    """So many rows of each kind."""
    place = make_place(latitude="37.6", longitude="61.8")
    for _ in range(number):
        stop = make_stop(mission=mission, place=make_place(restricted=True), first_day=FOURTH)
        group = make_group(mission=mission)
        contact = make_contact(person=make_person(language="tk"))
        for _ in range(2):
            item = make_item(
                stop=stop,
                day=FIFTH,
                starts_at=NINE,
                ends_at=TEN,
                groups=[group],
                venue="Hall",
                to_place=place,
            )
            make_host(item=item, contact=contact)
        make_host(item=item, organisation=make_organisation(place=make_place(country="KZ")))
        delegate = make_delegate(mission=mission, groups=[group], languages="ru")
        make_leg(mission=mission, passengers=[delegate], from_place=place, to_place=make_place())
        make_stay(delegate=delegate)


def queries(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


@pytest.mark.once
def test_the_number_of_queries_is_that_of_the_kinds_of_rows():
    small, big = make_mission(), make_mission()
    everything(small, 1)
    everything(big, 3)

    def words(*missions):
        return [
            (caution.words, caution.resolve, caution.links, caution.people)
            for found in clashes.of_all(missions).values()
            for caution in found.all
        ]

    assert queries(lambda: words(small)) == queries(lambda: words(big)) == queries(lambda: words(small, big))
    assert queries(lambda: words(big)) <= 10
    assert len(words(big)) > len(words(small)) > 3


def test_what_is_read_of_the_rows():
    home = make_place(name="Astana", country="KZ", zone="Asia/Almaty")
    mission = make_mission(home=home, dates_precision=DatesPrecision.APPROXIMATE)
    place = make_place(
        name="Mary", latitude="37.594", longitude="61.83", restricted=True, permit_working_days=10
    )
    stop = make_stop(mission=mission, place=place, first_day=FOURTH, last_day=FIFTH, days_approximate=True)
    group = make_group(mission=mission)
    item = make_item(
        stop=stop,
        day=FOURTH,
        ends_on=FIFTH,
        starts_at=NINE,
        ends_at=TEN,
        day_approximate=True,
        time_approximate=True,
        status=ItemStatus.TENTATIVE,
        to_place=home,
        groups=[group],
        venue="Hall",
        language="ru",
        interpreter="Hired",
        host_unnamed=True,
    )
    person = make_person(family_name={"en": "Annayev", "ru": "Аннаев"}, given_name="", language="tk")
    organisation = make_organisation(place=place)
    make_host(
        item=item, contact=make_contact(person=person, organisation=organisation), state=HostState.ASKED
    )
    delegate = make_delegate(
        mission=mission, groups=[group], languages="ru", capacity=Capacity.INTERPRETER, person=person
    )
    leg = make_leg(
        mission=mission, item=item, mode="train", carrier="TDY", number="7", from_place=home, to_place=place,
        departs_on=FOURTH, departs_at=NINE, arrives_on=FIFTH, arrives_at=TEN, passengers=[delegate],
    )  # fmt: skip
    make_stay(delegate=delegate, arrives_on=FOURTH, leaves_on=FIFTH)

    with time_machine.travel("2023-11-30 20:00 +0000"):
        facts = read([mission])[mission.pk]

    (read_stop,), (read_item,), (read_delegate,), (read_leg,) = (
        facts.stops,
        facts.items,
        facts.delegates,
        facts.legs,
    )
    assert (facts.today, facts.zone, facts.days_exact, facts.home) == (
        dt.date(2023, 12, 1),
        "Asia/Ashgabat",
        False,
        home.pk,
    )
    assert (read_stop.place.latitude, read_stop.place.longitude, read_stop.place.country) == (
        37.594,
        61.83,
        "TM",
    )
    assert (read_stop.place.restricted, read_stop.place.permit_working_days) == (True, 10)
    assert (read_stop.first_day, read_stop.last_day, read_stop.days_approximate) == (FOURTH, FIFTH, True)
    for name in (
        "pk", "kind", "status", "day", "ends_on", "starts_at", "ends_at", "day_approximate", "time_approximate",
        "for_everyone", "host_unnamed", "part_of_day",
    ):  # fmt: skip
        assert getattr(read_item, name) == getattr(item, name), name
    assert (read_item.stop, read_item.to_place.zone, read_item.groups) == (
        stop.pk,
        "Asia/Almaty",
        (group.pk,),
    )
    assert (read_item.venues, read_item.languages, read_item.interpreter) == (
        {"en": "Hall"},
        {"en": "ru"},
        True,
    )
    (host,) = read_item.hosts
    assert (host.organisation, host.person, host.state, host.country, host.language) == (
        organisation.pk, person.pk, "asked", "TM", "tk",
    )  # fmt: skip
    assert host.person_names == read_delegate.names == {"en": "Annayev", "ru": "Аннаев"}
    assert (read_delegate.groups, read_delegate.languages, read_delegate.interprets) == (
        {group.pk},
        "ru",
        True,
    )
    assert read_delegate.state == delegate.state
    assert (read_leg.name, read_leg.mode, read_leg.item, read_leg.passengers) == (
        "TDY 7",
        "train",
        item.pk,
        {delegate.pk},
    )
    assert (read_leg.from_place.pk, read_leg.to_place.pk) == (home.pk, place.pk)
    assert (read_leg.departs_on, read_leg.departs_at, read_leg.arrives_on, read_leg.arrives_at) == (
        leg.departs_on, leg.departs_at, leg.arrives_on, leg.arrives_at,
    )  # fmt: skip
    assert [(one.delegate, one.arrives_on, one.leaves_on) for one in facts.stays] == [
        (delegate.pk, FOURTH, FIFTH)
    ]


def test_whoever_is_planned_at_an_item_takes_part_in_it_though_her_groups_do_not():
    mission = make_mission()
    stop = make_stop(mission=mission)
    own, other = make_group(mission=mission), make_group(mission=mission)
    planned, withdrawn = (
        make_delegate(mission=mission, groups=[own], state=state) for state in ("confirmed", "withdrawn")
    )
    hours = {"stop": stop, "day": FIFTH, "starts_at": NINE, "ends_at": TEN}
    one = make_item(title="Talks", groups=[own], **hours)
    another = make_item(title="Visit", groups=[other], **hours)
    rows = [make_attendance(item=item, delegate=planned, planned=True) for item in (one, another)]
    make_attendance(item=another, delegate=withdrawn, planned=True)
    make_attendance(item=another, contact=make_contact(), planned=True)

    (caution,) = clashes.of(mission).open

    assert (caution.kind, caution.level, caution.people) == ("two_places", "clash", (str(planned.person),))
    assert set(caution.items) == {one.pk, another.pk}
    rows[1].planned = False
    rows[1].save()
    assert clashes.of(mission).open == ()


@settings(max_examples=settings.default.max_examples * 15 // 100)  # each is a mission file that is loaded
@given(strategies.plans(odd=True))
def test_any_mission_can_be_checked_and_worded(plan):
    with strategies.undone():
        mission = strategies.build(plan)

        for caution in clashes.of(mission).all:
            assert caution.words
            assert len(caution.links) == len({link.url for link in caution.links})


def test_who_declines_an_item_is_told_with_it_until_she_comes_after_all():
    mission = make_mission(zone="Asia/Ashgabat")
    stop = make_stop(mission=mission, place=make_place())
    lunch = {"title": "Lunch", "day": FIFTH, "starts_at": dt.time(13), "ends_at": dt.time(14)}
    row = make_item(stop=stop, visibility="delegation", for_everyone=True, venue={"en": "Hall"}, **lunch)
    person = make_person(family_name="Berdiyewa", given_name="Ogulsapar")
    delegate = make_delegate(mission=mission, person=person)
    release(mission)
    [item] = itinerary.make(delegate, "en").itinerary.items

    def said():
        return [one.words for one in clashes.of(mission).open if one.kind == "declined"]

    regrets.decline(delegate, item, "Fasting")
    first = said()
    row.starts_at = dt.time(12)
    row.save()
    moved = said()
    regrets.take_back(delegate, item.uid)

    assert first == ["Ogulsapar Berdiyewa declines “Lunch” (5 December, 13:00–14:00)."]
    assert moved == [
        "Ogulsapar Berdiyewa declined “Lunch” before it was moved (now 5 December, 12:00–14:00)."
    ]
    assert said() == []
