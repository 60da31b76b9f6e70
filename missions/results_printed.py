"""What came of a mission on paper, for the public: as its page has it, as words for documents/.

Nothing here depends on the day on which it is printed. No person is named.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from documents import paper
from documents.paper import Fact, Line, Look, Paper, Run
from missions.models import OutcomeKind
from missions.pages import agreed, mission_page, times
from missions.pages.markup import SHOWN_IN, sentence_case
from missions.parts import Item, Itinerary
from missions.printed import Told, Writing, joined, run, sentence
from missions.results import AgreedFollowUp, PublishedOutcome, Results
from wording import dates, money, zones
from wording.words import Words


def made(
    itinerary: Itinerary,
    results: Results,
    at: datetime.date,
    note: Words | None = None,
    *,
    cancelled: bool = False,
) -> Paper:
    """The results in the itinerary's language, published at `at`; `note` says what was corrected in them."""
    with translation.override(itinerary.lang):
        return _Writing(itinerary, results).results_paper(at, note, cancelled)


class _Writing(Writing):
    """Results being put into words; the language of the itinerary must be the active one."""

    def __init__(self, itinerary: Itinerary, results: Results) -> None:
        super().__init__(itinerary)
        self.results = results

    def results_paper(self, at: datetime.date, note: Words | None, cancelled: bool) -> Paper:
        if self.itinerary.compiled_from_reports:
            said = times.record_line(at, self.itinerary)
        else:
            moment = dates.released_at(at, zones.zone_info(self.itinerary.zone), self.lang)
            said = dates.ended(
                _("Results, version %(number)s, published %(moment)s.")
                % {"number": self.results.number, "moment": moment}
            )
        told = Told((self.plain(said, Look.STRONG),), said)
        made = self.paper(
            told,
            title=run(self.itinerary.title),
            lede=self.results_lede(note, cancelled),
            sections=tuple(self.results_sections()),
        )
        return replace(made, notes=(), route=(), settled=True)

    def results_lede(self, note: Words | None, cancelled: bool) -> Iterator[Line]:
        if cancelled:
            yield (self.plain(_("The mission is cancelled."), Look.STRONG),)
        yield (self.plain(sentence(sentence_case(mission_page.mission_dates(self.itinerary)))),)
        for words in (note, self.results.summary):
            if words:
                yield from self.typed(words)

    def results_sections(self) -> Iterator[paper.Section]:
        told = self.results
        if told.follow_ups:
            facts = tuple(tuple(self.follow_up(one)) for one in told.follow_ups)
            yield paper.Section(_("What was agreed"), facts=facts)
        if told.outcomes:
            facts = tuple(tuple(self.outcome(one)) for one in told.outcomes)
            yield paper.Section(_("Papers and sums"), facts=facts)
        if found := agreed.told_totals(told.outcomes):
            facts = tuple(
                (
                    Fact(
                        agreed.certainty_word(one.certainty),
                        (self.plain(agreed.total_words(one, self.lang)),),
                    ),
                )
                for one in found
            )
            yield paper.Section(_("In all"), note=agreed.apart_words(), facts=facts)
        items = [
            item for item in self.itinerary.items if item.uid in told.of_items or item.uid in told.reports
        ]
        if items:
            facts = tuple(tuple(self.of_item(item)) for item in items)
            yield paper.Section(_("From the programme"), facts=facts)

    def follow_up(self, one: AgreedFollowUp) -> Iterator[Fact]:
        yield Fact(_("Follow-up"), self.title(one.title))
        yield Fact(_("State"), tuple(self.state(one)))
        yield Fact(_("When"), (self.plain(agreed.due(one.due_on, one.due_precision, self.lang)),))
        if one.place:
            yield Fact(_("Where"), (run(one.place),))
        sides = [side.name for side in ([one.ours] if one.ours else []) + [*one.counterparts]]
        yield from self.between([*sides, *([one.sides_words] if one.sides_words else [])])
        yield from self.origin(one.origin)

    def state(self, one: AgreedFollowUp) -> Iterator[Run]:
        for piece in agreed.state_pieces(one.state, one.state_changed_on, one.state_words, self.lang):
            yield from (self.plain(piece),) if isinstance(piece, str) else self.spoken(piece)

    def outcome(self, one: PublishedOutcome) -> Iterator[Fact]:
        yield Fact(sentence_case(str(OutcomeKind(one.kind).label)), self.title(one.title))
        yield Fact(_("Certainty"), (self.plain(agreed.certainty_word(one.certainty)),))
        if one.amount is not None:
            said = money.money(one.amount, one.currency, self.lang)
            yield Fact(_("Amount"), (self.plain(said, Look.STRONG),))
        dated = dates.long_date(one.dated_on, self.lang) if one.dated_on else _("not reported")
        yield Fact(_("Date"), (self.plain(dated),))
        yield from self.between([side.name for side in (*one.ours, *one.theirs)])
        if one.confirmed_on:
            said = dates.long_date(one.confirmed_on, self.lang)
            yield Fact(_("Confirmed by the company"), (self.plain(said),))
        if one.corrected_on:
            said = dates.long_date(one.corrected_on, self.lang)
            why = (self.plain(": "), *self.spoken(one.correction)) if one.correction else ()
            yield Fact(_("Corrected"), (self.plain(said, Look.STRONG), *why))
        yield from self.origin(one.origin)

    def of_item(self, item: Item) -> Iterator[Fact]:
        kind = sentence_case(str(item.kind.label)) if item.kind else _("Item")
        yield Fact(kind, self.title(item.title))
        if item.day:
            said = times.day_words(item.day, item.day_approximate, self.lang)
            yield Fact(_("When"), (self.plain(said),))
        if item.stop:
            yield Fact(_("Where"), (run(item.stop.place.name),))
        for term, words in (
            (_("Outcome"), self.results.of_items.get(item.uid)),
            (_("From the report of the visit"), self.results.reports.get(item.uid)),
        ):
            if words:
                yield Fact(term, self.spoken(words))

    def origin(self, item: Item | None) -> Iterator[Fact]:
        if item is not None:
            kind = (self.plain(sentence_case(str(item.kind.label))),) if item.kind else ()
            where = (run(item.stop.place.name if item.stop else item.title),)
            yield Fact(_("Comes from"), joined((kind, where) if kind else (where,)))

    def between(self, sides: Iterable[Words]) -> Iterator[Fact]:
        line = joined((run(name),) for name in sides)
        yield Fact(_("Between"), line or (self.plain(_("not reported")),))

    def title(self, words: Words) -> Line:
        return self.spoken(words, Look.STRONG)

    def spoken(self, words: Words, look: Look = Look.PLAIN) -> Line:
        """A text on one line and, where it is in another language, that it is."""
        note = (self.plain(f" {SHOWN_IN[words.lang]}", Look.SOFT),) if words.lang != self.lang else ()
        return (run(words, look), *note)

    def typed(self, words: Words) -> Iterator[Line]:
        """A text typed in paragraphs."""
        for text in words.text.splitlines():
            if text.strip():
                yield (run(Words(text, words.lang)),)
        if words.lang != self.lang:
            yield (self.plain(str(SHOWN_IN[words.lang]), Look.SOFT),)
