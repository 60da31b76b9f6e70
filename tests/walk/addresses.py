"""Every address that the site registers, with the rows and the wrong ids that belong in it.

`routes` asks the resolver, the registry of the back office and its pages' suggestions, so that what is added
is walked without a word here, as long as its parameters are known ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from delegations.models import Delegate
from missions.models import Attachment, FollowUp, Outcome, ProgrammeItem
from reports.exports.lists import LISTS
from tests.walk.world import World, models_of_the_back_office

LANGUAGE = "en"
# No row has these; some are no numbers at all, or larger than any number of the database.
NO_ID = "987654321"
STRANGE_IDS = (
    "no-id",
    "9" * 30,
    "0af47335-b652-4160-aaf4-53c2fb9d0e88",
    "_00",
    "1_0a",
    "%00",
    "-1",
    "1.5",
    "Ⅳ",
)
UNKNOWN = "unknown"
HIDDEN = "hidden"  # there is a row, but it is not for this reader
ABOUT_A_DELEGATE = ("admin:missions_mission_foreseen", "admin:missions_mission_letter_to")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Route:
    """A registered pattern: its name, or its whole route where it has none, and its parameters."""

    name: str
    route: str
    parameters: tuple[str, ...]


@dataclass(frozen=True)
class Address:
    """An address to ask for. `name` is that of its line among the verdicts; `about` says with which row."""

    name: str
    path: str
    query: dict[str, str] = field(default_factory=dict, hash=False)
    about: str = ""
    model: type[models.Model] | None = None

    @property
    def url(self) -> str:
        return self.path + (f"?{urlencode(self.query)}" if self.query else "")


def routes(patterns: Any = None, namespace: str = "", before: str = "") -> Iterator[Route]:
    """All patterns of the resolver, however deep."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        own = "" if isinstance(pattern.pattern, LocalePrefixPattern) else str(pattern.pattern)
        route = before + own.removeprefix("^").removesuffix("$")
        if isinstance(pattern.pattern, LocalePrefixPattern):
            route = f"{LANGUAGE}/"
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner, route)
        else:
            assert isinstance(pattern, URLPattern)
            parameters = tuple(first or second for first, second in PARAMETER.findall(route))
            yield Route(_name(pattern, namespace, parameters), route, parameters)


@cache
def every_route() -> tuple[Route, ...]:
    """The same, found once."""
    return tuple(routes())


def _name(pattern: URLPattern, namespace: str, parameters: tuple[str, ...]) -> str:
    """The name under which reverse() knows the pattern, else one of ours, else its own words."""
    if pattern.name:
        return f"{namespace}{pattern.name}"
    unnamed = {("object_id",): "a_row", ("url",): "no_such_page"}
    return namespace + unnamed.get(parameters, str(pattern.pattern))


def addresses(world: World) -> Iterator[Address]:
    """Every address with a real row, then with rows and ids that are not for everybody, then suggestions."""
    for route in every_route():
        for about, arguments, query in _arguments(route, world):
            name = route.name + (f" {arguments['app_label']}" if "app_label" in arguments else "")
            yield Address(name, path_of(route, arguments), query, about, model_of(route))
    yield from suggestions()
    yield Address("no such address", f"/{LANGUAGE}/no-such-page/", {}, "")
    yield Address("no language", "/", {}, "")


def path_of(route: Route, arguments: dict[str, str]) -> str:
    return "/" + PARAMETER.sub(lambda found: arguments[found[1] or found[2]], route.route)


