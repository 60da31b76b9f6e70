"""The calendar feed, read back by two libraries."""

import datetime
import re
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from missions import content_lines
from tests.missions.calendars import (
    ALMATY,
    ASHGABAT,
    IN_ASHGABAT,
    STOPS,
    URL,
    at_stop,
    events,
    feed,
    lines_of,
    only,
)
from tests.missions.stories import (
    NASTY,
    a_document,
    a_place,
    a_stop,
    an_item,
    an_organisation,
    followed,
    public_tokens,
    released,
    stories,
    tokens,
    uid_of,
)

pytestmark = pytest.mark.once


@pytest.mark.parametrize(("year", "hour"), [(2023, 10), (2025, 9)])
def test_nine_in_ashgabat_is_the_right_hour_in_astana_for_two_libraries(year, hour):
    """faults.md 34 and 38: Kazakhstan changed its clocks in 2024; the zone is named, its rules are written in."""
    visit = an_item(stop=IN_ASHGABAT["ref"], day=f"{year}-12-05", starts_at="09:00", ends_at="10:30")
    there = an_item(2, stop="almaty", day=f"{year}-12-05", starts_at=f"{hour:02}:00")
    document = a_document(
        visit,
        there,
        places=[ASHGABAT, ALMATY],
        stops=[IN_ASHGABAT, a_stop(ALMATY, ref="almaty")],
        starts_on=f"{year}-12-04",
        ends_on=f"{year}-12-07",
    )
    text = feed(released(document))

    for event in icalendar.Calendar.from_ical(text).walk("VEVENT"):
        begins = event.start.astimezone(ZoneInfo("Asia/Almaty"))
        assert (begins.date(), begins.hour, begins.minute) == (datetime.date(year, 12, 5), hour, 0)
    # By names that nobody knows, so that nothing counts but the rules in the file itself.
    unknown = re.sub("TZID(.)Asia/", r"TZID\1Only/", text.decode())
    for event in vobject.readOne(unknown).vevent_list:
        begins = event.dtstart.value.astimezone(ZoneInfo("Asia/Almaty"))
        assert (begins.date(), begins.hour, begins.minute) == (datetime.date(year, 12, 5), hour, 0)
    assert b"DTSTART;TZID=Asia/Ashgabat:%d1205T090000\r\n" % year in text


def test_calendar_says_what_it_is():
    document = a_document(an_item(), summary={"en": "Six days, four stops; one road"})

    text = feed(released(document)).decode()

    assert text.split("BEGIN:VEVENT")[0].replace("\r\n ", "").split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Keruen//Programme//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"UID:{uid_of(1000)}",
        "NAME:Mission to Turkmenistan",
        "X-WR-CALNAME:Mission to Turkmenistan",
        r"DESCRIPTION:Six days\, four stops\; one road\nVersion 1\, released 2 November 2023\, 14:00 local time (UTC+5).",
        "LAST-MODIFIED:20231102T090000Z",
        f"URL:{URL}",
        f"SOURCE;VALUE=URI:{URL}programme.ics",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "",
    ]


def test_event_says_everything_but_people():
    document = a_document(
        an_item(
            title="Talks",
            stop=IN_ASHGABAT["ref"],
            starts_at="09:00",
            ends_at="10:30",
            kind="talks",
            description={"en": "On **transit**"},
            venue={"en": "Hall 1"},
            address={"en": "Street 2, left"},
            hosts=[
                {"organisation": "organisation-Union", "contact": "someone", "state": "confirmed"},
                {"organisation": "organisation-Asked", "contact": None, "state": "asked"},
            ],
            topics=["transport", "trade"],
            dress={"en": "Business"},
            language={"en": "Russian"},
            interpreter={"en": "Ours"},
            photo_rules={"en": "None"},
        ),
        organisations=[an_organisation("Union"), an_organisation("Asked")],
        sectors=[
            {"ref": ref, "slug": ref, "name": {"en": ref.capitalize()}} for ref in ("transport", "trade")
        ],
        **STOPS,
    )

    text = feed(released(document)).decode().replace("\r\n ", "")

    event = text[text.index("BEGIN:VEVENT") : text.index("END:VEVENT")]
    assert event.split("\r\n") == [
        "BEGIN:VEVENT",
        f"UID:{uid_of(1)}",
        "DTSTAMP:20231102T090000Z",
        "LAST-MODIFIED:20231102T090000Z",
        "SEQUENCE:1",
        "STATUS:CONFIRMED",
        "DTSTART;TZID=Asia/Ashgabat:20231205T090000",
        "DTEND;TZID=Asia/Ashgabat:20231205T103000",
        "SUMMARY:Talks",
        r"LOCATION:Hall 1\, Street 2\, left\, Ashgabat",
        "GEO:37.950000;58.380000",
        r"DESCRIPTION:Time: 09:00–10:30 Ashgabat time (UTC+5)\nKind: Talks\nOn **transit**"
        r"\nHosts: Union\nTopics: Transport\, Trade\nDress: Business\nLanguage: Russian"
        r"\nInterpreter: Ours\nPhotographs: None\nAs of version 1.",
        f"URL:{URL}",
        "",
    ]


