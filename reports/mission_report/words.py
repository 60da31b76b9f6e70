"""A report in the words of one language: cover, summary, itinerary, delegation; others have the rest."""

from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegations.models import Capacity
from documents.paper import Line, Look
from documents.report import Chapter, Column, Fact, Facts, Grid, Heading, Piece, Report, Text
from missions import printed
from missions.models import PartyRole
from missions.pages import mission_page
from missions.parts import LiveContact
from missions.printed import joined, run
from reports.mission_report import annexes, outcomes, visits
from reports.mission_report.facts import Facts as Told
from reports.mission_report.facts import Sender
from reports.mission_report.saying import Saying
from wording import dates, zones


def reports(
    facts: Told, langs: Sequence[str], contacts: Mapping[str, dict[str, LiveContact]]
) -> list[Report]:
    """The report in each of these languages, one or two; `contacts` are those of each."""
    found = []
    for lang in langs:
        with translation.override(lang):
            beside, follows = printed.beside(langs, lang), lang != langs[0]
            found.append(report(Saying(facts, lang, beside, contacts[lang], follows=follows)))
    return found


def report(saying: Saying) -> Report:
    """The whole report in the language of `saying`, which must be the active one."""
    return Report(
        lang=saying.lang,
        language=dict(settings.LANGUAGES)[saying.lang],
        kind=kind(),
        title=run(saying.itinerary.title),
        issuers=tuple(saying.writing.issuers()),
        notice=notice(saying),
        facts=tuple(cover(saying)),
        contents=_("Contents"),
        chapters=tuple(chapter for chapter in chapters(saying) if chapter.pieces),
        foot=foot(saying),
    )


def kind() -> str:
    """What it is."""
    return _("Mission report")


def notice(saying: Saying) -> str:
    """For whom it is."""
    if saying.internal:
        return _("For staff alone: it holds what is not published.")
    return _("For the public: what was released, published and cleared.")


def foot(saying: Saying) -> str:
    """What stands at the foot of every page."""
    whose = _("For staff alone.") if saying.internal else _("For the public.")
    return f"{kind()}. {whose} {dates.ended(moment(saying) + '.')}"


def moment(saying: Saying) -> str:
    """Of when the report is, by the mission's clock."""
    at = zones.moment(saying.facts.at, saying.itinerary.zone, saying.lang)
    return _("As of %(moment)s") % {"moment": at}


def cover(saying: Saying) -> Iterator[Fact]:
    """What the cover says of the mission and of the report."""
    facts, itinerary = saying.facts, saying.itinerary
    days = saying.sentence(mission_page.mission_dates(itinerary))
    called_off = [saying.line(_("The mission is cancelled."), Look.STRONG)] if facts.cancelled else []
    yield from saying.fact(_("Dates"), [*called_off, saying.line(days)])
    yield from saying.fact(_("Places"), [joined(((point.name,) for point in saying.writing.route()), " – ")])
    for role in PartyRole:
        lines = [
            (run(party.organisation.name), *_spoken_for(saying, party.contact))
            for party in itinerary.parties
            if party.role == role
        ]
        yield from saying.fact(capfirst(str(role.label)), lines)
    if itinerary.compiled_from_reports:
        yield from saying.fact(_("Record"), [saying.line(_("compiled from published reports"))])
    elif facts.number is not None:
        yield from saying.fact(
            _("Programme"), [saying.line(_("version %(number)s") % {"number": facts.number})]
        )
    if facts.results_number is not None and not itinerary.compiled_from_reports:
        number = {"number": facts.results_number}
        yield from saying.fact(_("Results"), [saying.line(_("version %(number)s") % number)])
    yield from saying.fact(_("Report"), [saying.line(moment(saying))])
    if saying.internal and facts.by:
        yield from saying.fact(_("Made by"), [saying.line(facts.by)])


def _spoken_for(saying: Saying, contact: LiveContact | None) -> Line:
    return (saying.plain(": "), *saying.speaker(contact)) if contact else ()


def chapters(saying: Saying) -> Iterator[Chapter]:
    """The chapters in their order; one without anything to say is empty."""
    sees = saying.facts.sees
    yield Chapter(_("Summary"), tuple(summary(saying)))
    yield Chapter(_("Dates and itinerary"), tuple(itinerary(saying)))
    if sees.delegates:
        yield Chapter(_("Delegation"), tuple(delegation(saying)))
    yield Chapter(_("Visits and meetings"), tuple(visits.pieces(saying)))
    if sees.outcomes:
        yield Chapter(_("Outcomes"), tuple(outcomes.achieved(saying)))
    if sees.follow_ups:
        yield Chapter(_("Follow-ups"), tuple(outcomes.agreed(saying)))
    if sees.contacts:
        yield Chapter(_("Contacts made"), tuple(visits.contacts(saying)))
    yield Chapter(_("Annexes"), tuple(annexes.pieces(saying)))


