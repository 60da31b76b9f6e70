"""A host that was merged into another organisation goes on reading its items, in drafts and old versions."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.releasing import readers
from missions import document as documents
from missions import drafts, itinerary
from partners import merging
from tests import factories
from tests.backoffice.pages import signed_in
from tests.backoffice.release_pages import made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limit_yet():
    cache.clear()


@pytest.fixture
def organisations():
    """Three rows for one host; the mission names the last."""
    return [factories.make_organisation(name=name) for name in ("Union of exporters", "Union", "The Union")]


@pytest.fixture
def mission(organisations):
    mission = factories.make_mission(languages=["en"], slug="spring")
    factories.make_item(mission=mission, title="Port", visibility="public")
    factories.make_item(mission=mission, title="Talks", visibility="delegation", hosts=[organisations[-1]])
    return mission


def merge(organisations):
    """The last into the one before it, and that into the first."""
    kept, between, gone = organisations
    merging.merge(between, gone, by=None)
    merging.merge(kept, between, by=None)
    return kept


def link(mission, host):
    document = documents.make(mission, {})
    by = factories.make_user()
    return drafts.make(mission, reader="Host", host=host, document=document, days=3, by=by)


def test_a_draft_shows_a_host_its_items_after_a_merge(mission, organisations):
    _row, token = link(mission, organisations[-1])
    merge(organisations)

    page = Client().get(drafts.path_of(token)).content.decode()

    assert ("Talks" in page, "Port" in page) == (True, False)
    assert "As Union of exporters will see it." in page


@pytest.mark.once
def test_a_merge_alone_changes_for_the_host_only_its_name(mission, organisations):
    row, _token = link(mission, organisations[-1])
    drafts.answer(row, name="Host", approved=True, remark="")
    merge(organisations)
    row.refresh_from_db()
    now = documents.make(mission, {})
    reads = drafts.audience(row)

    told = [
        [item.title.text for item in itinerary.make(document, reads, "en").items]
        for document in (row.document, now)
    ]

    assert told == [["Talks"], ["Talks"]]
    assert drafts.has_changed(row, now, reads) is True  # it is called otherwise


def test_an_older_version_and_the_rows_have_one_reader_for_both_rows(mission, organisations):
    released = made(mission)
    kept = merge(organisations)
    now = documents.make(mission, {})

    told = readers.hosts(released.document, now, "en")

    formerly = {str(organisations[-1].ref)}
    assert told == [(itinerary.host(str(kept.ref), formerly), "Union of exporters")]


@pytest.mark.parametrize("asked", [0, 2])
def test_versions_are_compared_as_the_host_that_stayed(mission, organisations, asked):
    """By the reference of either, as an address may have been kept."""
    made(mission)
    merge(organisations)
    mission.items.filter(title_en="Talks").update(title_en="Long talks")
    address = reverse("admin:missions_mission_compare", args=[mission.pk])
    query = {"from": "1", "to": "now", "as": f"host-{organisations[asked].ref}"}

    page = signed_in().get(address, query)

    [row] = page.context["rows"]
    assert (str(row.title), bool(row.before), bool(row.after)) == ("Long talks", True, True)
    assert page.context["seen_as"] == "Union of exporters"


@pytest.mark.once
def test_links_of_any_number_of_hosts_take_one_query_more(mission, organisations):
    client, address = signed_in(), reverse("admin:missions_mission_drafts", args=[mission.pk])

    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            page = client.get(address)
        assert page.status_code == 200
        return len(found)

    link(mission, None)
    of_public = queries()
    numbers = []
    for host in organisations:
        link(mission, host)
        numbers.append(queries())

    assert numbers == [of_public + 1] * 3
