"""The calendar of due days of one member of staff: her token, and what the calendar says.

It is kept like a personal link (delegations/links.py): 256 random bits, found by their hash, encrypted beside
it to be shown to her alone. Who may sign in no more reads nothing by it, and it tells of the missions that
she may see when a program asks, not of those that she saw when she subscribed.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_variables

from accounts import ciphers
from missions import content_lines as lines
from missions.models import CLOSED_STATES, FollowUp
from missions.pages import agreed
from partners.narrowing import narrow
from reports.models import DueFeed
from wording import dates

PRODID = "-//Keruen//Follow-ups//EN"
POLLS_NOTED_EVERY = dt.timedelta(hours=1)
CLOSED_TOLD = dt.timedelta(days=60)  # so long a closed one is told as cancelled, then it is not there
NEW_EVERY = "PT6H"


def of(user: Any) -> DueFeed | None:
    """The calendar to which she has subscribed."""
    return DueFeed.objects.filter(user=user, revoked_at=None).first()


@transaction.atomic
def subscribe(user: Any, *, everything: bool = False, anew: bool = False) -> DueFeed:
    """Her calendar, made if there is none, or `anew` in place of the one there is; what it tells is set."""
    get_user_model().objects.select_for_update().get(pk=user.pk)  # who does so at the same time waits
    present = of(user)
    if present is not None and not anew:
        present.everything = everything
        present.save(update_fields=["everything"])
        return present
    end(user)
    token = secrets.token_urlsafe(32)
    return DueFeed.objects.create(
        user=user, token_hash=_hash(token), token_encrypted=ciphers.encrypt(token), everything=everything
    )


def end(user: Any) -> None:
    """Her calendar's address opens nothing from now on."""
    DueFeed.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())


@sensitive_variables("token")
def find(token: str) -> DueFeed | None:
    """The calendar with this token, ended or not, with whose it is."""
    return DueFeed.objects.filter(token_hash=_hash(token)).select_related("user").first()


def holds(feed: DueFeed) -> bool:
    """Whether it may be read: not ended, and she is still a member of staff who may see follow-ups."""
    user = feed.user
    return (
        feed.revoked_at is None
        and user.is_active
        and user.is_staff
        and user.has_perm("missions.view_followup")
    )


def polled(feed: DueFeed) -> None:
    """Note that a program asked; once an hour, since some ask every few minutes."""
    now = timezone.now()
    if feed.last_used_at is None or feed.last_used_at < now - POLLS_NOTED_EVERY:
        DueFeed.objects.filter(pk=feed.pk).update(last_used_at=now)


def address(feed: DueFeed) -> str:
    """The whole address, to be shown in her own page alone. Raises cryptography's InvalidToken."""
    return settings.SITE_URL + reverse("due_feed", args=[ciphers.decrypt(feed.token_encrypted)])


def rows(feed: DueFeed) -> QuerySet[Any]:
    """The follow-ups that it tells: dated, of missions that she may see; closed ones only lately closed."""
    seen = narrow(feed.user, FollowUp.objects.all(), "view")
    if not feed.everything:
        seen = seen.filter(responsible=feed.user)
    lately = timezone.now().date() - CLOSED_TOLD
    told = seen.filter(~Q(state__in=CLOSED_STATES) | Q(closed_on__gte=lately), due_on__isnull=False)
    entries = FollowUp.history.filter(id=OuterRef("pk")).order_by().values("id")
    changes = Subquery(entries.annotate(number=Count("pk")).values("number"))
    changed_at = Subquery(entries.annotate(at=Max("history_date")).values("at"))
    named = told.select_related("mission", "our_organisation", "responsible")
    return named.annotate(changes=changes, changed_at=changed_at).order_by(F("due_on"), "pk")


def make(feed: DueFeed, lang: str) -> bytes:
    """The calendar in a language: a day for each; the same rows always give the same bytes."""
    with override(lang):
        return lines.joined(_lines(feed, lang))


def _lines(feed: DueFeed, lang: str) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{PRODID}"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield lines.text("NAME", _("Follow-ups"))
    yield lines.text("X-WR-CALNAME", _("Follow-ups"))
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{NEW_EVERY}"
    yield f"X-PUBLISHED-TTL:{NEW_EVERY}"
    for row in rows(feed):
        yield from _event(row, lang)
    yield "END:VCALENDAR"


def _event(row: Any, lang: str) -> Iterator[str]:
    """A whole day that keeps nobody busy; what is closed is cancelled."""
    closed = row.state in CLOSED_STATES
    at = row.changed_at or timezone.now()
    page = settings.SITE_URL + reverse("admin:follow_up", args=[row.pk])
    yield "BEGIN:VEVENT"
    yield f"UID:{row.ref}"
    yield f"SEQUENCE:{max((row.changes or 1) - 1, 0)}"
    yield lines.moment("DTSTAMP", at)
    yield lines.moment("LAST-MODIFIED", at)
    yield lines.date("DTSTART", row.due_on)
    yield lines.date("DTEND", row.due_on + dt.timedelta(1))
    yield lines.text("SUMMARY", _("Due: %(follow_up)s") % {"follow_up": row})
    yield lines.text("DESCRIPTION", "\n".join(_said(row, lang)))
    yield f"STATUS:{'CANCELLED' if closed else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield f"URL:{page}"
    yield "END:VEVENT"


def _said(row: Any, lang: str) -> Iterator[str]:
    yield _("Due: %(due)s") % {"due": dates.known_by(row.due_on, row.due_precision, lang)}
    words = FollowUp.state_words.words(row, lang)
    yield f"{_('State')}: {agreed.state_text(row.state, row.state_since, words, lang)}"
    yield f"{_('Mission')}: {row.mission}"
    if row.responsible:
        yield f"{_('Responsible')}: {row.responsible}"
    yield settings.SITE_URL + reverse("admin:follow_up", args=[row.pk])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
