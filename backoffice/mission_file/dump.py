"""From the database to a mission file.

The same rows always make the same bytes, on every database: lists stand in the order in which the application
shows them, or are sorted here by what they say, never by the collation of a database.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.db import models

from backoffice.mission_file import kept, sections
from backoffice.mission_file.sections import HOSTS, ITEM_GROUPS, MISSION, PEOPLE, RELEASES, SHARED
from backoffice.mission_file.shape import Model, Section, as_json, own_value
from missions import itinerary
from missions.document import current
from missions.models import (
    FollowUp,
    FollowUpState,
    Mission,
    ProgrammeItem,
    Release,
    ResultsRelease,
    Withdrawal,
)
from partners.models import Contact, Organisation, Place, Sector

SHARED_MODELS = {section.model for section in SHARED}


def text(data: dict[str, Any]) -> str:
    """The data as the text of a file."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def data(mission: Mission, *, people: bool = True) -> dict[str, Any]:
    """The mission as a mission file has it, JSON-ready.

    Without `people`, contacts and delegates and whatever names them are left out; releases stay as they are,
    since their documents hold no names.
    """
    return _Dump(mission, people).data()


class _Dump:
    """One mission being written: its rows, those that they name, and what the file calls them all."""

    def __init__(self, mission: Mission, people: bool) -> None:
        self.mission = mission
        self.people = people
        # The way from a foreign key to what the file writes.
        self.names: dict[Model, dict[Any, str]] = {}
        self.rows: dict[str, list[Any]] = {}

    def data(self) -> dict[str, Any]:
        for section in (*sections.OWNED, *sections.RECORDS):
            self.rows[section.name] = list(section.rows(self.mission)) if self.kept(section) else []
            self.remember(section)
        self.rows[MISSION.name] = [self.mission]
        self.names[Mission] = dict(
            Mission.objects.filter(
                pk__in=[row.result_mission_id for row in self.rows["follow_ups"]]
            ).values_list("pk", "slug")
        )
        self.find_shared()
        made: dict[str, Any] = {"format": sections.FORMAT}
        if not self.people:
            made["without_people"] = True
        for section in sections.TOP_LEVEL:
            entries = [self.entry(section, row) for row in self.rows[section.name]]
            if section.owner is None:
                entries.sort(key=_sorted_by)
            if section is MISSION:
                made[section.name] = entries[0]
            elif entries:
                made[section.name] = entries
        return made

    def kept(self, section: Section) -> bool:
        """Whether the file has this section: without people it loses those that cannot do without them."""
        relations = section.relations
        return (
            self.people
            or (
                section.model not in PEOPLE
                and not any(relations.get(name) in PEOPLE for name in (*section.required, *section.key[1:]))
            )
            or section is HOSTS
        )

    def remember(self, section: Section) -> None:
        key = section.key[0]
        if key in ("ref", "uid"):
            names = self.names.setdefault(section.model, {})
            names.update((row.pk, str(getattr(row, key))) for row in self.rows[section.name])

    def find_shared(self) -> None:
        """Collect the shared rows that the mission's rows and releases name, and those that these name."""
        wanted: dict[Model, set[Any]] = {model: set() for model in SHARED_MODELS}
        self.want(MISSION, [self.mission], wanted)
        for section in sections.OWNED:
            self.want(section, self.rows[section.name], wanted)
        for model, refs in self.named_by_releases():
            wanted[model] |= set(model._default_manager.filter(ref__in=refs).values_list("pk", flat=True))
        for section in SHARED:
            self.rows[section.name] = []
        missing = True
        while missing:
            missing = False
            for section in SHARED:
                known = {row.pk for row in self.rows[section.name]}
                if (new := wanted[section.model] - known) and self.kept(section):
                    found = section.model._default_manager.filter(pk__in=new).prefetch_related(*section.many)
                    self.rows[section.name] += found
                    self.want(section, found, wanted)
                    missing = True
        for section in SHARED:
            self.remember(section)

    def want(self, section: Section, rows: Any, wanted: dict[Model, set[Any]]) -> None:
        for row in rows:
            for name, model in section.relations.items():
                if model in SHARED_MODELS:
                    wanted[model].add(getattr(row, f"{name}_id"))
            for name, model in section.many.items():
                if model in SHARED_MODELS:
                    wanted[model].update(other.pk for other in getattr(row, name).all())
        for pks in wanted.values():
            pks.discard(None)

    def named_by_releases(self) -> Iterator[tuple[Model, set[str]]]:
        """The shared rows by which a page of a release finds what is not in its document."""
        documents = [current(release.document) for release in self.rows[RELEASES.name]]
        for name, model in (("places", Place), ("sectors", Sector), ("organisations", Organisation)):
            yield model, {entry["ref"] for document in documents for entry in document[name]}
        yield Contact, {ref for document in documents for ref in itinerary.contact_refs(document)}
        sides = [
            side
            for release in self.rows[sections.RESULTS_RELEASES.name]
            for entry in (*release.document["follow_ups"], *release.document["outcomes"])
            for side in _sides(entry)
        ]
        yield Organisation, {side["ref"] for side in sides}

    def entry(self, section: Section, row: models.Model) -> dict[str, Any]:
        found = {}
        for name in section.fields:
            value = self.value(section, row, name)
            if name == "closing_reason" and isinstance(row, FollowUp) and row.state == FollowUpState.DONE:
                value = value or kept.title_of_document(row)
            if value is not None and value not in ("", []):
                found[name] = value
        if isinstance(row, ProgrammeItem):
            found |= self.of_item(row)
        if isinstance(row, Release | ResultsRelease):
            found["document"] = _sorted(row.document)
        if isinstance(row, Release) and (withdrawal := Withdrawal.objects.filter(release=row).first()):
            at = as_json(Withdrawal._meta.get_field("at"), withdrawal.at)
            found["withdrawn"] = {"at": at, "reason": withdrawal.reason}
        return found

    def value(self, section: Section, row: Any, name: str) -> Any:
        model = section.relations.get(name) or section.many.get(name)
        if model is None:
            # A personal group bears the name of its delegate.
            nameless = not self.people and name == "name" and getattr(row, "personal", False)
            return None if nameless else own_value(section, row, name)
        if model in PEOPLE and not self.people:
            return None
        if name in section.relations:
            return self.names[model].get(getattr(row, f"{name}_id"))
        # By slug where there is one: databases do not agree on how hyphens sort.
        others = sorted(getattr(row, name).all(), key=lambda other: getattr(other, "slug", ""))
        return [str(other.ref) for other in others]

    def of_item(self, item: ProgrammeItem) -> dict[str, Any]:
        """The hosts and groups of an item, which stand inside it."""
        hosts: list[dict[str, Any]] = []
        for row in self.rows[HOSTS.name]:
            if row.item_id == item.pk:
                host = self.entry(HOSTS, row)
                del host["item"]
                # Without their contacts, two hosts of one organisation are one.
                if self.people or host["organisation"] not in {other["organisation"] for other in hosts}:
                    hosts.append(host)
        groups = [
            self.names[row_model][row.group_id]
            for row_model in (ITEM_GROUPS.relations["group"],)
            for row in self.rows[ITEM_GROUPS.name]
            if row.item_id == item.pk
        ]
        return {name: value for name, value in (("hosts", hosts), ("groups", groups)) if value}


def _sides(entry: dict[str, Any]) -> list[dict[str, Any]]:
    ours = entry["ours"] if isinstance(entry["ours"], list) else [entry["ours"]] if entry["ours"] else []
    return [*ours, *entry.get("counterparts", []), *entry.get("theirs", [])]


def _sorted_by(entry: dict[str, Any]) -> tuple[str, ...]:
    """Shared rows stand by slug, or by what they are called."""
    names = entry.get("family_name") or entry.get("name") or {}
    return (entry.get("slug", ""), entry.get("country", ""), *sorted(names.values())[:1], entry["ref"])


def _sorted(value: Any) -> Any:
    """The same data with its keys in order: PostgreSQL keeps them in an order of its own."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(entry) for entry in value] if isinstance(value, list) else value
