"""The itinerary: who is named in it, in which language, at which hours. Its order is in test_order.py."""

import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from missions import itinerary
from missions.document import UnknownFormat
from missions.models import HostState, ItemKind, ItemStatus, PartOfDay, Visibility
from missions.parts import LiveContact
from tests.missions import documents
from tests.missions.stories import a_document, a_place, a_stop, an_item, an_organisation, uid_of
from wording.words import Words

pytestmark = pytest.mark.once  # no database


SAMPLES = Path(__file__).parent / "samples"


def read(document, audience=itinerary.PUBLIC, lang="en", contacts=None):
    return itinerary.make(document, audience, lang, contacts)


def titles(made):
    return [item.title.text for item in made.items]


def hosted(organisation, state="confirmed", contact=None):
    return {"organisation": organisation["ref"], "contact": contact, "state": state}


# Who is named


def test_hosts_are_named_to_each_audience_by_how_far_they_have_agreed():
    union, mill, port, dairy = (an_organisation(name) for name in ("Union", "Mill", "Port", "Dairy"))
    states = {
        union["ref"]: "confirmed",
        mill["ref"]: "asked",
        port["ref"]: "wished",
        dairy["ref"]: "declined",
    }
    hosts = [{"organisation": ref, "contact": None, "state": state} for ref, state in states.items()]
    document = a_document(an_item(hosts=hosts), organisations=[union, mill, port, dairy])

    named = [
        [host.organisation.name.text for host in read(document, audience).items[0].hosts]
        for audience in (
            itinerary.PUBLIC,
            itinerary.delegate([]),
            itinerary.host(mill["ref"]),
            itinerary.STAFF,
        )
    ]

    assert named == [
        ["Union"],
        ["Union", "Mill"],
        ["Union", "Mill"],
        ["Union", "Mill", "Port", "Dairy"],
    ]


@pytest.mark.parametrize(
    ("state", "seen"), [("confirmed", 1), ("asked", 1), ("wished", 0), ("declined", 0)], ids=str
)
def test_a_host_sees_the_items_at_which_it_was_asked_to_receive(state, seen):
    union = an_organisation("Union")
    document = a_document(an_item(hosts=[hosted(union, state)]), organisations=[union])

    assert len(read(document, itinerary.host(union["ref"])).items) == seen


def test_a_parent_organisation_does_not_see_the_items_of_its_branch():
    union = an_organisation("Union")
    branch = an_organisation("Branch", parent=union["ref"])
    document = a_document(an_item(hosts=[hosted(branch)]), organisations=[union, branch])

    assert read(document, itinerary.host(union["ref"])).items == ()
    assert read(document, itinerary.host(branch["ref"])).items[0].hosts[0].organisation.parent == Words(
        "Union", "en"
    )


def test_an_organisation_that_is_not_published_is_nowhere_in_what_the_public_reads():
    """faults.md 22: not as host, party or parent."""
    union = an_organisation("Union", published=False)
    branch = an_organisation("Branch", parent=union["ref"])
    document = a_document(an_item(hosts=[hosted(union), hosted(branch)]), organisations=[union, branch])
    document["parties"] = [{"organisation": union["ref"], "role": "organiser", "contact": None}]

    public, hers = read(document), read(document, itinerary.delegate([]))

    assert "Union" not in repr(public)
    assert public.parties == ()
    assert [host.organisation.name.text for host in public.items[0].hosts] == ["Branch"]
    assert hers.items[0].hosts[1].organisation.parent == Words("Union", "en")
    assert [host.organisation.name.text for host in hers.items[0].hosts] == ["Union", "Branch"]
    assert [party.organisation.name.text for party in hers.parties] == ["Union"]


def test_a_contact_is_named_in_public_with_her_consent_alone():
    union = an_organisation("Union")
    hosts = [hosted(union, contact=ref) for ref in ("agreed", "not", "erased", None)]
    document = a_document(an_item(hosts=hosts), organisations=[union])
    document["parties"] = [{"organisation": union["ref"], "role": "organiser", "contact": "not"}]
    agreed = LiveContact(Words("Ogulsapar Berdiyewa", "en"), Words("Director", "en"), public=True)
    silent = LiveContact(Words("Maral Orazowa", "en"), None, public=False)
    contacts = {"agreed": agreed, "not": silent}

    public = read(document, contacts=contacts)
    hers = read(document, itinerary.delegate([]), contacts=contacts)

    assert [host.contact for host in public.items[0].hosts] == [agreed]
    assert public.parties[0].contact is None
    assert [host.contact for host in hers.items[0].hosts] == [agreed, silent]
    assert hers.parties[0].contact == silent
    assert itinerary.contact_refs(document) == {"agreed", "not", "erased"}


