"""What becomes of a visit's report: submitted, approved or sent back with a remark, and reopened.

Pages ask for the permission of each verb: `WRITES` to submit, `APPROVES` for the three others. Of two people
one waits for the other, since each verb locks the mission's row, then the report's; `seen` is the version of
the report that the person had before her. Refusals are ValidationErrors. Each leaves its entry in the
history.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from missions.models import MeetingOutcome, Mission, ProgrammeItem, ReportState, VisitReport
from partners import meanwhile
from wording.translated import texts

BEGINS = "missions.add_visitreport"
WRITES = "missions.change_visitreport"
APPROVES = "missions.approve_visitreport"
LONGEST = 1000  # letters of a remark
OPEN = (ReportState.DRAFT, ReportState.SENT_BACK)


def of(mission: Mission) -> QuerySet[VisitReport]:
    """The reports of a mission in the order of its programme, each with its item, author and place."""
    return (
        VisitReport.objects.filter(item__mission=mission)
        .select_related("item__mission", "item__stop__place", "author")
        .order_by(F("item__day").asc(nulls_last=True), "item__order", "item_id", "pk")
    )


def editable(report: VisitReport) -> bool:
    """Whether it may be written on: until it is approved."""
    return report.state != ReportState.APPROVED


def approved_of(items: Iterable[int]) -> QuerySet[VisitReport]:
    """The reports that are approved, of the items with these primary keys."""
    rows = VisitReport.objects.filter(item__in=set(items), state=ReportState.APPROVED)
    return rows.select_related("item")


def refuse_if_approved(item: ProgrammeItem) -> None:
    """Raises ValidationError where an item's report is approved: who was there is part of it.

    In a transaction, of which everybody else who approves or notes waits for the end.
    """
    Mission.objects.select_for_update(of=("self",)).filter(pk=item.mission_id).first()
    if approved_of([item.pk]).exists():
        raise ValidationError(
            _("The report of this visit is approved. Reopen it on its page before you change who was there."),
            code="approved",
        )


def says_something(report: VisitReport) -> bool:
    """Whether there is anything to read: a summary in some language, or that the visit did not take place."""
    return bool(texts(report, "summary")) or report.outcome_code == MeetingOutcome.NOT_HELD


@transaction.atomic
def submit(report: VisitReport, by: Any, seen: int | None = None) -> VisitReport:
    """Give the report to whoever approves."""
    held = locked(report, seen)
    if held.state not in OPEN:
        raise ValidationError(_("This report has been submitted already."), code="state")
    if not says_something(held):
        raise ValidationError(
            _("Write in a few sentences what was said, or say that the meeting did not take place."),
            code="nothing",
        )
    held.state, held.submitted_by, held.submitted_at = ReportState.SUBMITTED, by, timezone.now()
    return _saved(held, by, "state", "submitted_by", "submitted_at")


@transaction.atomic
def approve(report: VisitReport, by: Any, seen: int | None = None, *, cleared: bool = False) -> VisitReport:
    """Approve what somebody else submitted; `cleared` says that it may be published."""
    held = locked(report, seen)
    if held.state != ReportState.SUBMITTED:
        raise ValidationError(_("Only a report that was submitted is approved."), code="state")
    if is_own(held, by):
        raise ValidationError(
            _("You wrote or submitted this report yourself: somebody else approves it."), code="own"
        )
    held.state, held.approved_by, held.approved_at = ReportState.APPROVED, by, timezone.now()
    held.remark, held.cleared = "", cleared
    return _saved(held, by, "state", "approved_by", "approved_at", "remark", "cleared")


@transaction.atomic
def send_back(report: VisitReport, by: Any, remark: str, seen: int | None = None) -> VisitReport:
    """Give the report back to its author, who reads the remark."""
    held = locked(report, seen)
    if held.state != ReportState.SUBMITTED:
        raise ValidationError(_("Only a report that was submitted is sent back."), code="state")
    held.state, held.remark = ReportState.SENT_BACK, _remark(remark)
    return _saved(held, by, "state", "remark")


@transaction.atomic
def reopen(report: VisitReport, by: Any, remark: str, seen: int | None = None) -> VisitReport:
    """Make an approved report a draft again, with the reason; it is no longer cleared for publication."""
    held = locked(report, seen)
    if held.state != ReportState.APPROVED:
        raise ValidationError(_("Only an approved report is reopened."), code="state")
    held.state, held.approved_by, held.approved_at = ReportState.DRAFT, None, None
    held.remark, held.cleared = _remark(remark), False
    return _saved(held, by, "state", "approved_by", "approved_at", "remark", "cleared")


def is_own(report: VisitReport, by: Any) -> bool:
    """Whether she began or submitted it, and so does not approve it; a superuser may."""
    return not by.is_superuser and by.pk in (report.author_id, report.submitted_by_id)


def locked(report: VisitReport, seen: int | None = None) -> VisitReport:
    """The report as it is now, held until the transaction ends.

    Raises SavedMeanwhile if it is no longer the version `seen`.
    """
    Mission.objects.select_for_update(of=("self",)).filter(items=report.item_id).first()
    rows = VisitReport.objects.select_for_update(of=("self",)).select_related("item__mission")
    held = rows.filter(pk=report.pk).first()
    if held is None:
        raise ValidationError(_("This report has been deleted meanwhile."), code="gone")
    if seen is not None and meanwhile.version(held) != seen:
        raise meanwhile.not_done(held, seen, labels())
    return held


def labels() -> dict[str, str]:
    """What the fields of a report are called, for sentences about what changed."""
    fields = (*VisitReport._meta.concrete_fields, *VisitReport._meta.many_to_many)
    return {field.name: str(getattr(field, "verbose_name", field.name)) for field in fields}


def _remark(typed: str) -> str:
    words = typed.replace("\0", "").strip()  # PostgreSQL keeps no such sign
    if not words:
        raise ValidationError(_("Say why, in a few words: the author reads it."), code="no_remark")
    if len(words) > LONGEST:
        raise ValidationError(
            _("The remark has more than %(most)s letters."), code="long", params={"most": LONGEST}
        )
    return words


def _saved(report: VisitReport, by: Any, *names: str) -> VisitReport:
    report._history_user = by
    report.save(update_fields=list(names))
    return report
