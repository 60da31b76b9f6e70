"""A list is taken away as a file, with the columns that somebody wants; they are there again the next time."""

import csv
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from backoffice.exports import making
from reports.models import Export, ExportFile
from tests import factories
from tests.backoffice.pages import staff
from tests.browser import looks


@pytest.fixture
def rows(db):
    factories.make_follow_up(title="Forum", state="agreed")
    factories.make_follow_up(title="Return visit", state="proposed")


def shown(page, name):
    """Pictures to look at, where a folder is named for them."""
    if folder := os.environ.get("PICTURES"):
        for width in looks.in_every_width(page):
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_a_filtered_list_is_taken_away_and_its_columns_are_remembered(page, signed_in, axe, rows):
    signed_in(page, staff())
    page.goto("/admin/missions/followup/?state__exact=agreed")
    page.get_by_role("link", name="Export").click()
    expect(page.locator(".lede")).to_have_text("1 row, as the list shows it.")
    assert axe(page) == []
    assert looks.too_wide(page) == []
    for label in (
        "Kind",
        "State",
        "Due on",
        "Due by",
        "Our organisation",
        "Responsible",
        "Counterparts",
        "Published with the results",
        "Mission",
    ):
        page.get_by_label(label, exact=True).uncheck()
    page.get_by_label("Due, in words", exact=True).check()
    page.get_by_label("CSV, for other programs").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()

    lines = list(csv.reader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    assert lines == [["Title", "Due, in words"], ["Forum", ""]]
    assert Export.objects.get().end.rows == 1
    page.goto("/admin/export/follow-ups/")
    expect(page.get_by_label("Due, in words", exact=True)).to_be_checked()
    expect(page.get_by_label("Kind", exact=True)).not_to_be_checked()
    expect(page.get_by_label("CSV, for other programs")).to_be_checked()
    shown(page, "export-en")
    page.goto("/admin/exports/")
    expect(page.get_by_role("row", name="Follow-ups, CSV")).to_be_visible()
    assert axe(page) == []
    assert looks.too_wide(page) == []
    shown(page, "exports-en")
    page.goto("/admin/export/follow-ups/?language=ru")
    shown(page, "export-ru")


def test_a_file_that_a_worker_makes_is_waited_for(page, signed_in, axe, rows, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    signed_in(page, staff())
    page.goto("/admin/export/follow-ups/")
    page.get_by_label("Make it in the background, to be fetched later").check()
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_text("It waits for its turn.")).to_be_visible()
    assert axe(page) == []
    assert looks.too_wide(page) == []
    shown(page, "export-waits-en")

    making.make.func(ExportFile.objects.get().pk)

    # The page looks again by itself.
    link = page.get_by_role("link", name="Fetch the file")
    expect(link).to_be_visible(timeout=15_000)
    assert axe(page) == []
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("button", name="Delete the file").click()
    expect(page.get_by_role("button", name="Begin anew")).to_be_visible()
    assert axe(page) == []
