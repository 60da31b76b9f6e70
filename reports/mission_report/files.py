"""The files of a report, from its facts: PDF, DOCX, XLSX, or all three in one."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from documents import pdf
from missions import editions
from reports.mission_report import words, workbook
from reports.mission_report.facts import Facts


class Form(StrEnum):
    """What kind of file it is; the value is its suffix."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ALL = "zip"


TOGETHER = (Form.PDF, Form.DOCX, Form.XLSX)
MEDIA_TYPES = {
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.ALL: "application/zip",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to be handed out."""

    name: str
    media_type: str
    content: bytes


def made(facts: Facts, langs: Sequence[str], form: Form) -> File:
    """The report in one language or two side by side, in this form."""
    stem = "-".join((facts.slug, "report", facts.variant, *langs))
    content = _together(facts, langs, stem) if form is Form.ALL else _content(facts, langs, form)
    return File(f"{stem}.{form}", MEDIA_TYPES[form], content)


def _content(facts: Facts, langs: Sequence[str], form: Form) -> bytes:
    contacts = {lang: editions.live_contacts(facts.programme, lang) for lang in langs}
    if form is Form.XLSX:
        return workbook.made(facts, langs, contacts)
    reports = words.reports(facts, langs, contacts)
    if form is Form.PDF:
        return pdf.reported(reports, at=facts.at)
    from documents import report_docx  # 8 MiB of memory, that few ever need

    return report_docx.made(reports, at=facts.at)


def _together(facts: Facts, langs: Sequence[str], stem: str) -> bytes:
    """The three in one archive, each under its own name and of the time of the report."""
    content = io.BytesIO()
    at = facts.at.astimezone().timetuple()[:6]
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:  # each is compressed already
        for form in TOGETHER:
            archive.writestr(zipfile.ZipInfo(f"{stem}.{form}", at), _content(facts, langs, form))
    return content.getvalue()
