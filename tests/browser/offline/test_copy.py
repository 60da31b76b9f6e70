"""What lies in the copy, until when, and that it is small, soon there and without a barrier."""

import datetime
import time

import pytest
import time_machine
from playwright.sync_api import expect

from delegations import links, offline_pages
from delegations.models import AccessLink
from tests.browser.offline.steps import (
    EXPIRE,
    RECORD,
    URLS,
    held,
    kept,
    nothing_is_kept,
    nothing_is_shown,
    press,
    read_on_the_net,
)
from tests.delegations import travellers

pytestmark = pytest.mark.postgresql


def test_what_is_past_goes_and_the_rest_stays(page, house, delegate):
    """Each mission's part has its own date; here that of one language stands for a mission's."""
    read_on_the_net(page, delegate)
    house.stop()
    page.evaluate(EXPIRE, [time.time() * 1000 - 1, "/ru/"])

    page.goto("/ru/my/silk-road/")
    nothing_is_shown(page, "Нет связи")
    assert not [url for url in page.evaluate(URLS) if url.startswith("/ru/")]
    page.goto("/en/my/silk-road/")
    expect(page.locator("[data-saved]")).to_be_visible()


def test_the_date_in_the_copy_clears_it_in_any_case(page, house, delegate):
    record = read_on_the_net(page, delegate)
    last = links.usual_end(delegate.mission).timestamp() * 1000
    assert {entry["until"] for entry in record["entries"]} == {last}
    house.stop()
    page.evaluate(EXPIRE, [time.time() * 1000 - 1, "/"])

    page.goto("/en/my/silk-road/")

    nothing_is_shown(page)
    assert nothing_is_kept(page)


def test_a_clock_that_is_far_ahead_keeps_nothing_and_reads_on(page, delegate):
    """By the clock of the device the copy would be past before it is whole."""
    loads = []
    with time_machine.travel(datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)):
        until = datetime.datetime(2002, 1, 1, tzinfo=datetime.UTC)
        page.goto(f"/l/{links.make(delegate, expires_at=until)[1]}/")
        page.get_by_role("button").click()
        page.wait_for_url("**/my/silk-road/")
        page.on("load", lambda _page: loads.append(page.url))
        with page.context.expect_event("requestfinished", lambda asked: asked.url.endswith("/~copy.json")):
            page.reload()
        page.wait_for_timeout(3000)

    assert len(loads) == 1
    assert page.locator(".item").count() > 0
    assert nothing_is_kept(page)


def test_nothing_of_others_lies_in_the_copy(page, delegate):
    read_on_the_net(page, delegate)

    inside = held(page)

    assert "Hotel of Otegenov" in inside
    assert "Пищевой завод" in inside
    for word in ("canary", "Canary", "Berdiyewa"):
        assert word not in inside
    assert [link for link in AccessLink.objects.all() if links.token_of(link) in inside] == []


def test_a_browser_without_workers_reads_as_before(open_page, delegate):
    page = open_page(service_workers="block")

    press(page, delegate)

    expect(page.get_by_role("heading", name="Talks", exact=True)).to_be_visible()


def test_a_newer_worker_takes_over_and_the_copy_stays(page, house, delegate, tmp_path, monkeypatch):
    before = read_on_the_net(page, delegate)
    newer = tmp_path / "worker.js"
    newer.write_text(f"{offline_pages.SCRIPT.read_text()}\nself.newer = true;\n")
    monkeypatch.setattr(offline_pages, "SCRIPT", newer)

    with page.context.expect_event("serviceworker", lambda worker: worker.evaluate("self.newer") is True):
        page.reload()

    house.stop()
    page.reload()
    expect(page.locator("[data-saved]")).to_be_visible()
    assert page.evaluate(RECORD)["reader"] == before["reader"]


def test_it_can_be_installed(whole_browser, site, delegate):
    page = whole_browser.new_context(base_url=site).new_page()
    read_on_the_net(page, delegate)

    browser = page.context.new_cdp_session(page)

    assert browser.send("Page.getInstallabilityErrors") == {
        "installabilityErrors": [
            {"errorId": "in-incognito", "errorArguments": []}
        ]  # as all pages of tests are
    }
    manifest = browser.send("Page.getAppManifest")
    assert manifest["errors"] == []


def test_the_copy_says_what_it_is_without_a_barrier(page, axe, house, delegate):
    read_on_the_net(page, delegate)
    house.stop()

    found = []
    for path in ("/en/my/silk-road/", "/en/my/silk-road/calendar/"):
        page.goto(path)
        found += axe(page)

    assert found == []


WIRE, SECONDS = 60 * 1024, 3
SLOW = {"offline": False, "latency": 600, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}


def test_the_first_view_is_small_and_soon_there_on_a_slow_net(browser, as_served, delegate):
    """400 kbit/s and 600 ms. The worker comes after all that the page shows, and keeps what is named by content."""
    context = browser.new_context(base_url=as_served.url, locale="en-GB")
    page = context.new_page()
    cookie = travellers.press(delegate).cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": as_served.url}])
    net = context.new_cdp_session(page)
    net.send("Network.enable")
    net.send("Network.emulateNetworkConditions", SLOW)
    sizes, order = {}, []
    net.on("Network.requestWillBeSent", lambda event: order.append(event["request"]["url"]))
    net.on(
        "Network.loadingFinished",
        lambda event: sizes.__setitem__(event["requestId"], event["encodedDataLength"]),
    )

    page.goto("/en/my/silk-road/")

    painted = page.evaluate('() => performance.getEntriesByName("first-contentful-paint")[0].startTime')
    assert sum(sizes.values()) <= WIRE
    assert painted <= SECONDS * 1000
    assert [url for url in order if "offline-worker" in url or "~copy" in url] == []
    net.detach()
    kept(page)
    as_served.stop()
    page.goto("/ru/my/silk-road/")
    expect(page.locator("[data-saved]")).to_be_visible()
    assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")
    context.close()
