"""Facts in one language: which words of each text its reader gets, and how they are put into lines."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from django.utils.translation import gettext as _

from documents.paper import UNKNOWN, Line, Look, Run
from documents.report import Fact
from missions import itinerary as itineraries
from missions import plain_text, printed, results
from missions.models import HostState, ItemKind, ItemStatus
from missions.pages.markup import SHOWN_IN, sentence_case
from missions.parts import Host, Item, LiveContact
from missions.printed import Writing, joined, run
from missions.results import Results, Side
from reports.mission_report.facts import Facts, Somebody, Variant, Visit
from wording.phrases import phrase
from wording.words import Texts, Words, languages_of_name, pick

# What staff report on, whatever came of it (ItemQuerySet.to_report).
REPORTED = (
    ItemKind.SITE_VISIT,
    ItemKind.VISIT,
    ItemKind.MEETING,
    ItemKind.NEGOTIATIONS,
    ItemKind.TALKS,
    ItemKind.B2B,
)
NOBODY = Visit()


class Saying:
    """The facts of one report being said in one language, which must be the active one.

    `beside` is the language of the report that stands beside it, which this one `follows` or not; `contacts`
    are those whom the programme may name, as they are called today (editions.live_contacts).
    """

    def __init__(
        self,
        facts: Facts,
        lang: str,
        beside: str,
        contacts: dict[str, LiveContact],
        *,
        follows: bool = False,
    ) -> None:
        self.facts = facts
        self.lang = lang
        self.beside = beside
        self.follows = follows
        shown = contacts if facts.sees.contacts else {}
        self.itinerary = itineraries.make(facts.programme, facts.audience, lang, shown)
        self.results: Results = results.make(facts.results, self.itinerary)
        self.writing = Writing(self.itinerary, beside)
        self.internal = facts.variant is Variant.INTERNAL

    @cached_property
    def visits(self) -> list[Item]:
        """The items that have a part of their own: visits, and whatever else something came of."""
        return [
            item
            for item in self.itinerary.items
            if not item.masked
            and (
                (item.kind in REPORTED and not item.cancelled)
                or item.uid in self.results.of_items
                or self.visit(item).account is not None
            )
        ]

    def visit(self, item: Item) -> Visit:
        return self.facts.visits.get(item.uid, NOBODY)

    def words(self, texts: Texts) -> Words | None:
        return pick(texts, self.lang, self.itinerary.languages)

    def plain(self, text: str, look: Look = Look.PLAIN) -> Run:
        return Run(text, self.lang, look)

    def line(self, text: str, look: Look = Look.PLAIN) -> Line:
        return (self.plain(text, look),)

    def untold(self, text: str, look: Look = Look.PLAIN) -> Run:
        """A text that staff typed without saying in which language, a name or an address of theirs."""
        return Run(text, UNKNOWN, look)

    def named(self, name: str, words: Run) -> Line:
        """A text behind its name; the colon is of the text where two languages are to share that."""
        colon = Run(": ", UNKNOWN if words.lang == UNKNOWN else self.lang, Look.SOFT)
        return (self.plain(name, Look.SOFT), colon, words)

    def unknown(self) -> Line:
        return self.line(_("not reported"), Look.SOFT)

    def prose(self, words: Words | None) -> tuple[Line, ...]:
        """A text in lines, and that it is in another language where it is."""
        return tuple(self.writing.prose(words)) if words else ()

    def noted(self, words: Words) -> tuple[Line, ...]:
        """Words on one line, and that they are in another language where they are."""
        return ((run(words),), *self.note(words))

    def note(self, words: Words) -> tuple[Line, ...]:
        """That words are in another language than this and the one beside it; nothing where they are not."""
        if words.lang in (self.lang, self.beside):
            return ()
        return (self.line(str(SHOWN_IN[words.lang]), Look.SOFT),)

    def typed(self, text: str, lang: str) -> tuple[Line, ...]:
        """A text that was typed in one language, line by line; which language, where that is not this one.

        Where nobody said in which, it is not repeated in the second of two columns.
        """
        if not text.strip():
            return ()
        if (self.follows and not lang) or (lang and lang == self.beside):
            return (self.line(_("Not translated yet: see the other column."), Look.SOFT),)
        lines = tuple((run(Words(line, lang or UNKNOWN)),) for line in text.splitlines() if line.strip())
        return (*lines, *self.note(Words(text, lang))) if lang else lines

    def fact(self, term: str, lines: Iterable[Line]) -> Iterator[Fact]:
        """A fact where there is anything to say."""
        if said := tuple(line for line in lines if line):
            yield Fact(term, said)

    def somebody(self, who: Somebody, *, organisation: bool = False) -> Line:
        """ "Saule Inkarova, president": a name as this language has it, and the position."""
        pieces = [self.name(who), self.words(who.position)]
        if organisation:
            pieces.append(self.words(who.organisation))
        return joined((run(words),) for words in pieces if words)

    def name(self, who: Somebody) -> Words | None:
        """A person's name in this language, else as a reader of it spells names."""
        return next((found for lang in languages_of_name(self.lang) if (found := who.name.get(lang))), None)

    def speaker(self, contact: LiveContact) -> Line:
        return joined((run(words),) for words in (contact.name, contact.position) if words)

    def sides(self, *sides: Side, words: Words | None = None) -> Line:
        """Organisations and what else stands for a side, with semicolons between them."""
        return joined(((run(each),) for each in (*(side.name for side in sides), words) if each), "; ")

    def hosts(self, item: Item) -> tuple[Line, ...]:
        """Who received, one in a line, with whom was spoken; that the name is not known where it is not."""
        shown = [host for host in item.hosts if host.state in (HostState.CONFIRMED, HostState.ASKED)]
        lines = tuple(self.host(host) for host in shown)
        return lines or ((self.line(_("The name is not known."), Look.SOFT),) if item.host_unnamed else ())

    def host(self, host: Host) -> Line:
        return tuple(self.writing.host(host))

    def topics(self, item: Item) -> Line:
        return joined((run(topic.name),) for topic in item.topics)

    def when(self, item: Item) -> Line:
        """Day and hour as far as they are known, and that it was called off or not settled."""
        day = plain_text.day_of(item, self.lang)
        hour = plain_text.clock(item, self.lang)
        unknown = phrase("time_not_known", self.lang)
        said = sentence_case(day if hour == unknown else f"{day}, {hour}")
        state = {
            ItemStatus.CANCELLED: _("Cancelled"),
            ItemStatus.TENTATIVE: _("Tentative"),
        }.get(item.status)
        return self.line(said) if not state else (self.plain(f"{said}. "), self.plain(state, Look.STRONG))

    def where(self, item: Item) -> tuple[Line, ...]:
        place = (run(item.stop.place.name),) if item.stop else self.line(_("Place not known"), Look.SOFT)
        more = joined((run(words),) for words in (item.venue, item.address) if words)
        onward = (self.writing.fact(_("To"), run(item.to_place.name)),) if item.to_place else ()
        return (place, *((more,) if more else ()), *onward)

    def origin(self, item: Item | None) -> Line:
        """The item that a result comes from, with its place; the mission itself where there is none."""
        if item is None:
            return self.line(_("The mission itself"), Look.SOFT)
        place = (run(item.stop.place.name),) if item.stop else ()
        return joined([line for line in ((run(item.title),), place) if line])

    def sentence(self, text: str) -> str:
        return printed.sentence(sentence_case(text))
