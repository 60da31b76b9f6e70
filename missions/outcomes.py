"""What becomes of an outcome: confirmed by the company, corrected, kept confidential, its paper attached.

Who may what is asked by the pages. Each verb is one transaction that locks the mission and then the row, so
that nobody corrects what another publishes at that moment, and refuses politely. `seen` is the version of the
row (`meanwhile.version`) that was looked at, None where nobody looked: who looked at an older one gets
SavedMeanwhile. Nothing here changes what the public reads: that is done by publishing the results again.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from missions import attachments, release
from missions.models import Attachment, Mission, Outcome
from partners import meanwhile
from partners.models import Contact
from wording.translated import columns, texts
from wording.words import Texts

CORRECTED = (*columns("title"), "kind", "amount", "currency", "certainty", "dated_on")
UNTOLD = frozenset({"id", "ref", "mission"})


@transaction.atomic
def confirm(
    outcome: Outcome, contact: Contact, on: datetime.date, *, by: Any, seen: int | None = None
) -> Outcome:
    """Note that somebody of a company said, on this day, that it is so; `by` noted it."""
    row = locked(outcome, seen)
    if on > row.mission.today():
        raise ValidationError({"on": ValidationError(_("This day has not come yet."), code="future")})
    row.confirmed_by, row.confirmed_on, row.confirmation_noted_by = contact, on, by
    return _saved(row, by)


@transaction.atomic
def take_confirmation_back(outcome: Outcome, *, by: Any, seen: int | None = None) -> Outcome:
    """Note that nobody has confirmed it, after all."""
    row = locked(outcome, seen)
    if row.confirmed_on is None:
        raise ValidationError(_("It is not confirmed."), code="unconfirmed")
    _forget_confirmation(row)
    return _saved(row, by)


@transaction.atomic
def correct(
    outcome: Outcome, values: Mapping[str, Any], correction: Texts, *, by: Any, seen: int | None = None
) -> Outcome:
    """Put right what was wrong: `values` are fields of CORRECTED, `correction` says what was wrong before.

    The day of the correction is today by the mission's clock. What somebody confirmed was another sum or
    paper, so a confirmation ends with it. Raises ValidationError where nothing differs or nothing is said.
    """
    row = locked(outcome, seen)
    return _corrected(row, values, correction, by)


@transaction.atomic
def tell_anew(outcome: Outcome, values: Mapping[str, Any], correction: Texts, *, by: Any) -> Outcome:
    """Take in what a delegate says by now of an outcome that is there: `values` are fields of CORRECTED.

    Where it is held this is a correction. What it says is published only once the company has confirmed it.
    """
    row = locked(outcome)
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    row.needs_confirmation = True
    if is_held(row):
        return _corrected(row, values, correction, by)
    for name, value in values.items():
        setattr(row, name, value)
    row.published = False
    return _saved(row, by)


def is_held(outcome: Outcome) -> bool:
    """Whether somebody outside has confirmed it or reads it: then what it says is corrected, never edited."""
    return outcome.confirmed_on is not None or told_outside(outcome)


def _corrected(row: Outcome, values: Mapping[str, Any], correction: Texts, by: Any) -> Outcome:
    if not any(correction.values()):
        raise ValidationError(_("Say what was wrong before, in one language at least."), code="correction")
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if unknown := changed.keys() - set(CORRECTED):
        raise ValueError(f"no correction changes {', '.join(sorted(unknown))}")
    if not changed:
        raise ValidationError(_("Nothing is changed: it stands there like that already."), code="unchanged")
    for name, value in changed.items():
        setattr(row, name, value)
    for column in columns("correction"):
        setattr(row, column, correction.get(column.removeprefix("correction_"), ""))
    row.corrected_on = row.mission.today()
    _forget_confirmation(row)
    return _saved(row, by)


@transaction.atomic
def make_confidential(outcome: Outcome, *, by: Any, seen: int | None = None) -> Outcome:
    """Keep it from all results that are published from now on."""
    row = locked(outcome, seen)
    if row.confidential:
        raise ValidationError(_("It is confidential already."), code="confidential")
    row.confidential, row.published = True, False
    return _saved(row, by)


@transaction.atomic
def publish(outcome: Outcome, *, by: Any, seen: int | None = None) -> Outcome:
    """Let the next results that are published have it; it is confidential no more."""
    row = locked(outcome, seen)
    if row.published:
        raise ValidationError(_("It is published with the results already."), code="published")
    row.confidential, row.published = False, True
    return _saved(row, by)


@transaction.atomic
def attach(
    outcome: Outcome,
    upload: "UploadedFile[bytes]",
    *,
    language: str = "",
    by: Any,
    seen: int | None = None,
) -> Attachment:
    """Take in the signed paper, for staff alone until somebody says otherwise at the file itself.

    The paper that there was stays a file of the mission. Raises ValidationError for a file that is not taken.
    """
    row = locked(outcome, seen)
    titles = {f"title_{lang}": text[:200] for lang, text in texts(row, "title").items()}
    paper = Attachment(mission=row.mission, language=language, by=by, **titles)
    attachments.take_in(upload, paper)
    paper._history_user = by
    paper.full_clean()
    paper.save()
    row.paper = paper
    _saved(row, by)
    return paper


def told_outside(outcome: Outcome) -> bool:
    """Whether the newest published results have it, as it is now or as it was."""
    return str(outcome.ref) in refs_outside(outcome.mission)


def refs_outside(mission: Mission) -> set[str]:
    """The references of the outcomes that the newest published results of a mission have; one query."""
    newest = release.newest_results(mission)
    return {entry["ref"] for entry in newest.document["outcomes"]} if newest else set()


def locked(outcome: Outcome, seen: int | None = None) -> Outcome:
    """The row as it is now, held until the transaction ends, its mission first.

    Raises SavedMeanwhile if it is no longer the version `seen`.
    """
    mission = Mission.objects.select_for_update().get(pk=outcome.mission_id)
    row = Outcome.objects.select_for_update(of=("self",)).filter(pk=outcome.pk).first()
    if row is None:
        raise ValidationError(_("It was deleted meanwhile."), code="deleted")
    row.mission = mission
    if seen is not None and seen != meanwhile.version(row):
        raise meanwhile.not_done(row, seen, labels())
    return row


def labels() -> dict[str, str]:
    """The fields of which somebody is told that they were changed meanwhile."""
    return {
        field.name: str(field.verbose_name)
        for field in (*Outcome._meta.concrete_fields, *Outcome._meta.many_to_many)
        if field.name not in UNTOLD
    }


def _forget_confirmation(row: Outcome) -> None:
    """What is published only once it is confirmed is not published any more, either."""
    row.confirmed_by = row.confirmed_on = row.confirmation_noted_by = None
    row.published = row.published and not row.needs_confirmation


def _saved(row: Outcome, by: Any) -> Outcome:
    row.full_clean()
    row._history_user = by
    row.save()
    return row
