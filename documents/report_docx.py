"""A report as a Word document: real styles, headings, contents, tables whose heads are repeated.

The body is written as WordprocessingML, each property where the schema has it, and read once as a whole: row
by row python-docx would look through all that is there for each cell. Styles, page and package are its own.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt

from documents import docx
from documents.docx import HEIGHT, LANGUAGES, SOFT, WIDTH
from documents.paper import Line, Look, Run, printable
from documents.pdf import moment
from documents.report import Chapter, Fact, Facts, Grid, Heading, Piece, Report, Text, together

MARGIN, TERM, GAP = Mm(18), Mm(46), Mm(4)
ROOM = Length(WIDTH - 2 * MARGIN).twips
TERM_STYLE, MORE_STYLE, CELL_STYLE = "Fact", "FactMore", "Cell"
_LOOKS = {
    Look.PLAIN: "",
    Look.STRONG: "<w:b/>",
    Look.SOFT: f'<w:color w:val="{SOFT}"/>',
    Look.STRUCK: "<w:strike/>",
}
_NO_BORDERS = "".join(
    f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def made(told: Sequence[Report], *, at: datetime.date) -> bytes:
    """One report, or two side by side, as a DOCX dated `at`."""
    writing = _Writing(together(told))
    return writing.made(moment(at))


class _Writing:
    """One document being written."""

    def __init__(self, reports: tuple[Report, ...]) -> None:
        self.reports = reports
        self.first = reports[0]
        self.marks = 0  # of headings, to which the contents lead
        self.contents: list[tuple[int, int, str]] = []

    def made(self, at: datetime.datetime) -> bytes:
        file = docx.begun()
        docx.describe(file, self.first.title.text, self.first.kind, self.first.lang, at)
        docx.style(file, self.first.lang)
        _styles(file)
        self.page(file)
        chapters = "".join(self.chapters())  # first, for they fill the contents
        body = file.element.body
        written = parse_xml(f"<w:body {nsdecls('w')}>{''.join(self.cover())}{chapters}</w:body>")
        end = body.find(qn("w:sectPr"))
        for one in list(written):
            end.addprevious(one)
        return docx.dated(file, at)

    def page(self, file: Any) -> None:
        """A4; at the head what it is of, from the second page on; at the foot of when, and which page."""
        page = file.sections[0]
        page.page_width, page.page_height = WIDTH, HEIGHT
        page.left_margin = page.right_margin = MARGIN
        page.top_margin = page.bottom_margin = Mm(24)
        page.header_distance = page.footer_distance = Mm(11)
        page.different_first_page_header_footer = True
        head = page.header.paragraphs[0]
        _runs(head, (Run(self.first.title.text, self.first.title.lang, Look.SOFT),))
        head.add_run(" · ")
        for report in self.reports:
            if report is not self.first:
                head.add_run(" / ")
            _runs(head, (Run(report.kind, report.lang, Look.SOFT),))
        for foot in (page.first_page_footer, page.footer):
            for number, report in enumerate(self.reports):
                line = foot.paragraphs[0] if number == 0 else foot.add_paragraph()
                line.style = file.styles["Footer"]
                _runs(line, (Run(report.foot, report.lang, Look.SOFT),))
                if number == 0:
                    line.add_run("\t")
                    docx.number_of_pages(line)

    def cover(self) -> Iterator[str]:
        for report in self.reports:
            issuers = [run for one in report.issuers for run in (Run(", ", report.lang), one)][1:]
            yield self.paragraph(tuple(issuers))
        for number, report in enumerate(self.reports):
            yield self.paragraph((Run(report.kind, report.lang, Look.SOFT),), "Kind")
            yield self.paragraph((report.title,), "Subtitle" if number else "Title")
            yield self.paragraph((Run(report.notice, report.lang, Look.STRONG),))
        yield self.beside([list(self.facts(report.facts, report)) for report in self.reports])
        yield self.table_of_contents()

    def table_of_contents(self) -> str:
        """A field that Word can renew; what stands in it leads to the headings already."""
        names = list(dict.fromkeys(report.contents for report in self.reports))
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
            ' TOC \\o "1-2" \\n \\h \\z \\u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        entries = [
            f'<w:p><w:pPr><w:pStyle w:val="TOC{level}"/></w:pPr>{begin if number == 0 else ""}'
            f'<w:hyperlink w:anchor="_Toc{mark:08}" w:history="1">{runs}</w:hyperlink>'
            f"{end if number + 1 == len(self.contents) else ''}</w:p>"
            for number, (level, mark, runs) in enumerate(self.contents)
        ]
        heading = self.paragraph((Run(" / ".join(names), self.first.lang),), "TOCHeading")
        return heading + "".join(entries)

    def chapters(self) -> Iterator[str]:
        for chapters in zip(*(report.chapters for report in self.reports), strict=True):
            yield from self.chapter(chapters)

    def chapter(self, chapters: Sequence[Chapter]) -> Iterator[str]:
        names: list[Line] = [
            (Run(chapter.heading, report.lang),)
            for report, chapter in zip(self.reports, chapters, strict=True)
        ]
        yield self.heading(names, 1)
        for pieces in zip(*(chapter.pieces for chapter in chapters), strict=True):
            yield self.piece(pieces)

    def piece(self, pieces: Sequence[Piece]) -> str:
        match pieces[0]:
            case Heading():
                return self.heading(
                    [one.words for one in pieces if isinstance(one, Heading)], pieces[0].level
                )
            case Grid():
                return self.grid([one for one in pieces if isinstance(one, Grid)])
        return self.beside(
            [list(self.prose(one, report)) for report, one in zip(self.reports, pieces, strict=True)]
        )

    def prose(self, piece: Piece, report: Report) -> Iterator[str]:
        match piece:
            case Text():
                yield from (self.paragraph(line) for line in piece.lines)
            case Facts():
                yield from self.facts(piece.facts, report)

    def facts(self, facts: Iterable[Fact], report: Report) -> Iterator[str]:
        """Each with its term beside its first line; in two languages, where room is short, before it."""
        alone = len(self.reports) == 1
        for fact in facts:
            first, *more = fact.lines or ((),)
            term = Run(fact.term if alone else f"{fact.term}: ", report.lang, Look.SOFT)
            yield self.paragraph(first, TERM_STYLE if alone else "", term=self.run(term) + _TAB * alone)
            for line in more:
                yield self.paragraph(line, MORE_STYLE if alone else "")

    def beside(self, bodies: Sequence[list[str]]) -> str:
        """The paragraphs; those of two languages in a table of one row without lines."""
        if len(bodies) == 1:
            return "".join(bodies[0])
        width = ROOM // 2
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(body) or "<w:p/>"}</w:tc>'
            for body in bodies
        )
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{ROOM}" w:type="dxa"/><w:tblBorders>{_NO_BORDERS}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{width}"/><w:gridCol w:w="{width}"/></w:tblGrid>'
            f"<w:tr>{cells}</w:tr></w:tbl>{_APART}"
        )

    def grid(self, grids: Sequence[Grid]) -> str:
        """A table; a cell in two languages has the second below the first, where it says something else."""
        one = grids[0]
        shares = sum(column.share for column in one.columns)
        widths = [ROOM * column.share // shares for column in one.columns]
        heads = [
            [
                (Run(grid.columns[at].heading, report.lang, Look.STRONG),)
                for report, grid in zip(self.reports, grids, strict=True)
            ]
            for at in range(len(widths))
        ]
        rows = [
            [[line for cell in self.different([grid.rows[row][at] for grid in grids]) for line in cell]
             for at in range(len(widths))]
            for row in range(len(one.rows))
        ]  # fmt: skip
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>'
            f'<w:tblW w:w="{ROOM}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
            ' w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={quoteattr(printable(one.name))}/></w:tblPr>"
            f"<w:tblGrid>{columns}</w:tblGrid>"
            f"{self.row([self.once(head) for head in heads], widths, '<w:cantSplit/><w:tblHeader/>')}"
            f"{''.join(self.row(row, widths, '<w:cantSplit/>' if _short(row) else '') for row in rows)}"
            f"</w:tbl>{_APART}"
        )

    def row(self, cells: Sequence[Sequence[Line]], widths: Sequence[int], properties: str) -> str:
        written = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{''.join(self.paragraph(line, CELL_STYLE) for line in lines) or self.paragraph((), CELL_STYLE)}"
            "</w:tc>"
            for lines, width in zip(cells, widths, strict=True)
        )
        return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{written}</w:tr>"

    def different(self, cells: Sequence[Sequence[Line]]) -> list[Sequence[Line]]:
        return list({tuple(_said(line) for line in lines): lines for lines in reversed(cells)}.values())[::-1]

    def once(self, lines: Sequence[Line]) -> list[Line]:
        return list({_said(line): line for line in lines}.values())

    def heading(self, names: Sequence[Line], level: int) -> str:
        """A heading, in the contents unless its level is 3; two names of one thing unless they are one."""
        words: list[Run] = []
        for line in self.once(names):
            words += [Run(" / ", self.first.lang)] if words else []
            words += line
        runs = self.runs(tuple(words))
        if level > 2:
            return f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>{runs}</w:p>'
        first = "<w:pageBreakBefore/>" if not self.marks else ""  # the cover and the contents stand alone
        self.marks += 1
        self.contents.append((level, self.marks, runs))
        return (
            f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/>{first}</w:pPr>'
            f'<w:bookmarkStart w:id="{self.marks}" w:name="_Toc{self.marks:08}"/>{runs}'
            f'<w:bookmarkEnd w:id="{self.marks}"/></w:p>'
        )

    def paragraph(self, line: Line, style: str = "", term: str = "") -> str:
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{properties}{term}{self.runs(line)}</w:p>"

    def runs(self, line: Line) -> str:
        return "".join(self.run(one) for one in line)

    def run(self, run: Run) -> str:
        lang = f'<w:lang w:val="{LANGUAGES[run.lang]}"/>' if run.lang != self.first.lang else ""
        look = _LOOKS[run.look]
        properties = f"<w:rPr>{look}{lang}</w:rPr>" if look or lang else ""
        return f'<w:r>{properties}<w:t xml:space="preserve">{escape(printable(run.text))}</w:t></w:r>'


_TAB = "<w:r><w:tab/></w:r>"
# Between two tables, which Word would else join into one.
_APART = '<w:p><w:pPr><w:pStyle w:val="Apart"/></w:pPr></w:p>'


def _said(line: Line) -> str:
    return "".join(run.text for run in line)


def _short(cells: Sequence[Sequence[Line]]) -> bool:
    """Whether a row is so short that it need not break over two pages."""
    return max((sum(len(_said(line)) for line in lines) for lines in cells), default=0) < 600


def _runs(paragraph: Any, line: Line) -> None:
    for one in line:
        run = paragraph.add_run(printable(one.text))
        if one.look == Look.SOFT:
            run.font.color.rgb = SOFT
        language = parse_xml(f'<w:lang {nsdecls("w")} w:val="{LANGUAGES[one.lang]}"/>')
        run._element.get_or_add_rPr().append(language)


def _styles(file: Any) -> None:
    """The styles of a report, beside those of every paper."""
    styles = file.styles

    def paragraph(name: str, based: str = "Normal") -> Any:
        found = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        found.base_style = styles[based]
        return found

    for name, before, after in (("Heading 1", 24, 8), ("Heading 2", 14, 4), ("Heading 3", 9, 2)):
        form = styles[name].paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), True
    fact = paragraph(TERM_STYLE)
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = TERM, -TERM
    fact.paragraph_format.tab_stops.add_tab_stop(TERM)
    paragraph(MORE_STYLE).paragraph_format.left_indent = TERM
    cell = paragraph(CELL_STYLE)
    cell.font.size, cell.paragraph_format.space_after = Pt(9), Pt(1)
    apart = paragraph("Apart")
    apart.font.size, apart.paragraph_format.space_after = Pt(4), Pt(0)
    kind = paragraph("Kind")
    kind.font.size = Pt(12)
    kind.paragraph_format.space_before = Pt(48)
    for level in (1, 2):
        entry = paragraph(f"toc {level}")
        entry.element.set(qn("w:styleId"), f"TOC{level}")
        entry.font.bold = True if level == 1 else None
        entry.paragraph_format.left_indent = (level - 1) * GAP
        entry.paragraph_format.space_before = Pt(4 if level == 1 else 0)
        entry.paragraph_format.space_after = Pt(1)
    styles["TOC Heading"].paragraph_format.space_before = Pt(18)
    styles["TOC Heading"].font.color.rgb = docx.INK
    foot = styles["Footer"].paragraph_format
    foot.tab_stops.clear_all()
    foot.tab_stops.add_tab_stop(WIDTH - 2 * MARGIN, WD_TAB_ALIGNMENT.RIGHT)
    styles.element.append(parse_xml(_TABLE_STYLE))


_TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable">
<w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="B9C4C8"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="B9C4C8"/></w:tblBorders>
<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>
<w:right w:w="140" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0"
 w:color="14202A"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>"""
