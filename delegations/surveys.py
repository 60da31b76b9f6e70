"""What delegates are asked after the mission: on return, after six months and after a year.

A round opens on a day of the mission's own calendar and stays open until the next one does, the last for a
year. What she says is hers until a member of staff has checked it; what came of it is then an outcome.
"""

import calendar
import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from delegations.models import Delegate, DelegateState, SurveyAnswer, SurveyRound
from delegations.own_details import BY_ASSISTANT, BY_HERSELF
from missions import outcomes, released_dates
from missions.models import Certainty, Mission, MissionState, Outcome, OutcomeKind
from missions.released_dates import ReleasedDates
from wording.money import money
from wording.words import LANGUAGES

# How many months after the last day each round opens, and after how many the last one closes.
OPENS = {SurveyRound.RETURN: 0, SurveyRound.HALF_YEAR: 6, SurveyRound.YEAR: 12}
CLOSES = 24
FIELDS = ("followed_up", "kind", "result", "amount", "currency", "certainty", "worth", "words")
CHECKS = "delegations.change_surveyanswer"


class Closed(ValidationError):
    """The round is over, or the answer has been checked."""


class Meanwhile(ValidationError):
    """The answer is another one than the form showed."""


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or its last day where it has no such day.

    >>> months_after(datetime.date(2023, 8, 31), 6)
    datetime.date(2024, 2, 29)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def opens_on(mission: Mission, asked: SurveyRound) -> datetime.date:
    """The first local day on which this round is asked."""
    return months_after(released_dates.of(mission).ends_on, OPENS[asked])


def current(mission: Mission, today: datetime.date | None = None) -> SurveyRound | None:
    """The round that is open on a local day of the mission, today by default; none before its last day."""
    if mission.state != MissionState.PUBLISHED:
        return None
    return _open_on(released_dates.of(mission), today)


def current_of_all(missions: Iterable[Mission]) -> dict[int, SurveyRound]:
    """The round that is open today, by the key of each mission that has one; one query for all missions."""
    published = [mission for mission in missions if mission.state == MissionState.PUBLISHED]
    dates = released_dates.of_published(published) if published else {}
    found = {key: _open_on(each) for key, each in dates.items()}
    return {key: asked for key, asked in found.items() if asked is not None}


def _open_on(dates: ReleasedDates, today: datetime.date | None = None) -> SurveyRound | None:
    day = today or dates.today()
    if day >= months_after(dates.ends_on, CLOSES):
        return None
    opened = (asked for asked in reversed(SurveyRound) if months_after(dates.ends_on, OPENS[asked]) <= day)
    return next(opened, None)


def answer_of(delegate: Delegate, asked: SurveyRound) -> SurveyAnswer | None:
    """What she has said in this round."""
    return SurveyAnswer.objects.filter(delegate=delegate, round=asked).first()


def asks(delegate: Delegate) -> bool:
    """Whether a round is open that she has not answered; no query while none is."""
    asked = current(delegate.mission)
    return asked is not None and answer_of(delegate, asked) is None


def digest(answer: SurveyAnswer | None) -> str:
    """A digest of the answer, by which a form knows whether it is the one that it showed."""
    said = [str(getattr(answer, name)) for name in FIELDS] if answer else []
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@transaction.atomic
def say(
    delegate: Delegate,
    asked: SurveyRound,
    values: Mapping[str, Any],
    *,
    lang: str,
    assistant: str = "",
    shown: str | None = None,
) -> SurveyAnswer:
    """Save her answer to a round, in the place of what she said before.

    `shown` is the digest of the answer that the form showed, None where nobody looked. Raises Meanwhile where
    it is another one by now, Closed where another round is open by now or the answer is checked,
    ValidationError for values that break a rule of the row, or if she has withdrawn.
    """
    rows = Delegate.objects.select_for_update(of=("self",)).select_related("mission__home")
    held = rows.get(pk=delegate.pk)
    if held.state == DelegateState.WITHDRAWN:
        raise ValidationError(_("You did not travel on this mission."), code="withdrawn")
    if current(held.mission) != asked:
        raise Closed(_("These questions are not open any more. Open the page again."), code="closed")
    before = answer_of(held, asked)
    answer = before or SurveyAnswer(delegate=held, round=asked)
    if answer.checked_at is not None:
        raise Closed(
            _("Your answer has been read and noted already. Write to the organiser."), code="checked"
        )
    if shown is not None and shown != digest(before):
        raise Meanwhile(
            _(
                "These questions have been answered meanwhile, on another device or by an assistant. What "
                "you typed stands below and is not saved yet; sending it puts it in the place of the other "
                "answer."
            ),
            code="saved_meanwhile",
        )
    for name in FIELDS:
        setattr(answer, name, values[name])
    answer.lang, answer.assistant, answer.at = lang, assistant, timezone.now()
    answer.full_clean(exclude=["delegate"])
    answer._history_user = None
    answer._change_reason = BY_ASSISTANT if assistant else BY_HERSELF
    answer.save()
    return answer


