"""One Chromium for all browser tests, and a page that fails its test when the browser complains."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from tests.browser import looks
from tests.browser.hands import Mouse
from tests.browser.stopping import server
from tools import machine

CHROMIUM = os.environ.get("CHROMIUM") or machine.headless_chromium() or machine.chromium()
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder needs a browser, and rows that its server's thread can see."""
    for item in items:
        if "/tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers."""
    # Playwright's loop runs in this thread, which makes Django refuse the database although nothing waits.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright
        # Under that loop Django has a connection of its own for this thread, which nobody finds once it ends:
        # PostgreSQL drops no database that somebody is connected to.
        connections.close_all()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    if before is not None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, without windows where there is such a one; started once."""
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    """For what a Chromium without windows does not know."""
    chromium = playwright.chromium.launch(executable_path=machine.chromium(), args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of a running Keruen whose links lead to itself."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return str(live_server.url)


@pytest.fixture
def as_served(db: None, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """A Keruen whose static files are named and compressed as in production."""
    settings.STATIC_ROOT = str(tmp_path)
    settings.WHITENOISE_AUTOREFRESH = False
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.static_files.StaticFiles"}}
    call_command("collectstatic", "--ignore=admin", interactive=False, verbosity=0)
    with server(static=lambda handler: handler) as running:
        settings.SITE_URL = running.url
        settings.CSRF_TRUSTED_ORIGINS = [running.url]
        yield running


class Complaints(list[str]):
    """What the console said at level error, what scripts threw, and requests to any other host."""

    expected = ""  # a text that the test provokes; a late one is no complaint either

    def listen(self, page: Page, site: str) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(site) else self.append(request.url))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not (self.expected and self.expected in message.text):
            self.append(message.text)


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Makes pages: open_page(width=390, scheme="dark", java_script_enabled=False). No complaint is forgiven.

    A test that provokes an error status reads `page.complaints` and empties it, or names it in
    `page.complaints.expected` beforehand if scripts send requests that the test does not wait for.
    """
    contexts: list[BrowserContext] = []
    heard: list[Complaints] = []

    def make(width: int = 1280, scheme: str = "light", **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            base_url=site,
            locale=options.pop("locale", "en-GB"),
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        complaints = Complaints()
        complaints.listen(page, site)
        heard.append(complaints)
        page.complaints = complaints  # type: ignore[attr-defined]
        return page

    yield make
    for context in contexts:
        context.close()
    assert [complaint for complaints in heard for complaint in complaints] == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A wide, light page."""
    return open_page()


@pytest.fixture
def axe(request: pytest.FixtureRequest) -> Callable[[Page], list[str]]:
    """`assert axe(page) == []`: what axe finds wrong, narrow or wide, light or dark, one line an element.

    Who walks the way of a test with the mouse comes by the same pages as who walks it by keyboard, and on both
    databases they are the same: axe looks at them once.
    """
    params = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    on_both = request.node.get_closest_marker("scenario") is not None
    again = on_both and os.environ["DATABASE_URL"].startswith("postgres")
    return (lambda page: []) if again or params.get("hand") is Mouse else looks.findings


@pytest.fixture
def signed_in(site: str, db: None) -> Callable[[Page, Any], None]:
    """signed_in(page, user): the page's browser is that of a user who has signed in."""
    from django.conf import settings
    from django.test import Client

    def give_session(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": site}])

    return give_session
