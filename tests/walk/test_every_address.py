"""Every registered address, page of the back office, feed and list of suggestions, for each kind of reader.

faults.md 1, 2, 8 to 14, 16 to 19 and 24: one check forgotten on one door. The resolver and the registry of the
back office say which doors there are; verdicts.py says who gets what behind them.
"""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.test import Client

from delegations.models import Delegate, Stay, TravelDocumentLook
from partners.desk import DeskAdmin
from partners.models import Person
from partners.narrowing import NarrowedAdmin
from tests import papers
from tests.walk import addresses, verdicts, world
from tests.walk.addresses import HIDDEN, UNKNOWN, Address
from tests.walk.engines import on_engines

pytestmark = pytest.mark.django_db

SIGN_IN = ("/accounts/login/", "/admin/login/")
FIELDS = {"email", "phone", "languages", "diet", "accessneeds", "arrivalwish", "room"}
# What tells when somebody came, and changes by coming.
CHANGES_BY_ITSELF = {"last_login", "last_used_at"}
PERSONAL: dict[type[models.Model], tuple[str, ...]] = {
    Person: ("email", "phone"),
    Delegate: ("languages", "diet", "access_needs", "arrival_wish"),
    Stay: ("room", "shared_with"),
}


@dataclass
class Walk:
    """What one reader met."""

    reader: str
    world: world.World
    verdicts: dict[Address, str] = field(default_factory=dict)
    bodies: dict[Address, str] = field(default_factory=dict)
    orderings: dict[Address, set[str]] = field(default_factory=dict)
    refused: dict[Address, str] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    filtered: dict[str, int] = field(default_factory=dict)
    sent_to: set[Any] = field(default_factory=set)
    request: Any = None  # hers, by which a list says what it offers
    sent_what_none_offers: bool = False
    before: Any = None
    after_reading: Any = None
    after_sending: Any = None


@pytest.fixture(scope="module", params=on_engines(world.READERS))
def walk(request, django_db_setup, django_db_blocker) -> Walk:
    """The whole walk of one reader, once; nothing of it stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic(), world.circumstances():
        made = world.make()
        client = world.client(made, request.param)
        walked = Walk(request.param, made)
        everything = list(addresses.addresses(made))
        # a line with a traceback for each refused filter takes longer than refusing it
        refusals = logging.getLogger("django.security.DisallowedModelAdminLookup")
        refusals.disabled = True
        walked.before = rows()
        for address in everything:
            _ask(walked, client, address)
        _search(walked, client)
        walked.after_reading = rows()
        for address in everything:
            _send(walked, client, address)
        walked.after_sending = rows()
        refusals.disabled = False
        transaction.set_rollback(True)
    return walked


def _ask(walked: Walk, client: Client, address: Address) -> None:
    response = client.get(address.url)
    walked.verdicts[address] = _verdict(response)
    walked.bodies[address] = told(client, response)
    changelist = (response.context or {}).get("cl")
    if changelist:
        columns = map(changelist.get_ordering_field, changelist.list_display)
        walked.orderings[address] = {str(column) for column in columns}


def told(client: Client, response: Any) -> str:
    """All that one is told by an answer, with what the next page would say of it."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = client.cookies.output()
    # read here, else the sentences of all that is refused pile up until a page shows them
    sentences = get_messages(response.wsgi_request) if client.cookies.pop("messages", None) else ()
    return "\n".join([headers, cookies, *map(str, sentences), _text(response)])


def _text(response: Any) -> str:
    """What is in the answer: of a sheet, what is in its parts."""
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"%PDF") and b"%%EOF" in content[-16:]:  # attachments of tests only begin like one
        return papers.text(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in parts.namelist())
    return content.decode()


def _verdict(response: Any) -> str:
    if response.status_code in (301, 302):
        return "enter" if response["Location"].startswith(SIGN_IN) else "on"
    return "page" if response.status_code == 200 else str(response.status_code)


def _search(walked: Walk, client: Client) -> None:
    """Look for what is personal by every search, filter and list of suggestions."""
    for model in world.models_of_the_back_office():
        page = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        found = client.get(page, {"q": "canary"})
        walked.request = found.wsgi_request
        if found.status_code == 200:
            walked.found[page] = found.context["cl"].result_count
            if walked.reader not in world.SEE_PERSONAL_DATA:
                walked.filtered |= filtered(model, page, client, found.wsgi_request)
    for address in addresses.suggestions():
        found = client.get(address.path, {**address.query, "term": "canary"})
        if found.status_code == 200:
            walked.found[address.about] = len(found.json()["results"])