def _arguments(route: Route, world: World) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """What to put in the place of a route's parameters: (about what, arguments, query)."""
    model = model_of(route)
    match route.parameters:
        case ():
            adds_to_mission = model and route.name.endswith("_add") and _belongs_to_mission(model)
            if adds_to_mission:
                yield "mission not named", {}, {}
            yield "", {}, {"mission": str(world.mission.pk)} if adds_to_mission else {}
        case ("slug",):
            yield from ((about, {"slug": slug}, {}) for about, slug in _slugs(route, world))
        case ("slug", "uid" | "ref" as name):  # a delegate's own item, and a contact that her programme names
            own = {
                "uid": str(world.mission.items.get(visibility="participants").uid),
                "ref": str(world.mission.parties.earliest("pk").contact.ref),
            }
            yield from ((about, {"slug": slug, name: own[name]}, {}) for about, slug in _slugs(route, world))
            other = world.mission.ref if name == "uid" else world.draft.ref
            yield UNKNOWN, {"slug": world.mission.slug, name: str(other)}, {}
        case ("slug", "number"):
            number = str(max(world.mission.releases.values_list("number", flat=True)))
            for about, slug in _slugs(route, world):
                yield about, {"slug": slug, "number": number}, {}
        case ("token",):
            tokens = {
                "draft": world.draft_token,
                "delegations:calendar": world.calendar_token,
                "delegations:host_link": world.host_token,
                "due_feed": world.due_token,
            }
            yield "", {"token": tokens.get(route.name, world.token)}, {}
            yield UNKNOWN, {"token": "no-token"}, {}
        case ("token", "number"):
            yield "", {"token": world.token, "number": "1"}, {}
            yield UNKNOWN, {"token": "no-token", "number": "1"}, {}
        case ("ref",):
            public = world.mission.attachments.get(visibility="public")
            yield "", {"ref": str(public.ref)}, {}
            yield HIDDEN, {"ref": str(world.rows[Attachment].ref)}, {}
            yield UNKNOWN, {"ref": str(world.mission.ref)}, {}
        case ("object_id",) | ("id",) | ("pk",):
            assert model is not None, route
            (name,) = route.parameters
            about_her = route.name in ABOUT_A_DELEGATE
            query = {"delegate": str(world.rows[Delegate].pk)} if about_her else {}
            yield "", {name: str(world.rows[model].pk)}, query
            yield UNKNOWN, {name: NO_ID}, {}
        case ("pk", "version"):
            assert model is not None, route
            row = world.rows[model]
            yield "", {"pk": str(row.pk), "version": str(row.history.earliest("history_id").history_id)}, {}
            yield UNKNOWN, {"pk": str(row.pk), "version": NO_ID}, {}
        case ("content_type_id", "object_id"):
            mission = str(ContentType.objects.get_for_model(type(world.mission)).pk)
            yield "", {"content_type_id": mission, "object_id": str(world.mission.pk)}, {}
            yield UNKNOWN, {"content_type_id": mission, "object_id": NO_ID}, {}
        case ("pk", "mailing"):
            mailing = world.mission.mailings.latest("pk")
            query = {"delegate": str(world.rows[Delegate].pk)} if route.name in ABOUT_A_DELEGATE else {}
            yield "", {"pk": str(world.mission.pk), "mailing": str(mailing.pk)}, query
            yield UNKNOWN, {"pk": str(world.mission.pk), "mailing": NO_ID}, query
        case ("pk", "number"):
            yield UNKNOWN, {"pk": str(world.mission.pk), "number": NO_ID}, {}
        case ("what",):  # a list that is taken away as a file
            for what in LISTS:
                yield "", {"what": what}, {}
            yield UNKNOWN, {"what": "no-list"}, {}
        case ("number",):
            yield UNKNOWN, {"number": NO_ID}, {}
        case ("app_label",):
            labels = re.search(r"\(\?P<app_label>([^)]*)\)", route.route)
            for label in labels[1].split("|") if labels else ():
                yield "", {"app_label": label}, {}
        case ("url",):
            yield "", {"url": "no/such/page/"}, {}
        case ("uidb36", "key"):
            yield UNKNOWN, {"uidb36": "1", "key": "no-key"}, {}
        case _:
            raise AssertionError(f"{route}: say in tests/walk/addresses.py what its parameters are")


def _slugs(route: Route, world: World) -> list[tuple[str, str]]:
    if route.name == "missions:partner":
        return [
            ("", world.organisation_slug),
            (HIDDEN, world.hidden_organisation_slug),
            (UNKNOWN, "no-slug"),
        ]
    slugs = [("", world.mission.slug), ("former", world.former_slug), (HIDDEN, world.draft.slug)]
    if route.name.startswith("my:"):
        slugs.append((HIDDEN, world.elsewhere.mission.slug))
    return [*slugs, (UNKNOWN, "no-slug")]


@cache
def model_of(route: Route) -> type[models.Model] | None:
    """The model whose page in the back office this is, None elsewhere."""
    if route.route.startswith("admin/follow-ups/"):
        return FollowUp
    if route.route.startswith("admin/outcomes/"):
        return Outcome
    if route.route.startswith("admin/visits/"):
        return ProgrammeItem
    for model in models_of_the_back_office():
        if route.route.startswith(f"admin/{model._meta.app_label}/{model._meta.model_name}/"):
            return model
    return None


def _belongs_to_mission(model: type[models.Model]) -> bool:
    return "choose_mission" in dir(admin.site.get_model_admin(model))


def suggestions() -> Iterator[Address]:
    """What every field with suggestions asks for, also those of forms within forms."""
    for model_admin in admin.site._registry.values():
        inlines = [inline(model_admin.model, admin.site) for inline in model_admin.inlines]
        for form in (model_admin, *inlines):
            opts = form.model._meta
            for name in form.autocomplete_fields:
                remote = opts.get_field(name).related_model
                asked = {"app_label": opts.app_label, "model_name": opts.model_name, "field_name": name}
                about = f"for {opts.label_lower}.{name}"
                name_of_line = f"admin:autocomplete {remote._meta.label_lower}"
                yield Address(name_of_line, "/admin/autocomplete/", asked, about)
