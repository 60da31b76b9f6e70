"""The document: what of the rows leaves the house, in every language, and what never does."""

import datetime
import json
import uuid

import pytest

from delegations.models import DelegateState, members_of_groups
from missions import document, itinerary
from missions.models import HostState, ItemKind, ItemStatus, PartOfDay, Visibility
from tests.factories import (
    make_contact,
    make_delegate,
    make_group,
    make_host,
    make_item,
    make_mission,
    make_organisation,
    make_party,
    make_person,
    make_place,
    make_sector,
    make_series,
    make_stop,
)

pytestmark = pytest.mark.django_db


def made(mission):
    return document.make(mission, members_of_groups(mission))


def test_a_mission_without_a_programme_has_a_document():
    mission = make_mission(title={"en": "Mission", "ru": "Миссия"}, slug="mission")

    assert made(mission) == {
        "format": 1,
        "mission": {
            "ref": str(mission.ref),
            "slug": "mission",
            "series": None,
            "type": "outward",
            "title": {"en": "Mission", "ru": "Миссия"},
            "summary": {},
            "purpose": {},
            "background": {},
            "dates_note": {},
            "source": {},
            "starts_on": "2023-12-04",
            "ends_on": "2023-12-07",
            "dates_precision": "day",
            "languages": ["en", "ru", "kk", "tk"],
            "zone": "",
            "home": None,
            "sectors": [],
        },
        "places": [],
        "sectors": [],
        "organisations": [],
        "parties": [],
        "stops": [],
        "groups": [],
        "items": [],
    }


def test_an_item_stands_in_the_document_with_all_that_its_readers_may_need():
    place, arrival = make_place(latitude="37.96000", longitude="58.32600"), make_place(name="Mary")
    organisation, sector = make_organisation(), make_sector()
    contact = make_contact(organisation=organisation)
    stop = make_stop(place=place, first_day=datetime.date(2023, 12, 5))
    group = make_group(mission=stop.mission)
    item = make_item(
        stop=stop, groups=[group], topics=[sector], kind=ItemKind.TRANSFER, title={"en": "Visit", "tk": "Zyýarat"},
        description="Text", venue="Hall", address="Street", dress="Suit", language="Russian", interpreter="Yes",
        photo_rules="None", day=datetime.date(2023, 12, 5), day_approximate=True,
        ends_on=datetime.date(2023, 12, 6), starts_at=datetime.time(9), ends_at=datetime.time(7, 30),
        time_approximate=True, part_of_day=PartOfDay.MORNING, order=3, to_place=arrival, host_unnamed=True,
        status=ItemStatus.TENTATIVE, visibility=Visibility.PARTICIPANTS, public_title={"ru": "Встреча"},
    )  # fmt: skip
    make_host(item=item, contact=contact, state=HostState.ASKED)

    assert made(stop.mission)["items"] == [
        {
            "uid": str(item.uid), "stop": str(stop.ref), "order": 3, "day": "2023-12-05", "day_approximate": True,
            "ends_on": "2023-12-06", "starts_at": "09:00", "ends_at": "07:30", "time_approximate": True,
            "part_of_day": "morning", "status": "tentative", "masked": False, "kind": "transfer",
            "title": {"en": "Visit", "tk": "Zyýarat"}, "description": {"en": "Text"}, "venue": {"en": "Hall"},
            "address": {"en": "Street"}, "dress": {"en": "Suit"}, "language": {"en": "Russian"},
            "interpreter": {"en": "Yes"}, "photo_rules": {"en": "None"}, "to_place": str(arrival.ref),
            "hosts": [
                {"organisation": str(organisation.ref), "contact": str(contact.ref), "state": "asked"}
            ],
            "host_unnamed": True, "topics": [str(sector.ref)], "visibility": "participants",
            "public_title": {"ru": "Встреча"}, "for_everyone": False, "groups": [str(group.ref)],
        }
    ]  # fmt: skip


def test_what_is_not_known_stands_as_none_and_never_as_midnight():
    item = make_item()

    (entry,) = made(item.mission)["items"]

    assert [entry[name] for name in ("stop", "day", "ends_on", "starts_at", "ends_at", "to_place")] == [
        None
    ] * 6
    assert entry["part_of_day"] == ""


