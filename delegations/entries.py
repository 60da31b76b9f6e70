"""The entries of a personal page as markup, which would take a template as long as all the rest of the page.

What is said in the page's language is translated once for each language; `mine` is the slug of the reader's
own mission, and empty for hosts, who have no links from an entry.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from delegations.reading import EntryWords, HaltWords, JourneyWords
from missions.models import HostState, ItemStatus
from missions.pages.markup import escape, language_of, page_language, safe, spoken
from missions.parts import Host, Item, LiveContact
from wording import markdown
from wording.lists import enumerated

ANY = UUID(int=0)  # stands in an address for the item or contact that it is of

HALT = """
<li class="stop{look}">
<header><div><h3>{place}</h3></div><p class="where">{where}</p></header>
<ol class="items">
{entries}</ol>
</li>
"""
ENTRY = """\
<li id="{anchor}" class="item{look}">
<p class="item-when">{when}</p>
<div class="item-body">{body}</div>
</li>
"""


@dataclass(frozen=True, slots=True)
class _Terms:
    """What is said of an entry, escaped, in one language."""

    place_unknown: SafeString
    cancelled: SafeString
    tentative: SafeString
    declined: SafeString
    moved: SafeString
    host: SafeString
    asked: SafeString
    to: SafeString
    taking_part: SafeString
    driver: SafeString
    large: SafeString
    save: SafeString
    facts: tuple[tuple[str, SafeString], ...]
    manner: tuple[tuple[str, SafeString], ...]
    from_to: SafeString
    no_number: SafeString
    departs: SafeString
    arrives: SafeString
    changed: SafeString
    change: SafeString
    decline: SafeString


@cache
def _terms(lang: str) -> _Terms:
    """In this language, which must be the active one."""
    return _Terms(
        place_unknown=escape(_("Place not known")),
        cancelled=escape(_("Cancelled")),
        tentative=escape(_("Tentative")),
        declined=escape(_("You do not come")),
        moved=escape(_("It has been moved since you said so.")),
        host=escape(_("Host")),
        asked=escape(_("not confirmed yet")),
        to=escape(_("To")),
        taking_part=escape(_("Takes part")),
        driver=escape(_("For the driver")),
        large=escape(_("Show the address large")),
        save=escape(_("Save contact")),
        facts=(("venue", escape(_("Venue"))), ("address", escape(_("Address")))),
        manner=(
            ("dress", escape(_("Dress"))),
            ("language", escape(_("Language"))),
            ("interpreter", escape(_("Interpreter"))),
            ("photo_rules", escape(_("Photographs"))),
        ),
        from_to=escape(_("%(origin)s to %(destination)s")),
        no_number=escape(_("number not known yet")),
        departs=escape(_("Departs")),
        arrives=escape(_("Arrives")),
        changed=escape(_("Changed")),
        change=escape(_("Change what I said")),
        decline=escape(_("I cannot come")),
    )


class Entries:
    """Puts the entries of one page into markup, in the active language.

    `coming` is the anchor of the one that comes next.
    """

    def __init__(self, mine: str = "", coming: str = "") -> None:
        self.lang = page_language()
        self.terms = _terms(self.lang)
        self.mine = mine
        self.coming = coming
        self.item_address = reverse("my:item", args=[mine, ANY]) if mine else ""

    def halts(self, halts: Iterable[HaltWords]) -> SafeString:
        """Runs of entries, each at one place, for a list of them."""
        return safe("".join(self.halt(halt) for halt in halts))

    def halt(self, halt: HaltWords) -> str:
        stop = halt.stop
        look = "" if stop else " stop--open"
        if halt.approximate or stop is None or stop.days_approximate:
            look += " stop--approx"
        lines = [escape(line) for line in halt.where]
        return HALT.format(
            look=look,
            place=spoken(stop.place.name, self.lang) if stop else self.terms.place_unknown,
            where="".join(f"<span>{line},</span> " for line in lines[:-1])
            + "".join(f"<span>{line}</span> " for line in lines[-1:]),
            entries="".join(self.entry(entry) for entry in halt.entries),
        )

    def entry(self, entry: EntryWords) -> str:
        item = entry.item
        look = " item--next" if self.coming and self.coming == entry.anchor else ""
        if item and item.cancelled:
            look += " item--cancelled"
        elif item and item.status == ItemStatus.TENTATIVE:
            look += " item--tentative"
        body = list(self.item(entry, item)) if item else []
        body += [self.journey(journey, by_itself=item is None) for journey in entry.journeys]
        if item and entry.may_decline and self.mine:
            body.append(self.declining(entry, item))
        if entry.visit:
            body.append(render_to_string("delegations/parts.html#visit", {"visit": entry.visit}) + "\n")
        return ENTRY.format(anchor=escape(entry.anchor), look=look, when=self.when(entry), body="".join(body))

    def when(self, entry: EntryWords) -> str:
        said = _escaped(entry.times)
        if said and entry.item and entry.item.cancelled:
            said = f"<del>{said}</del>"
        beside = (entry.zone, entry.day, entry.label)
        return said + "".join(f" <span>{_escaped(text)}</span>" for text in beside if text)

    def item(self, entry: EntryWords, item: Item) -> Iterator[str]:
        terms = self.terms
        yield f"<h4>{spoken(item.title, self.lang)}</h4>\n"
        if item.cancelled:
            yield f'<p><span class="state state--cancelled">{terms.cancelled}</span></p>\n'
        elif item.status == ItemStatus.TENTATIVE:
            yield f'<p><span class="state state--tentative">{terms.tentative}</span></p>\n'
        if entry.declined:
            moved = f" {terms.moved}" if entry.moved_since else ""
            yield f'<p><span class="state state--cancelled">{terms.declined}</span>{moved}</p>\n'
        if entry.ends:
            yield f"<p>{_escaped(entry.ends)}</p>\n"
        if item.description:
            text = markdown.rendered(item.description.text)
            yield f"<div{language_of(item.description, self.lang)}>{text}</div>\n"
        if entry.note:
            yield f'<p class="small soft">{escape(entry.note)}</p>\n'
        if item.topics or entry.unnamed:
            names = ", ".join(spoken(topic.name, self.lang) for topic in item.topics)
            yield f'<p class="topics">{names}{". " if names else ""}{escape(entry.unnamed)}</p>\n'
        if pairs := "".join(self.pairs(item)):
            yield f'<dl class="pairs">\n{pairs}</dl>\n'

    def pairs(self, item: Item) -> Iterator[str]:
        """What else is known, as terms each with what it says."""
        terms = self.terms
        if item.to_place:
            yield f"<dt>{terms.to}</dt><dd>{spoken(item.to_place.name, self.lang)}</dd>\n"
        yield from self.named(item, terms.facts)
        if self.mine and item.for_driver:
            lines = "".join(f'<p lang="{line.lang}">{escape(line.text)}</p>' for line in item.for_driver)
            large = f'<details class="driver"><summary>{terms.large}</summary>{lines}</details>'
            yield f"<dt>{terms.driver}</dt><dd>{large}</dd>\n"
        if item.hosts:
            hosts = "".join(f"<dd>{self.host(host)}</dd>" for host in item.hosts)
            yield f"<dt>{terms.host}</dt>{hosts}\n"
        if item.groups:
            groups = enumerated(spoken(group, self.lang) for group in item.groups)
            yield f"<dt>{terms.taking_part}</dt><dd>{groups}</dd>\n"
        yield from self.named(item, terms.manner)

    def named(self, item: Item, terms: Iterable[tuple[str, SafeString]]) -> Iterator[str]:
        for name, term in terms:
            if words := getattr(item, name):
                yield f"<dt>{term}</dt><dd>{spoken(words, self.lang)}</dd>\n"

    def host(self, host: Host) -> str:
        said = str(spoken(host.organisation.name, self.lang))
        contact = host.contact
        if contact:
            said += f": {spoken(contact.name, self.lang)}"
            said += f", {spoken(contact.position, self.lang)}" if contact.position else ""
        if host.state == HostState.ASKED:
            said += f" ({self.terms.asked})"
        return f"{said} {self.card(contact)}" if self.mine and contact and contact.public else said

    def card(self, contact: LiveContact) -> str:
        """A link to the card of a contact who is named in public with her consent."""
        address = reverse("my:contact", args=[self.mine, contact.ref])
        unseen = f'<span class="unseen">: {spoken(contact.name, self.lang)}</span>'
        return f'<a class="no-print" href="{address}">{self.terms.save}{unseen}</a>'

    def journey(self, journey: JourneyWords, *, by_itself: bool) -> str:
        terms = self.terms
        origin, destination = (spoken(words, self.lang) for words in (journey.origin, journey.destination))
        title = terms.from_to % {"origin": origin, "destination": destination}
        heading = f"<h4>{title}</h4>\n" if by_itself else ""
        changed = escape(journey.changed)
        return (
            f'{heading}<dl class="pairs">\n'
            f"<dt>{escape(journey.mode)}</dt><dd>{escape(journey.name) or terms.no_number}</dd>\n"
            f"<dt>{terms.departs}</dt><dd>{origin}: {escape(journey.departs)}</dd>\n"
            f"<dt>{terms.arrives}</dt><dd>{destination}: {escape(journey.arrives)}</dd>\n"
            + (f"<dt>{terms.changed}</dt><dd>{changed}</dd>\n" if changed else "")
            + "</dl>\n"
        )

    def declining(self, entry: EntryWords, item: Item) -> str:
        """The way to let the organiser know that she does not come, or comes after all."""
        address = self.item_address.replace(str(ANY), item.uid)
        words = self.terms.change if entry.declined else self.terms.decline
        unseen = f'<span class="unseen">: {spoken(item.title, self.lang)}</span>'
        return f'<p class="small no-print"><a href="{address}">{words}{unseen}</a></p>\n'


def _escaped(text: str) -> str:
    """Times are marked up already where they can be."""
    return text if isinstance(text, SafeString) else escape(text)