def filtered(model: type[models.Model], page: str, client: Client, request: Any) -> dict[str, int]:
    """What a list answers that is to be filtered by what is personal, by filter.

    It is asked by the shortest; of the others what the list itself asks of each: `lookup_allowed`.
    """
    names = sorted(personal_lookups(model), key=len)
    answers = {f"{page}?{name}": client.get(page, {name: "c"}).status_code for name in names[:1]}
    allowed = admin.site.get_model_admin(model).lookup_allowed
    return answers | {f"{page}?{name}": 200 if allowed(name, "c", request) else 400 for name in names[1:]}


def personal_lookups(model: type[models.Model]) -> list[str]:
    """What an address may be asked to filter by: each personal field within three steps of the model."""
    ways = [("", model)]
    for _step in range(2):
        ways += [
            (f"{way}{relation.name}__", relation.related_model)
            for way, reached in ways
            for relation in reached._meta.get_fields()
            if relation.is_relation and relation.related_model not in (None, model)
        ]
    return sorted(
        {
            f"{way}{name}__{'isnull' if name == 'shared_with' else 'startswith'}"
            for way, reached in ways
            for name in PERSONAL.get(reached, ())
        }
    )


def _send(walked: Walk, client: Client, address: Address) -> None:
    """Send what would write to where this reader may not; and the actions that are not for her."""
    allowed = verdict_of(address, walked.reader)
    if address.model and address.about == "" and address.name.endswith(("_changelist", "_change")):
        prefix = "CHANGE_FORM-" if address.name.endswith("_change") else ""
        row = str(walked.world.rows[address.model].pk)
        for action in _actions_not_for(walked.reader, address.model):
            if not prefix and walked.reader in world.STAFF and not _takes(walked, address.model, action):
                continue
            client.post(
                address.path,
                {f"{prefix}action": action, "_selected_action": row, "index": "0", "post": "yes"},
            )
    if allowed in ("form", "post") or address.about:
        return
    if allowed == "page" and (view := _view_where_nothing_is_typed(address)):
        if view in walked.sent_to:
            return
        walked.sent_to.add(view)
    typed = {
        "_save": "Save",
        "post": "yes",
        "title_en": "Taken over",
        "name_en": "Taken over",
        "reason": "No",
    }
    response = client.post(address.url, typed)
    walked.refused[address] = "enter" if _verdict(response) == "enter" else str(response.status_code)
    client.cookies.pop("messages", None)


def _view_where_nothing_is_typed(address: Address) -> Any:
    """What shows the lists or the histories of many models, where it is one; None elsewhere."""
    of_stock = {"changelist": "changelist_view", "history": "history_view"}
    view = of_stock.get(address.name.rsplit("_", 1)[-1])
    page = admin.site.get_model_admin(address.model) if view and address.model else None
    return getattr(type(page), view) if page and not page.list_editable else None


def _takes(walked: Walk, model: type[models.Model], action: str) -> bool:
    """Whether the list offers this action to this reader; one that is not offered is sent all the same, once."""
    if action in admin.site.get_model_admin(model).get_actions(walked.request):
        return True
    first, walked.sent_what_none_offers = not walked.sent_what_none_offers, True
    return first


def _actions_not_for(reader: str, model: type[models.Model]) -> Iterator[str]:
    opts, table = model._meta, verdicts.stated()
    page = f"admin:{opts.app_label}_{opts.model_name}"
    for action in ("delete_selected", *admin.site.get_model_admin(model).actions):
        name = action if isinstance(action, str) else action.__name__
        if table[page + verdicts.ACTIONS[name]][reader] != "form":
            yield name


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """All that the database holds, histories included; sessions and the record of who looked left out."""
    return {
        model._meta.label: list(
            model._base_manager.order_by("pk").values_list(
                *(field.name for field in model._meta.fields if field.name not in CHANGES_BY_ITSELF)
            )
        )
        for model in apps.get_models(include_auto_created=True)
        if model not in (Session, TravelDocumentLook) and not model._meta.proxy
    }


def verdict_of(address: Address, reader: str) -> str:
    """What is stated for this address and reader; "not stated" where nothing is."""
    table = verdicts.stated()
    line = (
        f"{address.name}, {address.about}" if address.about in ("former", HIDDEN, UNKNOWN) else address.name
    )
    if line in table or address.about != UNKNOWN:
        return table.get(line, {}).get(reader, "not stated")
    real = table.get(address.name, {}).get(reader, "not stated")
    return verdicts.WRONG_IDS[_kind(address)].get(real, "not stated")


def _kind(address: Address) -> str:
    view = address.name.rsplit("_", 1)[-1]
    if view == "history":
        page = admin.site.get_model_admin(address.model)
        if not isinstance(page, NarrowedAdmin):
            return "history of Django's"
        return "history" if isinstance(page, DeskAdmin) else "history of what is only read"
    return view if view in ("change", "delete") and not address.name.endswith("password_change") else OWN_PAGE