def summary(saying: Saying) -> Iterator[Piece]:
    itinerary = saying.itinerary
    if lines := (*saying.prose(itinerary.summary), *saying.prose(saying.results.summary)):
        yield Text(lines)
    facts = [
        *saying.fact(_("Purpose"), saying.prose(itinerary.purpose)),
        *saying.fact(_("Background"), saying.prose(itinerary.background)),
        *saying.fact(_("Source"), saying.prose(itinerary.source)),
        *saying.fact(_("In numbers"), [saying.line(line) for line in numbers(saying)]),
    ]
    yield Facts(tuple(facts))


def numbers(saying: Saying) -> Iterator[str]:
    """How many there are of what the report tells one by one."""
    facts, count = saying.facts, len(saying.visits)
    yield ngettext("%(count)s visit or meeting", "%(count)s visits and meetings", count) % {"count": count}
    if saying.internal and facts.sees.reports:
        count = sum(saying.visit(item).account is not None for item in saying.visits)
        yield ngettext("%(count)s visit report", "%(count)s visit reports", count) % {"count": count}
    if facts.sees.outcomes:
        yield outcomes.counted(len(saying.results.outcomes))
    if facts.sees.follow_ups:
        count = len(saying.results.follow_ups)
        yield ngettext("%(count)s follow-up", "%(count)s follow-ups", count) % {"count": count}


def itinerary(saying: Saying) -> Iterator[Piece]:
    """The days as they were travelled, stop by stop; visits with their titles, for they are told below."""
    writing, told = saying.writing, saying.itinerary
    days = saying.sentence(mission_page.mission_dates(told))
    notes = [saying.line(note) for note in writing.notes()]
    yield Text((saying.line(days), *saying.prose(told.dates_note), *notes))
    own = {item.uid for item in saying.visits}
    columns = [Column(_("Entry"), 60), Column(_("Kind"), 24)]
    if not writing.timeless:
        columns.insert(0, Column(_("Time"), 16))
    for section in told.sections:
        several = len(section.days) > 1
        where = "" if several else writing.where(section)
        place = writing.place(section.stop)
        yield Heading((place, *((saying.plain(f" – {where}"),) if where else ())))
        for index, day in enumerate(section.days):
            if several:
                yield Heading(saying.line(writing.day(section, index)), 3)
            rows = []
            for item in day.items:
                entry = writing.entry(item, beside=day.items)
                about = [] if item.uid in own else [line for line in writing.lines(item) if line]
                if item.uid in own and item.cancelled:
                    about = [saying.line(_("Cancelled"), Look.STRONG)]
                kind = str(item.kind.label) if item.kind else ""
                title = (entry.title, *saying.note(item.title), *about)
                hour = () if writing.timeless else ((entry.when,),)
                rows.append((*hour, title, (saying.line(kind),) if kind else ()))
            yield Grid(place.text, tuple(columns), tuple(rows))


def delegation(saying: Saying) -> Iterator[Piece]:
    """Who travelled, by rank; delegations whose people are not named, and what is noted of each."""
    facts = saying.facts
    if facts.travellers:
        columns = [
            Column(_("No."), 8),
            Column(_("Who"), 30),
            Column(_("Position and organisation"), 40),
            Column(_("Capacity"), 16),
            *([Column(_("Was there"), 16)] if facts.sees.attendance else []),
        ]
        rows = []
        for number, one in enumerate(facts.travellers, start=1):
            name = saying.name(one.who)
            about = [
                (run(words),)
                for texts in (one.who.position, one.who.organisation)
                if (words := saying.words(texts))
            ]
            row = [
                (saying.line(str(number)),),
                ((run(name),) if name else saying.unknown(),),
                tuple(about),
                (saying.line(str(Capacity(one.capacity).label)),),
            ]
            if facts.sees.attendance:
                row.append((_was_there(saying, one.was_at, one.known_at),))
            rows.append(tuple(row))
        yield Grid(_("Delegation"), tuple(columns), tuple(rows))
    senders = [
        line
        for one in facts.senders
        if (words := saying.words(one.organisation)) and (one.note or not one.named)
        for line in ((run(words, Look.STRONG),), *_people(saying, one))
    ]
    if senders:
        yield Text(tuple(senders))
    if not facts.travellers and not senders:
        yield Text((saying.line(_("No delegates are recorded."), Look.SOFT),))


def _was_there(saying: Saying, was_at: int, known_at: int) -> Line:
    if not known_at:
        return saying.line(_("not known"), Look.SOFT)
    return saying.line(_("%(count)s of %(known)s") % {"count": was_at, "known": known_at})


def _people(saying: Saying, sender: Sender) -> tuple[Line, ...]:
    note = saying.prose(saying.words(sender.note))
    return note or (saying.line(_("Nobody is named."), Look.SOFT),)
