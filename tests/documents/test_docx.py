"""DOCX: opened again by what writes it; styles, headings, languages, the same bytes."""

import datetime
import io
import zipfile

import docx as word
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import docx
from documents.paper import Look
from tests.documents.samples import a_paper, an_entry, with_entries

pytestmark = pytest.mark.once  # no database

AT = datetime.datetime(2023, 12, 5, 13, 20, tzinfo=datetime.UTC)


def opened(*papers):
    return word.Document(io.BytesIO(docx.made(papers, at=AT)))


def headings(file):
    return [(one.style.name, one.text) for one in file.paragraphs if one.style.name.startswith("Heading")]


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_programme_has_titles_headings_and_tables():
    file = opened(a_paper("en"))

    assert file.paragraphs[0].style.name == "Title"
    assert file.paragraphs[0].text == "Kazakhstan to Turkmenistan"
    assert headings(file) == [
        ("Heading 1", "Mary"), ("Heading 1", "Ашхабад"), ("Heading 2", "Day 2"), ("Heading 1", "Hotel"),
    ]  # fmt: skip
    assert cells(file.tables[0]) == [
        ["Time", "English"],
        ["09:00–10:30", "Sausages"],
        ["13:00", "Lunch\nCancelled"],
    ]
    assert "Mary – Ashgabat" in [one.text for one in file.paragraphs]
    assert "Room: 12" in [one.text for one in file.paragraphs]


def test_two_languages_stand_side_by_side():
    file = opened(a_paper("en"), a_paper("ru"))

    assert cells(file.tables[1]) == [
        ["Time", "English", "Русский"],
        ["09:00–10:30", "Exchange", "Exchange"],
    ]
    assert [one.style.name for one in file.paragraphs if one.text == "Kazakhstan to Turkmenistan"] == [
        "Title", "Subtitle",
    ]  # fmt: skip


def test_every_run_says_its_language():
    file = opened(a_paper("kk"), a_paper("tk"))
    runs = [run for one in file.paragraphs for run in one.runs]
    runs += [
        run for table in file.tables for row in table.rows for cell in row.cells
        for one in cell.paragraphs for run in one.runs
    ]  # fmt: skip

    languages = {run._element.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:val")) for run in runs}

    assert languages == {"kk-KZ", "tk-TM", "ru-RU"}  # one stop's name is Russian
    assert file.core_properties.language == "kk-KZ"


def test_version_and_page_stand_at_the_foot():
    file = opened(a_paper("en"))

    foot = file.sections[0].footer._element.xml
    assert "Programme, version 4. Kazakhstan to Turkmenistan" in foot
    assert 'w:instr="PAGE"' in foot
    assert 'w:instr="NUMPAGES"' in foot


def test_rows_break_over_no_page_and_heads_are_repeated():
    rows = opened(a_paper("en")).tables[0].rows

    assert rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows[1:])


def test_the_same_paper_is_the_same_bytes_and_tells_its_own_time():
    made = docx.made([a_paper("ru")], at=AT)

    assert made == docx.made([a_paper("ru")], at=AT)
    known = word.Document(io.BytesIO(made)).core_properties
    assert (known.title, known.author) == ("Kazakhstan to Turkmenistan", "Keruen")
    assert (known.created, known.modified) == (AT, AT)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert not any(name.endswith(".jpeg") for name in parts.namelist())
        assert {part.date_time for part in parts.infolist()} == {(2023, 12, 5, 13, 20, 0)}


def test_what_is_struck_and_what_is_strong_is_so():
    (cell,) = [
        cell for table in opened(a_paper("en")).tables for row in table.rows for cell in row.cells
        if cell.text.startswith("Lunch")
    ]  # fmt: skip

    assert cell.paragraphs[0].runs[0].font.strike is True
    assert cell.paragraphs[1].runs[0].bold is True
    assert Look.STRUCK == "struck"


@given(st.text(max_size=30))
@settings(max_examples=15)
def test_any_text_at_all_makes_a_file(text):
    file = opened(with_entries(an_entry(title=f"a{text}b", text=text)))

    said = file.tables[0].rows[1].cells[1].text
    assert said.startswith("a")
    assert "b" in said