def test_an_organisation_whose_people_are_not_named_is_there_once_in_its_place():
    union, mill = an_organisation("Union"), an_organisation("Mill")
    hosts = [hosted(union, contact="first"), hosted(mill), hosted(union, contact="second")]
    document = a_document(an_item(hosts=hosts), organisations=[union, mill])

    named = [host.organisation.name.text for host in read(document).items[0].hosts]

    assert named == ["Union", "Mill"]


def test_groups_are_named_to_delegates_and_staff_and_personal_ones_to_nobody():
    groups = [
        {"ref": "a", "name": {"en": "Food industry"}, "members": ["she"]},
        {"ref": "b", "name": {}, "members": ["she"]},
        {"ref": "c", "name": {"en": "Not at this one"}, "members": ["she"]},
    ]
    union = an_organisation("Union")
    item = an_item(groups=["a", "b"], for_everyone=False, hosts=[hosted(union)])
    document = a_document(item, groups=groups, organisations=[union])

    assert read(document).items[0].groups == ()
    assert read(document, itinerary.host(union["ref"])).items[0].groups == ()
    assert read(document, itinerary.delegate(["b"])).items[0].groups == (Words("Food industry", "en"),)
    assert read(document, itinerary.STAFF).items[0].groups == (Words("Food industry", "en"),)


@pytest.mark.parametrize(
    ("fields", "takes_part"),
    [
        ({"for_everyone": True}, True),
        ({"for_everyone": False, "groups": ["hers"]}, True),
        ({"for_everyone": False, "groups": ["another"]}, False),
        ({"for_everyone": False, "groups": []}, False),
        ({"visibility": "participants", "groups": ["another"], "public_title": {"en": "Talks"}, "for_everyone": False}, False),
    ],
)  # fmt: skip
def test_a_delegate_takes_part_with_everyone_or_in_a_group_of_hers(fields, takes_part):
    document = a_document(an_item(**fields))

    assert read(document, itinerary.delegate(["hers"])).items[0].takes_part == takes_part
    assert [item.takes_part for item in read(document, itinerary.STAFF).items] == [False]
    assert [item.takes_part for item in read(document).items] == [False]


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({"for_everyone": True, "groups": []}, "all"),
        ({"for_everyone": False, "groups": ["hers"]}, "all"),
        ({"for_everyone": False, "groups": ["another"]}, "nothing"),
        ({"for_everyone": False, "groups": ["another"], "public_title": {"en": "Talks"}}, "mask"),
    ],
)
def test_a_delegate_sees_what_is_for_participants_where_she_takes_part(fields, seen):
    items = read(a_document(an_item(visibility="participants", **fields)), itinerary.delegate(["hers"])).items

    assert ["mask" if item.masked else "all" for item in items] == ([] if seen == "nothing" else [seen])


def test_of_an_item_for_staff_all_but_hosts_see_its_mask():
    when = {name: value for name, value in an_item().items() if name in documents.WHEN}
    union = an_organisation("Union")
    document = a_document(
        {**when, "masked": True, "public_title": {"en": "Official meeting"}}, organisations=[union]
    )
    readers = [itinerary.PUBLIC, itinerary.STAFF, itinerary.delegate([]), itinerary.host(union["ref"])]

    assert [titles(read(document, reader)) for reader in readers] == [["Official meeting"]] * 3 + [[]]


def test_an_item_for_participants_of_whom_there_are_none_is_shown_to_nobody():
    union = an_organisation("Union")
    item = an_item(
        visibility="participants", for_everyone=False, hosts=[hosted(union)], public_title={"en": "Talks"}
    )
    document = a_document(item, organisations=[union])
    readers = [itinerary.PUBLIC, itinerary.STAFF, itinerary.delegate(["a"]), itinerary.host(union["ref"])]

    assert [read(document, reader).items for reader in readers] == [()] * 4


# In which language


