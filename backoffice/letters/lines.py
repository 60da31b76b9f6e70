"""Mailings and their letters as the outbox shows them: how many are in which state, and each one by rank."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count as Number
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations import placeholders
from delegations.models import Delegate, Mailing, Notice
from delegations.models.notices import MailingKind, MailingState, NoticeState, Reason
from delegations.notices.outbox import MENDED
from missions.admin.moments import told
from missions.models import Mission
from wording import dates
from wording.words import Words

# In the order in which somebody has to see to them.
ORDER = (
    NoticeState.UNCERTAIN,
    NoticeState.FAILED,
    NoticeState.WAITING,
    NoticeState.CLAIMED,
    NoticeState.SENT,
    NoticeState.SKIPPED,
)
NEEDS_SOMEBODY = (NoticeState.UNCERTAIN, NoticeState.FAILED)


@dataclass(frozen=True, slots=True)
class Count:
    """How many letters of a mailing are in one state; `open`: somebody has to see to them."""

    words: str
    open: bool


@dataclass(frozen=True, slots=True)
class MailingLine:
    """One mailing with its moments by the mission's clock."""

    mailing: Mailing
    title: Words
    made: str
    sent: str
    by: str
    counts: tuple[Count, ...]

    @property
    def is_draft(self) -> bool:
        """A message that is still written."""
        return self.mailing.kind == MailingKind.MESSAGE and self.mailing.state == MailingState.PREPARED


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One letter: whose, how it stands and since when, what may be done about it."""

    notice: Notice
    name: Words
    state: str
    told: str
    uncertain: bool
    again: bool
    shown: bool


def of_mailings(mailings: Sequence[Mailing], lang: str, zone: str) -> list[MailingLine]:
    """The lines of these mailings; one query."""
    counted = counts(mailings)
    return [
        MailingLine(
            mailing=one,
            title=title(one, lang),
            made=told(one.made_at, zone),
            sent=told(one.sent_at, zone) if one.sent_at else "",
            by=str(one.by) if one.by else "",
            counts=tuple(counted.get(one.pk, ())),
        )
        for one in mailings
    ]


def title(mailing: Mailing, lang: str) -> Words:
    """What a mailing is called: by its version, or by its subject."""
    if mailing.release is not None:
        return Words(_("Version %(number)s") % {"number": mailing.release.number}, lang)
    subject = Mailing.subject.words(mailing, lang)
    if subject is None:
        return Words(_("without a subject"), lang)
    return Words(placeholders.fill(subject.text, _values(mailing.mission, subject.lang)), subject.lang)


def _values(mission: Mission, lang: str) -> dict[str, str]:
    """What names in braces say to everybody alike; what is another for each is left open."""
    title = Mission.title.words(mission, lang)
    days = dates.mission_dates(mission.starts_on, mission.ends_on, mission.dates_precision, lang)
    return {
        "name": "…",
        "mission": title.text if title else "…",
        "dates": days,
        "organiser": settings.REPORT_ADDRESS,
    }


def counts(mailings: Iterable[Mailing]) -> dict[int, list[Count]]:
    """How many letters of each mailing are in which state; one query."""
    rows = Notice.objects.filter(mailing__in=list(mailings)).order_by()
    found: dict[int, dict[tuple[str, str], int]] = {}
    for key, state, reason, number in rows.values_list("mailing", "state", "reason").annotate(
        number=Number("pk")
    ):
        found.setdefault(key, {})[state, reason] = number
    return {key: list(_counts(of_one)) for key, of_one in found.items()}


def _counts(of_one: dict[tuple[str, str], int]) -> Iterable[Count]:
    for state in ORDER:
        for (in_state, reason), number in sorted(of_one.items()):
            if in_state == state:
                yield Count(_said(state, reason, number), state in NEEDS_SOMEBODY)


def _said(state: NoticeState, reason: str, number: int) -> str:
    match state:
        case NoticeState.UNCERTAIN:
            words = ngettext("%(number)s perhaps sent", "%(number)s perhaps sent", number)
        case NoticeState.FAILED:
            words = ngettext("%(number)s failed", "%(number)s failed", number)
        case NoticeState.WAITING:
            words = ngettext("%(number)s waits", "%(number)s wait", number)
        case NoticeState.CLAIMED:
            words = ngettext("%(number)s being sent", "%(number)s being sent", number)
        case NoticeState.SENT:
            words = ngettext("%(number)s sent", "%(number)s sent", number)
        case _:
            words = ngettext(
                "%(number)s not written to: %(reason)s", "%(number)s not written to: %(reason)s", number
            )
    return words % {"number": number, "reason": why(reason)}


def why(reason: str) -> str:
    """Why somebody gets no letter, in words."""
    return str(Reason(reason).label) if reason in Reason.values else reason


def of_notices(notices: Iterable[Notice], lang: str, zone: str, *, given: bool) -> list[NoticeLine]:
    """The lines of letters that have their delegates; `given`: the mailing is to be sent."""
    return [
        NoticeLine(
            notice=one,
            name=name(one.delegate, lang),
            state=str(one.get_state_display()),
            told=_told(one, zone),
            uncertain=one.state == NoticeState.UNCERTAIN,
            again=given and (one.state in NEEDS_SOMEBODY or one.reason in MENDED),
            shown=one.reason != Reason.UNCHANGED,
        )
        for one in notices
    ]


def name(delegate: Delegate, lang: str) -> Words:
    """What a delegate is called on a page in this language."""
    return delegate.person.full_name(lang) or Words(str(delegate), lang)


def _told(notice: Notice, zone: str) -> str:
    """When it was sent, when it will be tried, or why it was not."""
    match notice.state:
        case NoticeState.SENT:
            return told(notice.sent_at, zone)
        case NoticeState.UNCERTAIN | NoticeState.CLAIMED:
            words = _("taken by a worker %(moment)s") % {"moment": told(notice.claimed_at, zone)}
            return f"{words}; {notice.error}" if notice.error else words
        case NoticeState.FAILED:
            return _("given up after %(tries)s tries: %(error)s") % {
                "tries": notice.tries,
                "error": notice.error or _("not said why"),
            }
        case NoticeState.WAITING if notice.next_try_at is not None:
            return _("will be tried %(moment)s") % {"moment": told(notice.next_try_at, zone)}
        case NoticeState.SKIPPED:
            return why(notice.reason)
    return ""
