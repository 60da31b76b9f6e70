"""The itinerary: in which language, at which hours, and what was stored long ago."""

import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from missions import itinerary
from missions.document import UnknownFormat
from missions.models import HostState, ItemKind, ItemStatus, PartOfDay, Visibility
from tests.missions import documents
from tests.missions.stories import a_document, a_place, a_stop, an_item, uid_of
from wording.words import Words

pytestmark = pytest.mark.once  # no database


SAMPLES = Path(__file__).parent / "samples"


def read(document, audience=itinerary.PUBLIC, lang="en", contacts=None):
    return itinerary.make(document, audience, lang, contacts)


def titles(made):
    return [item.title.text for item in made.items]


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


def test_the_clock_of_a_mission_without_one_is_that_of_the_first_stop_that_its_reader_sees():
    """faults.md 22: the zone would tell where a stop is that exists for private items alone."""
    places = [
        a_place("Kathmandu", zone="Asia/Kathmandu"),
        a_place("Mary"),
        a_place("Home", zone="Asia/Almaty"),
    ]
    first, second = a_stop(places[0]), a_stop(places[1])
    private = an_item(1, stop=first["ref"], visibility="delegation")
    public = an_item(2, stop=second["ref"])
    anywhere = an_item(3, starts_at="09:00")
    frame = {"zone": "", "home": places[2]["ref"]}

    def clocks(*items, stops):
        document = a_document(*items, places=places, stops=stops, **frame)
        made = [read(document, audience) for audience in (itinerary.PUBLIC, itinerary.delegate(()))]
        assert [one.items[-1].zone for one in made] == [one.zone for one in made]
        return [one.zone for one in made]

    assert clocks(private, public, anywhere, stops=[first, second]) == ["Asia/Ashgabat", "Asia/Kathmandu"]
    assert clocks(private, anywhere, stops=[first]) == ["Asia/Almaty", "Asia/Kathmandu"]
    frame = {"zone": "Asia/Tokyo"}
    assert clocks(private, anywhere, stops=[first]) == ["Asia/Tokyo", "Asia/Tokyo"]
    frame = {"zone": ""}
    assert clocks(private, anywhere, stops=[first]) == ["UTC", "Asia/Kathmandu"]


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
