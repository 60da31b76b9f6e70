"""What was achieved and agreed in words: papers and sums with their totals, follow-ups with who owes what."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.paper import Line, Look, Run
from documents.report import Column, Grid, Heading, Piece, Text
from missions import totals
from missions.models import Certainty, FollowUpKind, OutcomeKind, Priority
from missions.pages.agreed import state_pieces
from missions.pages.markup import sentence_case
from missions.printed import run
from missions.results import AgreedFollowUp, PublishedOutcome
from missions.totals import Amount, Total
from reports.mission_report.facts import BesideFollowUp, BesideOutcome
from reports.mission_report.saying import Saying
from wording import dates, money


def sums(saying: Saying) -> tuple[Total, ...]:
    """The totals: nothing of two currencies or certainties is added up. Years are known to staff alone."""
    beside = saying.facts.outcomes
    return totals.totals(
        Amount(one.amount, one.currency, one.certainty, beside[one.ref].years if one.ref in beside else {})
        for one in saying.results.outcomes
        if one.amount is not None
    )


def by_year(added: Iterable[Total]) -> Iterator[tuple[Total, int | None, Decimal]]:
    """What of each total falls into which year, None for what is in none; nothing where no year is stated."""
    for one in added:
        if one.years:
            yield from ((one, year, amount) for year, amount in one.years)
            if one.year_not_stated:
                yield one, None, one.year_not_stated


def achieved(saying: Saying) -> Iterator[Piece]:
    """The totals, preliminary and signed apart, then each outcome."""
    found = saying.results.outcomes
    if not found:
        if saying.internal:
            yield Text((saying.line(_("No outcomes are recorded."), Look.SOFT),))
        return
    if added := sums(saying):
        yield Heading(saying.line(_("Totals")))
        yield Text((saying.line(_("Sums of different certainty or currency are not added up.")),))
        yield _totals(saying, added)
        yield from _years(saying, added)
    yield Heading(saying.line(_("Papers and sums")))
    columns = (
        Column(_("Outcome"), 34),
        Column(_("Amount"), 19),
        Column(_("Certainty and date"), 25),
        Column(_("Between"), 28),
        Column(_("Comes from"), 24),
    )
    yield Grid(_("Outcomes"), columns, tuple(tuple(outcome(saying, one)) for one in found))


def _totals(saying: Saying, added: Iterable[Total]) -> Grid:
    columns = (Column(_("Certainty"), 30), Column(_("Amount"), 40), Column(_("Outcomes"), 30))
    rows = tuple(
        (
            (saying.line(capfirst(str(Certainty(one.certainty).label))),),
            (saying.line(money.money(one.amount, one.currency, saying.lang)),),
            (saying.line(counted(one.count)),),
        )
        for one in added
    )
    return Grid(_("Totals"), columns, rows)


def _years(saying: Saying, added: Iterable[Total]) -> Iterator[Grid]:
    columns = (Column(_("Certainty"), 30), Column(_("Year"), 30), Column(_("Amount"), 40))
    rows = tuple(
        (
            (saying.line(capfirst(str(Certainty(one.certainty).label))),),
            (saying.line(_("Year not stated") if year is None else str(year)),),
            (saying.line(money.money(amount, one.currency, saying.lang)),),
        )
        for one, year, amount in by_year(added)
    )
    if rows:
        yield Grid(_("Totals by year"), columns, rows)


def counted(count: int) -> str:
    """ "2 outcomes"."""
    return ngettext("%(count)s outcome", "%(count)s outcomes", count) % {"count": count}


def outcome(saying: Saying, one: PublishedOutcome) -> Iterator[tuple[Line, ...]]:
    """The cells of one outcome."""
    beside = saying.facts.outcomes.get(one.ref)
    kind = capfirst(str(OutcomeKind(one.kind).label))
    yield (
        *saying.noted(one.title),
        saying.line(kind, Look.SOFT),
        *_for_staff(saying, beside),
        *_corrected(saying, one),
    )
    yield (
        saying.line(money.money(one.amount, one.currency, saying.lang))
        if one.amount is not None
        else saying.unknown(),
    )
    yield (
        saying.line(capfirst(str(Certainty(one.certainty).label))),
        saying.line(dates.long_date(one.dated_on, saying.lang)) if one.dated_on else saying.unknown(),
    )
    yield tuple(line for line in (saying.sides(*one.ours), saying.sides(*one.theirs)) if line) or (
        saying.unknown(),
    )
    yield (saying.origin(one.origin),)


def _for_staff(saying: Saying, beside: BesideOutcome | None) -> Iterator[Line]:
    if beside is None:
        return
    if words := publication(beside):
        yield saying.line(words, Look.STRONG)
    if beside.source:
        yield saying.named(_("Source"), saying.untold(beside.source))
    if beside.confirmed_on:
        day = dates.long_date(beside.confirmed_on, saying.lang)
        by: Line = (saying.plain(", "), *saying.somebody(beside.confirmed_by)) if beside.confirmed_by else ()
        yield (saying.plain(f"{_('Confirmed')}: ", Look.SOFT), saying.plain(day), *by)
    if paper := saying.words(beside.paper):
        yield (saying.plain(f"{_('Signed paper')}: ", Look.SOFT), run(paper))


def publication(beside: BesideOutcome) -> str:
    """That an outcome is confidential, or not published; nothing where it is."""
    if beside.confidential:
        return _("Confidential")
    return "" if beside.published else _("Not published")


def _corrected(saying: Saying, one: PublishedOutcome) -> Iterator[Line]:
    if one.corrected_on:
        day = dates.long_date(one.corrected_on, saying.lang)
        words = (saying.plain(": "), run(one.correction)) if one.correction else ()
        yield (saying.plain(f"{_('Corrected')} {day}"), *words)


def agreed(saying: Saying) -> Iterator[Piece]:
    """Each follow-up: who owes it to whom, until when, and how it stands."""
    found = saying.results.follow_ups
    if found:
        columns = (
            Column(_("Follow-up"), 32),
            Column(_("State"), 20),
            Column(_("When and where"), 20),
            Column(_("Between"), 28),
            Column(_("Comes from"), 24),
        )
        yield Grid(_("Follow-ups"), columns, tuple(tuple(follow_up(saying, one)) for one in found))
    elif saying.internal:
        yield Text((saying.line(_("No follow-ups are recorded."), Look.SOFT),))


def follow_up(saying: Saying, one: AgreedFollowUp) -> Iterator[tuple[Line, ...]]:
    """The cells of one follow-up."""
    beside = saying.facts.follow_ups.get(one.ref)
    kind = capfirst(str(FollowUpKind(one.kind).label))
    yield (*saying.noted(one.title), saying.line(kind, Look.SOFT), *_of_staff(saying, beside))
    pieces = state_pieces(one.state, one.state_changed_on, one.state_words, saying.lang)
    yield (
        tuple(saying.plain(piece) if isinstance(piece, str) else run(piece) for piece in pieces),
        *_closed(saying, beside),
    )
    yield (
        saying.line(sentence_case(due(saying, one))),
        (run(one.place),) if one.place else saying.line(_("Place not known"), Look.SOFT),
    )
    sides = (
        *((saying.sides(one.ours),) if one.ours else ()),
        *(saying.sides(each) for each in one.counterparts),
        *(((run(one.sides_words),),) if one.sides_words else ()),
    )
    owner = (
        ((saying.plain(f"{_('Our owner')}: ", Look.SOFT), *saying.somebody(beside.owner)),)
        if beside and beside.owner
        else ()
    )
    yield (*sides, *owner) or (saying.unknown(),)
    yield (saying.origin(one.origin),)


def due(saying: Saying, one: AgreedFollowUp) -> str:
    """When it is due, as far as that is known: "2024, year only"."""
    return dates.known_by(one.due_on, one.due_precision or "day", saying.lang)


def _of_staff(saying: Saying, beside: BesideFollowUp | None) -> Iterator[Line]:
    if beside is None:
        return
    if not beside.published:
        yield saying.line(_("Not published"), Look.STRONG)
    if beside.priority != Priority.NORMAL:
        words = _("Priority: %(priority)s") % {"priority": Priority(beside.priority).label}
        yield saying.line(words)
    if beside.responsible:
        yield saying.named(_("Responsible"), saying.untold(beside.responsible))
    for what in became(saying, beside):
        yield saying.named(_("It became"), what)


def became(saying: Saying, beside: BesideFollowUp) -> list[Run]:
    """What a follow-up became: a mission or a document by its title, an address."""
    titles = (saying.words(beside.became), saying.words(beside.paper))
    return [
        *(run(words) for words in titles if words),
        *([saying.untold(beside.link)] if beside.link else ()),
    ]


def _closed(saying: Saying, beside: BesideFollowUp | None) -> Iterator[Line]:
    if beside and beside.closing_reason:
        yield (saying.untold(beside.closing_reason, Look.SOFT),)
