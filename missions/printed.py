"""The programme on paper: an itinerary as words for documents/, which sets them as PDF and DOCX.

Nothing here depends on the day on which it is printed: what is unknown is said as such, never as reported or
not yet, since paper is read for longer than a page.
"""

import datetime
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import Http404
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents import paper
from documents.paper import Block, Drawing, Entry, Line, Look, Paper, Part, Point, Run, State
from missions import plain_text
from missions.models import HostState, ItemStatus, PartyRole
from missions.pages import mission_page, times
from missions.pages.markup import SHOWN_IN, capital, sentence_case, within
from missions.parts import Host, Item, Itinerary, Section, Stop
from wording import markdown
from wording.phrases import phrase
from wording.words import LANGUAGES, Words

NO_HOUR = "–"
STATES = {ItemStatus.CANCELLED: State.CANCELLED, ItemStatus.TENTATIVE: State.TENTATIVE}
_BOLD = re.compile(r"<b>(.*?)</b>")


@dataclass(frozen=True, slots=True)
class Told:
    """Which programme a paper is: the line above it, and what stands at the foot of every page."""

    line: Line
    foot: str


def languages(lang: str, beside: str) -> tuple[str, ...]:
    """The languages of a paper: one, or two side by side. Raises Http404 for a second that is not ours."""
    if beside and beside not in LANGUAGES:
        raise Http404
    return (lang, beside) if beside and beside != lang else (lang,)


def beside(langs: Sequence[str], lang: str) -> str:
    """Which of these languages stands beside one of them; empty for one alone."""
    return next((other for other in langs if other != lang), "")


def released(itinerary: Itinerary, number: int, at: datetime.date, replaces: int | None) -> Told:
    """A released version, in the words of its page."""
    with translation.override(itinerary.lang):
        markup = times.version_line(number, at, replaces, itinerary, plain_text.places(itinerary))
    line = tuple(
        Run(html.unescape(text), itinerary.lang, Look.STRONG if position % 2 else Look.PLAIN)
        for position, text in enumerate(_BOLD.split(markup))
        if text
    )
    return Told(line, line[0].text)


def draft(itinerary: Itinerary, at: datetime.datetime) -> Told:
    """The rows as they were at a moment, by the mission's clock."""
    with translation.override(itinerary.lang):
        said = plain_text.draft_line(itinerary, at)
    return Told((Run(said, itinerary.lang, Look.STRONG),), said)


def programme(itinerary: Itinerary, told: Told, *, cancelled: bool = False, beside: str = "") -> Paper:
    """The whole programme in the itinerary's language; `cancelled` says that the mission is.

    `beside` is the language of the paper that stands beside it.
    """
    with translation.override(itinerary.lang):
        writing = Writing(itinerary, beside)
        return writing.paper(
            told,
            title=run(itinerary.title),
            lede=writing.lede(cancelled),
            sections=(paper.Section("", blocks=tuple(writing.blocks())),),
        )


