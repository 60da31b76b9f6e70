"""Scenario 8 of the field: loaded once on the hotel's net, then without any; the server is really stopped."""

import base64
import datetime
import html
import time
from contextlib import suppress

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils.translation import gettext, override
from playwright.sync_api import Error, expect

from delegations import links, offline_pages
from delegations.models import AccessLink
from missions.models import Attachment, ItemKind, ItemStatus, Visibility
from tests import factories, papers
from tests.browser import readers
from tests.browser.steps import words_of
from tests.browser.stopping import server
from tests.delegations import travellers
from tests.delegations.travellers import release

pytestmark = pytest.mark.scenario

LANGUAGES = {"en": "English", "ru": "Русский", "kk": "Қазақша", "tk": "Türkmençe"}
FIFTH = datetime.date(2099, 12, 5)  # the browser keeps the clock of its machine, and nothing that is past
SAVED_AT = datetime.datetime(2099, 12, 5, 13, 20, tzinfo=datetime.UTC)  # 18:20 in Ashgabat
SAVED = {
    "en": "5 December 2099, 18:20, Ashgabat time",
    "ru": "5 декабря 2099 г., 18:20, время Ашхабада",
    "kk": "2099 ж. 5 желтоқсан, 18:20, Ашхабад уақыты",
    "tk": "5 dekabr 2099, 18:20, Aşgabat wagty",
}
# What is in the browser's own storage, as the worker's record has it, and everything that lies in the copies.
RECORD = """async () => {
    for (const name of await caches.keys()) {
        const record = name.startsWith("keruen-copy-") && await caches.match("/~record", { cacheName: name });
        if (record) return record.json();
    }
    return null;
}"""
COPIES = """async () => {
    const found = [];
    for (const name of (await caches.keys()).filter(one => one.startsWith("keruen-copy-"))) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const kept = await cache.match(request, { ignoreVary: true });
            const path = new URL(request.url).pathname;
            const bytes = new Uint8Array(await kept.arrayBuffer());
            let text = "";
            for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
            found.push([path, btoa(text)]);
        }
    }
    return found;
}"""
URLS = """async () => {
    const found = [];
    for (const name of (await caches.keys()).filter(one => one.startsWith("keruen-copy-")))
        for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    return found;
}"""
EXPIRE = """async ([moment, path]) => {
    for (const name of (await caches.keys()).filter(one => one.startsWith("keruen-copy-"))) {
        const cache = await caches.open(name);
        const record = await (await cache.match("/~record")).json();
        record.saved = 0;
        record.entries.filter(entry => entry.url.startsWith(path)).forEach(entry => { entry.until = moment; });
        await cache.put("/~record", new Response(JSON.stringify(record)));
    }
}"""


@pytest.fixture
def house(db, settings):
    """A Keruen that can be stopped and started again at the same address."""
    with server() as running:
        settings.SITE_URL = running.url
        settings.CSRF_TRUSTED_ORIGINS = [running.url]
        yield running


@pytest.fixture
def site(house):
    """In the place of the server that runs as long as a test."""
    return house.url


@pytest.fixture
def mission(db):
    """Version 4, released at 18:20 in Ashgabat: public items, one of each group, and two papers."""
    mission = factories.make_mission(
        slug="silk-road",
        starts_on=FIFTH - datetime.timedelta(days=1),
        ends_on=FIFTH + datetime.timedelta(days=2),
        title={"en": "Silk Road", "ru": "Шёлковый путь", "kk": "Жібек жолы", "tk": "Ýüpek ýoly"},
    )
    ashgabat = factories.make_place(
        name={"en": "Ashgabat", "ru": "Ашхабад", "kk": "Ашхабад", "tk": "Aşgabat"}
    )
    stop = factories.make_stop(mission=mission, place=ashgabat, first_day=mission.starts_on)
    a, b = (factories.make_group(mission=mission, name=name) for name in ("Group A", "Group B"))
    of_group = {"visibility": Visibility.PARTICIPANTS, "day": FIFTH, "stop": stop}
    factories.make_item(
        stop=stop,
        title={"en": "Talks", "ru": "Переговоры", "kk": "Келіссөздер", "tk": "Gepleşikler"},
        kind=ItemKind.NEGOTIATIONS,
        day=FIFTH,
        starts_at=datetime.time(9),
        visibility=Visibility.PUBLIC,
    )
    factories.make_item(stop=stop, title="Lunch", day=FIFTH, status=ItemStatus.CANCELLED)
    shoes = factories.make_item(title="Canary of shoes", groups=[a], **of_group)
    food = factories.make_item(
        title={"ru": "Пищевой завод"}, groups=[b], starts_at=datetime.time(11), **of_group
    )
    factories.make_attachment(
        item=food, visibility=Visibility.PARTICIPANTS, content=b"%PDF-1.4 paper of food"
    )
    factories.make_attachment(
        item=shoes, visibility=Visibility.PARTICIPANTS, content=b"%PDF-1.4 canary paper"
    )
    factories.make_attachment(mission=mission, content=b"%PDF-1.4 canary of staff")
    return mission


