"""Lists as tables in a PDF: standards, headings on every page, the same bytes; what is typed stays text."""

import datetime

import pytest

from documents import pdf
from documents.paper import Run
from documents.table import Column, Lists, Table
from tests import papers

pytestmark = pytest.mark.once  # no database

AT = datetime.datetime(2023, 12, 5, 13, 20, tzinfo=datetime.UTC)
COLUMNS = (Column("Hotel", 3), Column("Who", 2))


def some_lists(*rows: tuple[str, str], lang: str = "en") -> Lists:
    """A list with these rows and one without any."""
    made = tuple(tuple(Run(text, lang) for text in row) for row in rows)
    tables = (Table("Rooms", COLUMNS, made), Table("Buses", COLUMNS[:1], ()))
    return Lists(lang, Run("Silk road", lang), "As of noon.", "Of noon.", tables)


def test_lists_keep_to_the_standards_and_are_tables_to_what_reads_aloud():
    made = pdf.listed(some_lists(("Grand", "Aigul"), ("Оғыз", "Ýazgül")), at=AT)

    about, tags = papers.metadata(made), papers.tags(made)
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in about
    assert papers.catalogue(made)["/Lang"] == "en"
    assert [tags.count(tag) for tag in ("H1", "H2", "Table", "TH", "TD")] == [1, 2, 2, 3, 4]
    assert papers.printed(made) == (
        "Silk road As of noon. Rooms Hotel Who Grand Aigul Оғыз Ýazgül Buses Hotel Of noon. 1 / 1"
    )


def test_a_long_list_has_its_headings_on_every_page():
    made = pdf.listed(some_lists(*((f"Hotel number {number}", "Aigul") for number in range(120))), at=AT)

    pages = [page.extract_text() for page in papers.reader(made).pages]
    assert len(pages) > 2
    assert all("Who" in page for page in pages[:-1])


def test_the_same_lists_are_the_same_bytes():
    made, again = (pdf.listed(some_lists(("Grand", "Aigul"), lang="ru"), at=AT) for _number in range(2))

    assert made == again


def test_what_is_typed_is_never_read_as_code():
    """faults.md 59"""
    said = papers.printed(pdf.listed(some_lists(("#read(x) *a* $b$", "= h <l>")), at=AT))

    assert "#read(x) *a* $b$ = h <l>" in said
