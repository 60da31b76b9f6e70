"""`python -m benchmarks.reports`: the report of a mission of 60 visits, beside what its libraries take.

Both as PDF and as DOCX, in one process without a server, from facts that are read already: CPU time, as a
ratio to plain Typst that sets the same words by the same standards, with headings, contents and tables; and
to python-docx that writes the same paragraphs and cells with their styles. docs/performance.md says what
they should be.
"""

import datetime
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

VISITS = 60
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
GOALS = {"PDF": 2.0, "DOCX": 1.5}
AT = datetime.datetime(2024, 1, 15, 9, 30, tzinfo=datetime.UTC)
SUMMARY = (
    "Prospects of cooperation in transport, logistics and agriculture were discussed. Both sides are willing "
    "to go on, and the enterprise showed how it makes its goods and where it sends them."
)


def facts() -> Any:
    """A mission of 60 visits, each with a report, people of both sides, a follow-up and an outcome."""
    from decimal import Decimal

    from benchmarks.missions import mission_of
    from delegations.models import Attendance, Delegate, Delegation
    from missions.models import FollowUp, Outcome, OutcomeKind, VisitReport
    from partners.models import Contact, Organisation, Person
    from reports.mission_report import reading
    from reports.mission_report.facts import Sees

    mission = mission_of(VISITS, "report")
    union = Organisation.objects.create(slug="senders", name_en="Union of Industrialists and Entrepreneurs")
    delegation = Delegation.objects.create(mission=mission, organisation=union)
    delegates = [
        Delegate.objects.create(
            mission=mission,
            delegation=delegation,
            person=Person.objects.create(family_name_en=f"Orazowa {number}", given_name_en="Maral"),
            position_en="Director of logistics",
            precedence=10 * (number + 1),
        )
        for number in range(12)
    ]
    for number, item in enumerate(mission.items.order_by("pk")):
        person = Person.objects.create(family_name_en=f"Berdiyewa {number}", given_name_en="Ogulsapar")
        contact = Contact.objects.create(person=person, organisation=union, position_en="Chief engineer")
        Attendance.objects.create(item=item, contact=contact, actual=True)
        for delegate in delegates[number % 3 :: 3]:
            Attendance.objects.create(item=item, delegate=delegate, actual=True)
        plain = dict.fromkeys(("topics", "findings", "opportunities", "obstacles", "agreed_points"), SUMMARY)
        VisitReport.objects.create(item=item, summary_en=SUMMARY, language="en", **plain)
        FollowUp.objects.create(mission=mission, item=item, title_en=f"Return visit {number}")
        Outcome.objects.create(
            mission=mission,
            item=item,
            kind=OutcomeKind.MEMORANDUM,
            title_en=f"Memorandum {number}",
            amount=Decimal(1000 + number),
            currency="USD",
        )
    return reading.internal(mission, Sees(*[True] * 8, missions=None), None, AT)


def plain_typst(report: Any) -> bytes:
    """The same words as a Typst source that somebody would write by hand."""
    import json

    import typst

    from documents import pdf
    from documents.report import Facts, Grid, Heading, Text

    def quoted(lines: Any) -> str:
        return " \\ ".join(
            "#" + json.dumps("".join(run.text for run in line), ensure_ascii=False) for line in lines
        )

    source = [
        "#set document(title: [Report])",
        '#set page(paper: "a4", margin: (top: 20mm, bottom: 18mm, x: 18mm), numbering: "1 / 1")',
        '#set text(font: "Noto Sans", size: 9.5pt, lang: "en")',
        "#outline(depth: 2)",
        "#pagebreak()",
    ]
    for chapter in report.chapters:
        source.append(f"= {chapter.heading}")
        for piece in chapter.pieces:
            match piece:
                case Heading():
                    source.append(f"{'=' * piece.level} {quoted([piece.words])}")
                case Text():
                    source.append(quoted(piece.lines))
                case Facts():
                    cells = ", ".join(f"[{fact.term}], [{quoted(fact.lines)}]" for fact in piece.facts)
                    source.append(f"#grid(columns: (34mm, 1fr), row-gutter: 1.9mm, {cells})")
                case Grid():
                    heads = ", ".join(f"[{column.heading}]" for column in piece.columns)
                    shares = ", ".join(f"{column.share}fr" for column in piece.columns)
                    cells = ", ".join(f"[{quoted(cell)}]" for row in piece.rows for cell in row)
                    source.append(f"#table(columns: ({shares},), table.header({heads}), {cells})")
    made = typst.compile(
        "\n\n".join(source).encode(),
        font_paths=pdf.fonts(),
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"],
        timestamp=AT,
    )
    return made if isinstance(made, bytes) else b""