def test_flight_over_the_date_line_keeps_both_local_times_and_a_positive_duration():
    """faults.md 35: begin and end each have the zone of their place; it lands before it took off."""
    auckland = a_place("Auckland", zone="Pacific/Auckland", country="NZ")
    honolulu = a_place("Honolulu", zone="Pacific/Honolulu", country="US")
    flight = an_item(
        kind="transfer",
        stop=a_stop(auckland)["ref"],
        day="2023-12-05",
        starts_at="23:55",
        ends_on="2023-12-05",
        ends_at="09:45",
        to_place=honolulu["ref"],
    )
    history = released(a_document(flight, places=[auckland, honolulu], stops=[a_stop(auckland)]))

    event = only(history)

    assert b"DTSTART;TZID=Pacific/Auckland:20231205T235500\r\n" in feed(history)
    assert b"DTEND;TZID=Pacific/Honolulu:20231205T094500\r\n" in feed(history)
    assert event.end - event.start == datetime.timedelta(hours=8, minutes=50)
    (read,) = vobject.readOne(feed(history).decode()).vevent_list
    assert read.dtend.value - read.dtstart.value == datetime.timedelta(hours=8, minutes=50)
    assert lines_of(event)[0] == (
        "Time: 5 December 2023, 23:55 Auckland time (UTC+13) – 5 December 2023, 09:45 Honolulu time (UTC−10)"
    )
    assert "To: Honolulu" in lines_of(event)


def test_flight_that_lands_on_the_day_before_is_no_longer_than_it_takes():
    apia = a_place("Apia", zone="Pacific/Apia", country="WS")
    pago = a_place("Pago Pago", zone="Pacific/Pago_Pago", country="AS")
    flight = an_item(
        stop=a_stop(apia)["ref"],
        day="2023-12-05",
        starts_at="08:00",
        ends_on="2023-12-04",
        ends_at="08:35",
        to_place=pago["ref"],
    )

    event = only(released(a_document(flight, places=[apia, pago], stops=[a_stop(apia)])))

    assert event.end - event.start == datetime.timedelta(minutes=35)


def test_flight_that_lands_on_the_day_before_at_unknown_hours_is_one_day():
    event = at_stop(day="2023-12-05", ends_on="2023-12-04")

    assert (event.start, event.end) == (datetime.date(2023, 12, 5), datetime.date(2023, 12, 6))


def test_end_before_the_beginning_is_left_out():
    event = at_stop(starts_at="09:00", ends_at="08:00")

    assert "DTEND" not in event


def test_time_in_utc_needs_no_zone():
    text = feed(released(a_document(an_item(starts_at="09:00"), zone="UTC")))

    assert b"DTSTART:20231205T090000Z\r\n" in text
    assert b"VTIMEZONE" not in text


def test_text_in_another_language_carries_its_language():
    document = a_document(an_item(), languages=["ru", "en", "kk", "tk"])
    document["items"][0] |= {"title": {"ru": "Обед"}, "venue": {"ru": "Зал"}, "status": "cancelled"}

    text = feed(released(document)).decode()

    assert "SUMMARY;LANGUAGE=ru:" in text
    assert "LOCATION;LANGUAGE=ru:Зал\r\n" in text


def test_location_in_two_languages_claims_none():
    document = a_document(an_item(stop=IN_ASHGABAT["ref"]), **STOPS)
    document["items"][0]["venue"] = {"ru": "Зал"}

    assert r"LOCATION:Зал\, Ashgabat" in feed(released(document)).decode()


