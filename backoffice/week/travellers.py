"""What the delegates of many missions have still to say: that they checked their details, and saw a version.

Read with all that is dated, in its one query (backoffice/week/dated.py). Who has seen a version is reckoned
by the letters: whoever was told anything since her last word, or about a version after it, is asked again.
The list of those to be called compares programmes (delegations/seen.py), so where a change was taken back it
may have fewer.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.frame.rows import address_of
from backoffice.week.attention import Attention, Standing
from delegations.models import Delegate, Notice, Seen
from delegations.models.notices import MailingKind, Reason
from partners.desk import PERSONAL_DATA
from wording import dates

CALLED_WITHIN = 2  # days before a mission
# What the list of those to be called asks for (backoffice/letters/seen_page.py).
SEES_SEEN = ("delegations.view_seen", "delegations.view_delegate", PERSONAL_DATA)


@dataclass(frozen=True, slots=True)
class Silent:
    """So many who travel have not checked their details until a day, nor seen the newest version.

    `until` is None where it is the eve of the mission.
    """

    until: dt.date | None
    unchecked: int
    unseen: int


UNCHECKED = Count("pk", filter=Q(checked_at__isnull=True))


def rows(missions: Collection[Any]) -> Any:
    """Those who travel in these missions, grouped by mission and last day for checking."""
    hers = Delegate.objects.travelling().filter(mission__pk__in=missions).order_by()
    return hers.values("mission_id", "delegation__details_until")


def not_seen() -> Count:
    """How many of a group have been told something since their last word, or never said one."""
    return Count("pk", filter=~Exists(_words()))


def unchecked(each: Standing, found: Iterable[Silent], lang: str) -> Iterator[Attention]:
    """Who has not checked her details; late once the first last day is over."""
    open_now = [group for group in found if group.unchecked]
    if not open_now:
        return
    number = sum(group.unchecked for group in open_now)
    first = min(group.until or each.mission.starts_on - dt.timedelta(1) for group in open_now)
    late = first < each.today
    sentence = _("The last day was %(day)s.") if late else _("The last day is %(day)s.")
    words = ngettext(
        "Delegate has not checked the details", "Delegates have not checked their details", number
    )
    address = address_of("missions_mission_answers", each.mission.pk)
    told = sentence % {"day": dates.day_and_month(first, lang)}
    yield Attention(number, words, address, told, late, each.mission)


def unseen(each: Standing, found: Iterable[Silent]) -> Iterator[Attention]:
    """Who has not said that she has seen the newest version; late two days before the mission begins."""
    number = sum(group.unseen for group in found)
    if not number:
        return
    words = ngettext("Delegate has not seen the version", "Delegates have not seen the version", number)
    sentence = _("The newest is version %(number)s. Call them before the bus leaves.")
    yield Attention(
        number,
        words,
        address_of("missions_mission_seen", each.mission.pk),
        sentence % {"number": each.newest},
        each.days_left <= CALLED_WITHIN,
        each.mission,
    )


def _words() -> Any:
    """The words of a delegate after which she was told nothing."""
    after = Q(mailing__made_at__gt=OuterRef("at")) | Q(
        mailing__release__number__gt=OuterRef("release__number")
    )
    letters = Notice.objects.filter(after, delegate=OuterRef("delegate"), mailing__kind=MailingKind.RELEASE)
    return Seen.objects.filter(~Exists(letters.exclude(reason=Reason.UNCHANGED)), delegate=OuterRef("pk"))