class Writing:
    """One itinerary being put into words; its language must be the active one."""

    def __init__(self, itinerary: Itinerary, beside: str = "") -> None:
        self.itinerary = itinerary
        self.beside = beside
        self.lang = itinerary.lang
        self.places = plain_text.places(itinerary)
        self.clocks = list(plain_text.clocks(itinerary))
        self.timeless = not any(times.has_time(item) for item in itinerary.items)

    def paper(
        self,
        told: Told,
        *,
        title: Run,
        lede: Iterable[Line],
        sections: Iterable[paper.Section],
        of: str = "",
    ) -> Paper:
        """The paper; `of` says at the foot whose it is, where the title would say “programme” again."""
        itinerary = self.itinerary
        return Paper(
            lang=self.lang,
            language=dict(settings.LANGUAGES)[self.lang],
            issuers=tuple(self.issuers()),
            title=title,
            lede=tuple(lede),
            version=told.line,
            notes=tuple((self.plain(note),) for note in self.notes()),
            route=tuple(self.route()),
            settled=times.settled(itinerary),
            sections=tuple(sections),
            when_heading=_("Time"),
            foot=f"{sentence(told.foot)} {of or title.text}",
        )

    def issuers(self) -> Iterable[Run]:
        for role, _term, parties in mission_page.parties(self.itinerary):
            if role == PartyRole.ORGANISER:
                yield from (run(party.organisation.name) for party in parties)

    def lede(self, cancelled: bool) -> Iterator[Line]:
        itinerary = self.itinerary
        if cancelled:
            yield (self.plain(_("The mission is cancelled."), Look.STRONG),)
        days = sentence_case(mission_page.mission_dates(itinerary))
        yield (self.plain(sentence(days)),)
        if itinerary.summary:
            yield from self.prose(itinerary.summary)
        for role, term, parties in mission_page.parties(itinerary):
            if role != PartyRole.ORGANISER:
                yield (self.plain(f"{term}: "), *joined((run(party.organisation.name),) for party in parties))

    def notes(self) -> Iterator[str]:
        if not self.itinerary.items:
            yield _("Nothing is planned yet.")
        elif self.timeless:
            yield _("No clock times are known. Entries are in order.")
        elif len(self.clocks) == 1:
            yield sentence(_("All times: %(zone)s") % {"zone": self.clocks[0]})

    def route(self) -> Iterator[Point]:
        for stop in self.itinerary.stops:
            days = times.stop_days(times.dated(stop, self.itinerary), self.lang)
            yield Point(run(stop.place.name), days)

    def blocks(self) -> Iterator[Block]:
        for section in self.itinerary.sections:
            several = len(section.days) > 1
            yield Block(
                heading=self.place(section.stop),
                where="" if several else self.where(section),
                drawing=self.drawing(section),
                parts=tuple(
                    Part(
                        self.day(section, index) if several else "",
                        tuple(self.entry(item, beside=day.items) for item in day.items),
                    )
                    for index, day in enumerate(section.days)
                ),
            )

    def place(self, stop: Stop | None) -> Run:
        return run(stop.place.name) if stop else self.plain(_("Place not known"))

    def where(self, section: Section) -> str:
        if section.days:
            return self.day(section, 0)
        return times.stop_days(times.dated(section.stop, self.itinerary), self.lang) if section.stop else ""

    def day(self, section: Section, index: int) -> str:
        """The day, and its clock where the programme has more than one."""
        day = section.days[index]
        said = times.day_label(day, self.itinerary)
        timed = next((item for item in day.items if item.starts_at or item.ends_at), None)
        if len(self.clocks) > 1 and timed:
            here = times.beginning_at(timed, self.places)
            said += f", {times.zone_words(timed.zone, day.date, self.lang, here)}"
        return said

    def drawing(self, section: Section) -> Drawing:
        if section.stop is None:
            return Drawing.OPEN
        known = section.days and all(day.date and not day.approximate for day in section.days)
        approximate = self.itinerary.approximate or section.stop.days_approximate or not known
        return Drawing.DASHED if approximate else Drawing.SOLID

    def entry(self, item: Item, beside: Iterable[Item] = ()) -> Entry:
        return Entry(
            when=tuple(self.when(item, beside)),
            title=(run(item.title, Look.STRUCK if item.cancelled else Look.PLAIN),),
            state=STATES.get(item.status, State.SETTLED),
            lines=tuple(self.lines(item)),
        )

    def when(self, item: Item, beside: Iterable[Item]) -> Iterator[Run]:
        if self.timeless:
            yield self.plain(NO_HOUR, Look.SOFT)
        else:
            look = Look.STRUCK if item.cancelled else Look.STRONG
            yield self.plain(plain_text.clock(item, self.lang), look)
        if item.day is None and any(other.day for other in beside):
            yield self.plain(f" {phrase('day_not_known', self.lang)}")

    def lines(self, item: Item) -> Iterator[Line]:
        if item.cancelled:
            yield (self.plain(_("Cancelled"), Look.STRONG),)
        elif item.status == ItemStatus.TENTATIVE:
            yield (self.plain(_("Tentative"), Look.STRONG),)
        about = tuple(self.about(item))
        facts = joined(self.facts(item), "; ")
        if about or facts:
            yield (*about, *((self.plain(". "),) if about and facts else ()), *facts)
        if item.description:
            yield from self.prose(item.description)

    def facts(self, item: Item) -> Iterator[Line]:
        """What else is known, each as a term and its words."""
        if item.to_place:
            yield self.fact(_("To"), run(item.to_place.name))
        if item.venue or item.address:
            where = joined((self.local(words),) for words in (item.venue, item.address) if words)
            yield self.fact(_("Venue") if item.venue else _("Address"), *where)
        # An item that is called after its host names it once.
        hosts = [host for host in item.hosts if host.contact or not called_after(item, host)]
        if hosts:
            yield self.fact(_("Host"), *joined(self.host(host) for host in hosts))
        if item.groups:
            yield self.fact(_("Takes part"), *joined((run(name),) for name in item.groups))
        for name, words in (
            (_("Dress"), item.dress),
            (_("Language"), item.language),
            (_("Interpreter"), item.interpreter),
            (_("Photographs"), item.photo_rules),
        ):
            if words:
                yield self.fact(name, run(words))

    def about(self, item: Item) -> Iterator[Run]:
        """ "Site visit. Food processing": what kind of item it is, and its topics."""
        if item.kind:
            yield self.plain(capfirst(str(item.kind.label)) + (". " if item.topics else ""))
        for index, topic in enumerate(item.topics):
            yield run(within(topic.name) if index else capital(topic.name))
            if index + 1 < len(item.topics):
                yield self.plain(", ")
        if item.host_unnamed:
            yield self.plain((". " if item.kind else "") + _("The name is not known."))

    def host(self, host: Host) -> Iterator[Run]:
        yield run(host.organisation.name)
        if host.contact:
            yield self.plain(": ")
            yield run(host.contact.name)
            if host.contact.position:
                yield self.plain(", ")
                yield run(host.contact.position)
        if host.state == HostState.ASKED:
            yield self.plain(f" ({_('not confirmed yet')})")

    def prose(self, words: Words) -> Iterator[Line]:
        """A text typed in Markdown, and that it is in another language where it is.

        One that is only in the language beside is not repeated.
        """
        if words.lang == self.beside:
            yield (self.plain(_("Not translated yet: see the other column."), Look.SOFT),)
            return
        for line in markdown.lines(words.text):
            yield tuple(
                Run(span.text, words.lang, Look.STRONG if span.strong else Look.PLAIN) for span in line
            )
        if words.lang != self.lang:
            yield (self.plain(str(SHOWN_IN[words.lang]), Look.SOFT),)

    def fact(self, term: str, *text: Run) -> Line:
        return (self.plain(f"{term}: ", Look.SOFT), *text)

    def local(self, words: Words) -> Run:
        """A name or an address as it is written where it is, which may be in letters that no paper has."""
        return replace(run(words), instead=_("in letters that paper cannot print: see the page"))

    def plain(self, text: str, look: Look = Look.PLAIN) -> Run:
        return Run(text, self.lang, look)


def called_after(item: Item, host: Host) -> bool:
    """Whether the item's title is the name of this host."""
    return host.organisation.name.text == item.title.text


def sentence(text: str) -> str:
    """A text with a full stop at its end, where no abbreviation has put one: "2023 г."."""
    return text if text.endswith(".") else f"{text}."


def run(words: Words, look: Look = Look.PLAIN) -> Run:
    """Words on one line, in their language."""
    return Run(" ".join(words.text.split()), words.lang, look)


def joined(lines: Iterable[Iterable[Run]], between: str = ", ") -> Line:
    """Pieces of a line with a sign between them."""
    found: list[Run] = []
    for line in lines:
        pieces = list(line)
        found += [Run(between, pieces[0].lang)] if found else []
        found += pieces
    return tuple(found)
