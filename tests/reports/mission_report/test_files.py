"""The files themselves: they open, say in which language they are, and no text that somebody typed breaks one."""

import datetime
import io
import subprocess
import zipfile
from decimal import Decimal

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx.oxml.ns import qn

from missions import release
from missions.models import Certainty, ItemStatus, Visibility
from reports.mission_report import files, reading
from reports.mission_report.facts import Sees
from tests import factories, papers
from tests.missions.published import load_reference
from tests.reports.mission_report import read_back
from tools import machine

# What the rows of a report are asked for with is asked on both databases by test_who_reads_what.py.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

AT = datetime.datetime(2024, 1, 15, 9, 30, tzinfo=datetime.UTC)
DAY = datetime.date(2023, 12, 4)
ALL = Sees(*[True] * 8, missions=None)
HOSTILE = (
    '#panic("x") #{1+1} $x$ *bold* _it_ `raw` @ref <label> // comment \\ ] ) }',
    "=cmd|' /C calc'!A0",
    "+993 12 34 56",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "null\x00bell\x07escape\x1b[31mvertical\x0btab",
    "\u202eright to left\u202c שלום مرحبا",
    "family 👩‍👩‍👧‍👦 flag 🇰🇿",
    "\ufffe\uffff\u2028line\u2029paragraph",
    "</w:t></w:r><script>alert(1)</script> ]]> &amp; \"quoted\" 'single'",
)


def internal(mission, **fields):
    return reading.internal(mission, ALL, factories.make_user(**fields), AT)


def made(facts, langs, form):
    return files.made(facts, langs, files.Form(form)).content


def mission_of(*texts):
    """A visit for each text, with all that a report can tell of one."""
    words = " ".join(texts)
    mission = factories.make_mission(title=f"Mission {words}"[:200], summary=words, zone="Asia/Ashgabat")
    stop = factories.make_stop(mission=mission, first_day=DAY)
    delegation = factories.make_delegation(mission=mission)
    for number, text in enumerate(texts):
        item = factories.make_item(
            stop=stop,
            title=f"{text} {number}",
            day=DAY,
            starts_at=datetime.time(9),
            visibility=Visibility.PUBLIC,
        )
        factories.make_host(item=item, contact=None)
        contact = factories.make_contact()
        delegate = factories.make_delegate(mission=mission, delegation=delegation)
        for who in ({"contact": contact}, {"delegate": delegate}):
            factories.make_attendance(item=item, actual=True, **who)
        factories.make_visit_report(item=item, summary=text, findings=text, topics=text)
        factories.make_follow_up(mission=mission, item=item, title=text, our_owner=contact)
        factories.make_outcome(mission=mission, item=item, title=text, amount=Decimal("5"), currency="USD")
        factories.make_attachment(mission=mission, item=item, title=text)
    return mission


def test_no_text_breaks_a_file_or_is_more_than_text():
    facts = internal(mission_of(*HOSTILE))

    pdf, word, book = (made(facts, ("en", "ru"), form) for form in ("pdf", "docx", "xlsx"))

    assert papers.pages(pdf) >= 2
    for form, content in (("docx", word), ("xlsx", book)):
        said = "".join(sign for sign in read_back.text_of(form, content) if sign.isalnum() and sign.isascii())
        for text in HOSTILE:
            assert "".join(sign for sign in text if sign.isalnum() and sign.isascii()) in said, (form, text)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_a_very_long_text_is_in_the_files_as_far_as_they_take_it():
    item = factories.make_item(title="Long")
    factories.make_visit_report(item=item, findings="long " * 20_000)
    facts = internal(item.mission)

    assert papers.pages(made(facts, ("en",), "pdf")) > 10
    assert read_back.text_of("docx", made(facts, ("en",), "docx")).count("long") == 20_000
    cells = [
        cell
        for rows in read_back.cells(made(facts, ("en",), "xlsx")).values()
        for row in rows
        for cell in row
    ]
    assert max(len(cell) for cell in cells if isinstance(cell, str)) <= 32_767


def test_the_pdf_is_tagged_and_has_its_contents():
    pdf = made(internal(load_reference()), ("en", "ru"), "pdf")

    tags = papers.tags(pdf)
    assert {"H1", "H2", "TOC", "TOCI", "Table", "TH"} <= set(tags)
    assert "pdfuaid" in papers.metadata(pdf)
    assert papers.catalogue(pdf)["/Lang"] == "en"
    chapters = [one for one in papers.reader(pdf).outline if not isinstance(one, list)]
    assert len(chapters) == 8


def test_the_same_facts_are_the_same_bytes():
    facts = internal(load_reference())

    for form in ("pdf", "docx", "xlsx"):
        assert made(facts, ("kk", "tk"), form) == made(facts, ("kk", "tk"), form), form