@transaction.atomic
def check(
    answer: SurveyAnswer, *, by: Any, title: str = "", kind: str = "", joins: Outcome | None = None
) -> SurveyAnswer:
    """Note that a member of staff has read the answer; with a `title`, an outcome is made of it.

    The outcome has the sum that she named, is confidential, and says where it comes from without a name;
    `kind` is what it is where she does not say. `joins` is an outcome of her mission of which she tells as
    well: it takes her sum over. Raises ValidationError where the answer was checked already, or says no kind
    of result.
    """
    held = _locked(answer)
    if held.checked_at is not None:
        raise ValidationError(_("This answer has been checked already."), code="checked")
    if joins is not None:
        held.outcome = _told_of(held, joins, by)
    elif title:
        held.outcome = _made_of(held, title, kind, by)
    held.checked_by, held.checked_at = by, timezone.now()
    held._history_user = by
    held.save(update_fields=["outcome", "checked_by", "checked_at"])
    return held


def _locked(answer: SurveyAnswer) -> SurveyAnswer:
    """The mission first, as with all verbs, then the delegate whose answer it is."""
    Mission.objects.select_for_update(of=("self",)).filter(delegates=answer.delegate_id).first()
    Delegate.objects.select_for_update(of=("self",)).get(pk=answer.delegate_id)
    rows = SurveyAnswer.objects.select_related("delegate__mission", "delegate__delegation__organisation")
    return rows.get(pk=answer.pk)


def _made_of(answer: SurveyAnswer, title: str, kind: str, by: Any) -> Outcome:
    if not (answer.kind or kind):
        raise ValidationError(_("The answer does not say what came of it: choose what it is."), code="kind")
    delegate = answer.delegate
    lang = answer.lang if answer.lang in LANGUAGES else LANGUAGES[0]
    made = Outcome(
        mission=delegate.mission,
        kind=OutcomeKind(answer.kind or kind),
        amount=answer.amount,
        currency=answer.currency,
        certainty=answer.certainty or Certainty.PRELIMINARY,
        confidential=True,
        needs_confirmation=True,
        source=_("Survey %(when)s") % {"when": answer.get_round_display()},
        **{f"title_{lang}": title},
    )
    made._history_user = by
    made.full_clean()
    made.save()
    made.ours.add(delegate.organisation or delegate.delegation.organisation)
    return made


def _told_of(answer: SurveyAnswer, outcome: Outcome, by: Any) -> Outcome:
    """The outcome with the sum that she names by now; without one it stays as it is."""
    if outcome.mission_id != answer.delegate.mission_id:
        raise ValidationError(_("This outcome belongs to another mission."), code="mission")
    if answer.amount is None:
        return outcome
    said = {"amount": answer.amount, "currency": answer.currency, "certainty": answer.certainty}
    return outcomes.tell_anew(outcome, said, _before(outcome), by=by)


def _before(outcome: Outcome) -> dict[str, str]:
    """What an outcome said of its sum, in each language."""
    said = {}
    for lang in LANGUAGES:
        with override(lang):
            if outcome.amount is None:
                said[lang] = _("No sum was stated before.")
            else:
                amount = money(outcome.amount, outcome.currency, lang)
                told = {"amount": amount, "certainty": outcome.get_certainty_display()}
                said[lang] = _("Before: %(amount)s, %(certainty)s.") % told
    return said


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a round is: who travelled, who has answered, whose answer is still to be checked."""

    asked: SurveyRound
    opens_on: datetime.date
    open: bool
    travelled: int
    answered: int
    unchecked: int


def standings(mission: Mission) -> list[Standing]:
    """Each round of a mission; three queries."""
    dates = released_dates.of(mission)
    travelled = Delegate.objects.filter(mission=mission).exclude(state=DelegateState.WITHDRAWN).count()
    said = list(
        SurveyAnswer.objects.filter(delegate__mission=mission).order_by().values_list("round", "checked_at")
    )
    now = _open_on(dates) if mission.state == MissionState.PUBLISHED else None
    return [
        Standing(
            asked=asked,
            opens_on=months_after(dates.ends_on, OPENS[asked]),
            open=asked == now,
            travelled=travelled,
            answered=sum(each == asked for each, _at in said),
            unchecked=sum(each == asked and at is None for each, at in said),
        )
        for asked in SurveyRound
    ]