@pytest.fixture
def delegates(mission):
    """One of group B and one of group A, when version 4 was released."""
    both = [traveller(mission, "Otegenov", "Group B"), traveller(mission, "Berdiyewa", "Group A")]
    for number in range(1, 5):
        assert next_version(mission, venue_en=f"Hall {number}").number == number
    return both


@pytest.fixture
def delegate(delegates):
    return delegates[0]


def traveller(mission, name, group):
    """Somebody with a hotel of her own."""
    person = factories.make_person(family_name=name, given_name="Galym")
    group = mission.groups.get(name_en=group)
    delegate = factories.make_delegate(mission=mission, person=person, groups=[group])
    factories.make_stay(delegate=delegate, hotel=f"Hotel of {name}", room="412")
    return delegate


def next_version(mission, **changed):
    """What is different of the talks is released."""
    talks = mission.items.get(title_en="Talks")
    for name, value in changed.items():
        setattr(talks, name, value)
    talks.save()
    return release(mission)


def press(page, delegate, path="/en/my/silk-road/"):
    """The link in her mail, and its button."""
    page.goto(f"/l/{links.make(delegate)[1]}/")
    page.get_by_role("button").click()
    page.wait_for_url("**/my/silk-road/")
    if path not in page.url:
        page.goto(path)


def kept(page, version=4):
    """Wait until the copy of this version is whole; return its record."""
    return wait(lambda: page.evaluate(RECORD), lambda found: is_whole(found, version))


def is_whole(record, version):
    return (
        record is not None
        and record["versions"]["silk-road"] == version
        and any(entry["url"].startswith("/attachments/") for entry in record["entries"])
    )


def wait(look, enough, seconds=30):
    """What is seen when it is enough."""
    for _try in range(seconds * 10):
        with suppress(Error):  # the page is just being loaded again
            if enough(found := look()):
                return found
        time.sleep(0.1)
    raise AssertionError(found)


def read_on_the_net(page, delegate, version=4):
    press(page, delegate)
    return kept(page, version)


def programme(page):
    """All that the page says of the programme, and whatever stands beside it."""
    return [readers.itinerary(page), words_of(page.get_by_role("heading")), words_of(page.locator("dl"))]


def nothing_is_kept(page):
    return (
        page.evaluate("async () => (await caches.keys()).filter(one => one.startsWith('keruen-copy-'))") == []
    )