def test_the_word_document_has_headings_a_contents_field_and_heads_that_are_repeated():
    file = docx.Document(io.BytesIO(made(internal(load_reference()), ("en",), "docx")))

    chapters = [one.text for one in file.paragraphs if one.style.name == "Heading 1"]
    assert chapters == [
        "Summary", "Dates and itinerary", "Delegation", "Visits and meetings", "Outcomes", "Follow-ups",
        "Contacts made", "Annexes",
    ]  # fmt: skip
    body = file.element.body.xml
    assert 'TOC \\o "1-2"' in body
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in file.tables)
    assert file.core_properties.language == "en-GB"
    marks = {mark.get(qn("w:name")) for mark in file.element.body.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for link in file.element.body.iter(qn("w:hyperlink"))} == marks
    assert "PAGE" in file.sections[0].footer._element.xml


ORDER = {
    "pPr": ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "tabs", "spacing", "ind", "jc", "rPr"],
    "rPr": ["rStyle", "rFonts", "b", "i", "strike", "color", "sz", "szCs", "lang"],
    "trPr": ["cantSplit", "tblHeader"],
    "tblPr": ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"],
}  # fmt: skip


@pytest.mark.parametrize("langs", [("en",), ("ru", "kk")])
def test_every_property_stands_where_the_schema_has_it(langs):
    file = docx.Document(io.BytesIO(made(internal(load_reference()), langs, "docx")))

    for name, order in ORDER.items():
        for element in file.element.body.iter(qn(f"w:{name}")):
            found = [child.tag.rpartition("}")[2] for child in element]
            assert found == sorted(found, key=order.index), (name, found)


def test_cells_of_the_workbook_are_what_they_are():
    mission = factories.make_mission(zone="Asia/Ashgabat")
    stop = factories.make_stop(mission=mission)
    factories.make_item(stop=stop, title="Timed", day=DAY, starts_at=datetime.time(9, 30))
    factories.make_item(stop=stop, title="About", day=DAY, day_approximate=True, status=ItemStatus.CANCELLED)
    for amount, currency, certainty in (
        ("100.50", "USD", Certainty.PRELIMINARY), ("7", "USD", Certainty.SIGNED), ("3", "USD", Certainty.SIGNED),
        ("9", "TMT", Certainty.SIGNED),
    ):  # fmt: skip
        factories.make_outcome(
            mission=mission, amount=Decimal(amount), currency=currency, certainty=certainty
        )
    factories.make_follow_up(mission=mission, due_on=DAY, due_precision="day")
    factories.make_follow_up(mission=mission, due_on=datetime.date(2024, 12, 31), due_precision="year")

    sheets = read_back.cells(made(internal(mission), ("en",), "xlsx"))

    entries = {row[6]: row for row in sheets["Dates and itinerary"][1:]}
    assert entries["Timed"][1:4] == [DAY, datetime.time(9, 30), ""]
    assert entries["About"][1:5] == ["", "", "", "About 4 December 2023. Cancelled"]
    assert sheets["Totals"][1:] == [
        ["Signed", 9.0, "TMT", 1.0], ["Preliminary", 100.5, "USD", 1.0], ["Signed", 10.0, "USD", 2.0],
    ]  # fmt: skip
    assert [row[5:7] for row in sheets["Follow-ups"][1:]] == [
        [DAY, "4 December 2023"],
        ["", "2024, year only"],
    ]


def test_preliminary_and_signed_money_stands_apart():
    mission = factories.make_mission()
    for amount, certainty in ((1000, Certainty.PRELIMINARY), (200, Certainty.SIGNED), (30, Certainty.SIGNED)):
        factories.make_outcome(mission=mission, amount=Decimal(amount), currency="USD", certainty=certainty)

    said = read_back.printed(made(internal(mission), ("en",), "pdf"))

    assert "Preliminary 1,000 USD 1 outcome" in said
    assert "Signed 230 USD 2 outcomes" in said
    assert "1,230" not in said


def test_money_by_year_is_in_the_report_for_staff_in_every_form():
    mission = factories.make_mission()
    for amount, years in (("100", {2024: "60", 2025: "30.50"}), ("10", {2024: "10"}), ("7", {})):
        row = factories.make_outcome(
            mission=mission, amount=Decimal(amount), currency="USD", certainty=Certainty.SIGNED,
            confidential=False, published=True,
        )  # fmt: skip
        for year, part in years.items():
            row.years.create(year=year, amount=Decimal(part))
    factories.make_outcome(mission=mission, amount=Decimal(9), currency="TMT", certainty=Certainty.SIGNED)
    release.release(mission, by=None, members={}, replaces=None)
    release.publish(mission, by=None)
    release.release_results(mission, by=None, replaces=None)

    pdf, word, book = (made(internal(mission), ("en",), form) for form in ("pdf", "docx", "xlsx"))
    public = made(reading.public(mission, AT), ("en",), "xlsx")

    assert read_back.cells(book)["Totals by year"][1:] == [
        ["Signed", 2024.0, 70.0, "USD"],
        ["Signed", 2025.0, 30.5, "USD"],
        ["Signed", "", 16.5, "USD"],
    ]
    for said in (read_back.printed(pdf), " ".join(read_back.text_of("docx", word).split())):
        assert "2024 70 USD Signed 2025 30.50 USD Signed Year not stated 16.50 USD" in said
    assert "Totals" in read_back.cells(public)
    assert "Totals by year" not in read_back.cells(public)  # no year of an outcome is published


