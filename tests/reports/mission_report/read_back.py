"""What stands in the files of a report, as people read it: paragraphs of a DOCX, words of a PDF, cells of an XLSX."""

import io
import shutil
import subprocess

import docx
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

# Of A4 in points, without the head and the foot of each page.
BODY = ("-x", "0", "-y", "52", "-W", "595", "-H", "738")


def paragraphs(content: bytes) -> list[str]:
    """The text of every paragraph of a Word document, also in tables, without head and foot; empty ones left out."""
    body = docx.Document(io.BytesIO(content)).element.body
    lines = []
    for paragraph in body.iter(qn("w:p")):
        pieces = [
            "\t" if node.tag == qn("w:tab") else node.text or ""
            for node in paragraph.iter(qn("w:t"), qn("w:tab"))
            if node.getparent().tag == qn("w:r")
        ]
        lines.append("".join(pieces))
    return [line for line in lines if line.strip()]


def printed(pdf: bytes) -> str:
    """All words of a PDF without heads and feet, as poppler reads them."""
    program = shutil.which("pdftotext")
    assert program, "poppler-utils is missing: see tools/machine.py"
    done = subprocess.run([program, "-raw", *BODY, "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def cells(content: bytes) -> dict[str, list[list[object]]]:
    """The rows of each sheet of a workbook, headings first."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def text_of(form: str, content: bytes) -> str:
    """All that a file of this form says, in one line."""
    match form:
        case "pdf":
            said = printed(content)
        case "docx":
            said = " ".join(paragraphs(content))
        case _:
            rows = [row for sheet in cells(content).values() for row in sheet]
            said = " ".join(str(cell) for row in rows for cell in row)
    return " ".join(said.split())
