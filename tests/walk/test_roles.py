"""Every address of the back office, for each role: in her mission as docs/roles.md says, elsewhere nothing.

faults.md 2, 11 to 17 and 24. Each role walks through her own mission and then asks for the same addresses with
rows of another one, of which every text is a canary (foreign.py): by number, by list, filter, search, suggestion,
history, deletion and action. Nothing of it is told, and nothing there is changed.
"""

import dataclasses
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.test import Client

from accounts.models import User
from delegations.models import AccessLink, TravelDocument
from missions.models import MissionRole, Role
from tests.backoffice.pages import staff
from tests.walk import addresses, foreign, role_verdicts, roles_table, world
from tests.walk.addresses import UNKNOWN, Address
from tests.walk.engines import on_engines
from tests.walk.test_every_address import OWN_PAGE, _kind, _text, _verdict, different, filtered, rows, told

pytestmark = pytest.mark.django_db

# The back office, and the files that staff are given outside it.
WALKED = ("admin:", "delegations:attachment")
TYPED = {"_save": "Save", "post": "yes", "title_en": "Taken over", "name_en": "Taken over", "reason": "No"}


@dataclass
class Walk:
    """What one role met."""

    role: str
    world: world.World
    foreign: foreign.Foreign
    personal_elsewhere: set[str] = field(default_factory=set)
    met: dict[Address, str] = field(default_factory=dict)
    met_elsewhere: dict[Address, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    filtered: dict[str, int] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    before: Any = None
    after_reading: Any = None
    after: Any = None


@pytest.fixture(scope="module", params=on_engines(roles_table.ROLES))
def walk(request, django_db_setup, django_db_blocker) -> Walk:
    """The whole walk of one role, once; nothing of it stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic(), world.circumstances():
        made = world.make()
        member = member_of(made, request.param)
        walked = Walk(request.param, made, foreign.make(made.colleague, former_member=member))
        client = Client(raise_request_exception=False)
        client.force_login(member)
        walked.personal_elsewhere = personal_words(made.elsewhere.person, made.elsewhere)
        here = list(addresses.addresses(made))
        elsewhere = list(addresses_elsewhere(walked, here))
        walked.before = rows()
        for address in here:
            if address.name.startswith(WALKED) and not _is_asked_of_rows_elsewhere(address, walked.role):
                walked.met[address] = _ask(walked, client, address.url)
        for address in elsewhere:
            walked.met_elsewhere[address] = _ask(walked, client, address.url)
        _look_for(walked, client)
        walked.after_reading = rows()
        _send(walked, client, elsewhere)
        walked.after = rows()
        transaction.set_rollback(True)
    return walked


def _is_asked_of_rows_elsewhere(address: Address, role: str) -> bool:
    """A stock page with a number that no row has is one of what a role does not see: one role asks for it too."""
    return address.about == UNKNOWN and _kind(address) != OWN_PAGE and role != Role.COORDINATOR


def member_of(made: world.World, role: str) -> User:
    """A member of staff with nothing but this role in the world's mission."""
    member = world._known(staff(no_kind := "none"))
    assert not member.groups.filter(name=no_kind).exists()
    MissionRole.objects.create(mission=made.mission, user=member, role=role)
    return member


def personal_words(*people: Any) -> set[str]:
    """The canaries in these rows and their histories."""
    entries = [entry for row in people for entry in row.history.all()]
    return {
        word for entry in entries for value in vars(entry).values() for word in world.words_of(str(value))
    }


def addresses_elsewhere(walked: Walk, here: list[Address]) -> Iterator[Address]:
    """The addresses of the back office that name the other mission or a row of it."""
    there = dataclasses.replace(
        walked.world, mission=walked.foreign.mission, rows=walked.world.rows | walked.foreign.rows
    )
    known = {address.url for address in here}
    for address in addresses.addresses(there):
        if address.name.startswith(WALKED) and address.url not in known:
            yield address


def _ask(walked: Walk, client: Client, url: str) -> str:
    response = client.get(url)
    walked.bodies[url] = told(client, response)
    return _verdict(response)


def _look_for(walked: Walk, client: Client) -> None:
    """By searching and filtering each list, and in what fields suggest."""
    mission = str(walked.foreign.mission.pk)
    # a line with a traceback for each refused filter takes longer than refusing it
    refusals = logging.getLogger("django.security.DisallowedModelAdminLookup")
    refusals.disabled = True
    for model in world.models_of_the_back_office():
        page = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        rows_of = admin.site.get_model_admin(model)
        for query in queries(model, mission):
            url = f"{page}?{'&'.join(f'{name}={value}' for name, value in query.items())}"
            response = client.get(url)
            walked.bodies[url] = told(client, response)
            if response.status_code == 403:
                break  # who may not open a list is refused before it is searched
            if "q" in query and response.status_code == 200:
                walked.found[url] = response.context["cl"].result_count
        else:
            # of one more word what the page itself asks
            request = response.wsgi_request
            rows, _more = rows_of.get_search_results(request, rows_of.get_queryset(request), "foreign")
            walked.found[f"{page}?q=foreign"] = rows.count()
            if not _may_see_personal_data(walked.role):
                walked.filtered |= filtered(model, page, client, response.wsgi_request)
    refusals.disabled = False
    fields = {(address.name, _offers(address)): address for address in addresses.suggestions()}
    for address in fields.values():
        for word in ("foreign", "canary"):
            response = client.get(address.path, {**address.query, "term": word})
            url = f"{address.about} {word}"
            walked.bodies[url] = _text(response)
            walked.found[url] = len(response.json()["results"]) if response.status_code == 200 else 0


def queries(model: type[Model], mission: str) -> list[dict[str, str]]:
    """How a list may be asked for the other mission's rows: by searching, and by each way that leads there."""
    ways = {
        "mission": {"mission": mission, "mission__id__exact": mission},
        "item": {"item__mission__id__exact": mission},
        "delegate": {"delegate__mission__id__exact": mission},
        "travels": {"travels__isnull": "False"},
    }
    has = {field.name for field in model._meta.get_fields()}
    return [{"q": "canary"}, *(query for name, query in ways.items() if name in has)]


def _offers(address: Address) -> str:
    """What narrows the rows that a field suggests: fields that suggest the same rows are searched once."""
    asked = address.query
    field = apps.get_model(asked["app_label"], asked["model_name"])._meta.get_field(asked["field_name"])
    return str(field.get_limit_choices_to())


def _may_see_personal_data(role: str) -> bool:
    return "view_personal_data" in str(roles_table.permissions(role))


def _send(walked: Walk, client: Client, elsewhere: list[Address]) -> None:
    """Forms, deletions and actions, with rows of the other mission."""
    for address in elsewhere:
        walked.sent[address.url] = _verdict(client.post(address.url, TYPED))
        client.cookies.pop("messages", None)
    for model, row in walked.foreign.rows.items():
        if not admin.site.is_registered(model):
            continue
        page = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for action in ("delete_selected", *admin.site.get_model_admin(model).actions):
            name = action if isinstance(action, str) else action.__name__
            typed = {"action": name, "_selected_action": str(row.pk), "index": "0", "post": "yes"}
            response = client.post(page, typed)
            walked.sent[f"{page} {name}"] = _verdict(response)
            walked.bodies[f"{page} {name}"] = told(client, response)


def test_in_her_mission_every_address_answers_as_the_document_says(walk):
    stated = {}
    for address in walk.met:
        if address.about == UNKNOWN:
            stated[address] = role_verdicts.of_unknown(address, walk.role, _kind(address))
        elif address.about == "mission not named":
            stated[address] = role_verdicts.of_unknown(address, walk.role, "add")
        else:
            stated[address] = role_verdicts.inside(address, walk.role)

    assert different(as_stated(walk.met, stated), stated) == {}


def test_elsewhere_every_address_answers_as_if_there_were_no_row(walk):
    """faults.md 9, 11, 12 and 24"""
    stated = {}
    for address in walk.met_elsewhere:
        view = address.name.rsplit("_", 1)[-1]
        kind = "add" if view == "add" else _kind(address)
        stated[address] = role_verdicts.of_unknown(address, walk.role, kind)

    assert different(as_stated(walk.met_elsewhere, stated), stated) == {}
    assert {address.model for address in walk.met_elsewhere} >= {
        model for model in walk.foreign.rows if admin.site.is_registered(model)
    }


def as_stated(met: dict[Address, str], stated: dict[Address, str]) -> dict[Address, str]:
    """A form that may be sent is read like a page; an address that only takes what is sent refuses to be read."""
    same = {("page", "form"): "form", ("405", "post"): "post"}
    return {address: same.get((verdict, stated[address]), verdict) for address, verdict in met.items()}


def test_no_answer_holds_a_word_of_another_mission(walk):
    """faults.md 2, 14 and 17"""
    leaks = {url: sorted(words) for url, body in walk.bodies.items() if (words := foreign.words_of(body))}

    assert leaks == {}


def test_no_search_filter_or_suggestion_finds_another_missions_rows(walk):
    """faults.md 6 and 17"""
    found = {url: count for url, count in walk.found.items() if count}

    if not _may_see_personal_data(walk.role):
        assert found == {}
        assert {name for name, status in walk.filtered.items() if status != 400} == set()
    assert {url for url in found if "canary" not in url} == set()


def test_personal_data_are_those_of_her_mission_and_of_a_role_that_has_them(walk):
    """faults.md 6, 9 and 21"""
    seen = set().union(*(world.words_of(body) for body in walk.bodies.values()))

    assert len(walk.personal_elsewhere) == 12
    assert seen & walk.personal_elsewhere == set()
    passports = roles_table.actions(walk.role, TravelDocument) != set()
    assert seen & walk.world.passports == (walk.world.passports if passports else set())
    if roles_table.tables()[walk.role][roles_table.PERSONAL] == "sees":
        assert seen >= walk.world.own - walk.world.passports
    else:
        assert seen == set()


def test_nothing_of_another_mission_is_changed(walk):
    """faults.md 14, 15 and 16"""
    assert walk.after_reading == walk.before
    assert walk.after == walk.after_reading
    assert {url for url, verdict in walk.sent.items() if verdict.startswith("5")} == set()


def test_no_answer_opens_a_personal_page(walk):
    """faults.md 26"""
    secrets = set(walk.world.secrets)
    link = walk.foreign.rows[AccessLink]
    secrets |= {link.token_hash, link.token_encrypted}

    assert {url for url, body in walk.bodies.items() if any(secret in body for secret in secrets)} == set()


@pytest.mark.once
def test_the_other_mission_has_rows_of_every_model_and_its_words_are_there_to_be_found():
    made = world.make()
    there = foreign.make(made.colleague)
    client = world.client(made, "superuser")

    found = {
        model
        for model, row in there.rows.items()
        if admin.site.is_registered(model)
        and foreign.words_of(
            _text(client.get(f"/admin/{model._meta.label_lower.replace('.', '/')}/{row.pk}/change/"))
        )
    }

    assert {model._meta.label for model in there.rows} == foreign.models_of_missions()
    assert found == {model for model in there.rows if admin.site.is_registered(model)}
    assert client.get("/admin/missions/programmeitem/?q=foreign").context["cl"].result_count == 1
