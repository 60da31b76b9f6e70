"""What stands in a PDF: its words as people read them, and what programs for the blind know of it."""

import io
import shutil
import subprocess
from typing import Any

from pypdf import PdfReader

# The least that is one: no page, a table of its parts, and where that begins.
SMALLEST = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n44\n%%EOF\n"


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text(pdf: bytes) -> str:
    """All its words in the order in which they are set, without what surrounds each run of white space."""
    return " ".join(" ".join(page.extract_text() for page in reader(pdf).pages).split())


def printed(pdf: bytes) -> str:
    """The same as poppler reads them: what a person gets who copies text out of the file."""
    program = shutil.which("pdftotext")
    assert program, "poppler-utils is missing: see tools/machine.py"
    done = subprocess.run([program, "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def pages(pdf: bytes) -> int:
    return len(reader(pdf).pages)


def catalogue(pdf: bytes) -> Any:
    """The root of the file, where it says its language and whether it is tagged."""
    return reader(pdf).trailer["/Root"].get_object()


def metadata(pdf: bytes) -> str:
    return str(catalogue(pdf)["/Metadata"].get_object().get_data().decode())


def tags(pdf: bytes) -> list[str]:
    """The names of all elements of its structure, in reading order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]).removeprefix("/"))
            walk(node.get("/K", []))

    walk(catalogue(pdf)["/StructTreeRoot"])
    return found


def fonts(pdf: bytes) -> dict[str, bool]:
    """The fonts of all pages by name, and whether each is in the file."""
    found: dict[str, bool] = {}
    for page in reader(pdf).pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            inner = font.get_object()
            for below in inner.get("/DescendantFonts", [inner]):
                descriptor = below.get_object()["/FontDescriptor"].get_object()
                name = str(inner["/BaseFont"]).removeprefix("/").partition("+")[2] or str(inner["/BaseFont"])
                found[name] = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return found


def links(pdf: bytes) -> list[str]:
    """What can be pressed in it, in its order."""
    annotations = (one.get_object() for page in reader(pdf).pages for one in page.get("/Annots", ()))
    return [str(one["/A"]["/URI"]) for one in annotations if "/A" in one]
