"""What a delegate checks and completes of her own: languages, diet, access needs, wishes for the journey.

She may until a day that the organiser sets for her delegation; from then on she reads it. Organisers edit
the same fields, so what somebody saved meanwhile is never lost: whoever comes second is told.
"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from delegations.models import Delegate, DelegateState
from missions import released_dates
from missions.pages import times
from missions.parts import Place
from missions.released_dates import ReleasedDates
from wording import dates

FIELDS = ("languages", "diet", "access_needs", "arrival_wish")
# Why an entry of her history was made, where nobody of the staff made it.
BY_HERSELF = gettext_noop("by the delegate herself")
BY_ASSISTANT = gettext_noop("by the delegate’s assistant")


class Closed(ValidationError):
    """The last day for changes is over."""


class Meanwhile(ValidationError):
    """Somebody else has saved these details since the form was made."""


def usual_last_day(dates: ReleasedDates) -> datetime.date:
    """The last day where the organiser sets none: the day before the mission begins."""
    return dates.starts_on - datetime.timedelta(days=1)


def last_day(delegate: Delegate) -> datetime.date:
    """The last day on which she may change them, by the mission's clock."""
    return delegate.delegation.details_until or usual_last_day(released_dates.of(delegate.mission))


def are_open(delegate: Delegate) -> bool:
    """Whether she may still change them."""
    return released_dates.of(delegate.mission).today() <= last_day(delegate)


@dataclass(frozen=True, slots=True)
class State:
    """Until when she may change them, and when they were checked, in words; `checked` may be empty."""

    until: str
    open: bool
    checked: str
    by: str


def state(delegate: Delegate, lang: str, places: Iterable[Place] = ()) -> State:
    """How far it is with her details; no query where her mission's home and her delegation are known.

    The clock is called after the one of these `places` that has it.
    """
    zone = released_dates.of(delegate.mission).zone
    at = delegate.checked_at
    return State(
        until=dates.full_date(last_day(delegate), lang),
        open=are_open(delegate),
        checked=times.moment_told(at, zone, lang, places) if at else "",
        by=delegate.checked_by,
    )


def seen(delegate: Delegate) -> str:
    """A digest of the details, by which a form knows whether they are those that it showed."""
    return hashlib.sha256("\n".join(getattr(delegate, name) for name in FIELDS).encode()).hexdigest()


@transaction.atomic
def check(delegate: Delegate, values: Mapping[str, str], shown: str, assistant: str = "") -> Delegate:
    """Save what she completed, and that she has checked all of it now.

    `shown` is the digest of what the form showed. Raises Closed after the last day, Meanwhile where the
    details are others now, and ValidationError if she has withdrawn or a value is too long.
    """
    rows = Delegate.objects.select_for_update(of=("self",)).select_related("delegation", "mission__home")
    row = rows.get(pk=delegate.pk)
    if row.state == DelegateState.WITHDRAWN:
        raise ValidationError(_("You do not travel on this mission any more."), code="withdrawn")
    if not are_open(row):
        raise Closed(_("The last day for changes is over. Call the organiser."), code="closed")
    if seen(row) != shown:
        raise Meanwhile(
            _(
                "Somebody else has changed these details while they lay open here. They stand below as they "
                "are now, with what you typed beside them; check them and save again."
            ),
            code="saved_meanwhile",
        )
    for name in FIELDS:
        setattr(row, name, values[name])
    row.checked_at, row.checked_by = timezone.now(), assistant
    row.clean_fields(exclude=[field.name for field in Delegate._meta.fields if field.name not in FIELDS])
    row._history_user = None
    row._change_reason = BY_ASSISTANT if assistant else BY_HERSELF
    row.save(update_fields=[*FIELDS, "checked_at", "checked_by"])
    return row
