"""Scenario 8 of the field: loaded once on the hotel's net, then without any; the server is really stopped."""

import base64
import datetime
import time

import pytest
import time_machine
from django.utils.translation import gettext, override
from playwright.sync_api import expect

from missions.models import Attachment
from partners.models import Contact
from tests.browser.offline.steps import (
    LANGUAGES,
    RECORD,
    SAVED,
    SAVED_AT,
    URLS,
    kept,
    next_version,
    nothing_is_shown,
    programme,
    read_on_the_net,
    wait,
)
from tests.browser.steps import words_of

pytestmark = pytest.mark.postgresql


def test_it_opens_without_a_network_in_every_language(open_page, site, house, delegate):
    """No part is missing, no other host is asked, and the copy says which version it is and since when."""
    page = open_page(390)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    with time_machine.travel(SAVED_AT):
        read_on_the_net(page, delegate)
        on_the_net = {}
        for lang in LANGUAGES:
            page.goto(f"/{lang}/my/silk-road/")
            on_the_net[lang] = programme(page)
    house.stop()
    missing = []
    page.on("requestfailed", lambda request: missing.append(request.url))

    page.goto("/en/my/")
    for lang, name in LANGUAGES.items():
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(f"{site}/{lang}/my/silk-road/")
        assert programme(page) == on_the_net[lang]
        with override(lang):
            whole = gettext("Saved copy, version %(number)s.") % {"number": 4}
            since = gettext(
                "Saved on this device %(moment)s. You are offline; a newer version may exist."
            ) % {"moment": SAVED[lang]}
        expect(page.locator("[data-saved]")).to_have_text(f"{whole} {since}")
        assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.notice--saved')).borderInlineStartStyle")
            == "dashed"
        )
    assert missing == []
    assert [url for url in asked if not url.startswith(site)] == []


def test_its_papers_open_without_a_network(page, site, house, delegate):
    """Those of hers, letter by letter as on the net; another's are not there."""
    record = read_on_the_net(page, delegate)
    paths = [entry["url"] for entry in record["entries"] if not entry["page"]]
    food = Attachment.objects.get(item__title_ru="Пищевой завод")
    contact = Contact.objects.get()
    assert paths == [
        *(
            f"/{lang}/my/silk-road/{name}"
            for lang in LANGUAGES
            for name in ("itinerary.pdf", "pocket.pdf", "itinerary.html", f"contacts/{contact.ref}.vcf")
        ),
        f"/attachments/{food.ref}/",
    ]
    read = "async path => { const got = await fetch(path); return [got.status, btoa(String.fromCharCode(...new Uint8Array(await got.arrayBuffer()).slice(0, 60000)))]; }"
    on_the_net = {path: page.evaluate(read, path) for path in paths}

    house.stop()

    assert {path: page.evaluate(read, path) for path in paths} == on_the_net
    assert base64.b64decode(on_the_net[paths[-1]][1]) == b"%PDF-1.4 paper of food"
    page.reload()
    expect(page.locator("[data-saved]")).to_be_visible()
    saved = {
        food.title: food.file_name,
        "One file to keep, readable without a network (HTML)": "silk-road-my-programme-version-4-en.html",
        "Save contact": "contact.vcf",
    }
    for name, file_name in saved.items():
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == file_name
        assert download.value.failure() is None


def test_a_card_that_she_may_not_have_any_more_goes_alone(page, delegate):
    read_on_the_net(page, delegate)
    contact = Contact.objects.get()
    cards = [url for url in page.evaluate(URLS) if url.endswith(".vcf")]
    assert sorted(cards) == sorted(f"/{lang}/my/silk-road/contacts/{contact.ref}.vcf" for lang in LANGUAGES)
    left = sorted({*page.evaluate(URLS)} - {cards[0]})
    contact.public = False
    contact.save()

    assert page.evaluate("async path => (await fetch(path)).status", cards[0]) == 404

    assert sorted(page.evaluate(URLS)) == left
    assert [complaint for complaint in page.complaints if "404" not in complaint] == []
    page.complaints.clear()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_kept_says_so(page, house, delegate, lang):
    read_on_the_net(page, delegate)
    house.stop()

    page.goto(f"/{lang}/my/silk-road/calendar/")

    with override(lang):
        nothing_is_shown(page, gettext("No connection"))
    page.locator("main .button--main").click()
    expect(page.locator("[data-saved]")).to_be_visible()


def test_with_the_network_back_it_refreshes_and_says_what_changed(page, house, mission, delegate):
    read_on_the_net(page, delegate)
    house.stop()
    page.reload()
    expect(page.locator("[data-saved]")).to_be_visible()
    next_version(mission, starts_at=datetime.time(11, 30))

    house.start()
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("[data-changed]")).to_have_text(
        "This is version 5; until now this device had version 4. What changed", timeout=20_000
    )
    expect(page.locator("[data-saved]")).to_have_count(0)
    assert "11:30" in page.locator("main").inner_text()
    kept(page, 5)
    page.get_by_role("link", name="What changed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What changed for you since version 4")
    assert words_of(page.locator(".changes li")) == [
        "Other time Talks When and where"
        " was 5 December 2099, 09:00, Ashgabat now 5 December 2099, 11:30, Ashgabat"
    ]
    house.stop()
    page.goto("/tk/my/silk-road/")
    assert "11:30" in page.locator("main").inner_text()


def test_the_next_visit_says_what_changed_since_the_copy(page, delegate, mission):
    read_on_the_net(page, delegate)
    next_version(mission, starts_at=datetime.time(11, 30))

    page.reload()

    expect(page.locator("[data-changed] [data-before]")).to_have_text("4")
    kept(page, 5)


def test_what_fails_on_the_way_leaves_the_copy_as_it_was(page, house, mission, delegate):
    read_on_the_net(page, delegate)
    next_version(mission, starts_at=datetime.time(11, 30))
    broken = []

    def cut(_method, path):
        if path == "/kk/my/silk-road/":
            broken.append(path)
        return path in broken

    with house.hanging_up(cut):
        page.reload()
        wait(lambda: list(broken), len)
        time.sleep(0.5)
    house.stop()
    page.goto("/ru/my/silk-road/")

    expect(page.locator("[data-saved]")).to_be_visible()
    assert page.evaluate(RECORD)["versions"] == {"silk-road": 4}
    assert "11:30" not in page.locator("main").inner_text()


def test_on_a_slow_net_the_copy_answers_and_the_late_answer_refreshes_it(page, house, mission, delegate):
    read_on_the_net(page, delegate)
    next_version(mission, starts_at=datetime.time(11, 30))

    slept = []

    def wait_long(_method, path):
        if path == "/en/my/silk-road/" and not slept:
            slept.append(path)
            time.sleep(8)
        return False

    with house.hanging_up(wait_long):
        page.reload(wait_until="commit")
        expect(page.locator("[data-saved]")).to_be_visible()
        kept(page, 5)
