"""CSV in the encodings and with the delimiters that programs of the field write."""

import csv
import io
import itertools

from django.utils.translation import gettext as _

from backoffice.imports.remarks import Remark, remark
from backoffice.imports.table import MOST_COLUMNS, Line, Table, Unreadable, trimmed
from backoffice.imports.xlsx import refuse_too_many
from documents.defusing import restored

DELIMITERS = ",;\t"
LOOKED_AT = 20  # first lines, in which the delimiter is looked for
HIGHEST = 0x21  # of the higher bytes of letters and signs in the languages of ours
MOSTLY = 3 / 4  # of these bytes of a text in UTF-16
MOST_READ = 12_000  # records; more than are taken are refused anyway


def read(content: bytes) -> Table:
    """The records of a file. Raises Unreadable."""
    text, notes = _decoded(content)
    if text.startswith("sep=") and text[5:6] in "\r\n":  # Excel's own word for it
        delimiter, text = text[4], "\n" + text[5:].lstrip("\r").removeprefix("\n")
    else:
        delimiter = _delimiter(text)
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, record in enumerate(itertools.islice(reader, MOST_READ), 1):
            if len(record) > MOST_COLUMNS:
                raise Unreadable(
                    _("Row %(row)d has more than %(number)d columns.")
                    % {"row": number, "number": MOST_COLUMNS}
                )
            if cells := trimmed([restored(cell) for cell in record]):
                lines.append(Line(number, cells))
    except csv.Error as error:
        raise Unreadable(
            _("Near line %(line)d the file is no CSV: a quotation mark may be missing.")
            % {"line": reader.line_num}
        ) from error
    refuse_too_many(lines)
    return Table(lines, notes)


def _decoded(content: bytes) -> tuple[str, list[Remark]]:
    """The text, and a remark where its encoding was guessed."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16"), []
    if b"\0" in content[:2000] and (wide := _wide(content[:2000])):
        return _strictly(content, wide), []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _strictly(content, "cp1251")
        return text, [remark("windows_1251")]
    return _no_control(text), []


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark, in its order of bytes: one of two is the higher, of which alphabets need few.

    None for a text that merely has a zero in it: its bytes are letters on both sides.
    """
    low, high = (
        sum(byte <= HIGHEST for byte in side) / max(len(side), 1) for side in (content[::2], content[1::2])
    )
    if max(low, high) < MOSTLY:
        return None
    return "utf-16-le" if high >= low else "utf-16-be"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return _no_control(content.decode(encoding).removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The file is no text in UTF-8, UTF-16 or Windows-1251; save it as CSV in UTF-8.")
        ) from error


def _no_control(text: str) -> str:
    """The text; raises Unreadable where it is something else, such as a picture."""
    if any(letter < " " and letter not in "\t\r\n\x0b\x0c\x1a" for letter in text[:100_000]) or "\0" in text:
        raise Unreadable(_("The file is neither a workbook (.xlsx) nor a text (.csv)."))
    return text


def _delimiter(text: str) -> str:
    """What divides the first line that something divides; a comma where nothing does."""
    for line in itertools.islice(io.StringIO(text), LOOKED_AT):
        outside = "".join(line.split('"')[::2])
        counts = {delimiter: outside.count(delimiter) for delimiter in DELIMITERS}
        best = max(counts, key=lambda delimiter: counts[delimiter])
        if counts[best]:
            return best
    return ","
