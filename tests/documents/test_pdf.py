"""PDF: standards, tags, fonts, the same bytes; what is typed stays text. faults.md 59, 60 and 78."""

import dataclasses
import datetime
import logging
import subprocess
import sys
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import pdf
from documents.paper import Block, Drawing, Part, Run, Section
from documents.pdf import Sheet
from tests import papers
from tests.documents.samples import a_paper, an_entry, with_entries

pytestmark = pytest.mark.once  # no database

AT = datetime.datetime(2023, 12, 5, 13, 20, tzinfo=datetime.UTC)
# The names of faults.md 78, and every letter of the alphabets that we write.
ALPHABETS = {
    "ru": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "kk": "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "tk": "ABÇDEÄFGHIJŽKLMNŇOÖPRSŞTUÜWYÝZ abçdeäfghijžklmnňoöprsştuüwyýz",
    "en": "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 “‘’” – — … № € ₸ ₽ − 2023 г.",
}
NAMES = "Ғалым Өтегенов, Çınar Yılmaz, Ogulsapar Berdiýewa, Żółć, İbrahim Şağır, Əliyev, ‘Oʻzbek’"


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("langs", [("en",), ("kk", "tk")])
def test_a_paper_keeps_to_its_standards(sheet, langs):
    made = pdf.made([a_paper(lang) for lang in langs], at=AT, sheet=sheet)

    assert papers.catalogue(made)["/MarkInfo"]["/Marked"] is not False
    assert papers.catalogue(made)["/Lang"] == langs[0]
    about = papers.metadata(made)
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in about
    assert "Kazakhstan to Turkmenistan" in about


@pytest.mark.parametrize("langs", [("en",), ("ru", "en")])
def test_what_reads_aloud_finds_headings_and_tables(langs):
    tags = papers.tags(pdf.made([a_paper(lang) for lang in langs], at=AT))

    assert tags[0] == "Document"
    assert tags.count("H1") == 1
    if len(langs) == 1:
        assert tags.count("H2") == 3  # two stops and a list of facts
        assert tags.count("H3") == 3  # entries
    else:
        assert tags.count("Table") == 1
        assert tags.count("TH") == 15  # the heads of the columns, of two stops, a day and a list of facts


def test_all_fonts_are_in_the_file_and_are_ours():
    found = papers.fonts(pdf.made([a_paper("en"), a_paper("kk")], at=AT))

    assert all(found.values())
    assert {name.split("-")[0] for name in found} == {"NotoSans", "KeruenSerifLatin", "KeruenSerifCyrillic"}


def test_the_fonts_of_the_room_are_found():
    assert pdf.fonts().families() == ["Keruen Serif", "Keruen Serif Cyrillic", "Noto Sans"]


@pytest.mark.parametrize("sheet", Sheet)
def test_the_same_paper_is_the_same_bytes(sheet):
    assert pdf.made([a_paper("ru")], at=AT, sheet=sheet) == pdf.made([a_paper("ru")], at=AT, sheet=sheet)


@pytest.mark.parametrize("lang", ALPHABETS)
@pytest.mark.parametrize("look", ["title", "text"])
def test_every_letter_comes_out_as_it_went_in(lang, look):
    """faults.md 78: no box for any letter of ours, in either face."""
    words = ALPHABETS[lang]
    entry = an_entry(title=words, lang=lang) if look == "title" else an_entry(text=words, lang=lang)

    made = pdf.made([with_entries(entry, lang=lang)], at=AT)

    assert "pdfuaid" in papers.metadata(made)
    assert words in papers.printed(made)


@pytest.mark.parametrize("langs", [("kk",), ("kk", "tk")])
@pytest.mark.parametrize("sheet", Sheet)
def test_a_narrow_space_in_a_title_is_a_space_for_whoever_copies_it(sheet, langs):
    day = "2026\u202fж. 5 желтоқсан"
    made = [with_entries(an_entry(title=day, text=day, lang=lang), lang=lang) for lang in langs]

    printed = papers.printed(pdf.made(made, at=AT, sheet=sheet))

    assert printed.count("2026 ж. 5 желтоқсан") == 2 * len(langs)


def test_names_of_neighbours_come_out_as_they_went_in(caplog):
    made = pdf.made([with_entries(an_entry(title=NAMES, text=NAMES))], at=AT)

    assert papers.printed(made).count(NAMES) == 2
    assert caplog.records == []


def test_a_letter_that_no_font_has_is_no_failure_and_is_logged_without_the_text(caplog):
    paper = with_entries(an_entry(title="Secret dinner 🐫 漢", text="At nine"))

    with caplog.at_level(logging.WARNING):
        made = pdf.made([paper], at=AT)

    assert "At nine" in papers.printed(made)
    assert "pdfuaid" not in papers.metadata(made)
    assert [record.getMessage() for record in caplog.records] == [
        "A PDF was made without its standards: a letter is in none of the fonts"
    ]


