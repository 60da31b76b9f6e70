"""The rows of a random mission without a database: models as `document.make` reads them, saved nowhere.

Thousands of missions cost too much to save. That their documents are those of saved rows is a test of its own.
"""

import itertools
from typing import Any

from backoffice.mission_file import sections
from backoffice.mission_file.shape import Section, from_json
from delegations.models import DelegateState
from missions.document import Rows
from missions.models import Mission
from tests.strategies import Plan

SECTIONS = {section.name: section for section in sections.TOP_LEVEL}
SHARED = ("places", "sectors", "organisations", "people", "contacts", "series")


class Unsaved:
    """The mission of a plan, the rows that its document is made of, and the members of its groups."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.keys = itertools.count(1)
        self.known: dict[tuple[type, str], Any] = {}
        for name in SHARED:
            self.all(name)
        self.mission: Mission = self.row(sections.MISSION, plan["mission"])
        self.cache(self.mission, "groups", self.all("groups"))
        self.cache(self.mission, "parties", self.all("parties"))
        stops = self.all("stops")
        items = [self.item(entry) for entry in plan.get("items", ())]
        self.rows = Rows(sorted(items, key=lambda item: (item.order, item.pk)), stops)

    @property
    def members(self) -> dict[str, list[str]]:
        """The refs of the delegates who travel with each group, by its ref."""
        return {
            group["ref"]: [
                delegate["ref"]
                for delegate in self.plan.get("delegates", ())
                if group["ref"] in delegate.get("groups", ()) and delegate["state"] != DelegateState.WITHDRAWN
            ]
            for group in self.plan.get("groups", ())
        }

    def all(self, name: str) -> list[Any]:
        return [self.row(SECTIONS[name], entry) for entry in self.plan.get(name, ())]

    def item(self, entry: dict[str, Any]) -> Any:
        item = self.row(SECTIONS["items"], entry)
        item.mission = self.mission
        groups = SECTIONS["groups"].model
        self.cache(item, "groups", [self.known[groups, ref] for ref in entry.get("groups", ())])
        self.cache(item, "hosts", [self.row(sections.HOSTS, host) for host in entry.get("hosts", ())])
        return item

    def row(self, section: Section, entry: dict[str, Any]) -> Any:
        row = section.model(pk=next(self.keys))
        for name in section.fields:
            value = entry.get(name)
            if name in section.relations:
                if value is not None:
                    setattr(row, name, self.known[section.relations[name], value])
            elif name in section.many:
                self.cache(row, name, [self.known[section.many[name], ref] for ref in value or ()])
            else:
                for column, said in from_json(section, name, value).items():
                    setattr(row, column, said)
        if "ref" in entry:
            self.known[section.model, entry["ref"]] = row
        return row

    @staticmethod
    def cache(row: Any, name: str, others: list[Any]) -> None:
        """As if the other rows had been read with this one."""
        vars(row).setdefault("_prefetched_objects_cache", {})[name] = others
