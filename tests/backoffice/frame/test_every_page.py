"""Every page of the back office, by the addresses of the walk: a new page is measured and heard here by itself."""

import datetime
import gzip
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.staticfiles import finders
from django.core.cache import cache as memory
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from backoffice.letters import travel_letter
from delegations import links
from delegations.models import AccessLink, Mailing, members_of_groups
from delegations.models.notices import MailingKind
from missions import document as documents
from missions import drafts
from missions.models import ItemKind, MissionRole, Role
from tests import factories
from tests.backoffice import beside
from tests.backoffice.frame import russian
from tests.delegations.travellers import release
from tests.walk import addresses, desk_pages, world

pytestmark = pytest.mark.django_db

QUERIES = 40  # the goal for a page of staff; none grows with its rows
BYTES = 150_000
MARKUP = 150 * 1024
ABOUT_ONE = re.compile(r"/\d+/")
ROWS = 30
AHEAD = datetime.date(2099, 12, 7)
FILES = {
    "admin:missions_mission_import_template",
    "admin:missions_mission_docx",
    "admin:missions_mission_lists_pdf",
    "admin:missions_mission_lists_xlsx",
    "admin:missions_mission_badges",
    "admin:missions_mission_tents",
    "admin:missions_mission_pdf",
    "admin:missions_mission_seen_pdf",
    "admin:missions_mission_seen_xlsx",
    "admin:missions_mission_visas_pdf",
    "admin:visit_blank",
    "admin:missions_mission_visas_xlsx",
}
# What needs more than a row to be there, and the test in a browser that looks at it.
LOOKED_AT_ELSEWHERE = {
    "admin:missions_mission_substitute": "test_people.py",
    "admin:missions_mission_import_preview": "test_imports.py",
    "admin:missions_mission_file_preview": "test_imports.py",
    "admin:export_progress": "test_exports_page.py",
    "admin:export_file": "test_exports_page.py",
}
TESTS = Path(__file__).parents[2] / "browser"


def grow(made):
    """As many rows of each kind, all of the one mission, and as many entries in the histories of its rows.

    Of a delegate a leg and a stay have changed since the links went out.
    """
    mission = made.mission
    document = documents.make(mission, members_of_groups(mission))
    for number in range(1, ROWS):
        organisation = factories.make_organisation(place=factories.make_place())
        stop = factories.make_stop(mission=mission, place=organisation.place)
        group = factories.make_group(mission=mission)
        delegate = factories.make_delegate(mission=mission, groups=[group], organisation=organisation)
        item = factories.make_item(
            stop=stop,
            kind=ItemKind.SITE_VISIT,
            day=mission.starts_on,
            starts_at=datetime.time(10),
            groups=[group],
            hosts=[organisation],
            topics=[factories.make_sector()],
        )
        factories.make_attendance(item=item, delegate=delegate)
        factories.make_stay(delegate=delegate)
        factories.make_travel_document(delegate)
        factories.make_leg(mission=mission, passengers=[delegate])
        factories.make_contact(organisation=organisation)
        factories.make_party(mission=mission, organisation=organisation)
        factories.make_visit_report(item=item)
        factories.make_follow_up(item=item, counterparts=[organisation])
        factories.make_outcome(mission=mission)
        factories.make_deadline(mission=mission)
        factories.make_attachment(mission=mission, item=item)
        factories.make_series()
        factories.make_user()
        links.make(delegate)
        for row in made.rows.values():
            if hasattr(row, "history"):
                row.save()
        drafts.make(
            mission, reader=f"Embassy {number}", host=None, document=document, days=30, by=made.colleague
        )
    AccessLink.objects.filter(delegate__mission=mission).update(sent_at=timezone.now())
    leg, stay = delegate.legs.get(), delegate.stays.get()
    leg.number, stay.hotel, stay.leaves_on = "XX 2", "Imperial", AHEAD
    leg.save()
    stay.save()


@dataclass(frozen=True)
class Answer:
    """What an address answered, in how many queries, and how many bytes it takes; `markup` uncompressed."""

    status: int
    page: bool
    queries: int
    bytes: int
    markup: int


def superuser(made):
    return world.client(made, "superuser")


def coordinator(made):
    """A browser of a member of staff of no kind, who holds a role in the mission."""
    client = Client()
    user = factories.make_user()
    MissionRole.objects.create(mission=made.mission, user=user, role=Role.COORDINATOR)
    client.force_login(user)
    return client


