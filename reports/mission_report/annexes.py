"""The end of a report: files, versions, and what is not known."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from documents.paper import Line, Look
from documents.report import Column, Fact, Facts, Grid, Heading, Piece
from missions.models import Visibility
from missions.parts import Item
from missions.printed import joined, run
from reports.mission_report.facts import Annex, Made
from reports.mission_report.saying import REPORTED, Saying
from wording import dates
from wording.words import LANGUAGES
from wording.zones import zone_info


def pieces(saying: Saying) -> Iterator[Piece]:
    """Files and versions where there are any; then what is not known."""
    for name, grids in ((_("Files"), files(saying)), (_("Versions"), versions(saying))):
        for grid in grids:
            yield Heading(saying.line(name))
            yield grid
    if unknown := tuple(not_known(saying)):
        yield Heading(saying.line(_("What is not known")))
        yield Facts(unknown)


def files(saying: Saying) -> Iterator[Grid]:
    """The files of the mission and its items, if there are any."""
    columns = [Column(_("Title"), 40), Column(_("File"), 34), Column(_("Belongs to"), 30)]
    if saying.internal:
        columns.append(Column(_("Who may see it"), 18))
    if found := saying.facts.annexes:
        yield Grid(_("Files"), tuple(columns), tuple(tuple(_file(saying, one)) for one in found))


def versions(saying: Saying) -> Iterator[Grid]:
    """What was released, if anything was."""
    columns = (Column(_("Version"), 30), Column(_("Date"), 24), Column(_("Note"), 60))
    if found := saying.facts.releases:
        yield Grid(_("Versions"), columns, tuple(tuple(_made(saying, one)) for one in found))


def _file(saying: Saying, one: Annex) -> Iterator[tuple[Line, ...]]:
    item = saying.itinerary.item(one.item) if one.item else None
    title = saying.words(one.title)
    yield saying.noted(title) if title else ()
    lang = (saying.line(one.lang, Look.SOFT),) if one.lang in LANGUAGES else ()
    yield (saying.line(one.file_name), *lang)
    yield (saying.origin(item),)
    if saying.internal:
        yield (saying.line(str(Visibility(one.seen_by).label)),)


def _made(saying: Saying, one: Made) -> Iterator[tuple[Line, ...]]:
    if saying.itinerary.compiled_from_reports:
        name = _("Record of the results") if one.of_results else _("Record of the programme")
    else:
        name = _("Results, version %(number)s") if one.of_results else _("Programme, version %(number)s")
        name %= {"number": one.number}
    yield (saying.line(name), *((saying.line(_("Withdrawn"), Look.STRONG),) if one.withdrawn else ()))
    yield (saying.line(dates.released_at(one.at, zone_info(saying.itinerary.zone), saying.lang)),)
    yield saying.prose(saying.words(one.note))


def not_known(saying: Saying) -> Iterator[Fact]:
    """What the report cannot say, so that nobody takes it for an oversight."""
    itinerary = saying.itinerary
    items = [item for item in itinerary.items if not item.cancelled]
    named = [item for item in items if not item.masked]
    if itinerary.approximate:
        yield Fact(_("Dates"), (saying.line(_("The exact days are not known.")),))
    elif approximate := [item for item in items if item.day_approximate]:
        yield Fact(_("Approximate day"), _titles(approximate))
    if items and saying.writing.timeless:
        yield Fact(_("Hours"), (saying.line(_("No clock times are known.")),))
    for term, found in (
        (_("Day"), [item for item in items if item.day is None]),
        (_("Place"), [item for item in items if item.stop is None]),
        (_("Name of the host"), [item for item in named if item.host_unnamed]),
    ):
        yield from saying.fact(term, _titles(found))
    if saying.internal:
        to_report = [item for item in saying.visits if item.kind in REPORTED]
        for term, found in _of_visits(saying, to_report):
            everywhere = len(found) == len(to_report) > 1
            lines = (saying.line(_("Of all visits and meetings.")),) if everywhere else _titles(found)
            yield from saying.fact(term, lines)
    open_dates = [one.title for one in saying.results.follow_ups if one.due_on is None]
    yield from saying.fact(_("Due date of follow-ups"), [(run(title),) for title in open_dates])


def _of_visits(saying: Saying, to_report: list[Item]) -> Iterator[tuple[str, list[Item]]]:
    if saying.facts.sees.reports:
        yield _("Visit report"), [item for item in to_report if saying.visit(item).account is None]
    if saying.facts.sees.attendance:
        yield (
            _("Who was there"),
            [item for item in to_report if not any(
                one.was_there is not None for one in (*saying.visit(item).ours, *saying.visit(item).theirs)
            )],
        )  # fmt: skip


def _titles(items: Iterable[Item]) -> tuple[Line, ...]:
    line = joined(((run(item.title),) for item in items), "; ")
    return (line,) if line else ()
