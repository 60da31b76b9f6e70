"""What delegates and their browsers do in scenario 8, and what the copy on the device holds."""

import base64
import datetime
import html
import time
from contextlib import suppress

from playwright.sync_api import Error, expect

from delegations import links
from tests import factories, papers
from tests.browser import readers
from tests.browser.steps import words_of
from tests.delegations.travellers import release

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
