"""What is taken away as a file comes back as it was: read by our own import, and by LibreOffice."""

import csv
import datetime
import io
import shutil
import subprocess
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.imports import reading, values
from documents import csv_file, sheet
from documents.cells import Chunk, Heading, Sort
from tests.documents.test_defusing import NUMBERS, PAYLOADS

AT = datetime.datetime(2023, 12, 6, 9, 30, tzinfo=datetime.UTC)
HEADINGS = [Heading("No.", Sort.TEXT), Heading("Text", Sort.TEXT)]
# Lone halves of signs are no text of a database; control characters are no text of a sheet.
LETTERS = st.one_of(
    st.sampled_from("=+-@'\"\t\r\n ,;＝_x000D"),
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
)
TEXTS = st.lists(st.text(alphabet=LETTERS, max_size=30), min_size=1, max_size=40)


def chunk(texts):
    return Chunk(len(texts), [[f"n{number}" for number, _text in enumerate(texts)], texts])


def as_csv(texts):
    return b"".join(piece for piece, _rows in csv_file.pieces(HEADINGS, [chunk(texts)]))


def as_xlsx(texts, tmp_path_factory):
    path = tmp_path_factory.mktemp("sheet") / "a.xlsx"
    for _done in sheet.write(str(path), "a", HEADINGS, [chunk(texts)], AT):
        pass
    return path


def read(name, content):
    """The texts as an import has them."""
    lines = reading.read_sheet(name, content).lines[1:]
    cells = [line.cells[1] if len(line.cells) > 1 else None for line in lines]
    return ["" if cell is None else values.block(cell) for cell in cells]


@given(TEXTS)
def test_any_text_comes_back_from_csv(texts):
    assert read("a.csv", as_csv(texts)) == [values.block(text) for text in texts]


@settings(max_examples=15, deadline=None)
@given(TEXTS)
def test_any_text_comes_back_from_xlsx(tmp_path_factory, texts):
    content = as_xlsx(texts, tmp_path_factory).read_bytes()

    assert read("a.xlsx", content) == [values.block(text) for text in texts]


@given(TEXTS)
def test_no_cell_of_csv_begins_a_formula(texts):
    for cells in csv.reader(io.StringIO(as_csv(texts).decode("utf-8-sig"), newline="")):
        for cell in cells:
            begins = cell.lstrip(" \"'\N{NO-BREAK SPACE}")[:1]
            assert (
                cell.startswith("'")
                or begins not in set("=+-@\t\r\n＝＋－＠")
                or cell.lstrip("+-")[0].isdigit()
            )


def test_control_characters_and_long_texts_break_no_file(tmp_path_factory):
    texts = ["a\x00\x01\x0b\x1fb", "x" * 40_000, "a\ufffeb"]

    content = as_xlsx(texts, tmp_path_factory).read_bytes()

    assert read("a.csv", as_csv(texts)) == ["ab", "x" * 40_000, "a\ufffeb"]
    assert read("a.xlsx", content) == ["ab", "x" * 32_766 + "…", "ab"]


SORTS = [
    (Sort.TEXT, ["+993 12", "=1+1", "a\nb"]),
    (Sort.NUMBER, [0, 7, None]),
    (Sort.AMOUNT, [Decimal("1000.50"), Decimal("0.10"), None]),
    (Sort.DAY, [datetime.date(2023, 12, 31), datetime.date(1890, 1, 2), None]),
    (Sort.CLOCK, [datetime.time(9, 30), datetime.time(0), None]),
    (Sort.MOMENT, [datetime.datetime(2023, 12, 31, 23, 59), None, None]),  # noqa: DTZ001  a cell of a sheet has no zone  # as cells are
]


def test_cells_of_a_workbook_are_typed(tmp_path):
    from python_calamine import CalamineWorkbook

    path = tmp_path / "a.xlsx"
    headings = [Heading(sort.value, sort) for sort, _cells in SORTS]
    for _done in sheet.write(str(path), "a", headings, [Chunk(3, [cells for _sort, cells in SORTS])], AT):
        pass
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()

    assert rows[1] == [
        "+993 12",
        0.0,
        1000.5,
        datetime.date(2023, 12, 31),
        datetime.time(9, 30),
        datetime.datetime(2023, 12, 31, 23, 59),  # noqa: DTZ001  a cell of a sheet has no zone
    ]
    assert rows[2][:4] == ["=1+1", 7.0, 0.1, "1890-01-02"]
    inner = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert "<autoFilter" in inner
    assert 'state="frozen"' in inner
    assert "<f>" not in inner


SOFFICE = shutil.which("soffice")
libreoffice = [
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
    pytest.mark.once,
]


def converted(folder, path, kind, *more):
    """The file as LibreOffice writes it after opening it."""
    out = folder / f"out-{kind.partition(':')[0]}"
    command = [
        SOFFICE, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile",
        *more, "--convert-to", kind, "--outdir", str(out), str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return next(out.iterdir())


class TestLibreOffice:
    pytestmark = libreoffice
    texts = [*PAYLOADS, *(text for text in NUMBERS if text)]

    def test_reckons_with_no_cell_of_csv_though_it_is_asked_to(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_bytes(as_csv(self.texts))
        # The last sign: to evaluate formulas. The one before the others: to find numbers of special kinds.
        asked = "--infilter=CSV:44,34,76,1,,1033,false,true,false,false,false,0,true"

        book = converted(tmp_path, path, "xlsx", asked)

        inner = zipfile.ZipFile(book).read("xl/worksheets/sheet1.xml").decode()
        assert "<f" not in inner.replace("<format", "")

    def test_gives_the_cells_of_a_workbook_back(self, tmp_path, tmp_path_factory):
        texts = [text for text in self.texts if "\r" not in text]
        path = as_xlsx(texts, tmp_path_factory)

        content = converted(
            tmp_path, path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,true,false"
        )

        lines = list(csv.reader(io.StringIO(content.read_text("utf-8-sig"), newline="")))
        assert [line[1] for line in lines[1:]] == texts
