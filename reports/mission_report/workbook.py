"""A report as XLSX: a sheet for each part, what is typed in its own column as what it is.

Two languages have a column each for what is said in words; days, hours, numbers and sums stand once.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from delegations.models import Capacity
from documents import report_xlsx
from documents.paper import Line, text_of
from documents.report import Fact, Facts, Grid
from documents.report_xlsx import Cell, Sheet
from missions import printed
from missions.models import ItemStatus
from missions.parts import Item, LiveContact
from reports.mission_report import annexes, came_of_it, visits, words
from reports.mission_report.columns import Column, said
from reports.mission_report.facts import Account, Present
from reports.mission_report.facts import Facts as Told
from reports.mission_report.saying import Saying

type Rows = list[tuple[Cell, ...]]
type Part = tuple[str, list[Column], Rows]
"""The name of a sheet, its columns and its rows, in one language."""


def made(facts: Told, langs: Sequence[str], contacts: Mapping[str, dict[str, LiveContact]]) -> bytes:
    """The workbook in one language or two; `contacts` are those of each (editions.live_contacts)."""
    told: list[list[Part]] = []
    title = foot = ""
    for lang in langs:
        with translation.override(lang):
            saying = Saying(facts, lang, printed.beside(langs, lang), contacts[lang])
            told.append(list(parts(saying)))
            title, foot = title or saying.itinerary.title.text, foot or words.foot(saying)
    found = [_together(of_part, langs) for of_part in zip(*told, strict=True)]
    return report_xlsx.made([sheet for sheet in found if sheet.rows], title=title, foot=foot, at=facts.at)


def _together(parts: Sequence[Part], langs: Sequence[str]) -> Sheet:
    """One sheet of a part in one language or two."""
    name, columns, _rows = parts[0]
    names = dict(settings.LANGUAGES)
    heads: list[report_xlsx.Column] = []
    take: list[tuple[int, int]] = []
    for at, column in enumerate(columns):
        for which, (_name, of_part, _of_rows) in enumerate(parts):
            if which and not column.worded:
                break
            heading = of_part[at].heading
            if column.worded and len(parts) > 1:
                heading = f"{heading} ({names[langs[which]]})"
            heads.append(report_xlsx.Column(heading, column.letters))
            take.append((which, at))
    rows = tuple(
        tuple(row[which][at] for which, at in take)
        for row in zip(*(of_rows for _name, _columns, of_rows in parts), strict=True)
    )
    return Sheet(name, tuple(heads), rows)


def parts(saying: Saying) -> Iterator[Part]:
    """The sheets in their order; one without rows is left out of the workbook."""
    sees = saying.facts.sees
    yield _("Summary"), [Column(_("What"), 24), Column(_("Text"), 90)], list(_summary(saying))
    yield _("Dates and itinerary"), _itinerary_columns(), list(_itinerary(saying))
    if sees.delegates:
        yield _("Delegation"), _delegation_columns(), list(_delegation(saying))
        columns = [Column(_("Organisation"), 40), Column(_("Note"), 60), Column(_("Named"), 10, worded=False)]
        yield _("Delegations"), columns, list(_senders(saying))
    yield _("Visits and meetings"), _visit_columns(saying), list(_visits(saying))
    if sees.outcomes:
        yield _("Outcomes"), came_of_it.outcome_columns(saying), list(came_of_it.outcomes_rows(saying))
        yield _("Totals"), came_of_it.total_columns(), list(came_of_it.totals_rows(saying))
        yield _("Totals by year"), came_of_it.year_columns(), list(came_of_it.years_rows(saying))
    if sees.follow_ups:
        yield _("Follow-ups"), came_of_it.follow_up_columns(saying), list(came_of_it.follow_ups_rows(saying))
    if sees.contacts:
        yield from _grids(_("Contacts made"), visits.contacts(saying))
    yield from _grids(_("Files"), annexes.files(saying))
    yield from _grids(_("Versions"), annexes.versions(saying))
    yield (
        _("What is not known"),
        [Column(_("What"), 24), Column(_("Text"), 90)],
        _facts(annexes.not_known(saying)),
    )


def _facts(facts: Iterable[Fact]) -> Rows:
    return [(fact.term, _text(fact.lines)) for fact in facts]


def _grids(name: str, pieces: Iterable[object]) -> Iterator[Part]:
    """A table of words as a sheet."""
    for grid in pieces:
        if isinstance(grid, Grid):
            columns = [Column(column.heading, column.share) for column in grid.columns]
            yield name, columns, [tuple(_text(cell) for cell in row) for row in grid.rows]


def _text(lines: Iterable[Line]) -> str:
    return "\n".join(text_of(line) for line in lines)


def _summary(saying: Saying) -> Iterator[tuple[Cell, ...]]:
    yield _("Mission"), said(saying.itinerary.title)
    yield words.kind(), words.notice(saying)
    yield from _facts(words.cover(saying))
    if note := saying.prose(saying.itinerary.dates_note):
        yield _("About the dates"), _text(note)
    for piece in words.summary(saying):
        if isinstance(piece, Facts):
            yield from _facts(piece.facts)
        else:
            yield _("Summary"), _text(getattr(piece, "lines", ()))


def _itinerary_columns() -> list[Column]:
    return [
        Column(_("No."), 6, worded=False),
        Column(_("Day"), 14, worded=False),
        Column(_("Begins"), 9, worded=False),
        Column(_("Ends"), 9, worded=False),
        Column(_("When"), 26),
        Column(_("Place"), 18),
        Column(_("Entry"), 44),
        Column(_("Kind"), 16),
        Column(_("State"), 14),
    ]


def _itinerary(saying: Saying) -> Iterator[tuple[Cell, ...]]:
    for number, item in enumerate(saying.itinerary.items, start=1):
        yield (
            number,
            _day(saying, item),
            None if item.time_approximate else item.starts_at,
            None if item.time_approximate else item.ends_at,
            text_of(saying.when(item)),
            _place(item),
            said(item.title),
            str(item.kind.label) if item.kind else "",
            capfirst(str(ItemStatus(item.status).label)),
        )


def _day(saying: Saying, item: Item) -> datetime.date | None:
    """The day where it is known as such; what is approximate stands in words."""
    return None if item.day_approximate or saying.itinerary.approximate else item.day


def _place(item: Item) -> str:
    return said(item.stop.place.name) if item.stop else _("Place not known")


def _delegation_columns() -> list[Column]:
    return [
        Column(_("No."), 6, worded=False),
        Column(_("Who"), 30),
        Column(_("Position"), 30),
        Column(_("Organisation"), 34),
        Column(_("Capacity"), 16),
        Column(_("Was at"), 10, worded=False),
        Column(_("Known of"), 10, worded=False),
    ]


def _delegation(saying: Saying) -> Iterator[tuple[Cell, ...]]:
    for number, one in enumerate(saying.facts.travellers, start=1):
        known = saying.facts.sees.attendance and one.known_at
        yield (
            number,
            said(saying.name(one.who)),
            said(saying.words(one.who.position)),
            said(saying.words(one.who.organisation)),
            str(Capacity(one.capacity).label),
            one.was_at if known else None,
            one.known_at if known else None,
        )


def _senders(saying: Saying) -> Iterator[tuple[Cell, ...]]:
    for one in saying.facts.senders:
        yield said(saying.words(one.organisation)), _text(saying.prose(saying.words(one.note))), one.named


def _visit_columns(saying: Saying) -> list[Column]:
    found = [
        Column(_("No."), 6, worded=False),
        Column(_("Day"), 14, worded=False),
        Column(_("When"), 26),
        Column(_("Place"), 18),
        Column(_("Visit"), 40),
        Column(_("Kind"), 16),
        Column(_("Received by"), 36),
        Column(_("Topics"), 30),
        Column(_("About"), 44),
        Column(_("What came of it"), 44),
        Column(_("Our side"), 34),
        Column(_("Their side"), 34),
        Column(_("Visit report: summary"), 50),
    ]
    if saying.internal:
        found += [
            Column(_("How it ended"), 20),
            Column(_("Sectors spoken of"), 30),
            Column(_("Who else was there"), 30),
            Column(_("Topics spoken of"), 40),
            Column(_("Findings"), 40),
            Column(_("Opportunities"), 40),
            Column(_("Obstacles"), 40),
            Column(_("Agreed points"), 40),
            Column(_("Visit report"), 16),
            Column(_("Author"), 22, worded=False),
        ]
    return found


def _visits(saying: Saying) -> Iterator[tuple[Cell, ...]]:
    for number, item in enumerate(saying.visits, start=1):
        visit = saying.visit(item)
        account = visit.account
        cleared = {} if saying.internal else saying.results.reports
        row: list[Cell] = [
            number,
            _day(saying, item),
            text_of(saying.when(item)),
            _place(item),
            said(item.title),
            str(item.kind.label) if item.kind else "",
            _text(saying.hosts(item)),
            text_of(saying.topics(item)),
            _text(saying.prose(item.description)),
            _text(saying.prose(saying.results.of_items.get(item.uid))),
            _people(saying, visit.ours, item),
            _people(saying, visit.theirs, item),
            _text(saying.prose(saying.words(account.summary) if account else cleared.get(item.uid))),
        ]
        if saying.internal:
            row += _account(saying, account) if account else [""] * 10
        yield tuple(row)


def _account(saying: Saying, account: Account) -> list[Cell]:
    typed = [account.others, *(text for _term, text in visits.texts(account))]
    others, *texts = (_text(saying.typed(text, account.lang)) for text in typed)
    return [
        visits.ended(account),
        text_of(visits.sectors(saying, account)),
        others,
        *texts,
        capfirst(str(account.state.label)),
        account.author,
    ]


def _people(saying: Saying, people: Sequence[Present], item: Item) -> str:
    return _text(visits.side(saying, people, organisation=not item.hosts))