def test_each_text_is_in_the_readers_language_or_the_missions_next_one_field_by_field():
    item = an_item(venue={"tk": "Zal"}, dress={"kk": "Іскери"}) | {"title": {"en": "Visit", "ru": "Визит"}}
    document = a_document(item, languages=["tk", "ru", "en", "kk"])

    made = read(document, lang="kk").items[0]

    assert (made.title, made.venue, made.dress, made.address) == (
        Words("Визит", "ru"),
        Words("Zal", "tk"),
        Words("Іскери", "kk"),
        None,
    )


def test_a_text_that_every_form_asks_for_is_empty_rather_than_missing():
    document = a_document(an_item() | {"title": {}})

    assert read(document, lang="ru").items[0].title == Words("", "ru")


# At which hour


def test_nine_in_ashgabat_is_four_in_utc():
    document = a_document(an_item(starts_at="09:00"))

    item = read(document).items[0]

    assert (item.day, item.starts_at, item.zone) == (
        datetime.date(2023, 12, 5),
        datetime.time(9),
        "Asia/Ashgabat",
    )
    assert item.starts.isoformat() == "2023-12-05T09:00:00+05:00"
    assert item.starts.astimezone(datetime.UTC).hour == 4
    assert (item.ends_at, item.ends) == (None, None)


@pytest.mark.parametrize(
    "fields",
    [{}, {"day": None, "starts_at": "09:00", "ends_at": "10:00"}, {"part_of_day": "morning"}],
    ids=["no hour", "no day", "part of the day"],
)
def test_an_instant_that_is_not_known_is_none_and_never_midnight(fields):
    document = a_document(an_item(**fields))

    item = read(document).items[0]

    assert (item.starts, item.ends) == (None, None)


def test_a_flight_over_the_date_line_keeps_both_local_times():
    """faults.md 35: it lands on the evening before it left, and lasts nine hours all the same."""
    apia = a_place("Apia", zone="Pacific/Apia")
    honolulu = a_place("Honolulu", zone="Pacific/Honolulu")
    stop = a_stop(apia)
    item = an_item(
        kind="transfer", stop=stop["ref"], to_place=honolulu["ref"],
        starts_at="02:00", ends_on="2023-12-04", ends_at="08:30",
    )  # fmt: skip
    document = a_document(item, stops=[stop], places=[apia, honolulu])

    made = read(document).items[0]

    assert (made.day, made.starts_at, made.zone) == (
        datetime.date(2023, 12, 5), datetime.time(2), "Pacific/Apia",
    )  # fmt: skip
    assert (made.ends_on, made.ends_at, made.end_zone) == (
        datetime.date(2023, 12, 4), datetime.time(8, 30), "Pacific/Honolulu",
    )  # fmt: skip
    assert made.to_place.name == Words("Honolulu", "en")
    assert made.ends - made.starts == datetime.timedelta(hours=5, minutes=30)


def test_the_mask_of_a_flight_does_not_tell_an_end_on_a_clock_that_it_does_not_name():
    istanbul = a_place("Istanbul", zone="Europe/Istanbul")
    arkadag = a_place("Arkadag")
    hidden = {"visibility": "delegation", "public_title": {"en": "On the road"}, "starts_at": "09:00"}
    far = an_item(1, to_place=istanbul["ref"], ends_on="2023-12-06", ends_at="10:00", **hidden)
    near = an_item(2, to_place=arkadag["ref"], ends_at="10:00", **hidden)

    made = read(a_document(far, near, places=[istanbul, arkadag])).items

    assert [(item.ends_on, item.ends_at, item.ends, item.end_zone) for item in made] == [
        (None, None, None, "Asia/Ashgabat"),
        (None, datetime.time(10), made[1].ends, "Asia/Ashgabat"),
    ]
    assert made[1].ends.isoformat() == "2023-12-05T10:00:00+05:00"


def test_a_time_that_the_clocks_skip_by_a_later_rule_is_shown_and_moves_forward():
    """faults.md 36: a release is read though its zone has changed its rules since."""
    berlin = a_place("Berlin", zone="Europe/Berlin")
    stop = a_stop(berlin)
    item = an_item(stop=stop["ref"], day="2024-03-31", starts_at="02:30", ends_at="03:30")
    document = a_document(item, stops=[stop], places=[berlin], starts_on="2024-03-31", ends_on="2024-03-31")

    made = read(document).items[0]

    assert made.starts_at == datetime.time(2, 30)
    assert made.starts.astimezone(datetime.UTC).isoformat() == "2024-03-31T01:30:00+00:00"
    assert made.ends.astimezone(datetime.UTC).isoformat() == "2024-03-31T01:30:00+00:00"


