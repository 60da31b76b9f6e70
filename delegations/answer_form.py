"""The form in which a host answers about one item, and its answers in words beside it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from delegations import host_answers
from delegations.host_answers import Before, Typed
from delegations.models import Proposal, ProposalKind, ProposalState
from missions.parts import Item
from wording import dates, zones
from wording.form_fields import DateField, TimeField, split_range


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as its host reads it: what was said, by whom and when, and what became of it.

    `overtaken` says when the item was then and is now, where that differs; `decided` is when the organiser
    decided, `back` the organiser's words.
    """

    what: str
    by: str
    at: str
    words: str
    state: str
    look: str
    became: str
    overtaken: str
    back: str


@dataclass(frozen=True, slots=True)
class Answering:
    """What stands at an item: the answers, the newest first, and the form with what it was made from."""

    uid: str
    newest: Told | None
    earlier: tuple[Told, ...]
    form: "AnswerForm | None"
    before: Before
    token: str
    waits: bool


class AnswerForm(forms.Form):
    """Whether the time fits, which other would, and who says so. Days and hours are local at the item."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[
            (ProposalKind.CONFIRM, gettext_lazy("The time fits, we confirm")),
            (ProposalKind.OTHER_TIME, gettext_lazy("We propose another time")),
            (ProposalKind.CANNOT, gettext_lazy("We cannot receive the visit")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an answer.")},
    )
    day = DateField(label=gettext_lazy("Day"), required=False)
    starts_at = TimeField(label=pgettext_lazy("the hour", "From"), required=False)
    ends_at = TimeField(label=pgettext_lazy("the hour", "Until"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Words to the organiser"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answered_by = forms.CharField(
        label=gettext_lazy("Your name and office"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give your name, so that the organiser knows who answers.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        split_range(self, "starts_at", "ends_at")

    def clean(self) -> None:
        """Another time needs its day and its beginning."""
        super().clean()
        if self.cleaned_data.get("kind") != ProposalKind.OTHER_TIME:
            return
        for name, sentence in (
            ("day", _("Say on which day it would fit.")),
            ("starts_at", _("Say from which hour it would fit.")),
        ):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, sentence)

    def typed(self) -> Typed:
        """What was typed, once it is valid; a time only where another one is proposed."""
        given = self.cleaned_data
        names = ("day", "starts_at", "ends_at") if given["kind"] == ProposalKind.OTHER_TIME else ()
        return Typed(
            ProposalKind(given["kind"]),
            answered_by=given["answered_by"],
            words=given["words"],
            **{name: given[name] for name in names},
        )


def prefix_of(uid: str) -> str:
    """What the fields of an item's form begin with on the page, by which each has an id of its own.

    Django fills in the name after “%”, so nothing of what may have been sent in place of a UID is one.
    """
    return f"a{''.join(filter(str.isalnum, uid[:8]))}_%s"


def of_item(
    item: Item,
    rows: Sequence[Proposal],
    *,
    lang: str,
    zone: str,
    token: str,
    takes_place: bool = True,
    sent: AnswerForm | None = None,
) -> Answering:
    """What stands at one item; `rows` are the host's answers about it, the newest first.

    `zone` is the clock by which moments are told, `sent` a form that was refused. Nothing is asked of an
    item or a mission that does not take place.
    """
    waiting = host_answers.waiting_of(rows)
    told = [_told(row, item, row is waiting, lang, zone) for row in rows]
    form = None
    if takes_place and not item.cancelled:
        form = sent or AnswerForm(initial=_initial(item, rows), auto_id=prefix_of(item.uid))
    return Answering(
        uid=item.uid,
        newest=told[0] if told else None,
        earlier=tuple(told[1:]),
        form=form,
        before=Before(host_answers.digest(host_answers.standing(item)), waiting.pk if waiting else None),
        token=token,
        waits=waiting is not None,
    )


def of_no_item(rows: Sequence[Proposal], lang: str, zone: str) -> list[Told]:
    """Answers about items that the host receives no more: its own words alone, and what became of them."""
    return [_told(row, None, True, lang, zone) for row in rows]


def _initial(item: Item, rows: Sequence[Proposal]) -> dict[str, Any]:
    """What an answer begins with: the answer that waits, else the time that stands and who answered last."""
    last = rows[0] if rows else None
    waiting = host_answers.waiting_of(rows)
    given: dict[str, Any] = {"day": item.day, "starts_at": item.starts_at, "ends_at": item.ends_at}
    if waiting is not None:
        given |= {"kind": waiting.kind, "words": waiting.words}
        if waiting.kind == ProposalKind.OTHER_TIME:
            given |= {"day": waiting.day, "starts_at": waiting.starts_at, "ends_at": waiting.ends_at}
    return {**given, "answered_by": last.answered_by if last else ""}


def _told(row: Proposal, item: Item | None, waits: bool, lang: str, zone: str) -> Told:
    now = host_answers.standing(item) if item else row.seen
    state = ProposalState(row.state)
    passed = ""
    if state == ProposalState.WAITING and not waits:
        state = ProposalState.OVERTAKEN
    elif state == ProposalState.WAITING and row.seen != now:
        state = ProposalState.OVERTAKEN
        passed = _("You answered about %(then)s. In the programme now: %(now)s.") % {
            "then": host_answers.when(row.seen, lang),
            "now": host_answers.when(now, lang),
        }
    became = BECAME[state] % {"when": _moment(row.decided_at, zone, lang)}
    return Told(
        what=what(row, lang),
        by=row.answered_by,
        at=_moment(row.at, zone, lang),
        words=row.words,
        state=str(state.label),
        look=LOOKS[state],
        became="" if passed else dates.ended(became),
        overtaken=dates.ended(passed),
        back=row.decision,
    )


def what(row: Proposal, lang: str) -> str:
    """An answer in words: “Another time is proposed: 6 December 2023, 14:00–16:00”."""
    if row.kind == ProposalKind.OTHER_TIME:
        time = host_answers.said(row.day, row.starts_at, row.ends_at, lang)
        return _("Another time is proposed: %(time)s") % {"time": time}
    return _("The time fits") if row.kind == ProposalKind.CONFIRM else _("The visit cannot be received")


def _moment(at: datetime.datetime | None, zone: str, lang: str) -> str:
    return dates.released_at(at or timezone.now(), zones.zone_info(zone), lang)


LOOKS = {
    ProposalState.WAITING: "tentative",
    ProposalState.ACCEPTED: "done",
    ProposalState.DECLINED: "cancelled",
    ProposalState.OVERTAKEN: "moved",
}
BECAME = {
    ProposalState.WAITING: gettext_lazy("It waits for the organiser. Until then nothing changes."),
    ProposalState.ACCEPTED: gettext_lazy(
        "The organiser accepted it on %(when)s. The next version of the programme will say so."
    ),
    ProposalState.DECLINED: gettext_lazy("The organiser declined it on %(when)s."),
    ProposalState.OVERTAKEN: gettext_lazy("A later answer stands in its place."),
}
