"""The state of a follow-up, and the verbs that change it: who may what is asked by the pages.

Each verb is one transaction that locks the mission and then the row, as all do who work on a mission, and
refuses politely. What was said and when stands in the row's history; `states_of` reads it.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext, gettext_noop, override
from django.utils.translation import gettext_lazy as _

from missions.models import CLOSED_STATES, Attachment, FollowUp, FollowUpState, Mission
from missions.models.follow_ups import UNSAID
from partners import meanwhile
from wording.words import LANGUAGES

_GONE = {
    "result_mission": gettext_noop("The mission that it became was deleted."),
    "result_document": gettext_noop("The document that it became was deleted."),
}
NOTE_LENGTH = 100  # as long as an entry of the history can be
UNTOLD = frozenset({"id", "ref", "order", "mission"})


class Verb(models.TextChoices):
    AGREE = "agree", _("Agreed")
    START = "start", _("In progress")
    FINISH = "done", _("Done")
    DROP = "drop", _("Drop")
    SUPERSEDE = "supersede", _("Superseded")
    REOPEN = "reopen", _("Reopen")


@dataclass(frozen=True, slots=True)
class Change:
    """From which states a verb leads, and to which: None to the one that there was before it was closed."""

    sources: frozenset[str]
    target: FollowUpState | None
    needs_reason: bool = False


_OPEN = frozenset(state.value for state in FollowUpState if state not in CLOSED_STATES)

# All changes of state that there are.
CHANGES: Mapping[Verb, Change] = {
    Verb.AGREE: Change(frozenset({FollowUpState.PROPOSED}), FollowUpState.AGREED),
    Verb.START: Change(_OPEN - {FollowUpState.IN_PROGRESS}, FollowUpState.IN_PROGRESS),
    Verb.FINISH: Change(_OPEN, FollowUpState.DONE),  # needs a result or a reason
    Verb.DROP: Change(_OPEN, FollowUpState.DROPPED, needs_reason=True),
    Verb.SUPERSEDE: Change(_OPEN, FollowUpState.SUPERSEDED, needs_reason=True),
    Verb.REOPEN: Change(frozenset(CLOSED_STATES), None),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What a follow-up became."""

    mission: Mission | None = None
    document: Attachment | None = None
    link: str = ""

    def __bool__(self) -> bool:
        return bool(self.mission or self.document or self.link)


@dataclass(frozen=True, slots=True)
class Past:
    """A state that a follow-up was given: when, by whom (None: not known) and why."""

    state: FollowUpState
    at: datetime.datetime
    by: Any
    reason: str


def possible(follow_up: FollowUp) -> list[Verb]:
    """The verbs that its state allows, in the order of the table."""
    return [verb for verb, change in CHANGES.items() if follow_up.state in change.sources]


@transaction.atomic
def change(
    follow_up: FollowUp,
    verb: Verb,
    *,
    by: Any,
    reason: str = "",
    result: Result | None = None,
    seen: int | None = None,
) -> FollowUp:
    """Do this with a follow-up, and return the row as it is then.

    One that is dropped is no longer published, unless somebody publishes it again.
    `seen` is the version of the row (`meanwhile.version`) that was looked at, None where nobody looked.
    Raises ValidationError if its state does not allow it or the result or reason is missing, and
    SavedMeanwhile if it was changed since.
    """
    row = locked(follow_up)
    if seen is not None and seen != meanwhile.version(row):
        raise meanwhile.not_done(row, seen, labels())
    reason = reason.strip()
    _refuse(row, verb, reason, result)
    change = CHANGES[verb]
    closes = change.target in CLOSED_STATES
    row.state = change.target or state_before(row)
    row.closing_reason = reason if closes else ""
    row.state_changed_on = row.mission.today()
    row.closed_on = row.state_changed_on if closes else None
    if row.state == FollowUpState.DROPPED:
        row.published = False
    if result is not None:
        row.result_mission, row.result_document, row.result_link = (
            result.mission,
            result.document,
            result.link,
        )
    row._change_reason = "" if closes else reason[:NOTE_LENGTH]
    _save(row, by)
    return row


