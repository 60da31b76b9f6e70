"""make screenshots: pictures of README.md and our guides, taken of the examples in a database of their own.

Nothing is installed: it takes the tools of `make test` and a Chromium (CHROMIUM names another than Debian's).
The database, its keys and the server are gone afterwards; docs/pictures/ holds what is new.
"""

import base64
import io
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools import catalogues, run, start

PICTURES = start.ROOT / "docs" / "pictures"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
WIDE: ViewportSize = {"width": 1280, "height": 860}
NARROW: ViewportSize = {"width": 390, "height": 780}
QUALITY = 60

ORGANISER, REPORTER = "organiser@example.org", "reporter@example.org"

# Of README.md the name of its picture, and the page on it, as anybody reads it.
PUBLIC = {"mission": "/en/missions/kazakhstan-turkmenistan-december-2023/"}

# Of docs/organiser.md the name of a picture, and the page on it: {mission} is the number of the invented
# mission, {item} that of its reception, {host} the reference of who receives there.
PAGES = {
    "week": "/admin/",
    "new": "/admin/missions/mission/add/",
    "board": "/admin/missions/mission/{mission}/board/",
    "edit": "/admin/missions/mission/{mission}/board/?edit={item}#item-{item}",
    "move": "/admin/missions/mission/{mission}/move/?what=all&days=7",
    "people": "/admin/missions/mission/{mission}/people/",
    "cautions": "/admin/missions/mission/{mission}/cautions/",
    "deadlines": "/admin/missions/mission/{mission}/deadlines/",
    "import": "/admin/missions/mission/{mission}/import/",
    "release": "/admin/missions/mission/{mission}/release/",
    "preview": "/admin/missions/mission/{mission}/preview/?as=host-{host}",
    "links": "/admin/missions/mission/{mission}/links/",
    "seen": "/admin/missions/mission/{mission}/seen/",
    "lists": "/admin/missions/mission/{mission}/lists/",
    "history": "/admin/missions/mission/{mission}/changes/",
    "deleted": "/admin/deleted/",
    # These show what comes of a form.
    "copy": "/admin/missions/mission/{mission}/copy/",
    "drafts": "/admin/missions/mission/{mission}/drafts/",
}
# What is written into a form before the picture, and the button that sends it.
SENT = {
    "copy": ({"First day": "2027-03-01"}, "Show what would come"),
    "drafts": ({"For whom": "The Example Embassy"}, "Make the link"),
}
ON_A_TELEPHONE = {"board-telephone": "/admin/missions/mission/{mission}/board/"}

# The same of docs/staff.md, when the mission is over: of the rows that tools/after_the_mission.py makes.
AFTERWARDS = {
    "visits": "/admin/visits/?mission={mission}",
    "approve": "/admin/visits/{meeting}/",
    "follow-ups": "/admin/follow-ups/?mission={mission}",
    "done": "/admin/follow-ups/{follow_up}/",
    "outcomes": "/admin/outcomes/?in=USD",
    "export": "/admin/export/follow-ups/?of=register&mission={mission}",
    "years": "/admin/partners/organisation/{organisation}/years/",
}
AFTERWARDS_ON_A_TELEPHONE = {
    "report-telephone": "/admin/visits/{visit}/",
    "offline-telephone": "/admin/visits/{visit}/",
}
OPENED = {"done": "#verbs ~ details:has(#do-done) > summary"}  # what is folded otherwise
# What stands at the top of the picture, or at its foot, where that is not the top of the page.
BEGINS = {"done": "#verbs", "outcomes": "#sums"}
ENDS = {"approve": "section:has(#decide)"}
# What is typed while there is no network, and what the page says then.
TYPED_OFFLINE = {"offline-telephone": ("Agreed points", "A trial delivery of two containers", "#kept")}


