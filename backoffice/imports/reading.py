"""From an uploaded sheet to a table: what it is, is told by its bytes; its name can only make it refused."""

from django.utils.translation import gettext as _

from backoffice.imports import archives, csv_file, xlsx
from backoffice.imports.table import LARGEST, Table, Unreadable

MACROS = (".xlsm", ".xltm", ".xlsb", ".xlam", ".xls", ".docm")


def read_sheet(name: str, content: bytes) -> Table:
    """The rows of an XLSX or CSV file. Raises Unreadable with one sentence."""
    check_size(len(content))
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if name.lower().endswith(MACROS):
        raise Unreadable(
            _("Files of this kind may hold macros; save the sheet as .xlsx or .csv and upload that.")
        )
    if content.startswith(archives.OLE):
        raise Unreadable(
            _("The file is protected by a password, or of an old kind (.xls); save it as .xlsx without one.")
        )
    if content.startswith((archives.ZIP, b"PK\x05\x06")):
        return xlsx.read(content)
    return csv_file.read(content)


def check_size(size: int) -> None:
    """Raises Unreadable for a file that is larger than any that is taken."""
    if size > LARGEST:
        raise Unreadable(too_large())


def too_large() -> str:
    return _("The file is larger than %(size)d MB; no sheet that is taken is.") % {
        "size": LARGEST // 1024 // 1024
    }
