"""What no file changes: the report of a visit that is approved, with who was there, until it is reopened."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from backoffice.mission_file.faults import Fault, fault
from backoffice.mission_file.outcome import Done, Fate, Outcome
from delegations.models import Attendance
from missions.models import Mission, ProgrammeItem, ReportState, VisitReport

type Visits = Mapping[int, str]


def visits(mission: Mission | None) -> Visits:
    """The visits of a mission whose report is approved: by the primary key of the item, what it is called."""
    if mission is None:
        return {}
    rows = ProgrammeItem.objects.filter(mission=mission, report__state=ReportState.APPROVED)
    return {row.pk: str(row) for row in rows}


def touched(outcome: Outcome, approved: Visits) -> Iterator[Fault]:
    """A fault for each approved report that the file would change; `approved` is as it was before."""
    told: set[int] = set()
    for fate in outcome:
        for item in sorted(_items(fate) & approved.keys() - told):
            told.add(item)
            rule = _("would change the report of %(visit)s, which is approved: reopen it on its page first")
            yield fault(fate.path or fate.section.name, rule % {"visit": approved[item]})


def _items(fate: Fate) -> set[int]:
    """The items whose report the row is part of, before and after."""
    if fate.done is Done.SAME or fate.section.model not in (VisitReport, Attendance):
        return set()
    return {fate.row.item_id, fate.before.get("item"), fate.before.get("item_id")} - {None}
