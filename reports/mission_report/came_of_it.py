"""The sheets of what came of a mission: outcomes with their totals, and follow-ups."""

from collections.abc import Iterable, Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.paper import text_of
from documents.report_xlsx import Cell
from missions.models import Certainty, FollowUpKind, FollowUpState, OutcomeKind, Priority
from missions.results import Side
from reports.mission_report import outcomes
from reports.mission_report.columns import Column, said
from reports.mission_report.saying import Saying


def outcome_columns(saying: Saying) -> list[Column]:
    found = [
        Column(_("Outcome"), 44),
        Column(_("Kind"), 22),
        Column(_("Certainty"), 14),
        Column(_("Amount"), 16, worded=False),
        Column(_("Currency"), 10, worded=False),
        Column(_("Date"), 12, worded=False),
        Column(_("Our side"), 30),
        Column(_("Their side"), 30),
        Column(_("Comes from"), 34),
        Column(_("Corrected"), 12, worded=False),
        Column(_("Correction"), 34),
    ]
    if saying.internal:
        found += [
            Column(_("Confirmed"), 12, worded=False),
            Column(_("Confirmed by"), 26),
            Column(_("Signed paper"), 26),
            Column(_("Publication"), 16),
            Column(_("Source"), 30, worded=False),
        ]
    return found


def outcomes_rows(saying: Saying) -> Iterator[tuple[Cell, ...]]:
    for one in saying.results.outcomes:
        row: list[Cell] = [
            said(one.title),
            capfirst(str(OutcomeKind(one.kind).label)),
            capfirst(str(Certainty(one.certainty).label)),
            one.amount,
            one.currency,
            one.dated_on,
            _sides(one.ours),
            _sides(one.theirs),
            text_of(saying.origin(one.origin)),
            one.corrected_on,
            said(one.correction),
        ]
        if saying.internal:
            beside = saying.facts.outcomes[one.ref]
            row += [
                beside.confirmed_on,
                text_of(saying.somebody(beside.confirmed_by)) if beside.confirmed_by else "",
                said(saying.words(beside.paper)),
                outcomes.publication(beside),
                beside.source,
            ]
        yield tuple(row)


def _sides(sides: Iterable[Side]) -> str:
    return "; ".join(said(side.name) for side in sides)


def total_columns() -> list[Column]:
    return [
        Column(_("Certainty"), 16),
        Column(_("Amount"), 20, worded=False),
        Column(_("Currency"), 10, worded=False),
        Column(_("Outcomes"), 12, worded=False),
    ]


def totals_rows(saying: Saying) -> Iterator[tuple[Cell, ...]]:
    for one in outcomes.sums(saying):
        yield capfirst(str(Certainty(one.certainty).label)), one.amount, one.currency, one.count


def year_columns() -> list[Column]:
    return [
        Column(_("Certainty"), 16),
        Column(_("Year"), 10, worded=False),
        Column(_("Amount"), 20, worded=False),
        Column(_("Currency"), 10, worded=False),
    ]


def years_rows(saying: Saying) -> Iterator[tuple[Cell, ...]]:
    for one, year, amount in outcomes.by_year(outcomes.sums(saying)):
        yield capfirst(str(Certainty(one.certainty).label)), year, amount, one.currency


def follow_up_columns(saying: Saying) -> list[Column]:
    found = [
        Column(_("Follow-up"), 44),
        Column(_("Kind"), 18),
        Column(_("State"), 16),
        Column(_("State changed on"), 12, worded=False),
        Column(_("In the words of the report"), 26),
        Column(_("Due day"), 12, worded=False),
        Column(_("Due"), 22),
        Column(_("Where"), 20),
        Column(_("Our side"), 30),
        Column(_("Counterparts"), 34),
        Column(_("Comes from"), 34),
    ]
    if saying.internal:
        found += [
            Column(_("Our owner"), 26),
            Column(_("Responsible"), 22, worded=False),
            Column(_("Priority"), 10),
            Column(_("It became"), 30),
            Column(_("Closed on"), 12, worded=False),
            Column(_("Why it was closed"), 34, worded=False),
            Column(_("Publication"), 16),
        ]
    return found


def follow_ups_rows(saying: Saying) -> Iterator[tuple[Cell, ...]]:
    for one in saying.results.follow_ups:
        to_the_day = one.due_on if one.due_precision == "day" else None
        row: list[Cell] = [
            said(one.title),
            capfirst(str(FollowUpKind(one.kind).label)),
            capfirst(str(FollowUpState(one.state).label)),
            one.state_changed_on,
            said(one.state_words),
            to_the_day,
            outcomes.due(saying, one),
            said(one.place),
            said(one.ours.name) if one.ours else said(one.sides_words),
            _sides(one.counterparts),
            text_of(saying.origin(one.origin)),
        ]
        if saying.internal:
            beside = saying.facts.follow_ups[one.ref]
            row += [
                text_of(saying.somebody(beside.owner)) if beside.owner else "",
                beside.responsible,
                str(Priority(beside.priority).label),
                "\n".join(words.text for words in outcomes.became(saying, beside)),
                beside.closed_on,
                beside.closing_reason,
                "" if beside.published else _("Not published"),
            ]
        yield tuple(row)