def nothing_is_shown(page, words="No connection"):
    """The page that says so, and nothing of anybody's programme."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    assert page.locator(".item").count() == 0
    assert "Otegenov" not in page.content()
    return True


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
    assert paths == [
        *(
            f"/{lang}/my/silk-road/{name}"
            for lang in LANGUAGES
            for name in ("itinerary.pdf", "pocket.pdf", "itinerary.html")
        ),
        f"/attachments/{food.ref}/",
    ]
    read = "async path => { const got = await fetch(path); return [got.status, btoa(String.fromCharCode(...new Uint8Array(await got.arrayBuffer()).slice(0, 60000)))]; }"
    on_the_net = {path: page.evaluate(read, path) for path in paths}

    house.stop()

    assert {path: page.evaluate(read, path) for path in paths} == on_the_net
    assert base64.b64decode(on_the_net[paths[-1]][1]) == b"%PDF-1.4 paper of food"
    with page.expect_download() as download:
        page.evaluate("path => { location.href = path; }", paths[-1])
    assert download.value.suggested_filename == food.file_name


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


def test_the_next_person_at_the_device_is_shown_nothing_of_the_first(page, house, delegates):
    """faults.md 72 and 75."""
    first, second = delegates
    before = read_on_the_net(page, first)["reader"]
    press(page, second)
    assert "Otegenov" not in held(page)  # before anything of hers is fetched
    record = wait(
        lambda: page.evaluate(RECORD),
        lambda found: found and found["reader"] != before and is_whole(found, 4),
    )
    assert "Otegenov" not in held(page)

    house.stop()
    for lang in LANGUAGES:
        page.goto(f"/{lang}/my/silk-road/")
        assert "Berdiyewa" in page.content()
        assert "Otegenov" not in page.content()
    assert page.evaluate(RECORD)["reader"] == record["reader"]


def test_a_net_that_fails_while_the_next_person_signs_in_shows_her_nothing(page, house, delegates):
    """She has pressed her link, the server knows her, and its answer never comes."""
    first, second = delegates
    read_on_the_net(page, first)
    pressed = []

    def cut(method, path):
        if pressed:
            return True
        if method == "POST" and path.startswith("/l/"):
            pressed.append(path)
        return False

    page.goto(f"/l/{links.make(second)[1]}/")
    with house.hanging_up(cut):
        page.get_by_role("button").click()
        nothing_is_shown(page)
        page.goto("/en/my/silk-road/")
        nothing_is_shown(page)
    house.stop()
    page.goto("/ru/my/silk-road/")
    assert page.locator(".item").count() == 0
    house.start()
    page.goto("/en/my/silk-road/")
    assert "Berdiyewa" in page.content()
    kept(page)
    assert "Otegenov" not in held(page)
    page.complaints.clear()


def test_signing_out_clears_the_device_at_once(page, house, delegate):
    """faults.md 75."""
    read_on_the_net(page, delegate)

    page.get_by_role("button", name="Sign out on this device").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open your personal link")

    assert nothing_is_kept(page)
    house.stop()
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.goto("/en/my/silk-road/")  # the worker is gone too
    page.complaints.clear()


def test_signing_out_without_a_network_clears_at_once_and_ends_the_session_later(page, house, delegate):
    """faults.md 75. The next person at the device is shown nothing, with or without a network."""
    read_on_the_net(page, delegate)
    house.stop()
    page.reload()

    page.get_by_role("button", name="Sign out on this device").click()
    nothing_is_shown(page)

    assert nothing_is_kept(page)
    page.goto("/en/my/silk-road/")
    nothing_is_shown(page)
    assert [session.get_decoded().get("links") for session in Session.objects.all()] != [None]
    house.start()
    page.goto("/ru/my/silk-road/")
    assert page.locator(".item").count() == 0
    assert Session.objects.count() == 0
    assert nothing_is_kept(page)
    page.complaints.clear()


def test_signing_out_without_a_network_ends_the_session_though_somebody_else_has_signed_in_since(
    page, house, mission, delegate
):
    """Staff or a host at the same device: the token of the form that was pressed is another one by then."""
    token = links.make_for_host(mission, factories.make_organisation(name="Ceramics"))[1]
    read_on_the_net(page, delegate)
    house.stop()
    page.reload()
    page.get_by_role("button", name="Sign out on this device").click()
    nothing_is_shown(page)
    house.start()

    page.goto(f"/h/{token}/")
    page.get_by_role("button").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Visitors of")
    page.goto("/ru/my/silk-road/")

    assert page.locator(".item").count() == 0
    assert [session.get_decoded().get("links") for session in Session.objects.all()] in ([], [None])
    page.complaints.clear()


def test_a_revoked_link_clears_the_copy_at_the_next_contact(page, house, delegate):
    """faults.md 33. Until then nobody can tell the device."""
    read_on_the_net(page, delegate)
    house.stop()
    links.revoke_all(AccessLink.objects.filter(delegate=delegate))
    page.reload()
    expect(page.locator("[data-saved]")).to_be_visible()

    house.start()
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.get_by_role("heading", level=1)).to_have_text("Open your personal link", timeout=20_000)
    assert nothing_is_kept(page)
    house.stop()
    page.goto("/en/my/silk-road/")
    nothing_is_shown(page)
    page.complaints.clear()


def test_a_late_refusal_takes_back_what_the_copy_has_answered(page, house, delegate):
    """faults.md 33. On a slow net the copy was quicker than the server's word that the link has ended."""
    read_on_the_net(page, delegate)
    links.revoke_all(AccessLink.objects.filter(delegate=delegate))

    def wait_long(_method, path):
        if path.endswith(("/silk-road/", "/~copy.json")):
            time.sleep(7)
        return False

    with house.hanging_up(wait_long):
        page.reload(wait_until="commit")
        expect(page.locator("[data-saved]")).to_be_visible()
        wait(lambda: nothing_is_kept(page), bool)
    expect(page.get_by_role("heading", level=1)).to_have_text("Open your personal link", timeout=20_000)
    page.complaints.clear()


def test_another_window_closes_with_the_one_that_signs_out(page, delegate):
    read_on_the_net(page, delegate)
    other = page.context.new_page()
    with page.context.expect_event("requestfinished", lambda request: request.url.endswith("/~copy.json")):
        other.goto("/ru/my/silk-road/")
    # Its own question is answered then: nothing but the first window's word closes it.
    other.wait_for_timeout(1000)

    page.get_by_role("button", name="Sign out on this device").click()

    expect(other.locator(".item")).to_have_count(0, timeout=20_000)
    page.complaints.clear()


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


def held(page):
    """Every word that lies in the copies, those of papers too."""
    words = []
    for path, content in page.evaluate(COPIES):
        body = base64.b64decode(content)
        printed = body.startswith(b"%PDF-") and b"%%EOF" in body
        words.append(
            f"{path} {papers.printed(body) if printed else html.unescape(body.decode(errors='replace'))}"
        )
    return "\n".join(words)


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


def test_it_can_be_installed(page, delegate):
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


@pytest.fixture
def as_served(db, settings, tmp_path):
    """A Keruen whose static files are named and compressed as in production."""
    settings.STATIC_ROOT = str(tmp_path)
    settings.WHITENOISE_AUTOREFRESH = False
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.static_files.StaticFiles"}}
    call_command("collectstatic", "--ignore=admin", interactive=False, verbosity=0)
    with server(static=lambda handler: handler) as running:
        settings.SITE_URL = running.url
        settings.CSRF_TRUSTED_ORIGINS = [running.url]
        yield running


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