def test_places_sectors_and_organisations_are_copied_once_in_the_order_of_their_refs():
    place = make_place(name={"en": "Mary", "ru": "Мары"}, latitude="37.59400", longitude="61.83000")
    home = make_place(name="Astana", country="KZ", zone="Asia/Almaty")
    sector, topic = make_sector(), make_sector()
    seat = make_place(name="Arkadag")
    union = make_organisation(name="Union", kind="union", place=seat, published=False)
    branch = make_organisation(name="Branch", parent=union, place=place)
    mission = make_mission(home=home, sectors=[sector], series=make_series(slug="series", title="Series"))
    make_party(mission=mission, organisation=branch)
    stop = make_stop(mission=mission, place=place)
    make_item(stop=stop, hosts=[branch, union], topics=[sector, topic])
    make_item(stop=stop, hosts=[branch], topics=[topic])

    entry = made(mission)

    assert sorted(entry["places"], key=lambda found: found["name"]["en"]) == [
        {"ref": str(seat.ref), "name": {"en": "Arkadag"}, "country": "TM", "zone": "Asia/Ashgabat",
         "latitude": None, "longitude": None},
        {"ref": str(home.ref), "name": {"en": "Astana"}, "country": "KZ", "zone": "Asia/Almaty",
         "latitude": None, "longitude": None},
        {"ref": str(place.ref), "name": {"en": "Mary", "ru": "Мары"}, "country": "TM", "zone": "Asia/Ashgabat",
         "latitude": 37.594, "longitude": 61.83},
    ]  # fmt: skip
    assert sorted(entry["organisations"], key=lambda found: found["name"]["en"]) == [
        {"ref": str(branch.ref), "slug": branch.slug, "name": {"en": "Branch"}, "kind": "other",
         "parent": str(union.ref), "place": str(place.ref), "published": True},
        {"ref": str(union.ref), "slug": union.slug, "name": {"en": "Union"}, "kind": "union", "parent": None,
         "place": str(seat.ref), "published": False},
    ]  # fmt: skip
    for name in ("places", "organisations", "sectors"):
        refs = [found["ref"] for found in entry[name]]
        assert refs == sorted(set(refs))
    assert {found["ref"] for found in entry["sectors"]} == {str(sector.ref), str(topic.ref)}
    assert entry["mission"]["home"] == str(home.ref)
    assert entry["mission"]["sectors"] == [str(sector.ref)]
    assert entry["mission"]["series"] == {
        "ref": str(mission.series.ref),
        "slug": "series",
        "title": {"en": "Series"},
    }


def test_of_the_parents_of_a_parent_the_document_says_nothing():
    nation = make_organisation()
    union = make_organisation(parent=nation)
    branch = make_organisation(parent=union)
    item = make_item(hosts=[branch])

    parents = {found["ref"]: found["parent"] for found in made(item.mission)["organisations"]}

    assert parents == {str(branch.ref): str(union.ref), str(union.ref): None}


def test_parties_and_stops_stand_in_their_order():
    mission = make_mission()
    contact = make_contact()
    second = make_party(mission=mission, order=2)
    first = make_party(mission=mission, order=1, organisation=contact.organisation, contact=contact)
    late = make_stop(mission=mission, order=2)
    early = make_stop(
        mission=mission, order=1, first_day=datetime.date(2023, 12, 4), last_day=datetime.date(2023, 12, 5),
        days_approximate=True,
    )  # fmt: skip

    entry = made(mission)

    assert entry["parties"] == [
        {"organisation": str(first.organisation.ref), "role": "organiser", "contact": str(contact.ref)},
        {"organisation": str(second.organisation.ref), "role": "organiser", "contact": None},
    ]
    assert entry["stops"] == [
        {"ref": str(early.ref), "place": str(early.place.ref), "first_day": "2023-12-04",
         "last_day": "2023-12-05", "days_approximate": True},
        {"ref": str(late.ref), "place": str(late.place.ref), "first_day": None, "last_day": None,
         "days_approximate": False},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "with_stop", "expected"),
    [("Asia/Almaty", True, "Asia/Almaty"), ("", True, "Asia/Ashgabat"), ("", False, "UTC")],
)
def test_the_zone_of_a_mission_is_its_own_or_that_of_its_first_stop(zone, with_stop, expected):
    mission = make_mission(zone=zone)
    if with_stop:
        make_stop(mission=mission, place=make_place(zone="Asia/Ashgabat"))
        make_stop(mission=mission, place=make_place(zone="Europe/Istanbul"))

    assert made(mission)["mission"]["zone"] == zone
    assert itinerary.make(made(mission), itinerary.PUBLIC, "en").zone == expected


def test_the_zone_of_a_stop_for_staff_alone_is_nowhere_in_the_document():
    """faults.md 22: what is left out must not be told by what is worked out of it."""
    mission = make_mission()
    hidden = make_stop(mission=mission, place=make_place(zone="Asia/Kathmandu"))
    make_item(stop=hidden, visibility="staff")
    make_item(
        mission=mission, visibility="public", day=datetime.date(2023, 12, 5), starts_at=datetime.time(9)
    )

    assert "Kathmandu" not in json.dumps(made(mission))


def test_the_end_of_a_mask_without_a_place_is_not_told_where_it_might_be_on_another_clock():
    mission = make_mission()
    times = {"day": datetime.date(2023, 12, 5), "starts_at": datetime.time(9), "ends_at": datetime.time(11)}
    staff = {"visibility": "staff", "public_title": "Flight", **times}
    make_item(mission=mission, to_place=make_place(zone="UTC"), **staff)
    make_item(mission=mission, **staff)

    assert [item["ends_at"] for item in made(mission)["items"]] == [None, "11:00"]


# What never leaves


