"""A mission moves by days, its stops change places: shown first, then done if it is still what was shown."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from delegations import links
from delegations.models import AccessLink, members_of_groups
from missions import changes, itinerary, release
from missions.models import Mission, Release
from tests import factories
from tests.backoffice.pages import fields_of, signed_in

pytestmark = pytest.mark.django_db

MON = factories.FIRST_DAY  # 4 December 2023
DAY = datetime.timedelta(1)


def page(mission):
    return reverse("admin:missions_mission_shift", args=[mission.pk])


def look(client, mission, **asked):
    return client.get(page(mission), asked)


def act(client, mission, shown):
    """Press the button under what is shown."""
    data = {name: values[-1] for name, values in fields_of(shown).items() if name != "csrfmiddlewaretoken"}
    asked = shown.context["asked"]
    data |= {"what": asked.what, **{field.html_name: field.value() for field in asked}}
    return client.post(page(mission), data, follow=True)


def lines(response):
    return [(line.words, line.before, line.after, line.free) for line in response.context["moved"]]


@pytest.fixture
def mission():
    """Two days in Ashgabat, one in Mary, with travel on its first and last day."""
    mission = factories.make_mission()
    ashgabat = factories.make_stop(mission=mission, first_day=MON, last_day=MON + DAY)
    mary = factories.make_stop(
        mission=mission, place=factories.make_place(name="Mary"), first_day=MON + 2 * DAY
    )
    factories.make_item(stop=ashgabat, title="Talks", day=MON + DAY, starts_at=datetime.time(9))
    walk = factories.make_item(stop=mary, title="Walk", day=MON + 2 * DAY)
    factories.make_leg(mission=mission, item=walk, departs_on=MON + 2 * DAY, arrives_on=MON + 2 * DAY)
    factories.make_stay(delegate=factories.make_delegate(mission=mission))
    factories.make_deadline(mission=mission, title="Tickets")
    return mission


def test_everything_moves_with_the_mission_and_nothing_before_it_is_done(mission):
    client = signed_in()

    shown = look(client, mission, what="all", days="5")
    before = mission.items.get(title_en="Talks").day
    done = act(client, mission, shown)

    assert lines(shown)[:2] == [
        (
            "Mission to Turkmenistan",
            "Monday, 4 December 2023 – Thursday, 7 December 2023",
            "Saturday, 9 December 2023 – Tuesday, 12 December 2023",
            "",
        ),
        (
            "Ashgabat",
            "Monday, 4 December 2023 – Tuesday, 5 December 2023",
            "Saturday, 9 December 2023 – Sunday, 10 December 2023",
            "weekend",
        ),
    ]
    assert ("Tickets", "Friday, 24 November 2023", "Wednesday, 29 November 2023", "") in lines(shown)
    assert before == MON + DAY
    moved = Mission.objects.get()
    assert (moved.starts_on, moved.ends_on) == (MON + 5 * DAY, MON + 8 * DAY)
    assert sorted(moved.items.values_list("title_en", "day")) == [
        ("Talks", MON + 6 * DAY),
        ("Walk", MON + 7 * DAY),
    ]
    assert list(moved.legs.values_list("departs_on", "arrives_on")) == [(MON + 7 * DAY, MON + 7 * DAY)]
    stay = moved.delegates.get().stays.get()
    assert (stay.arrives_on, stay.leaves_on) == (MON + 5 * DAY, MON + 8 * DAY)
    assert [str(one) for one in done.context["messages"]] == [
        "Done. Nobody outside knows of it before the next release."
    ]
    entry = moved.items.get(title_en="Talks").history.first()
    assert (entry.history_change_reason, entry.history_type) == ("moved with its mission", "~")


def test_links_and_the_last_day_for_details_move_too(mission):
    """Else she could not open the programme of a mission that was put off."""
    starts = timezone.localdate() + 10 * DAY
    Mission.objects.update(starts_on=starts, ends_on=starts + 3 * DAY)
    mission.stops.update(first_day=None, last_day=None)
    mission.items.update(day=None)
    mission.refresh_from_db()
    delegate = mission.delegates.get()
    delegate.delegation.details_until = starts - 2 * DAY
    delegate.delegation.save()
    link, _token = links.make(delegate)
    host, _token = links.make_for_host(mission, factories.make_organisation())
    gone, _token = links.make(delegate)
    links.revoke(gone)
    ends = link.expires_at
    client = signed_in()

    for days, moved in ((40, 40), (-40, 0)):
        shown = look(client, mission, what="all", days=str(days))
        assert "The ends of 2 personal links move too." in shown.context["plan"].notes
        act(client, mission, shown)
        for one in (link, host):
            one.refresh_from_db()
            assert one.expires_at == ends + moved * DAY
        delegate.delegation.refresh_from_db()
        assert delegate.delegation.details_until == starts + (moved - 2) * DAY
        entry = delegate.delegation.history.first()
        assert entry.history_change_reason == "moved with its mission"
    assert gone.expires_at == AccessLink.objects.get(pk=gone.pk).expires_at

    short, _token = links.make(delegate, expires_at=timezone.now() + DAY)

    act(client, mission, look(client, mission, what="all", days="-5"))

    assert AccessLink.objects.get(pk=short.pk).expires_at == short.expires_at, "an earlier mission ended it"


@pytest.mark.once
def test_a_release_stays_and_the_next_one_says_that_items_moved(mission):
    release.publish(mission, by=None)
    release.release(mission, by=None, members=members_of_groups(mission), replaces=None)
    first = Release.objects.get().document
    client = signed_in()

    act(client, mission, look(client, mission, what="all", days="7"))

    assert Release.objects.get().document == first
    second = release.documents.make(Mission.objects.get(), members_of_groups(mission))
    old, new = (itinerary.make(one, itinerary.STAFF, "en") for one in (first, second))
    assert [(change.kinds, change.item.title.text) for change in changes.compare(old, new).items] == [
        ((changes.ChangeKind.MOVED,), "Talks"),
        ((changes.ChangeKind.MOVED,), "Walk"),
    ]


@pytest.mark.once
def test_a_public_holiday_is_named(mission):
    shown = look(signed_in(), mission, what="all", days=str((datetime.date(2024, 1, 1) - MON).days - 1))

    assert ("Talks", "public holiday") in [(words, free) for words, _before, _after, free in lines(shown)]


@pytest.mark.once
def test_an_hour_that_does_not_exist_refuses_all_of_it():
    mission = factories.make_mission()
    berlin = factories.make_place(name="Berlin", country="DE", zone="Europe/Berlin")
    stop = factories.make_stop(mission=mission, place=berlin)
    factories.make_item(stop=stop, title="Night", day=MON, starts_at=datetime.time(2, 30))
    client = signed_in()

    shown = look(client, mission, what="all", days=str((datetime.date(2024, 3, 31) - MON).days))
    act(client, mission, shown)

    assert shown.context["plan"].refusals == [
        "“Night”: 02:30 does not exist on 2024-03-31 in Europe/Berlin: the clocks were put forward."
    ]
    assert Mission.objects.get().starts_on == MON


def test_what_was_changed_after_the_look_is_not_moved_unseen(mission):
    """faults.md 39, 40"""
    client = signed_in()
    shown = look(client, mission, what="all", days="7")
    factories.make_item(mission=mission, title="Added meanwhile", day=MON)

    told = act(client, mission, shown)
    unmoved = Mission.objects.get().starts_on
    act(client, mission, told)

    assert [str(one) for one in told.context["messages"]] == [
        "The mission was changed while you looked at it. Here is what would move now; look again."
    ]
    assert "Added meanwhile" in [words for words, *_rest in lines(told)]
    assert (unmoved, Mission.objects.get().starts_on) == (MON, MON + 7 * DAY)


def test_stops_change_places_with_their_items(mission):
    client = signed_in()
    ashgabat = mission.stops.get(first_day=MON)

    act(client, mission, look(client, mission, what="exchange", stop=str(ashgabat.pk)))

    assert [(str(stop), stop.first_day, stop.last_day) for stop in mission.stops.all()] == [
        ("Mary", MON, None),
        ("Ashgabat", MON + DAY, MON + 2 * DAY),
    ]
    assert sorted(mission.items.values_list("title_en", "day")) == [("Talks", MON + 2 * DAY), ("Walk", MON)]
    assert mission.legs.get().departs_on == MON
    last = look(client, mission, what="exchange", stop=str(ashgabat.pk))
    assert last.context["plan"].refusals == ["Choose a stop that another one follows."]


@pytest.mark.once
def test_a_stop_at_another_place_keeps_items_and_hours_and_names_hosts_and_clocks(mission):
    client = signed_in()
    talks = mission.items.get(title_en="Talks")
    factories.make_host(item=talks, organisation=factories.make_organisation(name="Union"))
    almaty = factories.make_place(name="Almaty", country="KZ", zone="Asia/Almaty")

    shown = look(client, mission, what="replace", stop=str(talks.stop_id), place=str(almaty.pk))
    act(client, mission, shown)

    assert shown.context["plan"].notes == [
        "Ashgabat is in Asia/Ashgabat and Almaty in Asia/Almaty: hours stay as they are read there.",
        "“Talks”: is its host, Union (confirmed), at the new place too?",
    ]
    talks.refresh_from_db()
    assert (str(talks.stop), talks.day, talks.starts_at) == ("Almaty", MON + DAY, datetime.time(9))


def test_venues_of_the_old_place_are_told_and_taken_off_if_asked(mission):
    client = signed_in()
    talks = mission.items.get(title_en="Talks")
    talks.venue_en, talks.address_ru = "Chamber", "ул. Хаслы, 1"
    talks.save()
    asked = {
        "what": "replace",
        "stop": str(talks.stop_id),
        "place": str(factories.make_place(name="Lebap").pk),
    }

    kept, emptied = look(client, mission, **asked), look(client, mission, **asked, empty="on")
    act(client, mission, emptied)

    assert kept.context["plan"].notes == ["“Talks”: its venue and address stay: Chamber, ул. Хаслы, 1."]
    assert emptied.context["plan"].notes == [
        "“Talks”: its venue and address, Chamber, ул. Хаслы, 1, are taken off."
    ]
    talks.refresh_from_db()
    assert (str(talks.stop), talks.venue_en, talks.address_ru) == ("Lebap", "", "")
    assert talks.history.first().history_change_reason == "moved with its mission"


@pytest.mark.once
def test_the_clock_of_a_place_that_changed_since_the_release_is_said(mission):
    release.release(mission, by=None, members={}, replaces=None)
    place = mission.stops.get(first_day=MON).place
    place.zone = "Asia/Samarkand"
    place.save()

    shown = look(signed_in(), mission, what="all", days="7")

    assert shown.context["plan"].notes == [
        "Ashgabat is in the zone Asia/Samarkand, and was in Asia/Ashgabat: hours stay as they are read there."
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {"what": "all", "days": "0"},
        {"what": "all", "days": "3651"},
        {"what": "all", "days": "x"},
        {"what": "exchange", "stop": "12345"},
        {"what": "exchange", "stop": str(2**63)},
        {"what": "replace", "stop": "", "place": "a"},
        {"what": "other"},
        {},
    ],
    ids=str,
)
@pytest.mark.once
def test_what_means_nothing_is_said_and_moves_nothing(mission, asked):
    client = signed_in()

    shown = look(client, mission, **asked)
    posted = client.post(page(mission), {**asked, "saw": "x"})

    assert (shown.status_code, posted.status_code) == (200, 200)
    assert Mission.objects.get().starts_on == MON
    if asked.get("what") in ("all", "exchange", "replace"):
        asked_form, plan = shown.context["asked"], shown.context["plan"]
        assert asked_form.errors or plan.refusals


@pytest.mark.once
def test_another_missions_stop_is_not_found(mission):
    foreign = factories.make_stop()

    shown = look(signed_in(), mission, what="exchange", stop=str(foreign.pk))

    assert list(shown.context["asked"].errors) == ["stop"]


@pytest.mark.once
def test_who_may_not_change_the_mission_is_refused(mission):
    assert [signed_in(kind).get(page(mission)).status_code for kind in ("Viewer", "Reporter", "Editor")] == [
        403,
        403,
        200,
    ]


@pytest.mark.once
def test_thirty_items_cost_as_much_as_one(mission, django_assert_max_num_queries):
    client = signed_in("Editor with people")
    for number in range(30):
        factories.make_item(mission=mission, day=MON, title=f"{number}")
    mine = mission.stops.first()
    client.get(page(mission))

    for asked in (
        {"what": "all", "days": "7"},
        {"what": "exchange", "stop": str(mine.pk)},
        {"what": "replace", "stop": str(mine.pk), "place": str(factories.make_place(name="Almaty").pk)},
    ):
        with django_assert_max_num_queries(20):
            look(client, mission, **asked)