OWN_PAGE = "a page of ours"


def test_every_address_answers_as_stated(walk):
    """faults.md 10"""
    stated = {address: verdict_of(address, walk.reader) for address in walk.verdicts}

    met = {
        address: "form" if met == "page" and stated[address] == "form" else met
        for address, met in walk.verdicts.items()
    }
    met |= {address: "post" for address in met if (met[address], stated[address]) == ("405", "post")}

    assert different(met, stated) == {}


def different(met: dict[Address, str], stated: dict[Address, str]) -> dict[str, str]:
    return {
        f"{address.name} ({address.about}) {address.url}": f"{met[address]}, but stated is {stated[address]}"
        for address in met
        if met[address] != stated[address]
    }


def test_reading_changes_nothing(walk):
    """faults.md 51"""
    assert walk.after_reading == walk.before


def test_who_may_not_write_is_refused_and_changes_nothing(walk):
    """faults.md 14, 15 and 16"""
    forms = ("_add", "_delete", "_change", "_release", "_results", "_withdraw", "_import", "_restore")
    answers = {
        address.name: answer
        for address, answer in walk.refused.items()
        if address.name.startswith("admin:") and address.name.endswith(forms)
    }

    assert walk.after_sending == walk.after_reading
    assert {name: answer for name, answer in answers.items() if answer not in ("403", "enter")} == {}
    assert {address.url for address, answer in walk.refused.items() if answer.startswith("5")} == set()


def test_no_answer_holds_what_is_personal_without_the_permission(walk):
    """faults.md 6, 9, 11, 17 and 21"""
    allowed = set()
    if walk.reader in world.SEE_PERSONAL_DATA:
        allowed = set(walk.world.personal)
        if walk.reader == "superuser":
            allowed |= walk.world.passports
    elif walk.reader == "delegate":
        allowed = set(walk.world.own)
    leaks = {
        address.url: sorted(words - allowed)
        for address, body in walk.bodies.items()
        if (words := world.words_of(body)) - allowed
    }
    seen = {word for body in walk.bodies.values() for word in world.words_of(body)}

    assert leaks == {}
    # and they are there to be found
    if walk.reader in world.SEE_PERSONAL_DATA:
        passport = {"passport"} if walk.reader == "superuser" else set()
        assert {re.sub(r"^canary\d+", "", word) for word in seen} == FIELDS | passport
    assert bool(seen) == bool(allowed)


def test_a_passport_stands_where_it_was_asked_for_and_nowhere_else(walk):
    """Scenario 6 of the field: in no list, form, search, history, log, bin, file, or error page."""
    found = {
        address.name for address, body in walk.bodies.items() if world.words_of(body) & walk.world.passports
    }

    asked = {
        "superuser": {
            "admin:delegations_delegate_travel_document",
            "admin:missions_mission_visas",
            "admin:missions_mission_visas_pdf",
            "admin:missions_mission_visas_xlsx",
        },
        "delegate": {"my:travel_document"},
    }
    assert found == asked.get(walk.reader, set())


def test_no_search_filter_order_or_suggestion_finds_what_is_personal(walk):
    """faults.md 6 and 17"""
    personal = {name for names in PERSONAL.values() for name in names}
    orders = {
        address.url: columns & personal
        for address, columns in walk.orderings.items()
        if {part for column in columns for part in column.split("__")} & personal
    }
    hits = {name: count for name, count in walk.found.items() if count}

    if walk.reader in world.SEE_PERSONAL_DATA:
        assert hits["/admin/partners/person/"] == 4
        assert hits["for delegations.delegate.person"] == 4
        assert orders.keys() >= {f"/admin/{page}/" for page in ("partners/person", "delegations/stay")}
    else:
        assert (hits, orders) == ({}, {})
        assert {name: status for name, status in walk.filtered.items() if status != 400} == {}


def test_no_answer_holds_what_opens_a_personal_page(walk):
    """faults.md 26: tokens, their hashes, and what they are encrypted to; her calendar's stands in her page."""
    found = {
        (address.name, secret)
        for address, body in walk.bodies.items()
        for secret in walk.world.secrets
        if secret in body
    }

    hers = {("my:calendar", walk.world.calendar_token)}
    assert found == (hers if walk.reader == "delegate" else set())


def test_a_history_tells_of_rows_beside_it_only_to_who_may_see_these(walk):
    """faults.md 11: who releases sees missions, but neither their parties nor their stops."""
    mission = f"/admin/missions/mission/{walk.world.mission.pk}/history/"
    bodies = {address.url: body for address, body in walk.bodies.items()}

    assert (world.HOST in bodies[mission]) == (walk.reader not in ("anonymous", "delegate", "releaser"))
