"""Sheets to fill in: what they hold is read back, in every language."""

import io
import zipfile

import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

from backoffice.imports import headings, reading
from backoffice.imports.registry import KINDS
from tests import factories
from tests.backoffice.imports.sheets import address_of
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission():
    return factories.make_mission()


@pytest.mark.parametrize("kind", [key for key, kind in KINDS.items() if kind.fills_in])
@pytest.mark.parametrize("form", ["xlsx", pytest.param("csv", marks=pytest.mark.once)])
@pytest.mark.parametrize(
    "lang", ["en", *(pytest.param(lang, marks=pytest.mark.once) for lang in ("ru", "kk", "tk"))]
)
def test_a_template_is_read_back_and_its_example_is_no_row(mission, kind, form, lang):
    factories.make_group(mission=mission, name="=Group")
    client = signed_in()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = lang

    answer = client.get(f"{address_of(mission)}template/", {"kind": kind, "as": form})

    table = reading.read_sheet(f"a.{form}", answer.content)
    found = headings.find(table, KINDS[kind].columns, lang, mission.languages)
    assert {place.column for place in found.places} == set(KINDS[kind].columns)
    assert ([headings.is_example(line, found.places) for line in found.lines], found.ignored) == ([True], [])
    if form == "xlsx":
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        assert len(workbook.sheet_names) == 3
        sheet = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml")
        assert b"<dataValidation " in sheet
        assert b"<f>" not in sheet
