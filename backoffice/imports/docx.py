"""Documents of Word and of programs that write the same: read by another process, within limits."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from backoffice.imports import archives
from backoffice.imports.reading import check_size
from backoffice.imports.table import Unreadable
from backoffice.imports.xlsx import MEMORY, SECONDS

READER = Path(__file__).with_name("document.py")
MOST_PARTS = 20_000  # paragraphs and cells


def read(name: str, content: bytes) -> list[dict[str, Any]]:
    """The paragraphs and tables of a document, as document.py writes them. Raises Unreadable."""
    check_size(len(content))
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if name.lower().endswith((".docm", ".dotm", ".doc")):
        raise Unreadable(_("Files of this kind may hold macros; save the document as .docx and upload that."))
    if content.startswith(archives.OLE):
        raise Unreadable(
            _("The file is protected by a password, or of an old kind (.doc); save it as .docx without one.")
        )
    if not content.startswith((archives.ZIP, b"PK\x05\x06")):
        raise Unreadable(_("The file is no Word document; save it as .docx and upload that."))
    archive = archives.opened(content)
    names = archive.namelist()
    if any("vbaproject" in one.lower() for one in names):
        raise Unreadable(_("The file holds macros; save it without them (.docx) and upload that."))
    if "word/document.xml" not in names:
        raise Unreadable(_("The file is no Word document; save it as .docx and upload that."))
    return _read_apart(content)


def _read_apart(content: bytes) -> list[dict[str, Any]]:
    try:
        done = subprocess.run(  # noqa: S603  # a program of ours, with numbers of ours
            [sys.executable, "-I", str(READER), str(MEMORY), str(SECONDS), str(MOST_PARTS)],
            input=content,
            capture_output=True,
            timeout=SECONDS * 2,
        )
        found: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"error": "too_large"}
    except (subprocess.TimeoutExpired, ValueError):
        found = {"error": "too_large"}
    match found.get("error"):
        case None:
            blocks: list[dict[str, Any]] = found["blocks"]
            return blocks
        case "too_large":
            raise Unreadable(
                _("The document is too large to be read: it has more than %(number)d paragraphs and cells.")
                % {"number": MOST_PARTS}
            )
    raise Unreadable(_("The file is broken or was cut off; save it again and upload that."))
