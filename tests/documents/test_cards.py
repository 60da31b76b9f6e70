"""Badges and name tents: ten or one on a sheet, to the standards, however long a name is; what is typed is text."""

import datetime

import pytest

from documents import pdf
from documents.cards import Card, Cards
from documents.paper import Run
from tests import papers

pytestmark = pytest.mark.once  # no database

AT = datetime.datetime(2023, 12, 5, 13, 20, tzinfo=datetime.UTC)
WAYS = {"badges": pdf.badges, "tents": pdf.tents}


def some(*names, lang="en"):
    lines = (Run("Director", lang), Run("Plants & Co", lang))
    return Cards(
        lang, Run("Silk road", lang), tuple(Card(Run(name, lang), lines) for name in names), "Nobody."
    )


@pytest.mark.parametrize(("number", "badges", "tents"), [(1, 1, 1), (10, 1, 10), (11, 2, 11), (0, 1, 1)])
def test_ten_badges_or_one_tent_stand_on_a_sheet(number, badges, tents):
    cards = some(*(f"Name {one}" for one in range(number)))

    assert [papers.pages(made(cards, at=AT)) for made in WAYS.values()] == [badges, tents]


@pytest.mark.parametrize("way", WAYS)
def test_cards_keep_to_the_standards_and_are_the_same_bytes(way):
    made = WAYS[way](some("Aigul Оғызова", "Ýazgül"), at=AT)

    about = papers.metadata(made)
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in about
    assert made == WAYS[way](some("Aigul Оғызова", "Ýazgül"), at=AT)


def test_a_badge_has_the_mission_the_name_the_position_and_the_organisation():
    assert papers.printed(pdf.badges(some("Aigul"), at=AT)) == "Silk road Aigul Director Plants & Co"


def test_a_tent_is_read_from_both_sides_and_aloud_once():
    made = pdf.tents(some("Aigul"), at=AT)

    assert sorted(papers.printed(made).split()) == sorted(2 * ["Aigul", "Director", "Plants", "&", "Co"])
    assert papers.tags(made).count("P") == 3


@pytest.mark.parametrize("way", WAYS)
def test_a_long_name_stays_on_its_card(way):
    long = "Gurbangulyyewa-Berdimuhammedowa " * 6
    cards = some(long, "Aigul", lang="tk")

    assert papers.pages(WAYS[way](cards, at=AT)) == {"badges": 1, "tents": 2}[way]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_typed_is_never_read_as_code(way):
    """faults.md 59"""
    assert "#read(x) *a* $b$" in papers.printed(WAYS[way](some("#read(x) *a* $b$"), at=AT))