def test_of_an_item_for_staff_the_document_holds_its_mask_or_nothing():
    mission = make_mission()
    organisation, place, sector = make_organisation(), make_place(name="Canary"), make_sector()
    secret = {
        "mission": mission, "visibility": Visibility.STAFF, "title": "Canary", "description": "Canary",
        "venue": "Canary", "address": "Canary", "dress": "Canary", "language": "Canary", "interpreter": "Canary",
        "photo_rules": "Canary", "hosts": [organisation], "topics": [sector], "to_place": place,
        "groups": [make_group(mission=mission, name="Anybody")],
    }  # fmt: skip
    make_item(**secret)
    masked = make_item(
        **secret, public_title={"en": "Official meeting"}, day=datetime.date(2023, 12, 5), order=7
    )

    entry = made(mission)

    assert entry["items"] == [
        {
            "uid": str(masked.uid), "stop": None, "order": 7, "day": "2023-12-05", "day_approximate": False,
            "ends_on": None, "starts_at": None, "ends_at": None, "time_approximate": False, "part_of_day": "",
            "status": "confirmed", "masked": True, "public_title": {"en": "Official meeting"},
        }
    ]  # fmt: skip
    assert (entry["organisations"], entry["places"], entry["sectors"]) == ([], [], [])
    assert "Canary" not in json.dumps(entry)


def test_the_mask_of_a_flight_for_staff_does_not_tell_when_it_lands_elsewhere():
    stop = make_stop(mission=make_mission(zone="Asia/Almaty"), place=make_place(zone="Asia/Ashgabat"))
    hidden = {
        "mission": stop.mission, "visibility": Visibility.STAFF, "public_title": "On the road",
        "day": datetime.date(2023, 12, 5), "ends_on": datetime.date(2023, 12, 6),
        "starts_at": datetime.time(9), "ends_at": datetime.time(10),
    }  # fmt: skip
    far = make_place(zone="Europe/Istanbul")
    make_item(stop=stop, to_place=far, **hidden)
    make_item(to_place=far, **hidden)
    make_item(stop=stop, to_place=make_place(zone="Asia/Ashgabat"), **hidden)
    make_item(stop=stop, **hidden)

    assert [(item["ends_on"], item["ends_at"]) for item in made(stop.mission)["items"]] == [
        (None, None),
        (None, None),
        ("2023-12-06", "10:00"),
        ("2023-12-06", "10:00"),
    ]


def test_a_stop_that_exists_for_items_left_out_alone_is_left_out_with_them():
    mission = make_mission()
    secret, masked, told, free = (make_stop(mission=mission) for _ in range(4))
    make_item(stop=secret, visibility=Visibility.STAFF)
    make_item(stop=masked, visibility=Visibility.STAFF, public_title="Meeting")
    make_item(stop=told, visibility=Visibility.STAFF)
    make_item(stop=told)

    entry = made(mission)

    assert [stop["ref"] for stop in entry["stops"]] == [str(stop.ref) for stop in (masked, told, free)]
    assert str(secret.place.ref) not in json.dumps(entry)


def test_no_staff_note_no_outcome_no_name_of_a_person_and_no_need_of_one_is_in_a_document():
    person = make_person(
        family_name="Canary", given_name="Canary", email="canary@example.org", phone="+7 canary"
    )
    contact = make_contact(person=person, position="Canary")
    mission = make_mission(staff_notes="Canary", outcome_summary="Canary")
    make_party(mission=mission, organisation=contact.organisation, contact=contact)
    group = make_group(mission=mission, name="Group")
    item = make_item(mission=mission, staff_notes="Canary", outcome="Canary", groups=[group])
    make_host(item=item, contact=contact)
    make_delegate(
        mission=mission, person=make_person(family_name="Canary"), groups=[group], position="Canary",
        diet="Canary", access_needs="Canary", languages="Canary",
    )  # fmt: skip

    assert "canary" not in json.dumps(made(mission)).lower()


def test_a_personal_group_has_no_name_in_a_document():
    mission = make_mission()
    personal = make_group(mission=mission, name="Ogulsapar Berdiyewa", personal=True)
    shared = make_group(mission=mission, name={"en": "Food industry", "tk": "Azyk senagaty"})
    delegate = make_delegate(mission=mission, groups=[personal])

    assert made(mission)["groups"] == [
        {"ref": str(personal.ref), "name": {}, "members": [str(delegate.ref)]},
        {"ref": str(shared.ref), "name": {"en": "Food industry", "tk": "Azyk senagaty"}, "members": []},
    ]


def test_the_groups_of_a_delegate_are_those_she_had_when_the_document_was_made():
    mission = make_mission()
    food, shoes = make_group(mission=mission), make_group(mission=mission)
    hers = make_delegate(mission=mission, groups=[food])
    gone = make_delegate(mission=mission, groups=[shoes], state=DelegateState.WITHDRAWN)

    before = made(mission)
    hers.groups.set([shoes])

    assert document.groups_of(before, str(hers.ref)) == {str(food.ref)}
    assert document.groups_of(made(mission), str(hers.ref)) == {str(shoes.ref)}
    assert document.groups_of(before, str(gone.ref)) == frozenset()
    assert document.groups_of(before, str(uuid.uuid4())) == frozenset()
