"""Taking in files and handing them out: which types, how large, and to whom.

A file is known by what it holds, never by its name. Photographs are drawn anew, so that nothing that the
camera wrote beside the picture (place, owner, device) is kept.
"""

import hashlib
import io
import re
import zipfile
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from missions import document as documents
from missions import editions, itinerary, release
from missions.document import Document
from missions.itinerary import Sight
from missions.models import Attachment, Release
from missions.parts import Audience

LARGEST = 20 * 1024 * 1024  # bytes
MOST_PIXELS = 50_000_000  # a photograph of a large camera; a picture that unpacks to more is refused
MOST_PARTS = 5_000  # of an office document, which is a zip archive
UNPACKED = 200 * 1024 * 1024  # bytes, by the archive's own list; we never unpack it
PDF_TAIL = 1024  # bytes in which the end of a PDF stands, as its readers look for it
PDF_END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
PDF_TABLES = (b"trailer", b"/XRef")  # plain, or in a compressed stream

OFFICE = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".pptx",
    ),
}
PICTURES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("image/jpeg", ".jpg", {"quality": 90}),
    "PNG": ("image/png", ".png", {"optimize": True}),
    "WEBP": ("image/webp", ".webp", {"quality": 90}),
}


def take_in(upload: "UploadedFile[bytes]", attachment: Attachment) -> None:
    """Check what was uploaded and put it, cleaned, into the unsaved `attachment`.

    Raises ValidationError with the rule it breaks: size (20 MB), pixels (50 million), type.
    """
    size = upload.size or 0
    if size > LARGEST:
        raise ValidationError(
            _("The file has %(size)s MB; at most %(most)s MB are taken."),
            code="size",
            params={"size": f"{size / 1024 / 1024:.0f}", "most": LARGEST // 1024 // 1024},
        )
    content = upload.read()
    if not content:
        raise ValidationError(_("The file is empty."), code="empty")
    content, media_type, suffix = _known(content)
    attachment.file_name = _name(upload.name or "", suffix)
    attachment.media_type = media_type
    attachment.size = len(content)
    attachment.checksum = hashlib.sha256(content).hexdigest()
    attachment.file = ContentFile(content, attachment.file_name)


def is_public(attachment: Attachment) -> bool:
    """Whether anybody may have the file now: its mission is published, and its newest version shows it."""
    if editions.edition(attachment.mission.slug) is None:
        return False
    return seen_by(attachment, itinerary.PUBLIC, release.newest(attachment.mission))


def seen_by(attachment: Attachment, audience: Audience, released: Release | None) -> bool:
    """Whether this audience may have the file: as an item of its visibility, and no more than its own item.

    Outside, nothing is seen before the mission's release, nor what hangs on an item that was not released.
    """
    return seen_in(attachment, audience, documents.current(released.document) if released else None)


def seen_in(attachment: Attachment, audience: Audience, document: Document | None) -> bool:
    """The same of a document that is read already; None for a mission that has none."""
    own: dict[str, Any] = {
        "masked": False,
        "visibility": attachment.visibility,
        "public_title": {},
        "for_everyone": True,
        "groups": [],
        "hosts": [],
    }
    if attachment.item is None:
        return document is not None and itinerary.sight(own, audience) is Sight.ALL
    items = document["items"] if document is not None else []
    uid = str(attachment.item.uid)
    item = next((entry for entry in items if entry["uid"] == uid), None)
    if item is None or itinerary.sight(item, audience) is not Sight.ALL:
        return False
    taking_part = {key: item[key] for key in ("for_everyone", "groups", "hosts") if key in item}
    return itinerary.sight(own | taking_part, audience) is Sight.ALL


def _known(content: bytes) -> tuple[bytes, str, str]:
    """The content as it is kept, its media type and the suffix of its name."""
    if content.startswith(b"%PDF-"):
        if not _is_whole_pdf(content):
            raise ValidationError(_("The file begins like a PDF and is none, or was cut off."), code="broken")
        return content, "application/pdf", ".pdf"
    if content.startswith(b"PK\x03\x04"):
        return content, *_office(content)
    return _picture(content)


def _is_whole_pdf(content: bytes) -> bool:
    """Whether it ends with where in the file the table of its parts begins, and has such a table."""
    end = PDF_END.search(content, len(content) - min(PDF_TAIL, len(content)))
    return end is not None and int(end[1]) < len(content) and any(one in content for one in PDF_TABLES)


def _office(content: bytes) -> tuple[str, str]:
    """The type of a document of Word, Excel or PowerPoint without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise _refused() from None
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise ValidationError(_("The document unpacks to more than is taken."), code="unpacks")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(
            _("The document holds macros. Save it without them and choose it again."), code="macros"
        )
    for part, known in OFFICE.items():
        if part in names and "[Content_Types].xml" in names:
            return known
    raise _refused()


def _picture(content: bytes) -> tuple[bytes, str, str]:
    """A photograph drawn anew, upright, without what was written beside it."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # 2 MiB of memory, for uploads alone

    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(
                    _("The picture has %(pixels)s million pixels; at most %(most)s million are taken."),
                    code="pixels",
                    params={
                        "pixels": picture.width * picture.height // 1_000_000,
                        "most": MOST_PIXELS // 1_000_000,
                    },
                )
            media_type, suffix, options = PICTURES[str(picture.format)]
            upright = ImageOps.exif_transpose(picture)
            bare = Image.new(upright.mode, upright.size)
            bare.paste(upright)
            if upright.mode == "P" and (palette := upright.getpalette("RGBA")):
                bare.putpalette(palette, "RGBA")
            kept = io.BytesIO()
            bare.save(kept, str(picture.format), **options)
    except UnidentifiedImageError:
        raise _refused() from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("The picture is broken."), code="broken") from None
    return kept.getvalue(), media_type, suffix


def _name(name: str, suffix: str) -> str:
    """The name under which it is handed out: the uploader's, with the suffix of what it really is."""
    stem = "".join(letter for letter in name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1] if letter.isprintable())
    stem = stem.rsplit(".", 1)[0].strip(" .") or "file"
    return stem[:150] + suffix


def _refused() -> ValidationError:
    return ValidationError(
        _("Only PDF, JPEG, PNG, WebP and documents of Word, Excel and PowerPoint are taken."), code="type"
    )
