"""Each list that can be taken away is opened by LibreOffice, which finds the same cells in it."""

import csv
import io
import subprocess

import pytest
from python_calamine import CalamineWorkbook

from reports.exports.lists import LISTS
from tests.backoffice.exports.test_coming_back import SOFFICE, libreoffice
from tests.backoffice.exports.test_export_page import address
from tests.backoffice.exports.test_rows import some_rows
from tests.backoffice.pages import signed_in

pytestmark = [pytest.mark.django_db, *libreoffice]

# UTF-8 with commas, every column read as text, and every cell written in quotes.
TEXT = ",".join(f"{number}/2" for number in range(1, 80)).replace(",", "/")
READS = f"--infilter=CSV:44,34,76,1,{TEXT},1033,false,false"
WRITES = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,true,false"


@pytest.fixture
def folders(tmp_path):
    """Every list with all its columns, as workbooks and as texts."""
    some_rows()
    client = signed_in()
    for what, of in LISTS.items():
        for form in ("xlsx", "csv"):
            columns = {"columns": [column.key for column in of.columns], "form": form}
            answer = client.post(address(what), columns)
            (tmp_path / form).mkdir(exist_ok=True)
            (tmp_path / form / f"{what}.{form}").write_bytes(b"".join(answer))
    return tmp_path


def opened(folder, form, *how):
    """What LibreOffice writes of all files of a folder, by their names."""
    out = folder / f"opened-{form}"
    files = sorted(map(str, (folder / form).iterdir()))
    command = [SOFFICE, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile", *how]
    subprocess.run([*command, "--outdir", str(out), *files], check=True, capture_output=True, timeout=300)
    return {path.stem: path for path in out.iterdir()}


def cells(path):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def lines(path):
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def test_the_cells_of_each_workbook_are_the_same(folders):
    found = opened(folders, "xlsx", "--convert-to", "xlsx")

    written = {what: cells(folders / "xlsx" / f"{what}.xlsx") for what in LISTS}
    assert {what: cells(path) for what, path in found.items()} == written
    assert min(len(rows) for rows in written.values()) > 3


def test_the_cells_of_each_text_are_the_same(folders):
    found = opened(folders, "csv", READS, "--convert-to", WRITES)

    written = {what: lines(folders / "csv" / f"{what}.csv") for what in LISTS}
    assert {what: lines(path) for what, path in found.items()} == written
    assert min(len(rows) for rows in written.values()) > 3
