"""Files as they come: every one gets its rows read, or one sentence, within bounds. faults.md 61, 62, 63, 64"""

import datetime
import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.imports import remarks
from backoffice.imports.reading import read_sheet
from backoffice.imports.table import LARGEST, Unreadable, letter
from documents.defusing import restored
from tests.backoffice.imports.sheets import csv_text, xlsx

pytestmark = pytest.mark.once

TEXTS = ["+993 12 34 56 78", "-5", "=1+1", "@SUM(A1)", "\tx", "Ýaşyl", "Қазақ", "“ç”"]


AT_MIDNIGHT = datetime.datetime(2023, 12, 4)  # noqa: DTZ001  # cells have no zone
AT_HALF_PAST_NINE = datetime.datetime(2023, 12, 4, 9, 30)  # noqa: DTZ001  # cells have no zone


def cells(name, content):
    return [(line.number, line.cells) for line in read_sheet(name, content).lines]


def refused(name, content):
    with pytest.raises(Unreadable) as caught:
        read_sheet(name, content)
    return str(caught.value)


def test_dates_times_numbers_and_text_of_a_workbook():
    def also(book, sheet):
        day, time = (book.add_format({"num_format": form}) for form in ("dd.mm.yyyy", "hh:mm"))
        sheet.write_datetime(2, 0, AT_MIDNIGHT, day)
        sheet.write_datetime(2, 1, datetime.time(9, 30), time)
        sheet.write_datetime(2, 2, AT_HALF_PAST_NINE, day)
        sheet.write_boolean(2, 3, True)
        sheet.write_formula(2, 4, "=1+1", None, 2)

    assert cells("a.xlsx", xlsx(["Heading", None, 3, 1.5], also=also)) == [
        (1, ["Heading", None, 3, 1.5]),
        (
            3,
            [
                datetime.date(2023, 12, 4),
                datetime.time(9, 30),
                AT_HALF_PAST_NINE,
                True,
                2,
            ],
        ),
    ]


def test_text_stays_text_whatever_it_begins_with():
    """faults.md 63, 64"""
    assert cells("a.xlsx", xlsx(TEXTS)) == [(1, TEXTS)]
    assert cells("a.csv", csv_text(TEXTS).encode()) == [(1, TEXTS)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_csv_in_each_encoding_with_each_delimiter(encoding, delimiter):
    rows = [["Фамилия", "Имя, отчество; всё", "Line\nbreak"], ["Бердиева", "", "+993"]]

    table = read_sheet("a.csv", csv_text(*rows, delimiter=delimiter).encode(encoding))

    assert [line.cells for line in table.lines] == [rows[0], ["Бердиева", None, "+993"]]
    assert bool(table.notes) == (encoding == "cp1251")


def test_the_delimiter_that_excel_names():
    assert cells("a.csv", b"sep=;\r\na,b;c\r\n") == [(2, ["a,b", "c"])]


def test_cells_of_a_merged_range_have_the_value_of_the_first():
    def also(book, sheet):
        sheet.merge_range(1, 0, 3, 0, "4 December")
        sheet.write_row(3, 1, ["last"])

    table = read_sheet("a.xlsx", xlsx(["Day", "Title"], [None, "first"], also=also))

    assert [line.cells for line in table.lines] == [
        ["Day", "Title"],
        ["4 December", "first"],
        ["4 December"],
        ["4 December", "last"],
    ]
    assert [remarks.worded(note) for note in table.notes] == [
        "1 merged range: each of its cells has the value of the first."
    ]


def test_only_the_first_visible_sheet_is_read():
    def also(book, sheet):
        book.add_worksheet("Other").write_row(0, 0, ["other"])
        sheet.hide()
        book.worksheets()[1].activate()
        book.worksheets()[1].set_first_sheet()

    assert cells("a.xlsx", xlsx(["hidden"], also=also)) == [(1, ["other"])]


def with_entry(content, name, data):
    """The workbook with one more part."""
    archive = io.BytesIO(content)
    with zipfile.ZipFile(archive, "a") as book:
        book.writestr(name, data)
    return archive.getvalue()


BROKEN = "The file is broken or was cut off; save it again and upload that."
PASSWORD = "The file is protected by a password, or of an old kind (.xls); save it as .xlsx without one."
MACROS = "The file holds macros; save it without them (.xlsx) and upload that."
NO_SHEET = "The file is neither a workbook (.xlsx) nor a text (.csv)."
TOO_LARGE = "The sheet is too large to be read: perhaps one cell stands far below or to the right."


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"", "The file is empty."),
        ("a.csv", b"  \r\n", "The file is empty."),
        ("a.xlsx", xlsx(["a"])[:2000], BROKEN),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 1000, BROKEN),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), PASSWORD),
        ("a.xlsx", with_entry(xlsx(["a"]), "xl/vbaProject.bin", b"macro"), MACROS),
        ("a.xlsm", xlsx(["a"]), "Files of this kind may hold macros; save the sheet as .xlsx or .csv and upload that."),
        ("a.csv", b"GIF89a\x01\x02\x03", NO_SHEET),
        ("a.csv", "Фамилия,Имя\0\nБердиева,Ай\0гуль\n".encode(), NO_SHEET),
        ("a.csv", b"Family name,Given names\nOrazowa,Ay\0gul\n", NO_SHEET),
        ("a.csv", b"\x98\x98", "The file is no text in UTF-8, UTF-16 or Windows-1251; save it as CSV in UTF-8."),
        ("a.csv", b"a" * (LARGEST + 1), "The file is larger than 10 MB; no sheet that is taken is."),
        ("a.csv", b'a,"' + b"b" * 200_000, "Near line 1 the file is no CSV: a quotation mark may be missing."),
        ("a.csv", b"a\n" * 10_100, "The sheet has more than 10000 rows; divide it, or delete what stands far below."),
        ("a.csv", b"," * 300, "Row 1 has more than 200 columns."),
        ("a.zip", with_entry(b"", "readme.txt", b"x"), "The file is no Excel workbook; save it as .xlsx or .csv and upload that."),
    ],
)  # fmt: skip
def test_a_bad_file_gets_a_sentence(name, content, sentence):
    assert refused(name, content) == sentence