def it_holds_no_word_that_is_not_public(story, lang):
    happened, documents, state = story
    history = followed(happened, *documents.values(), state=state, lang=lang)
    if history.itinerary is None:
        return

    read = events(history)

    withdrawn = {number for kind, number in happened if kind == "withdrawal"}
    live = [number for number in documents if number not in withdrawn]
    newest = documents[max(live)]
    for uid, event in read.items():
        told = tokens(" ".join(str(event[name]) for name in event))
        now = public_tokens(newest, uid, max(live))
        if now:
            assert told <= now
        else:
            were = [public_tokens(documents[number], uid, number) for number in live]
            assert event["STATUS"] == "CANCELLED"
            assert any(told <= words for words in were) or not told
    shown = {item.uid for item in history.itinerary.items}
    assert {uid for uid, event in read.items() if public_tokens(newest, uid, max(live))} == shown
    assert tokens(feed(history).decode().replace("\r\n ", "")) <= set().union(
        *(public_tokens(documents[number], uid, number) for number in live for uid in read)
    )


@given(stories(), st.sampled_from(["en", "ru", "kk", "tk"]))
def test_no_calendar_holds_a_word_that_is_not_public(story, lang):
    """faults.md 27 and 29: emptied groups, new masks, items made private or removed, releases withdrawn."""
    it_holds_no_word_that_is_not_public(story, lang)


@pytest.mark.thorough
@given(stories(), st.sampled_from(["en", "ru", "kk", "tk"]))
def test_no_calendar_of_ten_thousand_holds_a_word_that_is_not_public(story, lang):
    it_holds_no_word_that_is_not_public(story, lang)


@given(stories(), st.sampled_from(["en", "ru"]))
def test_two_libraries_read_every_calendar_alike(story, lang):
    """faults.md 30 and 34: nothing that an organiser types makes a line, a property or an event of its own."""
    happened, documents, state = story
    history = followed(happened, *documents.values(), state=state, lang=lang)
    if history.itinerary is None:
        return
    text = feed(history)

    ours = events(history)
    theirs = {event.uid.value: event for event in vobject.readOne(text.decode()).contents.get("vevent", [])}

    assert list(ours) == list(theirs) == [seen.uid for seen in history.items]
    for uid, event in ours.items():
        other = theirs[uid]
        assert not event.errors
        assert event.start == other.dtstart.value
        assert event.get("DTEND") is None or event.end == other.dtend.value
        assert event.get("DTEND") is None or event.end > event.start
        if "SUMMARY" in event:
            assert str(event["SUMMARY"]) == other.summary.value
            assert str(event["DESCRIPTION"]) == other.description.value
    names = {line.split(b":")[0].split(b";")[0] for line in text.replace(b"\r\n ", b"").split(b"\r\n")}
    assert names <= {
        *(b"BEGIN END VERSION PRODID CALSCALE METHOD UID NAME X-WR-CALNAME DESCRIPTION URL SOURCE").split(),
        *(
            b"LAST-MODIFIED REFRESH-INTERVAL X-PUBLISHED-TTL TZID DTSTART DTEND TZOFFSETFROM TZOFFSETTO"
        ).split(),
        *(b"TZNAME DTSTAMP SEQUENCE STATUS TRANSP SUMMARY LOCATION GEO").split(),
        b"",
    }


@given(NASTY | st.text())
def test_text_comes_back_as_it_was_without_control_characters(text):
    """faults.md 30: CRLF, semicolon, comma and backslash are text."""
    line = content_lines.joined([content_lines.text("SUMMARY", text)])

    read = icalendar.Event.from_ical(b"BEGIN:VEVENT\r\n" + line + b"END:VEVENT\r\n")

    kept = re.sub("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    assert str(read["SUMMARY"]) == re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f]", "", kept)
    assert line.count(b"\r\n") == len(re.findall(b"\r\n(?= |$)", line))
    assert list(read) == ["SUMMARY"]


@given(st.text(alphabet="aя漢🐫", min_size=60, max_size=120))
def test_lines_are_folded_at_75_octets_and_no_character_is_split(text):
    pieces = content_lines.joined([text]).split(b"\r\n")

    assert pieces.pop() == b""
    assert all(len(piece) <= 75 for piece in pieces)
    assert "".join([pieces[0].decode(), *(piece[1:].decode() for piece in pieces[1:])]) == text
    assert all(piece.startswith(b" ") for piece in pieces[1:])


def test_lone_surrogate_is_replaced():
    assert content_lines.escaped("a\ud800b") == "a?b"
