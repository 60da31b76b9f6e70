"""Reads one Word document, in a process of its own: document.py BYTES_OF_MEMORY SECONDS MOST_CELLS.

The file comes by standard input, JSON goes out: {"blocks": …}, or {"error": a code}. A block is a paragraph,
{"text", "bold"}, or a table, {"rows": [[{"text", "bold", "span", "goes_on"} …] …]}, where a cell that goes on
is merged with that above it. Imports nothing of ours but what the reader of workbooks limits itself with.
"""

import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET  # a file with a DOCTYPE is refused before it is parsed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
LARGEST = 40 * 1024 * 1024  # bytes of word/document.xml
# Copies for older programs, deleted text, notes in the margin: none of them is a line of the programme.
SKIPPED = {"Fallback", "del", "moveFrom", "footnoteReference", "instrText", "pict", "drawing", "sdtPr"}


class TooLarge(Exception):
    """More cells or paragraphs than are read."""


def local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def on(element: Any, name: str) -> bool:
    """Whether a property such as bold is there and not switched off."""
    found = element.find(W + name) if element is not None else None
    return found is not None and found.get(W + "val", "1") not in ("0", "false", "off")


def words(element: Any, found: list[str], bold: list[bool], heavy: bool = False) -> None:
    """The text below an element, and of each run whether it is bold."""
    for child in element:
        name = local(child)
        if name in SKIPPED:
            continue
        if name == "r":
            strong = heavy or on(child.find(W + "rPr"), "b")
            before = len(found)
            words(child, found, bold, heavy)
            if "".join(found[before:]).strip():
                bold.append(strong)
        elif name == "t":
            found.append(child.text or "")
        elif name in ("br", "cr"):
            found.append("\n")
        elif name == "tab":
            found.append("\t")
        elif name == "noBreakHyphen":
            found.append("-")
        elif name not in ("rPr", "pPr", "tbl"):
            words(child, found, bold, heavy)


def paragraph(element: Any) -> dict[str, Any]:
    properties = element.find(W + "pPr")
    style = properties.find(W + "pStyle") if properties is not None else None
    named = (style.get(W + "val", "") if style is not None else "").lower()
    found: list[str] = []
    bold: list[bool] = []
    words(element, found, bold, named.startswith(("heading", "title")))
    return {"text": "".join(found), "bold": bool(bold) and all(bold)}


def blocks(element: Any, budget: list[int]) -> list[dict[str, Any]]:
    """The paragraphs and tables below an element, in their order."""
    found = []
    for child in element:
        name = local(child)
        if name == "p":
            spend(budget)
            found.append(paragraph(child))
        elif name == "tbl":
            found.append({"rows": [row(one, budget) for one in child.iter(W + "tr")]})
        elif name not in SKIPPED:
            found += blocks(child, budget)
    return found


def row(element: Any, budget: list[int]) -> list[dict[str, Any]]:
    cells = []
    for one in element.findall(f".//{W}tc"):
        spend(budget)
        paragraphs = [paragraph(part) for part in one.iter(W + "p")]
        said = [part for part in paragraphs if part["text"].strip()]
        properties = one.find(W + "tcPr")
        span = properties.find(W + "gridSpan") if properties is not None else None
        merged = properties.find(W + "vMerge") if properties is not None else None
        width = span.get(W + "val", "1") if span is not None else "1"
        cells.append(
            {
                "text": "\n".join(part["text"] for part in said),
                "bold": bool(said) and all(part["bold"] for part in said),
                "span": min(int(width), 60) if width.isascii() and width.isdigit() else 1,
                "goes_on": merged is not None and merged.get(W + "val", "continue") == "continue",
            }
        )
    return cells


def spend(budget: list[int]) -> None:
    budget[0] -= 1
    if budget[0] < 0:
        raise TooLarge


def read(content: bytes, most: int) -> dict[str, Any]:
    """The blocks of a document."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("word/document.xml") as part:
        text = part.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise TooLarge
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text[:4]:
        return {"error": "broken"}
    text = text.replace(STRICT[1:-1].encode(), W[1:-1].encode())
    body = ET.fromstring(text).find(W + "body")  # noqa: S314  # as above; memory and time are limited
    if body is None:
        return {"error": "broken"}
    return {"blocks": blocks(body, [most])}


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    from workbook import limit  # type: ignore[import-not-found]  # beside this file, outside of our rooms

    memory, seconds, most = map(int, sys.argv[1:4])
    limit(memory, seconds)
    content = sys.stdin.buffer.read()
    try:
        found = json.dumps(read(content, most))
    except (MemoryError, TooLarge, RecursionError):
        found = '{"error": "too_large"}'
    except Exception:
        found = '{"error": "broken"}'
    sys.stdout.write(found)


if __name__ == "__main__":
    main()
