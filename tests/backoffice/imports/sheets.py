"""Files to upload, made for a test, and what the pages of an upload say."""

import csv
import html
import io
import re

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from backoffice.models import Import

LITERAL = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def xlsx(*rows, also=None):
    """The bytes of a workbook of one sheet with these rows; `also(workbook, sheet)` adds to it."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "default_date_format": "dd.mm.yyyy", **LITERAL}
    ) as book:
        sheet = book.add_worksheet("Sheet")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if also:
            also(book, sheet)
    return content.getvalue()


def csv_text(*rows, delimiter=","):
    """The rows as the text of a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def address_of(mission):
    return reverse("admin:missions_mission_import", args=[mission.pk])


def upload(client, mission, kind, content, name="sheet.xlsx"):
    """The answer to an upload: a redirect to the preview, or the page with a sentence."""
    file = SimpleUploadedFile(name, content)
    return client.post(address_of(mission), {"kind": kind, "file": file})


def uploaded(client, mission, kind, *rows):
    """The address of the preview of an upload of these rows."""
    answer = upload(client, mission, kind, xlsx(*rows))
    assert answer.status_code == 302, refusal(answer)
    return answer["Location"]


def refusal(answer):
    """The sentence for which a file was not taken."""
    found = re.search(r"The file was not taken</h2><p>(.*?)</p>", answer.content.decode(), re.DOTALL)
    return html.unescape(found[1]) if found else None


def outcome(client, address):
    """The rows of a preview as (number, state, title, changes, faults)."""
    rows = client.get(address).context["rows"]
    return [
        (
            row.number,
            row.state.value,
            row.title,
            {change.label: (change.old, change.new) for change in row.changes},
            [(fault.column, fault.reason) for fault in row.faults],
        )
        for row, _look, _choices in rows
    ]


def states(client, address):
    """The states of the rows of a preview, in their order."""
    return [state for _number, state, *_rest in outcome(client, address)]


def take(client, address, **more):
    """Press the button that takes in, as the preview stands now."""
    seen = client.get(address).context["digest"]
    return client.post(address, {"action": "take", "seen": seen, **more})


def taken(client, address):
    """Whether the import of this address was taken in."""
    return Import.objects.get(pk=address.rstrip("/").rsplit("/", 1)[-1]).applied_at is not None
