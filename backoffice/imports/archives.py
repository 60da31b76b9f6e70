"""Files that are ZIP archives, such as XLSX and DOCX: what is looked at before anything opens them."""

import io
import zipfile

from django.utils.translation import gettext as _

from backoffice.imports.table import Unreadable

MOST_ENTRIES = 2_000
LARGEST_UNPACKED = 100 * 1024 * 1024  # bytes, of all entries together
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how encrypted and older Office files begin
ZIP = b"PK\x03\x04"


def opened(content: bytes) -> zipfile.ZipFile:
    """The archive, by whose directory it is small enough to be unpacked. Raises Unreadable.

    Who reads it with zipfile never gets more bytes than the directory says; another reader has to be limited.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise Unreadable(_("The file is broken or was cut off; save it again and upload that.")) from error
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise Unreadable(
            _("Unpacked, the file has more than %(size)d MB or more than %(entries)d parts; it is not read.")
            % {"size": LARGEST_UNPACKED // 1024 // 1024, "entries": MOST_ENTRIES}
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(encrypted())
    return archive


def refuse_macros(archive: zipfile.ZipFile) -> None:
    """Raises Unreadable where the Office file brings programs along."""
    if any("vbaproject" in name.lower() or "macrosheets/" in name.lower() for name in archive.namelist()):
        raise Unreadable(_("The file holds macros; save it without them (.xlsx) and upload that."))


def encrypted() -> str:
    """What is said of a file that needs a password."""
    return _("The file is protected by a password; save it without one and upload that.")
