"""Each visit in words: when and where, with whom, who was there, what its report says, what came of it."""

from collections.abc import Iterable, Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from documents.paper import Line, Look
from documents.report import Column, Fact, Facts, Grid, Heading, Piece, Text
from missions.models import HostState, MeetingOutcome
from missions.parts import Item
from missions.printed import joined, run
from reports.mission_report.facts import Account, Present
from reports.mission_report.saying import REPORTED, Saying
from wording.words import Words


def pieces(saying: Saying) -> Iterator[Piece]:
    """Each visit under its title, in the order of the itinerary."""
    for item in saying.visits:
        yield Heading((run(item.title),))
        yield Facts(tuple(facts(saying, item)))
    if not saying.visits and saying.internal:
        yield Text((saying.line(_("No visits are recorded."), Look.SOFT),))


def facts(saying: Saying, item: Item) -> Iterator[Fact]:
    """All that is known of one visit."""
    visit = saying.visit(item)
    yield Fact(_("When"), (saying.when(item), *saying.note(item.title)))
    yield Fact(_("Where"), saying.where(item))
    if item.kind:
        yield Fact(_("Kind"), (saying.line(str(item.kind.label)),))
    yield from saying.fact(pgettext("whom they met", "With"), saying.hosts(item))
    yield from saying.fact(_("Topics"), [saying.topics(item)])
    yield from saying.fact(_("About"), saying.prose(item.description))
    yield from saying.fact(_("What came of it"), saying.prose(saying.results.of_items.get(item.uid)))
    if not saying.internal:
        yield from saying.fact(_("Visit report"), saying.prose(saying.results.reports.get(item.uid)))
    yield from _there(saying, item, visit.ours, visit.theirs)
    if visit.account is not None:
        yield from _account(saying, visit.account)
    elif saying.internal and saying.facts.sees.reports and item.kind in REPORTED:
        yield Fact(_("Visit report"), (saying.line(_("There is none."), Look.SOFT),))
    agreed = [one.title for one in saying.results.follow_ups if one.origin and one.origin.uid == item.uid]
    yield from saying.fact(_("Follow-ups"), [(run(title),) for title in agreed])
    achieved = [one.title for one in saying.results.outcomes if one.origin and one.origin.uid == item.uid]
    yield from saying.fact(_("Outcomes"), [(run(title),) for title in achieved])


def _there(saying: Saying, item: Item, ours: Iterable[Present], theirs: Iterable[Present]) -> Iterator[Fact]:
    """Who was there on both sides, by rank."""
    yield from saying.fact(_("Our side"), side(saying, ours, organisation=False))
    yield from saying.fact(_("Their side"), side(saying, theirs, organisation=not item.hosts))


def side(saying: Saying, people: Iterable[Present], *, organisation: bool) -> list[Line]:
    """Who of one side was there, in a line; then who did not come, and of whom it is not known."""
    people = list(people)

    def named(was_there: bool | None) -> Line:
        return joined(
            (
                saying.somebody(one.who, organisation=organisation)
                for one in people
                if one.was_there is was_there
            ),
            "; ",
        )

    there, absent, unknown = (named(state) for state in (True, False, None))
    lines = [there] if there else []
    if absent:
        lines.append((saying.plain(f"{_('Did not come')}: ", Look.SOFT), *absent))
    if unknown:
        lines.append((saying.plain(f"{_('Planned; not known whether they came')}: ", Look.SOFT), *unknown))
    return lines


def _account(saying: Saying, account: Account) -> Iterator[Fact]:
    """What the visit's report says; texts that were typed in one language say which where it is another."""
    state = saying.line(capfirst(str(account.state.label)))
    by = (saying.plain(", "), saying.untold(account.author)) if account.author else ()
    approved = (saying.plain(f"{_('Approved by')}: "), saying.untold(account.approved_by))
    yield Fact(_("Visit report"), ((*state, *by), *((approved,) if account.approved_by else ())))
    yield from saying.fact(_("Who else was there"), saying.typed(account.others, account.lang))
    yield from saying.fact(_("How it ended"), [saying.line(ended(account))] if account.outcome else [])
    yield from saying.fact(_("Sectors spoken of"), [sectors(saying, account)])
    yield from saying.fact(_("Summary"), saying.prose(saying.words(account.summary)))
    for term, text in texts(account):
        yield from saying.fact(term, saying.typed(text, account.lang))


def texts(account: Account) -> tuple[tuple[str, str], ...]:
    """The plain texts of a report, each under its term."""
    return (
        (_("Topics spoken of"), account.topics),
        (_("Findings"), account.findings),
        (_("Opportunities"), account.opportunities),
        (_("Obstacles"), account.obstacles),
        (_("Agreed points"), account.agreed_points),
    )


def ended(account: Account) -> str:
    """How a meeting ended; empty where that is not said."""
    return capfirst(str(MeetingOutcome(account.outcome).label)) if account.outcome else ""


def sectors(saying: Saying, account: Account) -> Line:
    """The sectors that were spoken of, as a report says."""
    return joined((run(words),) for each in account.sectors if (words := saying.words(each)))


def contacts(saying: Saying) -> Iterator[Piece]:
    """Whom they met, each once: by the order of visits, of each hosts first, then who else was there."""
    met: dict[str, tuple[tuple[Words | None, ...], list[Words]]] = {}
    for item in saying.itinerary.items:
        if item.masked or item.cancelled:
            continue
        for ref, who in (*_hosts(item), *_others(saying, item)):
            _who, titles = met.setdefault(ref, (who, []))
            if item.title not in titles:
                titles.append(item.title)
    if met:
        columns = (
            Column(_("Who"), 26),
            Column(_("Position"), 24),
            Column(_("Organisation"), 26),
            Column(_("Met at"), 26),
        )
        rows = tuple(
            (
                *(((run(words),),) if words else () for words in who),
                tuple((run(title),) for title in titles),
            )
            for who, titles in met.values()
        )
        yield Grid(_("Contacts made"), columns, rows)
    elif saying.internal:
        yield Text((saying.line(_("No contacts are recorded."), Look.SOFT),))


def _hosts(item: Item) -> Iterator[tuple[str, tuple[Words | None, ...]]]:
    for host in item.hosts:
        if host.contact is not None and host.state == HostState.CONFIRMED:
            yield host.contact.ref, (host.contact.name, host.contact.position, host.organisation.name)


def _others(saying: Saying, item: Item) -> Iterator[tuple[str, tuple[Words | None, ...]]]:
    for one in saying.visit(item).theirs:
        if one.was_there:
            who = one.who
            yield who.ref, (saying.name(who), saying.words(who.position), saying.words(who.organisation))