@transaction.atomic
def become(follow_up: FollowUp, mission: Mission, *, by: Any, seen: int | None = None) -> FollowUp:
    """Link the mission that was made of a follow-up, which is in progress from now on, and not done by that.

    Raises ValidationError for one that is closed or became another mission already, SavedMeanwhile if it was
    changed since `seen`.
    """
    row = locked(follow_up)
    if seen is not None and seen != meanwhile.version(row):
        raise meanwhile.not_done(row, seen, labels())
    refuse_to_become(row)
    row.result_mission = mission
    if row.state != FollowUpState.IN_PROGRESS:
        row.state = FollowUpState.IN_PROGRESS
        row.state_changed_on = row.mission.today()
    _save(row, by)
    return row


def refuse_to_become(row: FollowUp) -> None:
    """Raises ValidationError where no mission can be made of it."""
    if row.state in CLOSED_STATES:
        raise ValidationError(_("It is closed. Reopen it first."), code="closed")
    if row.result_mission_id is not None:
        raise ValidationError(_("A mission has been made of it already."), code="became")


def locked(follow_up: FollowUp) -> FollowUp:
    """The row as it is now, its mission and itself locked until the transaction ends.

    Raises ValidationError where it was deleted meanwhile.
    """
    Mission.objects.select_for_update().filter(pk=follow_up.mission_id).first()
    rows = FollowUp.objects.select_related("mission__home").select_for_update(of=("self",))
    row = rows.filter(pk=follow_up.pk).first()
    if row is None:
        raise ValidationError(_("It was deleted meanwhile."), code="deleted")
    return row


def state_before(row: FollowUp) -> FollowUpState:
    """The last state in which a closed one was open; “agreed” where none is known."""
    earlier = row.history.exclude(state__in=CLOSED_STATES).order_by("-history_id")
    return FollowUpState(earlier.values_list("state", flat=True).first() or FollowUpState.AGREED)


def states_of(row: FollowUp) -> list[Past]:
    """The states that it was given, the last one first; one query."""
    past: list[Past] = []
    for entry in row.history.select_related("history_user").order_by("history_id"):
        if past and past[-1].state == entry.state:
            continue
        said = entry.closing_reason if entry.state in CLOSED_STATES else entry.history_change_reason
        past.append(Past(FollowUpState(entry.state), entry.history_date, entry.history_user, said or ""))
    return past[::-1]


def keep_why(row: Any, collector: Any, by: Any, **kwargs: Any) -> None:
    """Receiver of `partners.deletions`: what is done by a row that goes says so before it loses it."""
    lost: dict[int, set[str]] = {}
    for (field, _value), groups in collector.field_updates.items():
        if field.model is FollowUp and field.name in _GONE:
            for one in (one for group in groups for one in group):
                lost.setdefault(one.pk, set()).add(field.name)
    done = FollowUp.objects.filter(pk__in=lost, state=FollowUpState.DONE, closing_reason="")
    for one in done.order_by("pk"):
        for name in lost[one.pk]:
            setattr(one, name, None)
        if not one.has_result():
            one.closing_reason = " ".join(gettext(_GONE[name]) for name in sorted(lost[one.pk]))
            one._history_user = by
            one.save()


def forget_why(row: FollowUp, name: str) -> bool:
    """Take back, unsaved, what `keep_why` said of a result that is there again. Returns whether it had.

    `name` is the field that points again: of those that are no result it says nothing.
    """
    if name not in _GONE:
        return False
    said = set()
    for lang in LANGUAGES:
        with override(lang):
            said.add(gettext(_GONE[name]))
    if row.closing_reason not in said:
        return False
    row.closing_reason = ""
    return True


def labels() -> dict[str, str]:
    """The fields of which somebody is told that they were changed meanwhile."""
    return {
        field.name: str(field.verbose_name)
        for field in (*FollowUp._meta.concrete_fields, *FollowUp._meta.many_to_many)
        if field.name not in UNTOLD
    }


def _refuse(row: FollowUp, verb: Verb, reason: str, result: Result | None) -> None:
    if row.state not in CHANGES[verb].sources:
        raise ValidationError(
            _("It is %(state)s: this cannot be done with it now."),
            code="state",
            params={"state": row.get_state_display()},
        )
    if CHANGES[verb].needs_reason and not reason:
        raise ValidationError({"reason": ValidationError(_("Say why."), code="reason")})
    if verb == Verb.FINISH and not reason and not (row_result(row) if result is None else result):
        raise ValidationError({"reason": ValidationError(UNSAID, code="result")})


def row_result(row: FollowUp) -> Result:
    """What stands in the row as its result."""
    return Result(row.result_mission, row.result_document, row.result_link)


def _save(row: FollowUp, by: Any) -> None:
    row.full_clean()
    row._history_user = by
    row.save()
