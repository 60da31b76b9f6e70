"""For whom a file is loaded, unless by the command: what she may see of what is there, and do with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backoffice.mission_file import sections
from backoffice.mission_file.entries import MissionFile
from backoffice.mission_file.faults import Fault, fault
from backoffice.mission_file.outcome import Done, Fate, Outcome
from backoffice.rights import access
from missions.models import Mission, MissionState, ReportState, VisitReport
from missions.visit_reports import APPROVES
from partners.desk import PERSONAL_DATA
from partners.models import Person

RELEASE = "missions.release_mission"
# Whoever brings one of these in has to see what is personal: a file is compared with all that is there.
ABOUT_PEOPLE = ("people", "contacts", "delegations", "delegates", "attendances", "legs", "stays")
PERSONAL = ("email", "phone")
MODELS = {section.name: section.model for section in (*sections.TOP_LEVEL, *sections.OWNED)}
ACTIONS = {Done.NEW: "add", Done.CHANGED: "change", Done.DELETED: "delete"}


@dataclass
class Asker:
    """A member of staff who brings a file in; `mission` is the one that it changes, None for a new one."""

    user: Any
    mission: Mission | None = None
    _answers: dict[str, bool] = field(default_factory=dict)

    def may(self, permission: str) -> bool:
        """Whether she has this permission in the mission, or will have it in the one that comes."""
        if permission not in self._answers:
            self._answers[permission] = (
                access.may_in_a_new_one(self.user, permission)
                if self.mission is None
                else access.may(self.user, self.mission, permission)
            )
        return self._answers[permission]

    def missions(self) -> QuerySet[Mission]:
        """Those that she sees."""
        return access.missions_with(self.user, access.SEES_A_MISSION)

    def seen(self, people: Iterable[Person]) -> set[int]:
        """The keys of those of the people whom she sees."""
        rows = Person.objects.filter(pk__in=[row.pk for row in people])
        return set(access.narrow(self.user, rows, "view").values_list("pk", flat=True))

    def reads(self, row: Any, column: str) -> bool:
        """Whether she may be told what a shared row has in a column."""
        return column not in PERSONAL or bool(self.user.has_perm(PERSONAL_DATA, row))

    def refusals(self, file: MissionFile) -> Iterator[Fault]:
        """Why she may not bring this file in at all: said before anything is compared."""
        if self.mission is not None and not self.may("missions.change_mission"):
            rule = _("is the ref of a mission that you may not change")
            yield fault("mission.ref", rule, file.data["mission"]["ref"])
        elif self.mission is None and not self.may("missions.add_mission"):
            yield fault("mission", _("is new, and you may not add missions"))
        elif not self.may(PERSONAL_DATA):
            rule = _("You may not see personal data, so you may not bring people in by a mission file.")
            found = [name for name in ABOUT_PEOPLE if file.data.get(name)]
            if not found and self.mission is not None and self.mission.delegates.exists():
                found = ["delegates"]
            yield from (fault(name, rule) for name in found)

    def lacking(self, outcome: Outcome, mission: Mission) -> Iterator[Fault]:
        """What the file would do and she may not."""
        said: set[tuple[str, str]] = set()
        releases = self.mission is None and mission.state != MissionState.DRAFT
        for fate in outcome:
            if fate.done is Done.SAME:
                continue
            if fate.section in sections.RECORDS or (
                fate.section is sections.MISSION and "state" in fate.before
            ):
                releases = True
                continue
            said.add((fate.section.name, ACTIONS[fate.done]))
        for name, action in sorted(said):
            opts = MODELS[name]._meta
            if not self.may(f"{opts.app_label}.{action}_{opts.model_name}"):
                rule = {
                    "add": _("You may not add any here: %(rows)s."),
                    "change": _("You may not change any here: %(rows)s."),
                    "delete": _("You may not delete any here: %(rows)s."),
                }[action]
                yield fault(name, rule % {"rows": opts.verbose_name_plural})
        if any(_approved(fate) for fate in outcome) and not self.may(APPROVES):
            yield fault(
                "visit_reports", _("You may not approve reports, and the file changes approved ones.")
            )
        if releases and not self.may(RELEASE):
            yield fault(
                "", _("You may not release or publish, and the file brings releases or another state.")
            )


def _approved(fate: Fate) -> bool:
    """Whether it makes, changes or deletes a report that is approved, before or after."""
    if fate.done is Done.SAME or fate.section.model is not VisitReport:
        return False
    return ReportState.APPROVED in (fate.row.state, fate.before.get("state"))
