"""What was agreed, as a page prints it: follow-ups with their precision, papers and sums, the summary."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from missions import totals
from missions.models import Certainty, FollowUpState, OutcomeKind
from missions.pages.items import Setting, anchor
from missions.pages.markup import (
    Pair,
    Prose,
    State,
    apart,
    escape,
    language_of,
    safe,
    sentence_case,
    spoken,
)
from missions.parts import Item
from missions.results import AgreedFollowUp, PublishedOutcome, Results
from missions.totals import Amount, Total
from wording import dates, money
from wording.words import Words

SETTLED = {FollowUpState.AGREED, FollowUpState.IN_PROGRESS, FollowUpState.DONE}
ENDED = {FollowUpState.DROPPED, FollowUpState.SUPERSEDED}


@dataclass(frozen=True, slots=True)
class Origin:
    """The item that a result comes from: its place on the page, and its kind and place in words."""

    anchor: str
    text: SafeString


@dataclass(frozen=True, slots=True)
class ResultEntry:
    """One follow-up, paper or sum."""

    state: State
    title: SafeString
    title_language: SafeString
    note: SafeString
    origin: Origin | None
    facts: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """All published results of a mission; empty ones are false."""

    summary: tuple[SafeString, ...]
    follow_ups: tuple[ResultEntry, ...]
    outcomes: tuple[ResultEntry, ...]
    totals: tuple[Pair, ...]
    totals_note: str

    def __bool__(self) -> bool:
        return bool(self.summary or self.follow_ups or self.outcomes)


def make(results: Results, setting: Setting) -> Agreed:
    """The results in the words of the page."""
    return Agreed(
        summary=tuple(Prose(setting.lang).paragraphs(results.summary)),
        follow_ups=tuple(_follow_up(follow_up, setting) for follow_up in results.follow_ups),
        outcomes=tuple(_outcome(outcome, setting) for outcome in results.outcomes),
        totals=tuple(
            Pair(certainty_word(total.certainty), escape(total_words(total, setting.lang)))
            for total in told_totals(results.outcomes)
        ),
        totals_note=apart_words(),
    )


def told_totals(outcomes: Iterable[PublishedOutcome]) -> tuple[Total, ...]:
    """What the published sums come to, each currency and certainty apart; nothing for one sum alone."""
    added = [
        Amount(outcome.amount, outcome.currency, outcome.certainty)
        for outcome in outcomes
        if outcome.amount is not None
    ]
    return totals.totals(added) if len(added) > 1 else ()


def apart_words() -> str:
    """What is said above totals."""
    return _(
        "Each currency and each certainty apart: nothing is converted, and what is preliminary is not added"
        " to what is signed."
    )


def certainty_word(certainty: str) -> str:
    """ "Preliminary", at the beginning of a line."""
    return sentence_case(str(Certainty(certainty).label))


def total_words(total: Total, lang: str) -> str:
    """ "1,250,000 TMT in 3 sums"."""
    said = ngettext("%(amount)s in %(count)s sum", "%(amount)s in %(count)s sums", total.count)
    return said % {"amount": money.money(total.amount, total.currency, lang), "count": total.count}


def state_pieces(
    state: str, changed_on: datetime.date | None, words: Words | None, lang: str
) -> tuple[str | Words, ...]:
    """Return "Done", ", 3 March 2025", "; in the report’s words: " and these words: the state of a follow-up.

    Every rendering prints these pieces. The date of the last change is left out where it is None, the
    report’s words where there are none. The language must be the active one.
    """
    pieces: list[str | Words] = [sentence_case(str(FollowUpState(state).label))]
    if changed_on:
        pieces.append(f", {dates.long_date(changed_on, lang)}")
    if words is not None:
        before, _mark, after = (_("in the report’s words: %(words)s") % {"words": "\0"}).partition("\0")
        pieces += [f"; {before}", words, *([after] if after else [])]
    return tuple(pieces)


def state_text(state: str, changed_on: datetime.date | None, words: Words | None, lang: str) -> str:
    """Return the pieces of `state_pieces` as one text, for outputs without a language of their own."""
    return "".join(str(piece) for piece in state_pieces(state, changed_on, words, lang))


def state_of(state: str, changed_on: datetime.date | None, words: Words | None, lang: str) -> State:
    """Return the pieces of `state_pieces` for a page: the state, drawn, and what stands after it."""
    label, *rest = state_pieces(state, changed_on, words, lang)
    known = FollowUpState(state)
    look = "" if known in ENDED else " state--done" if known in SETTLED else " state--tentative"
    after = safe("".join(escape(piece) if isinstance(piece, str) else spoken(piece, lang) for piece in rest))
    return State(escape(str(label)), look, after)


def due(day: datetime.date | None, precision: str | None, lang: str) -> str:
    """When it is due, as far as that is known: "2024, year only", "date open"."""
    return dates.known_by(day, precision or "day", lang)


def origin_of(item: Item, lang: str) -> SafeString:
    """ "Meeting, Ashgabat": kind and place of the item that a result comes from, or its title."""
    kind = str(item.kind.label) if item.kind else ""
    pieces = [escape(kind)] if kind else []
    pieces.append(spoken(item.stop.place.name if item.stop else item.title, lang))
    return safe(", ".join(pieces))


def _follow_up(follow_up: AgreedFollowUp, setting: Setting) -> ResultEntry:
    lang = setting.lang
    unknown = escape(_("not reported"))
    names = [side.name for side in ([follow_up.ours] if follow_up.ours else []) + [*follow_up.counterparts]]
    sides = [spoken(name, lang) for name in [*names, follow_up.sides_words] if name]
    return ResultEntry(
        state=state_of(follow_up.state, follow_up.state_changed_on, follow_up.state_words, lang),
        title=escape(follow_up.title.text),
        title_language=language_of(follow_up.title, lang),
        note=Prose(lang).note(follow_up.title),
        origin=_origin(follow_up.origin, lang),
        facts=(
            Pair(_("When"), escape(due(follow_up.due_on, follow_up.due_precision, lang))),
            Pair(_("Where"), spoken(follow_up.place, lang) or unknown),
            Pair(_("Between"), apart(sides) or unknown),
        ),
    )


def _outcome(outcome: PublishedOutcome, setting: Setting) -> ResultEntry:
    certainty = Certainty(outcome.certainty)
    look = " state--tentative" if certainty == Certainty.PRELIMINARY else " state--done"
    return ResultEntry(
        state=State(escape(sentence_case(str(certainty.label))), look),
        title=escape(outcome.title.text),
        title_language=language_of(outcome.title, setting.lang),
        note=Prose(setting.lang).note(outcome.title),
        origin=_origin(outcome.origin, setting.lang),
        facts=tuple(_facts(outcome, setting.lang)),
    )


def _facts(outcome: PublishedOutcome, lang: str) -> Iterable[Pair]:
    yield Pair(_("Kind"), escape(sentence_case(str(OutcomeKind(outcome.kind).label))))
    if outcome.amount is not None:
        yield Pair(_("Amount"), escape(money.money(outcome.amount, outcome.currency, lang)))
    dated = dates.long_date(outcome.dated_on, lang) if outcome.dated_on else _("not reported")
    yield Pair(_("Date"), escape(dated))
    sides = [spoken(side.name, lang) for side in (*outcome.ours, *outcome.theirs)]
    yield Pair(_("Between"), apart(sides) or escape(_("not reported")))
    if outcome.confirmed_on:
        yield Pair(_("Confirmed by the company"), escape(dates.long_date(outcome.confirmed_on, lang)))
    if outcome.corrected_on:
        day = escape(dates.long_date(outcome.corrected_on, lang))
        text = f"{day}: {spoken(outcome.correction, lang)}" if outcome.correction else day
        yield Pair(_("Corrected"), safe(text))


def _origin(item: Item | None, lang: str) -> Origin | None:
    return Origin(anchor(item), origin_of(item, lang)) if item else None
