"""Personal links that staff show or print for a delegate, and the record of who did so.

Nothing is revoked by it: the delegate's own link that holds is shown, or a first one is made. The record
is the admin's log of the link. It has no name and no token.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from delegations import links
from delegations.models import AccessLink, Delegate, DelegateState, LinkPurpose


class Act(models.TextChoices):
    """How a link was shown; the value stands in the log."""

    SHOWN = gettext_noop("Link shown"), gettext_lazy("Link shown")
    PRINTED = gettext_noop("Link printed"), gettext_lazy("Link printed")


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A delegate's link with the address that opens their pages."""

    delegate: Delegate
    link: AccessLink
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record: when, what, and who did it."""

    at: datetime.datetime
    act: str
    by: str


@transaction.atomic
def show(delegates: Iterable[Delegate], act: Act, *, by: Any) -> list[ShownLink]:
    """Return the own link of each delegate and record that `by` has seen or printed it.

    Raises ValidationError for a delegate who has withdrawn; then nothing is made or recorded.
    """
    delegates = list(delegates)
    links.hold(delegate.pk for delegate in delegates)
    found = [_of(Delegate.objects.select_related("person", "mission").get(pk=each.pk)) for each in delegates]
    kind = ContentType.objects.get_for_model(AccessLink)
    LogEntry.objects.bulk_create(
        LogEntry(
            user=by,
            content_type=kind,
            object_id=str(each.link.pk),
            object_repr=f"#{each.link.pk}",
            action_flag=CHANGE,
            change_message=act.value,
        )
        for each in found
    )
    return found


def _of(delegate: Delegate) -> ShownLink:
    if delegate.state == DelegateState.WITHDRAWN:
        raise ValidationError(_("%(person)s has withdrawn."), code="withdrawn", params={"person": delegate})
    held = AccessLink.objects.valid().filter(delegate=delegate, purpose=LinkPurpose.ITINERARY, assistant="")
    link = next((each for each in held.order_by("-made_at", "-pk") if links.is_readable(each)), None)
    if link is None:
        link, _token = links.make(delegate)
    return ShownLink(delegate, link, links.address(links.token_of(link)))


def record(delegate: Delegate) -> list[Entry]:
    """Return who has seen or printed links of the delegate, the newest first."""
    keys = AccessLink.objects.filter(delegate=delegate).values_list("pk", flat=True)
    rows = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(AccessLink),
        object_id__in=[str(key) for key in keys],
        change_message__in=Act.values,
    )
    return [
        Entry(row.action_time, str(Act(row.change_message).label), str(row.user))
        for row in rows.select_related("user").order_by("-action_time", "-pk")
    ]