def test_an_item_ends_on_its_last_day():
    document = a_document(an_item(starts_at="22:00", ends_on="2023-12-06", ends_at="01:00"))

    item = read(document).items[0]

    assert item.ends - item.starts == datetime.timedelta(hours=3)


@settings(max_examples=200)
@given(documents.documents())
def test_an_instant_is_the_local_time_of_its_zone_or_unknown(document):
    """faults.md 35: whatever a rendering writes, local time or instant, it is the same moment."""
    for item in read(document, itinerary.STAFF).items:
        known = item.day is not None and item.starts_at is not None
        assert (item.starts is not None) == known
        if known:
            assert (item.starts.date(), item.starts.time()) == (item.day, item.starts_at)
            assert item.starts.tzinfo.key == item.zone
        known = item.day is not None and item.ends_at is not None
        assert (item.ends is not None) == known
        if known:
            assert (item.ends.date(), item.ends.time()) == (item.ends_on or item.day, item.ends_at)
            assert item.ends.tzinfo.key == item.end_zone


# What was stored long ago


def test_a_stored_document_of_format_1_is_read_as_it_always_was():
    document = json.loads((SAMPLES / "document-1.json").read_text())

    made = read(document, lang="ru")

    assert (made.title, made.zone, made.series) == (
        Words("Миссия в Туркменистан", "ru"),
        "Asia/Ashgabat",
        Words("Missions to Turkmenistan", "en"),
    )
    assert (made.home.name, made.sectors[0].slug, made.approximate) == (
        Words("Астана", "ru"),
        "logistics",
        True,
    )
    assert [party.organisation.name.text for party in made.parties] == ["Дипломатический клуб «Астана»"]
    assert [stop.place.name.text for stop in made.stops] == ["Мары", "Ашхабад"]
    first, second, last = made.items
    assert (first.uid, first.kind, first.status, first.visibility) == (
        "5b0a86b6-6c31-4c0e-8f3c-7f3f0f5a0101",
        ItemKind.SITE_VISIT,
        ItemStatus.CONFIRMED,
        Visibility.PUBLIC,
    )
    assert (first.part_of_day, first.starts, first.day_approximate) == (PartOfDay.MORNING, None, True)
    assert [(host.organisation.slug, host.organisation.parent, host.state) for host in first.hosts] == [
        ("union-mary", Words("Союз промышленников", "ru"), HostState.CONFIRMED)
    ]
    assert [topic.name for topic in first.topics] == [Words("Логистика", "ru")]
    assert (second.masked, second.title, second.starts.isoformat()) == (
        True,
        Words("Официальная встреча", "ru"),
        "2023-12-05T09:00:00+05:00",
    )
    assert (last.title, last.day, last.stop) == (Words("Товарная биржа", "ru"), None, None)
    hers = read(document, itinerary.delegate(["5b0a86b6-6c31-4c0e-8f3c-7f3f0f5a0301"]), lang="en")
    assert titles(hers) == ["Site visit", "Talks with the agency", "Commodity exchange"]
    assert hers.items[1].groups == (Words("Transport", "en"),)


@pytest.mark.parametrize("number", [0, 2, "1", None])
def test_a_document_of_another_format_is_refused(number):
    document = {**a_document(), "format": number}

    with pytest.raises(UnknownFormat, match="format 1"):
        read(document)


def test_an_item_is_found_by_its_uid_where_the_audience_sees_it():
    document = a_document(
        an_item(1, "Visit", status="cancelled"), an_item(2, "Secret", visibility="delegation")
    )
    made = read(document)

    assert made.item(uid_of(1)).title.text == "Visit"
    assert made.item(uid_of(1)).cancelled
    assert made.item(uid_of(2)) is None


@pytest.mark.parametrize(
    ("precision", "approximate"), [("day", False), ("approximate", True), ("month", True)]
)
def test_a_mission_is_approximate_unless_its_days_are_known(precision, approximate):
    assert read(a_document(dates_precision=precision)).approximate == approximate