def test_a_warning_is_logged_and_the_file_is_made(monkeypatch, tmp_path, caplog):
    """Of a font that is gone, say: whoever waits for her programme has it in another."""
    template = tmp_path / "page.typ"
    template.write_text('#set document(title: "A")\n#set text(font: "Gone", lang: "en")\nAt nine')
    compiler = typst.Compiler(template, root=tmp_path, font_paths=pdf.fonts(), ignore_system_fonts=True)
    monkeypatch.setattr(pdf, "_compiler", lambda _template: compiler)

    with caplog.at_level(logging.WARNING):
        made = pdf.made([a_paper()], at=AT)

    assert "At nine" in papers.printed(made)
    assert [record.getMessage() for record in caplog.records] == ["Typst warned: unknown font family: gone"]


@given(
    st.lists(
        st.sampled_from([*"#$*_`=-+/\\<>@[](){}~\"'", "#let x = 1", '#read("/etc/passwd")', "aя"]),
        min_size=1,
        max_size=9,
    ).map("".join)
)
@settings(max_examples=25)
def test_what_is_typed_is_never_read_as_code(text):
    """faults.md 59"""
    made = pdf.made([with_entries(an_entry(title=f"a{text}b", text=f"c{text}d"))], at=AT)

    said = papers.printed(made).replace(" ", "")
    assert f"a{text}b".replace(" ", "") in said
    assert f"c{text}d".replace(" ", "") in said


@given(st.text(max_size=40))
@settings(max_examples=25)
def test_any_text_at_all_makes_a_file(text):
    paper = with_entries(an_entry(title=text, text=text))

    assert pdf.made([paper], at=AT).startswith(b"%PDF")


def test_a_text_longer_than_a_page_goes_on_overleaf():
    long = " ".join(f"word{number}" for number in range(2500))
    for sheet in Sheet:
        made = pdf.made([with_entries(an_entry(text=long))], at=AT, sheet=sheet)

        said = papers.printed(made)
        assert papers.pages(made) > 1
        assert all(f"word{number}" in said for number in range(2500))


MANY_LARGE = """
import datetime, resource
from documents import pdf
from tests.documents.samples import an_entry, with_entries
for number in range(8):
    entries = [an_entry(title=f"Visit {number}-{entry}", text="Who makes what. " * 12) for entry in range(150)]
    pdf.made([with_entries(*entries)], at=datetime.date(2023, 12, 5))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_the_eighth_large_paper_takes_no_more_memory_than_the_first():
    """In a process of its own, which has set nothing else."""
    done = subprocess.run(
        [sys.executable, "-c", MANY_LARGE],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    peaks = [int(line) for line in done.stdout.split()]
    assert len(peaks) == 8
    assert peaks[-1] < peaks[0] * 1.25


def test_version_and_page_number_stand_on_every_page():
    made = pdf.made([with_entries(*[an_entry(title=f"Visit {number}") for number in range(60)])], at=AT)

    sheets = [" ".join(page.extract_text().split()) for page in papers.reader(made).pages]
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, start=1):
        assert f"Programme, version 4. Kazakhstan to Turkmenistan {number} / {len(sheets)}" in sheet


def test_two_papers_of_different_shape_are_refused():
    with pytest.raises(ValueError, match="of one shape"):
        pdf.made([with_entries(an_entry()), with_entries(an_entry(), an_entry())], at=AT)
    with pytest.raises(ValueError, match="of one shape"):
        pdf.made([a_paper("en")] * 3, at=AT)


SHAPES = st.lists(st.lists(st.lists(st.integers(0, 2), max_size=2), max_size=3), max_size=3)


@given(SHAPES, st.sampled_from(["", "A heading"]), st.sampled_from(["", "Day 2"]))
@settings(max_examples=25)
def test_a_paper_of_any_shape_is_set_on_every_sheet(shape, heading, label):
    """Stops without entries, sections without stops: Typst 0.15 fails where a heading of a table follows one."""
    sections = tuple(
        Section(
            heading,
            blocks=tuple(
                Block(
                    Run(f"Stop{at}x{number}", "en"),
                    "",
                    Drawing.OPEN,
                    tuple(Part(label, (an_entry(),) * count) for count in counts),
                )
                for number, counts in enumerate(blocks)
            ),
        )
        for at, blocks in enumerate(shape)
    )
    paper = dataclasses.replace(a_paper(), sections=sections)

    for sheet in Sheet:
        for papers_set in ([paper], [paper, paper]):
            said = papers.text(pdf.made(papers_set, at=AT, sheet=sheet))
            for at, blocks in enumerate(shape):
                assert all(f"Stop{at}x{number}" in said for number in range(len(blocks)))


def test_half_letters_and_control_signs_are_no_failure():
    paper = with_entries(an_entry(title="a\ud800b\x00c"))
    assert Run("a", "en").text == "a"

    assert "a?b c" in papers.printed(pdf.made([paper], at=AT))