def test_a_report_takes_as_many_queries_whatever_its_length():
    counts = []
    for number in (1, 4):
        mission = mission_of(*["Visit"] * number)
        release.release(mission, by=None, members={}, replaces=None)
        release.publish(mission, by=None)
        release.release_results(mission, by=None, replaces=None)
        user = factories.make_user()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            made(reading.internal(mission, ALL, user, AT), ("en", "ru"), "xlsx")
            made(reading.public(mission, AT), ("en", "ru"), "xlsx")
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(("form", "langs"), [("docx", ("en",)), ("docx", ("ru", "tk")), ("xlsx", ("kk",))])
def test_libreoffice_opens_it_and_reads_the_same(form, langs, tmp_path):
    content = made(internal(load_reference()), langs, form)
    path = tmp_path / f"report.{form}"
    path.write_bytes(content)

    office(path, "pdf" if form == "docx" else "csv", tmp_path)

    if form == "docx":
        said = papers.printed((tmp_path / "report.pdf").read_bytes())
        together = "".join(said.split())  # a word too long for its cell goes on in the next line
        words = {word for line in read_back.paragraphs(content) for word in line.split()}
        assert [word for word in words if word not in together] == []
    else:
        first, *_others = read_back.cells(content).values()
        said = (tmp_path / "report.csv").read_text()
        assert [cell for row in first for cell in row if str(cell).replace('"', '""') not in said] == []


def office(path, form, folder):
    """Convert by LibreOffice, with a profile of its own; it needs no screen."""
    program = machine.libreoffice()
    assert program, "LibreOffice is missing: see tools/machine.py"
    subprocess.run(
        [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form,
         "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip


def tagged(content):
    """The texts of a Word document's runs, each with the language that it says, or the document's own."""
    own = docx.Document(io.BytesIO(content)).styles.element.xpath("w:docDefaults//w:lang/@w:val")[0]
    return [
        (run.findtext(qn("w:t")), (run.xpath("w:rPr/w:lang/@w:val") or [own])[0])
        for run in docx.Document(io.BytesIO(content)).element.body.iter(qn("w:r"))
        if run.find(qn("w:t")) is not None
    ]


def test_a_text_of_which_nobody_said_the_language_stands_once_and_says_none():
    mission = factories.make_mission()
    item = factories.make_item(mission=mission)
    factories.make_visit_report(item=item, findings="Good grain", language="")
    factories.make_follow_up(
        mission=mission, title={"ru": "Письмо", "kk": "Хат"}, state="done", closing_reason="Letter sent", closed_on=DAY,
        responsible=factories.make_user(first_name="Saule", last_name="Inkarova"),
    )  # fmt: skip
    factories.make_outcome(mission=mission, title={"ru": "Договор", "kk": "Шарт"}, source="The press")
    facts = internal(mission)

    content = made(facts, ("ru", "kk"), "docx")

    typed = ("Letter sent", "The press", "Saule Inkarova", "Good grain")
    assert sorted(one for one in tagged(content) if one[0] in typed) == sorted(
        (text, "und") for text in typed
    )
    said = [line for line in read_back.paragraphs(content) if any(text in line for text in typed)]
    assert said == [
        "Наблюдения: Good grain",
        "Источник / Дереккөз: The press",
        "Ответственный сотрудник / Жауапты қызметкер: Saule Inkarova",
        "Letter sent",
    ]
    printed = read_back.printed(made(facts, ("ru", "kk"), "pdf"))
    assert [printed.count(text) for text in typed] == [1, 1, 1, 1]


@pytest.mark.parametrize("language", ["en", ""])
def test_agreed_points_keep_their_lines(language):
    mission = factories.make_mission()
    item = factories.make_item(mission=mission)
    factories.make_visit_report(item=item, agreed_points="A forum\nA *visit*", language=language)
    facts = internal(mission)

    paragraphs = read_back.paragraphs(made(facts, ("en",), "docx"))
    at = next(number for number, line in enumerate(paragraphs) if line.startswith("Agreed points"))
    assert paragraphs[at : at + 2] == ["Agreed points\tA forum", "A *visit*"]
    rows = read_back.cells(made(facts, ("en",), "xlsx"))
    assert "A forum\nA *visit*" in [cell for sheet in rows.values() for row in sheet for cell in row]
