"""The letter that reminds one member of staff, in her language, as text and as HTML."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from missions.models import FollowUp
from missions.pages import agreed
from reports.models import ReminderKind
from reports.reminders.occasions import Occasion
from wording import dates

# In this order they stand in the letter; the digest names all that is open and stands last.
HEADINGS = {
    ReminderKind.OVERDUE: gettext_lazy("Overdue"),
    ReminderKind.NEAR: gettext_lazy("Due within three days"),
    ReminderKind.SOON: gettext_lazy("Due within fourteen days"),
    ReminderKind.PERIOD: gettext_lazy("The last month of their period has begun"),
    ReminderKind.DIGEST: gettext_lazy("All that is open"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A follow-up in the letter."""

    title: str
    state: str
    due: str
    overdue: bool
    mission: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """The follow-ups under one heading."""

    heading: str
    entries: tuple[Entry, ...]


def make(user: Any, lang: str, rows: Collection[Any], told: Collection[Occasion]) -> EmailMultiAlternatives:
    """What is to be told of the rows (`occasions.hers`). Titles are text, whatever they look like."""
    with override(lang):
        parts = list(_parts(rows, told, lang))
        count = len({each.follow_up for each in told if each.follow_up is not None})
        subject = (
            ngettext("%(number)s follow-up needs you", "%(number)s follow-ups need you", count)
            if count
            else _("Your open follow-ups")
        ) % {"number": count}
        context = {
            "lang": lang,
            "name": str(user),
            "title": subject,
            "parts": parts,
            "address": settings.SITE_URL + reverse("admin:follow_ups") + "?view=mine",
            "setting": settings.SITE_URL + reverse("admin:follow_up_calendar"),
        }
        text = render_to_string("reports/mail/reminder.txt", context)
        message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])
        message.attach_alternative(render_to_string("reports/mail/reminder.html", context), "text/html")
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    return message


def _parts(rows: Collection[Any], told: Collection[Occasion], lang: str) -> Any:
    by_key = {row.pk: row for row in rows}
    for kind, heading in HEADINGS.items():
        keys = [each.follow_up for each in told if each.kind == kind]
        shown = rows if kind == ReminderKind.DIGEST and keys else [by_key[key] for key in keys if key]
        if shown:
            yield Part(str(heading), tuple(_entry(row, lang) for row in shown))


def _entry(row: Any, lang: str) -> Entry:
    return Entry(
        str(row),
        agreed.state_text(row.state, row.state_since, FollowUp.state_words.words(row, lang), lang),
        dates.known_by(row.due_on, row.due_precision or "day", lang),
        row.due_on is not None and row.due_on < row.today,
        str(row.mission),
        settings.SITE_URL + reverse("admin:follow_up", args=[row.pk]),
    )
