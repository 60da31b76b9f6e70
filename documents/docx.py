"""Word documents by python-docx: real styles, headings and languages, the same bytes each time."""

import datetime
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from documents.paper import UNKNOWN, Block, Entry, Line, Look, Paper, Run, Section, printable, together
from documents.pdf import moment

# What Word calls our languages.
LANGUAGES = {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ", "tk": "tk-TM", UNKNOWN: UNKNOWN}
INK, SOFT = RGBColor(0x14, 0x20, 0x2A), RGBColor(0x4A, 0x58, 0x63)
WIDTH, HEIGHT, MARGIN, WHEN = Mm(210), Mm(297), Mm(15), Mm(27)


def made(papers: Sequence[Paper], *, at: datetime.date) -> bytes:
    """One paper, or two side by side, as a DOCX dated `at`."""
    writing = _Writing(together(papers), moment(at))
    writing.write()
    return writing.saved()


class _Writing:
    """One document being written."""

    def __init__(self, papers: tuple[Paper, ...], at: datetime.datetime) -> None:
        self.papers = papers
        self.at = at
        self.file = begun()

    def write(self) -> None:
        self.properties()
        self.styles()
        self.sheet()
        for number, paper in enumerate(self.papers):
            self.paragraph((paper.title,), "Subtitle" if number else "Title")
            for line in (*paper.lede, paper.version, *paper.notes):
                self.paragraph(line)
        self.route()
        for index in range(len(self.papers[0].sections)):
            self.section([paper.sections[index] for paper in self.papers])

    def properties(self) -> None:
        first = self.papers[0]
        describe(self.file, first.title.text, first.foot, first.lang, self.at)

    def styles(self) -> None:
        style(self.file, self.papers[0].lang)

    def sheet(self) -> None:
        """A4; at the foot of each page which version it is, and which page."""
        page = self.file.sections[0]
        page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, WIDTH, HEIGHT
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
        foot = page.footer
        for number, paper in enumerate(self.papers):
            line = foot.paragraphs[0] if number == 0 else foot.add_paragraph()
            self.runs(line, (Run(paper.foot, paper.lang, Look.SOFT),))
            if number == 0:
                line.add_run("\t\t")
                number_of_pages(line)

    def route(self) -> None:
        first = self.papers[0]
        names = [point.name for point in first.route]
        if len(names) > 1:
            self.paragraph(tuple(_between(names, Run(" – ", first.lang))))

    def section(self, sections: Sequence[Section]) -> None:
        level = 1
        if sections[0].heading:
            self.heading([Run(one.heading, paper.lang) for paper, one in self.beside(sections)], level)
            level += 1
        for paper, one in self.beside(sections):
            if one.note:
                self.paragraph((Run(one.note, paper.lang, Look.SOFT),))
        for blocks in zip(*(one.blocks for one in sections), strict=True):
            self.block(blocks, level)
        for _paper, one in self.beside(sections):
            for facts in one.facts:
                for fact in facts:
                    self.paragraph((Run(f"{fact.term}: ", _paper.lang, Look.SOFT), *fact.text))

    def block(self, blocks: tuple[Block, ...], level: int) -> None:
        self.heading([one.heading for one in blocks], level)
        for paper, one in self.beside(blocks):
            if one.where:
                self.paragraph((Run(one.where, paper.lang, Look.SOFT),), keep=True)
        for parts in zip(*(one.parts for one in blocks), strict=True):
            if parts[0].label:
                self.heading([Run(one.label, paper.lang) for paper, one in self.beside(parts)], level + 1)
            if parts[0].entries:
                self.table(list(zip(*(one.entries for one in parts), strict=True)))

    def table(self, rows: Sequence[tuple[Entry, ...]]) -> None:
        first = self.papers[0]
        table = self.file.add_table(rows=1, cols=1 + len(self.papers), style="Table Grid")
        heads = [Run(first.when_heading, first.lang, Look.STRONG)]
        heads += [Run(paper.language, paper.lang, Look.STRONG) for paper in self.papers]
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            self.runs(cell.paragraphs[0], (head,))
        _mark(table.rows[0], "w:tblHeader")
        for entries in rows:
            row = table.add_row()
            _mark(row, "w:cantSplit")
            when, *cells = row.cells
            said = {tuple(run.text for run in entry.when): entry.when for entry in entries}
            self.lines(when, list(said.values()))
            for cell, entry in zip(cells, entries, strict=True):
                title = tuple(Run(run.text, run.lang, _strong(run.look)) for run in entry.title)
                self.lines(cell, [title, *entry.lines])
        room = (WIDTH - 2 * MARGIN - WHEN) // len(self.papers)
        for row in table.rows:
            for cell, width in zip(row.cells, (WHEN, *[room] * len(self.papers)), strict=True):
                cell.width = width

    def lines(self, cell: Any, lines: Sequence[Line]) -> None:
        for number, line in enumerate(lines):
            self.runs(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), line)

    def heading(self, names: Sequence[Run], level: int) -> None:
        """One heading; two names of one thing side by side, unless they are the same."""
        different = list({run.text: run for run in names}.values())
        self.paragraph(tuple(_between(different, Run(" / ", names[0].lang))), f"Heading {level}")

    def paragraph(self, line: Line, style: str = "Normal", *, keep: bool = False) -> None:
        paragraph = self.file.add_paragraph(style=style)
        paragraph.paragraph_format.keep_with_next = keep or None
        self.runs(paragraph, line)

    def runs(self, paragraph: Any, line: Line) -> None:
        for one in line:
            run = paragraph.add_run(printable(one.text))
            run.bold = True if one.look == Look.STRONG else None
            run.font.strike = True if one.look == Look.STRUCK else None
            if one.look == Look.SOFT:
                run.font.color.rgb = SOFT
            language = OxmlElement("w:lang")
            language.set(qn("w:val"), LANGUAGES[one.lang])
            run._element.get_or_add_rPr().append(language)

    def beside[Piece](self, pieces: Iterable[Piece]) -> Iterable[tuple[Paper, Piece]]:
        return zip(self.papers, pieces, strict=True)

    def saved(self) -> bytes:
        return dated(self.file, self.at)