def far_away(row, column):
    return xlsx(["a"], also=lambda book, sheet: sheet.write(row, column, "far"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (far_away(1_048_575, 16_383), TOO_LARGE),
        (
            far_away(20_000, 3),
            "The sheet has more than 10000 rows; divide it, or delete what stands far below.",
        ),
        (far_away(3, 300), "The sheet is more than 200 columns wide; delete what stands far to the right."),
    ],
)
def test_one_cell_far_away_takes_no_memory(content, sentence):
    """The reader of workbooks asks for 512 GB for one cell in the last corner, and ends its process."""
    assert refused("a.xlsx", content) == sentence


def bomb(size):
    """A workbook of a few kilobytes whose sheet is this large."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(["a"]))) as source,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head, tail = data.split(b"<sheetData>")
                data = head + b"<sheetData>" + b" " * size + tail
            made.writestr(name, data)
    return content.getvalue()


def lying(content):
    """The same, with a directory that says each part has a thousand bytes."""
    data = bytearray(content)
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(signature)
        while at >= 0:
            struct.pack_into("<I", data, at + offset, 1000)
            at = data.find(signature, at + 4)
    return bytes(data)


def test_what_unpacks_to_more_than_a_hundred_megabytes_is_not_unpacked():
    content = bomb(106_000_000)

    assert len(content) < 300_000
    assert refused("a.xlsx", content) == (
        "Unpacked, the file has more than 100 MB or more than 2000 parts; it is not read."
    )


def test_a_directory_that_lies_about_sizes_helps_nobody():
    assert refused("a.xlsx", lying(bomb(106_000_000))) in (BROKEN, TOO_LARGE)


def test_too_many_parts_are_not_read():
    content = io.BytesIO(xlsx(["a"]))
    with zipfile.ZipFile(content, "a") as book:
        for number in range(2001):
            book.writestr(f"x{number}", b"")

    assert "2000 parts" in refused("a.xlsx", content.getvalue())


def read_or_refused(name, content):
    """The table, or the sentence."""
    try:
        return read_sheet(name, content)
    except Unreadable as error:
        return str(error)


@given(st.binary(max_size=2000), st.sampled_from(["a.csv", "a.xlsx"]))
def test_any_bytes_give_rows_or_a_sentence(content, name):
    assert read_or_refused(name, content)


WHOLE = xlsx(["Heading", "Second"], ["a", 1])


@settings(max_examples=20)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_workbook_with_any_byte_changed_gives_rows_or_a_sentence(at, change):
    content = bytearray(WHOLE)
    content[at] ^= change

    assert read_or_refused("a.xlsx", bytes(content))


CELLS = st.text(st.sampled_from("aЖñ ,;\t\n\"'=+-@"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5))
def test_csv_gives_back_what_was_written(rows):
    """But for the sign with which files of ours keep a text from being reckoned as a formula."""
    rows = [["Heading", "Second"], *rows]
    written = {
        number: [cell if (cell := restored(text)).strip() else None for text in row]
        for number, row in enumerate(rows, 1)
    }
    for row in written.values():
        while row and row[-1] is None:
            row.pop()

    assert dict(cells("a.csv", csv_text(*rows).encode())) == {
        number: row for number, row in written.items() if row
    }


def test_letters_of_columns():
    assert [letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
