"""A delegate's own itinerary on paper, from the same `Personal` as her page.

As in missions/printed.py, nothing depends on the day on which it is printed.
"""

import datetime
from collections.abc import Iterator

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from delegations import reading, telephones
from delegations.itinerary import Day, Entry, Halt, Journey, Night, Personal
from documents import paper
from documents.paper import Block, Drawing, Fact, Line, Look, Paper, Part
from missions import printed
from missions.pages import mission_page, times
from missions.pages.markup import sentence_case
from missions.parts import Item, Place
from missions.printed import joined, run
from wording import dates
from wording.phrases import phrase
from wording.words import Words


def programme(personal: Personal, name: Words, numbers: str, beside: str = "") -> Paper:
    """All that concerns the delegate of this name, in her language; `beside` is that of the other paper.

    `numbers` are the lines of those whom she may call.
    """
    itinerary = personal.itinerary
    told = printed.released(itinerary, personal.number, personal.released_at, personal.replaces)
    with translation.override(itinerary.lang):
        writing = _Writing(personal, numbers, beside)
        title = paper.Run(_("Programme of %(name)s") % {"name": name.text}, itinerary.lang)
        own, sections = writing.own_lede(), writing.sections()
        return writing.paper(told, title=title, lede=own, sections=sections, of=name.text)


class _Writing(printed.Writing):
    """One personal itinerary being put into words; its language must be the active one."""

    def __init__(self, personal: Personal, numbers: str, beside: str) -> None:
        super().__init__(personal.timed, beside)
        self.personal = personal
        self.numbers = numbers
        self.page = reading.Writing(personal)

    def own_lede(self) -> Iterator[Line]:
        if self.personal.cancelled:
            yield (self.plain(_("The mission is cancelled."), Look.STRONG),)
        days = mission_page.mission_dates(self.itinerary)
        yield (run(self.itinerary.title), self.plain(f", {printed.sentence(days)}"))

    def sections(self) -> Iterator[paper.Section]:
        for day in self.personal.days:
            heading = sentence_case(self.page.date(day))
            yield paper.Section(heading, blocks=tuple(self.halt(day, halt) for halt in day.halts))
        if not self.personal.days:
            yield paper.Section("", note=_("Nothing in this version is planned for you yet."))
        if self.personal.nights:
            nights = tuple(tuple(self.night(night)) for night in self.personal.nights)
            yield paper.Section(_("Hotel"), facts=nights)
        yield from self.to_call()
        if self.personal.also:
            yield paper.Section(
                _("Also in the programme"),
                note=_("You do not take part in these."),
                blocks=tuple(
                    self.halt(day, halt, dated=True) for day in self.personal.also for halt in day.halts
                ),
            )

    def halt(self, day: Day, halt: Halt, *, dated: bool = False) -> Block:
        number = times.number_of_day(day.date, self.itinerary) if day.date else None
        where = [_("Day %(number)s") % {"number": number}] if number is not None and number > 0 else []
        where += [self.page.date(day)] if dated else []
        items = [entry.item for entry in halt.entries if entry.item]
        timed = next((item for item in items if item.starts_at or item.ends_at), None)
        if timed and len(self.clocks) > 1:
            where.append(
                times.zone_words(timed.zone, day.date, self.lang, times.beginning_at(timed, self.places))
            )
        approximate = day.approximate or bool(halt.stop and halt.stop.days_approximate)
        drawing = Drawing.DASHED if approximate else Drawing.SOLID
        return Block(
            heading=self.place(halt.stop),
            where=", ".join(where),
            drawing=drawing if halt.stop else Drawing.OPEN,
            parts=(Part("", tuple(self.own_entry(entry, day) for entry in halt.entries)),),
        )

    def own_entry(self, entry: Entry, day: Day) -> paper.Entry:
        if entry.item is None:
            return self.leg(entry.journeys[0])
        made = self.entry(entry.item)
        when = made.when
        if entry.approximate and not day.approximate:
            when += (self.plain(f" {self.page.own_day(entry.item)}"),)
        lines = made.lines + tuple(line for journey in entry.journeys for line in self.journey(journey))
        return paper.Entry(when, made.title, made.state, lines)

    def leg(self, journey: Journey) -> paper.Entry:
        clock = dates.clock(journey.departs_at) if journey.departs_at else ""
        title = _("%(origin)s to %(destination)s") % {
            "origin": journey.origin.name.text,
            "destination": journey.destination.name.text,
        }
        return paper.Entry(
            when=(self.plain(clock or phrase("time_not_known", self.lang), Look.STRONG),),
            title=(self.plain(title),),
            lines=tuple(self.journey(journey)),
        )

    def journey(self, journey: Journey) -> Iterator[Line]:
        yield self.fact(
            capfirst(str(journey.mode.label)), self.plain(journey.name or _("number not known yet"))
        )
        yield self.fact(
            _("Departs"), *self.end_of_leg(journey.departs_on, journey.departs_at, journey.origin)
        )
        yield self.fact(
            _("Arrives"), *self.end_of_leg(journey.arrives_on, journey.arrives_at, journey.destination)
        )
        if journey.altered_at:
            yield self.fact(_("Changed"), self.plain(self.page.moment(journey.altered_at)))

    def end_of_leg(self, day: datetime.date | None, time: datetime.time | None, place: Place) -> Line:
        """Where, day, hour and whose clock; what is not known is said."""
        return (run(place.name), self.plain(f": {self.page.end_of_leg(day, time, place)}"))

    def night(self, night: Night) -> Iterator[Fact]:
        days = dates.date_range(night.arrives_on, night.leaves_on, self.lang)
        yield Fact(_("Nights"), (self.plain(days),))
        hotel = self.local(Words(night.hotel, self.lang))
        yield Fact(_("Name"), (hotel, self.plain(", "), run(night.place.name)))
        address = self.local(Words(night.address, night.read_in)) if night.address else None
        yield Fact(_("For the driver"), (address or self.plain(_("address not known yet")),))
        yield Fact(_("Room"), (self.plain(night.room or _("not known yet")), *self.mate(night)))
        if night.altered_at:
            yield Fact(_("Changed"), (self.plain(self.page.moment(night.altered_at)),))

    def facts(self, item: Item) -> Iterator[Line]:
        """What else is known, and where it is as a driver there reads it, if that is not said yet."""
        yield from super().facts(item)
        said = {words.text for words in (item.venue, item.address) if words}
        said |= set(item.stop.place.names.values()) if item.stop else set()
        if any(words.text not in said for words in item.for_driver):
            yield self.fact(_("For the driver"), *joined((self.local(words),) for words in item.for_driver))

    def to_call(self) -> Iterator[paper.Section]:
        """Whom she can call: the organiser's lines, and who speaks for a party."""
        lines = telephones.in_lines(self.numbers)
        called = [(line.whom, line.number, line.tel) for line in lines if line.number]
        for party, contact in self.personal.speakers:
            known = (contact.name, contact.position, party.organisation.name)
            whom = ", ".join(words.text for words in known if words)
            called.append((whom, contact.phone, telephones.tel(contact.phone)))
        said = "; ".join(line.name for line in lines if not line.number)
        if called or said:
            facts = tuple(
                Fact(whom or _("Telephone"), (paper.Run(number, self.lang, tel=tel),))
                for whom, number, tel in called
            )
            yield paper.Section(_("To call"), note=said, facts=(facts,) if facts else ())

    def mate(self, night: Night) -> Iterator[paper.Run]:
        if night.room_mate:
            shared = _("shared with %(name)s") % {"name": night.room_mate.text}
            yield self.plain(f"; {shared}")
