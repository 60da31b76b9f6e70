"""The programme as plain text: order and words of the itinerary, every unknown said, no line that text makes."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missions import itinerary, plain_text
from tests.missions.stories import NASTY, a_document, a_place, a_stop, an_item, an_organisation

pytestmark = pytest.mark.once  # no database


def text(document, audience=itinerary.PUBLIC, lang="en"):
    return plain_text.text(itinerary.make(document, audience, lang), "Draft.")


def test_a_programme_in_words():
    mary, union = a_place("Mary"), an_organisation("Union")
    host = {"organisation": union["ref"], "contact": None, "state": "confirmed"}
    document = a_document(
        an_item(1, "Talks", stop="stop-place-Mary", starts_at="09:00", ends_at="10:30", hosts=[host]),
        an_item(2, "Lunch", stop="stop-place-Mary", starts_at="13:00", status="cancelled"),
        an_item(3, "Exchange", stop="stop-place-Mary", starts_at="15:30", time_approximate=True),
        an_item(4, "Dinner", part_of_day="evening", status="tentative", venue={"en": "Hotel\nGrand"}),
        an_item(5, "Somewhere", day=None),
        places=[mary],
        stops=[a_stop(mary)],
        organisations=[union],
    )

    assert text(document) == (
        "Draft.\n"
        "Mission to Turkmenistan\n"
        "4 to 7 December 2023\n"
        "All times: Mary time (UTC+5)\n"
        "\n"
        "Tuesday, 5 December 2023. Mary\n"
        "09:00–10:30 Talks\n"
        "  Host: Union\n"
        "13:00 Cancelled: Lunch\n"
        "About 15:30 Exchange\n"
        "\n"
        "Tuesday, 5 December 2023. Place not known\n"
        "Evening Tentative: Dinner\n"
        "  Hotel Grand\n"
        "\n"
        "Day not known. Place not known\n"
        "Time not known Somewhere\n"
    )


def test_an_item_without_a_day_stands_under_no_day():
    mary = a_place("Mary")
    document = a_document(
        an_item(1, "Talks", stop="stop-place-Mary", starts_at="09:00"),
        an_item(2, "Some day", stop="stop-place-Mary", day=None),
        places=[mary],
        stops=[{**a_stop(mary), "first_day": "2023-12-05"}],
    )

    assert text(document).split("\n\n", 1)[1] == (
        "Tuesday, 5 December 2023. Mary\n09:00–10:30 Talks\n\nDay not known. Mary\nTime not known Some day\n"
    ).replace("–10:30", "")


def test_a_mask_is_its_title_and_time():
    document = a_document(
        an_item(
            1, "Secret prices", visibility="delegation", public_title={"en": "A meeting"}, starts_at="09:00"
        )
    )

    assert "09:00 A meeting\n" in text(document)
    assert "Secret" not in text(document)


def test_it_is_written_in_its_language():
    document = a_document({**an_item(1, day="2023-12-06"), "title": {"ru": "Переговоры"}})

    assert text(document, lang="ru").splitlines()[-1] == "Время не известно Переговоры"
    assert "Среда, 6 декабря 2023" in text(document, lang="ru")


def test_a_draft_says_by_which_clock_it_is_of_a_moment():
    mary = a_place("Mary")
    document = a_document(an_item(1, "Talks", stop="stop-place-Mary"), places=[mary], stops=[a_stop(mary)])
    at = dt.datetime(2026, 11, 27, 0, 23, tzinfo=dt.UTC)

    assert plain_text.draft_line(itinerary.make(document, itinerary.PUBLIC, "en"), at) == (
        "Draft, not released: the programme as it was on 27 November 2026, 05:23, Mary time (UTC+5)."
    )


def test_a_date_with_a_full_stop_of_its_own_has_no_second():
    mary = a_place("Mary")
    document = a_document(an_item(1, "Talks", stop="stop-place-Mary"), places=[mary], stops=[a_stop(mary)])

    assert "\nВторник, 5 декабря 2023\N{NARROW NO-BREAK SPACE}г. Mary\n" in text(document, lang="ru")


def test_an_empty_programme_says_so():
    assert text(a_document()).endswith("\nNothing is planned yet.\n")


@given(title=NASTY.filter(str.strip), venue=NASTY, lang=st.sampled_from(["en", "ru", "kk", "tk"]))
def test_no_text_makes_a_line_of_its_own(title, venue, lang):
    document = a_document(an_item(1, title, venue={"en": venue} if venue else {}))
    plain = a_document(an_item(1, "Talks", venue={"en": "Hall"} if venue.strip() else {}))

    assert len(text(document, lang=lang).splitlines()) == len(text(plain, lang=lang).splitlines())