def main() -> int:
    """Take every picture anew."""
    with tempfile.TemporaryDirectory() as folder:
        password = secrets.token_urlsafe(12)
        number = free_port()
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "ENV_FILE": os.devnull,
            "SITE_URL": f"http://127.0.0.1:{number}",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "DEMO_PASSWORD": password,
        }
        rows = prepare()
        site = f"http://127.0.0.1:{number}"
        with served(number):
            with chromium() as browser:
                take(browser.new_page(base_url=site, locale="en-GB"), PUBLIC, WIDE, rows)
                organiser = sign_in(browser, site, ORGANISER, password)
                take(organiser, PAGES, WIDE, rows)
                take(organiser, ON_A_TELEPHONE, NARROW, rows)
            rows = time_passes(password)  # with no browser open, beside which Django asks no database
            with chromium() as browser:
                take(sign_in(browser, site, ORGANISER, password), AFTERWARDS, WIDE, rows)
                take(sign_in(browser, site, REPORTER, password), AFTERWARDS_ON_A_TELEPHONE, NARROW, rows)
    return 0


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def prepare() -> dict[str, int | str]:
    """A database with the examples; the rows of the invented mission that PAGES names."""
    start.set_up()
    catalogues.compile_changed()
    start.collect_static()
    from django.core.management import call_command
    from django.db import connections

    from accounts.models import User
    from backoffice.management.commands.welcome import FICTION
    from missions.models import Host, Mission
    from partners import deletions

    call_command("migrate", interactive=False, verbosity=0)
    call_command("welcome", stdout=io.StringIO())
    mission = Mission.objects.get(slug=FICTION)
    # Something to release, to read in the history and to bring back.
    item = mission.items.get(title_en="Welcome reception")
    organiser = User.objects.get(email=ORGANISER)
    item.venue_en = "Hotel Example, garden"
    item._history_user = organiser
    item.save()
    deletions.delete(mission.deadlines.filter(title_en__startswith="Print"), organiser)
    host = Host.objects.filter(item__mission=mission).earliest("item__day", "pk").organisation
    rows = {"mission": mission.pk, "item": item.pk, "host": str(host.ref)}
    connections.close_all()
    return rows


@contextmanager
def served(number: int) -> Iterator[None]:
    """The web server, as `make run` starts it."""
    programs: dict[str, subprocess.Popen[bytes]] = {}
    try:
        programs["web server"] = start.child(start.web_server("127.0.0.1", number, 1))
        run.wait_for_answer(number, programs)
        yield
    finally:
        run.stop(programs)


def time_passes(password: str) -> dict[str, int | str]:
    """The invented mission is over, and a reporter has written; the rows that AFTERWARDS names."""
    from django.db import connections

    from accounts.models import User
    from backoffice.management.commands.welcome import FICTION
    from missions.models import Mission
    from tools import after_the_mission

    rows = after_the_mission.tell(
        Mission.objects.get(slug=FICTION),
        User.objects.get(email=ORGANISER),
        User.objects.create_user(REPORTER, password, first_name="Reporter", is_staff=True),
    )
    connections.close_all()
    return rows


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def sign_in(browser: Browser, site: str, email: str, password: str) -> Page:
    """A page of one member of staff, in light colours."""
    page = browser.new_context(base_url=site, locale="en-GB", color_scheme="light").new_page()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.locator("input[type=password]").fill(password)
    page.locator("main button[type=submit], main form button").first.click()
    page.wait_for_url("**/admin/**")
    return page


def take(page: Page, pages: dict[str, str], size: ViewportSize, rows: dict[str, int | str]) -> None:
    """Take these pages in this size."""
    PICTURES.mkdir(exist_ok=True)
    page.set_viewport_size(size)
    for name, address in pages.items():
        picture(page, name, address.format(**rows))


def picture(page: Page, name: str, address: str) -> None:
    """What is seen of a page before anybody scrolls, as a small file."""
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise start.Refused(f"{address} cannot be shown, so that there is no picture {name}.")
    if name in SENT:
        fields, button = SENT[name]
        for label, text in fields.items():
            page.get_by_label(label).fill(text)
        page.get_by_role("button", name=button).click()
        page.wait_for_load_state("networkidle")
        page.locator("#preview, #made").first.evaluate("one => one.scrollIntoView()")
    if name in OPENED:
        page.locator(OPENED[name]).click()
    if name in BEGINS:
        page.locator(BEGINS[name]).evaluate("one => one.scrollIntoView()")
    if name in ENDS:
        page.locator(ENDS[name]).evaluate("one => one.scrollIntoView({block: 'end'})")
    if name in TYPED_OFFLINE:
        label, text, told = TYPED_OFFLINE[name]
        page.context.set_offline(True)
        page.get_by_label(label).fill(text)
        page.locator(told).wait_for()
        page.get_by_label(label).evaluate("one => one.scrollIntoView({block: 'center'})")
    path = PICTURES / f"{name}.webp"
    Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB").save(
        path, "WEBP", quality=QUALITY, method=6
    )
    print(f"{path.relative_to(start.ROOT)}: {path.stat().st_size // 1024} KB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