def plain_docx(report: Any) -> None:
    """The same paragraphs and cells by python-docx, with their styles and nothing else."""
    import io

    import docx

    from documents.report import Facts, Grid, Heading, Text

    file = docx.Document()

    def lines(many: Any) -> str:
        return "\n".join("".join(run.text for run in line) for line in many)

    for chapter in report.chapters:
        file.add_paragraph(chapter.heading, "Heading 1")
        for piece in chapter.pieces:
            match piece:
                case Heading():
                    file.add_paragraph(lines([piece.words]), f"Heading {piece.level}")
                case Text():
                    for line in piece.lines:
                        file.add_paragraph(lines([line]))
                case Facts():
                    for fact in piece.facts:
                        file.add_paragraph(f"{fact.term}\t{lines(fact.lines)}")
                case Grid():
                    table = file.add_table(rows=1 + len(piece.rows), cols=len(piece.columns))
                    heads = [column.heading for column in piece.columns]
                    texts_of = [heads, *([lines(cell) for cell in row] for row in piece.rows)]
                    for row, texts in zip(table.rows, texts_of, strict=True):
                        for cell, text in zip(row.cells, texts, strict=True):
                            cell.text = text
    file.save(io.BytesIO())


def cpu(act: Callable[[], object]) -> float:
    before = time.process_time()
    act()
    return time.process_time() - before


def main() -> None:
    """Print each ratio, what ours takes, and the most memory that the process had."""
    with tempfile.TemporaryDirectory(prefix="keruen-bench-") as folder:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "a key for measuring alone " * 3,
            "FIELD_KEYS": "a2VydWVuIGtleSBmb3IgdGVzdHMsIG5vdGhpbmcgbW8=",
            "SITE_URL": "http://127.0.0.1:8000",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        import io

        import django

        django.setup()
        from django.core.management import call_command
        from pypdf import PdfReader

        call_command("migrate", verbosity=0, interactive=False)
        from documents import pdf, report_docx
        from missions import editions
        from reports.mission_report import words

        told = facts()
        contacts = {"en": editions.live_contacts(told.programme, "en")}

        def reports() -> list[Any]:
            return words.reports(told, ["en"], contacts)

        (report,) = reports()
        pages = len(PdfReader(io.BytesIO(pdf.reported([report], at=AT))).pages)
        beside = len(PdfReader(io.BytesIO(plain_typst(report))).pages)
        ways: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
            "PDF": (lambda: pdf.reported(reports(), at=AT), lambda: plain_typst(report)),
            "DOCX": (lambda: report_docx.made(reports(), at=AT), lambda: plain_docx(report)),
        }
        print(f"The report of {VISITS} visits: {pages} pages; plain Typst of the same words: {beside}")
        print(f"{'× the library alone':28}{'min':>8}{'median':>8}{'max':>8}{'goal':>8}{'ms':>8}")
        for name, (ours, theirs) in ways.items():
            ours(), theirs()
            found = [(cpu(ours), cpu(theirs)) for _ in range(ROUNDS)]
            ratios = [one / other for one, other in found]
            took = statistics.median(one for one, _other in found) * 1000
            print(
                f"{name:28}{min(ratios):8.2f}{statistics.median(ratios):8.2f}{max(ratios):8.2f}"
                f"{GOALS[name]:8.1f}{took:8.0f}"
            )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"The process had {peak:.0f} MB at most")


if __name__ == "__main__":
    main()