def looked_at(made):
    """The addresses of the back office, and the forms that the board opens in its place, by name."""
    for address in desk_pages.of_the_desk(made):
        yield address.name, address.url
    board = reverse("admin:missions_mission_board", args=[made.mission.pk])
    item, stop = made.mission.items.first(), made.mission.stops.first()
    forms = {
        "add": "_",
        "add in a day": f"{made.mission.starts_on}_{stop.pk}",
        "edit": item.pk,
        "move": item.pk,
    }
    for form, about in forms.items():
        yield f"admin:missions_mission_board {form}", f"{board}?{form.partition(' ')[0]}={about}"


def telling_of_journeys(made):
    """The pages that say that journeys have changed, where nothing else has, and a letter that tells them."""
    release(made.mission)
    draft = Mailing(mission=made.mission, kind=MailingKind.MESSAGE)
    travel_letter.write_into(draft)
    draft.save()
    for lang, delegate in zip(("en", "ru", "kk"), draft.mission.delegates.order_by("-pk"), strict=False):
        type(delegate.person).objects.filter(pk=delegate.person_id).update(
            language=lang, email=f"{lang}@example.org"
        )
        for leg in delegate.legs.all():
            leg.number = "XX 3"
            leg.save()
    for name in ("foreseen", "release", "letters"):
        yield name, reverse(f"admin:missions_mission_{name}", args=[made.mission.pk])
    yield "draft", reverse("admin:missions_mission_letter", args=[made.mission.pk, draft.pk])


def walk(made, client, addresses=None, hear=lambda name, page: None):
    """The answers of these addresses, or of all, by name; of a board nothing is kept. `hear` is told each page."""
    client.get("/admin/")
    found = {}
    for name, url in addresses or looked_at(made):
        if "_board" in name:
            memory.clear()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
        size = weight(response.content) if page else 0
        if page:
            hear(name, response.content.decode())
        markup = len(response.content) if page else 0
        found[name] = Answer(response.status_code, page, len(queries), size, markup)
    return found


def weight(page):
    """The bytes of a page with its scripts and stylesheets; fonts come to them in the browser's own test."""
    static = [finders.find(name) for name in re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())]
    return len(gzip.compress(page, 6)) + sum(_compressed(path) for path in set(static))


@cache
def _compressed(path):
    return len(gzip.compress(Path(path).read_bytes(), 6))


@pytest.mark.once  # what is counted is what Python asks and answers
def test_each_page_is_light_and_asks_few_questions_with_one_row_and_with_thirty():
    """With one row in Russian, of which no page has an English word that is not somebody's own text."""
    memory.clear()
    made = world.make()
    ContentType.objects.get_for_models(*apps.get_models())  # a process remembers these
    reader = superuser(made)
    reader.cookies["django_language"] = "ru"
    listener = russian.Listener()
    few = walk(made, reader, hear=listener.hear)
    assert listener.found == {}
    grow(made)
    memory.clear()
    with beside.no_list():
        by_role = walk(made, coordinator(made))
        # Of one row or one mission she reads what a superuser reads but for fields of forms, and asks for her rights besides.
        wider = [
            (name, url)
            for name, url in looked_at(made)
            if not (by_role[name].page and ABOUT_ONE.search(url)) or url.endswith("/change/")
        ]
        many = walk(made, superuser(made), wider)
    telling = list(telling_of_journeys(made))
    told = [walk(made, client(made), telling) for client in (superuser, coordinator)]
    assert [[answer.page for answer in walked.values()] for walked in told] == [[True] * 4] * 2

    walks = (few, many, by_role, *told)
    answers = [(name, answer) for walked in walks for name, answer in walked.items() if answer.page]
    assert {name: answer for name, answer in answers if answer.bytes > BYTES or answer.markup > MARKUP} == {}
    assert max(answer.markup for answer in (by_role | many).values()) <= MARKUP - beside.BYTES
    assert [(name, answer.queries) for name, answer in answers if answer.queries > QUERIES] == []
    assert_each_address_is_looked_at(few)
    assert {name for name, answer in few.items() if answer.page} == {
        name for name, answer in (by_role | many).items() if answer.page
    }


def assert_each_address_is_looked_at(walked):
    """By axe, and for its complaints, weight and width: tests/browser/test_back_office_pages.py walks the pages."""
    routes = {route.name for route in addresses.routes() if route.route.startswith("admin/")}
    labelled = {name.partition(" ")[0] for name in walked}  # of some addresses there is one for each app
    assert {
        name for name in routes - labelled if not name.startswith(desk_pages.NO_PAGES)
    } == LOOKED_AT_ELSEWHERE.keys()
    assert {name for name, answer in walked.items() if not answer.page and answer.status == 200} == FILES
    for name, file in LOOKED_AT_ELSEWHERE.items():
        assert "axe(page)" in (TESTS / file).read_text(encoding="utf-8"), name