def begun() -> Any:
    """An empty document, without the picture that the template has of itself."""
    file = docx.Document()
    rels = file.part.package.rels
    for key in [key for key, rel in rels.items() if rel.reltype.endswith("/thumbnail")]:
        del rels[key]
    return file


def describe(file: Any, title: str, subject: str, lang: str, at: datetime.datetime) -> None:
    """What the file says of itself; `at` is in UTC."""
    known = file.core_properties
    known.title, known.subject = printable(title)[:255], printable(subject)[:255]
    known.author = known.last_modified_by = "Keruen"
    known.comments = ""
    known.language = LANGUAGES[lang]
    known.created = known.modified = at.replace(tzinfo=None)
    known.revision = 1


def style(file: Any, lang: str) -> None:
    """Plain faces that every machine has; headings in the colour of the text."""
    styles: Any = file.styles
    styles["Normal"].font.name = "Calibri"
    styles["Normal"].font.size = Pt(10.5)
    styles["Normal"].paragraph_format.space_after = Pt(3)
    for name, size in (
        ("Title", 22),
        ("Subtitle", 18),
        ("Heading 1", 15),
        ("Heading 2", 13),
        ("Heading 3", 11),
    ):
        font = styles[name].font
        font.size, font.color.rgb, font.italic = Pt(size), INK, False
    # What no run says otherwise is in the first language.
    styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")[0].set(qn("w:val"), LANGUAGES[lang])


def dated(file: Any, at: datetime.datetime) -> bytes:
    """The file as bytes, with the time `at` where python-docx writes the present one."""
    written, made = io.BytesIO(), io.BytesIO()
    file.save(written)
    when = (max(at.year, 1980), *at.timetuple()[1:6])
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as to:
        for name in parts.namelist():
            to.writestr(zipfile.ZipInfo(name, when), parts.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _strong(look: Look) -> Look:
    return Look.STRONG if look == Look.PLAIN else look


def _between(runs: Sequence[Run], sign: Run) -> Iterable[Run]:
    for number, run in enumerate(runs):
        if number:
            yield sign
        yield run


def _mark(row: Any, name: str) -> None:
    """A property of a row of a table: that it is a heading, or that no page breaks it."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def number_of_pages(paragraph: Any) -> None:
    """Which page it is, of how many."""
    _field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    """A number that Word counts: PAGE, NUMPAGES."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    inner, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    inner.append(text)
    field.append(inner)
    paragraph._p.append(field)
