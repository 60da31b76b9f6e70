"""Lists as files: what somebody chooses, and what she gets."""

import csv
import io
import re

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from reports.exports.lists import LISTS
from reports.models import Export, ListLayout
from tests import factories
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db


def address(what, query=""):
    return reverse("admin:export", args=[what]) + query


def records(answer):
    """The lines of a CSV file that was sent."""
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet(answer):
    """The lines of a workbook that was sent."""
    content = b"".join(answer.streaming_content)
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def make_rows():
    """A row for each list."""
    item = factories.make_item(stop=factories.make_stop(), kind="site_visit")
    mission = item.mission
    factories.make_visit_report(item=item)
    delegate = factories.make_delegate(mission=mission)
    factories.make_leg(mission=mission, passengers=[delegate])
    factories.make_stay(delegate=delegate)
    factories.make_follow_up(item=item, counterparts=[factories.make_organisation()])
    factories.make_outcome(mission=mission)
    factories.make_contact()


@pytest.mark.parametrize("what", sorted(LISTS))
def test_each_list_gives_a_file_in_each_form(what):
    make_rows()
    client = signed_in()
    page = client.get(address(what))
    columns = re.findall(r'name="columns" value="([^"]+)"', page.content.decode())
    number = LISTS[what].model.objects.count()

    lines = records(client.post(address(what), {"columns": columns, "form": "csv"}))
    cells = sheet(client.post(address(what), {"columns": columns, "form": "xlsx"}))

    assert len(lines) == number + 1
    assert lines[0] == cells[0]
    assert len(cells) == number + 1
    assert [(row.list_key, row.form, row.end.result, row.end.rows) for row in Export.objects.all()] == [
        (what, "xlsx", "sent", number),
        (what, "csv", "sent", number),
    ]


def test_columns_are_remembered():
    factories.make_follow_up()
    client = signed_in()

    records(client.post(address("follow-ups"), {"columns": ["title", "due"], "form": "csv", "each": "1"}))
    page = client.get(address("follow-ups")).content.decode()

    assert ListLayout.objects.get().columns == ["title", "due"]
    assert re.findall(r'value="([^"]+)" id="column-[^"]+" checked', page) == ["title", "due"]
    assert 'value="csv" id="form-csv" checked' in page
