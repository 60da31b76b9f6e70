"""One item of a programme as markup: when, what, its states, who receives, what else is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from missions.changes import Change, ChangeKind
from missions.models import ItemKind, ItemStatus
from missions.pages import times
from missions.pages.markup import (
    SMALL,
    Prose,
    apart,
    escape,
    language_of,
    line,
    listed,
    safe,
    spoken,
    uncapitalised,
)
from missions.parts import Day, Host, Item, Itinerary, LiveContact, Organisation, Place
from wording import dates
from wording.phrases import phrase
from wording.words import Words

MOVES = (ChangeKind.MOVED, ChangeKind.RETIMED)

# One item of the list. Here and not in mission.html, where so many small pieces take as long as all the rest.
# `look` are the classes that draw its state, `when` what stands beside it.
ITEM = """\
<li class="item{look}" id="{anchor}">
<p class="item-when">{when}</p>
<div class="item-body"><h4{title_language}>{title}</h4>
{body}
{facts}</div>
</li>"""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all entries of one page share.

    `partner_slugs` are organisations that have a page, by ref. `changes` are those since the version before
    `version`, by item UID. `reported`: the mission is over, so what is unknown was not reported.
    """

    itinerary: Itinerary
    lang: str
    version: int
    reported: bool
    partner_slugs: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, Change] = field(default_factory=dict)
    outcomes: Mapping[str, Words] = field(default_factory=dict)
    reports: Mapping[str, Words] = field(default_factory=dict)
    partner_address: str = ""

    @property
    def places(self) -> list[Place]:
        """The places whose names may stand for a zone."""
        found = [stop.place for stop in self.itinerary.stops]
        found += [item.to_place for item in self.itinerary.items if item.to_place]
        return [*found, self.itinerary.home] if self.itinerary.home else found


class Items:
    """Puts the items of one page into words; what they share is worked out once."""

    def __init__(self, setting: Setting, timed: bool, places: list[Place]) -> None:
        self.setting = setting
        self.lang = setting.lang
        self.timed = timed
        self.places = places
        self.unknown_time = safe(f"<b>{escape(phrase('time_not_known', self.lang))}</b>")
        self.unknown_day = safe(f"<span>{escape(phrase('day_not_known', self.lang))}</span>")
        self.unnamed = escape(
            _("The name was not reported.") if setting.reported else _("The name is not known yet.")
        )
        self.results = (
            (setting.outcomes, escape(_("Outcome"))),
            (setting.reports, escape(_("From the report of the visit"))),
        )
        self.terms = (
            ("venue", escape(_("Venue"))),
            ("address", escape(_("Address"))),
            ("dress", escape(_("Dress"))),
            ("language", escape(_("Language"))),
            ("interpreter", escape(_("Interpreter"))),
            ("photo_rules", escape(_("Photographs"))),
        )

    def entry(self, item: Item, day: Day) -> SafeString:
        change = self.setting.changes.get(item.uid)
        states = list(self.states(item, change))
        prose = Prose(self.lang)
        note = prose.note(item.title)
        lines = [line(" ".join(states))] if states else []
        lines += [note] if note else []
        lines += [line(text) for text in (times.arrival(item, self.lang, self.places),) if text]
        lines += self.before(item, change)
        lines += prose.markdown(item.description)
        lines += self.hosts(item)
        lines += self.topics(item)
        for told, term in self.results:
            if item.uid in told:
                lines.append(line(f"<b>{term}</b> {prose.inline(told[item.uid])}", ' class="outcome"'))
        return safe(
            ITEM.format(
                anchor=escape(anchor(item)),
                look=_look(item, change),
                when=self.when(item, day, change),
                title=escape(item.title.text),
                title_language=language_of(item.title, self.lang),
                body="\n".join(lines),
                facts=self.facts(item),
            )
        )

    def states(self, item: Item, change: Change | None) -> Iterable[SafeString]:
        kinds = change.kinds if change else ()
        if item.cancelled:
            text = (
                _("Cancelled in version %(number)s") % {"number": self.setting.version}
                if ChangeKind.CANCELLED in kinds
                else _("Cancelled")
            )
            yield safe(f'<span class="state state--cancelled">{escape(text)}</span>')
            return
        if item.status == ItemStatus.TENTATIVE:
            yield safe(f'<span class="state state--tentative">{escape(_("Tentative"))}</span>')
        if not set(MOVES).isdisjoint(kinds):
            text = _("Moved in version %(number)s") % {"number": self.setting.version}
            yield safe(f'<span class="state state--moved">{escape(text)}</span>')

    def when(self, item: Item, day: Day, change: Change | None) -> SafeString:
        known = times.clock_of(item, self.lang)
        pieces = [known] if known else []
        if not known and (self.timed or item.kind is None):
            pieces.append(self.unknown_time)
        if change and change.before and ChangeKind.RETIMED in change.kinds and not item.cancelled:
            pieces.insert(0, self.struck(change.before))
        zone = times.departure_zone(item, self.lang, self.places)
        if zone:
            pieces.append(safe(f"<span>{zone}</span>"))
        if item.day is None and any(other.day for other in day.items):
            pieces.append(self.unknown_day)
        if item.kind is not None:
            kind = kind_word(item.kind, self.lang)
            pieces.append(safe(f"<span>{kind}</span>") if pieces else kind)
        return safe(" ".join(pieces))

    def struck(self, before: Item) -> SafeString:
        was = times.clock_of(before, self.lang) or self.unknown_time
        text = was.replace("<b>", "").replace("</b>", "")
        return safe(f'<del><span class="unseen">{escape(_("was"))} </span>{text}</del>')

    def before(self, item: Item, change: Change | None) -> Iterable[SafeString]:
        """Where a moved item was, in words."""
        if change is None or change.before is None or item.cancelled or ChangeKind.MOVED not in change.kinds:
            return
        was = change.before
        parts = []
        if was.stop and (item.stop is None or was.stop.ref != item.stop.ref):
            parts.append(spoken(was.stop.place.name, self.lang))
        if was.day and was.day != item.day:
            parts.append(escape(dates.long_date(was.day, self.lang)))
        if parts:
            text = escape(_("Before: %(where)s")) % {"where": ", ".join(parts)}
            yield line(text, SMALL)

    def hosts(self, item: Item) -> Iterable[SafeString]:
        told = [host for host in item.hosts if host.contact or host.organisation.name.text != item.title.text]
        if told:
            yield line(_hosts(len(told), self.lang) % {"hosts": apart(self.host(host) for host in told)})

    def host(self, host: Host) -> SafeString:
        name = organisation_link(host.organisation, self.setting)
        return safe(f"{name}, {named(host.contact, self.lang)}") if host.contact else name

    def topics(self, item: Item) -> Iterable[SafeString]:
        topics = listed((topic.name for topic in item.topics), self.lang)
        if topics or item.host_unnamed:
            text = f"{topics}. {self.unnamed}" if topics and item.host_unnamed else topics or self.unnamed
            yield line(text, ' class="topics"')

    def facts(self, item: Item) -> str:
        """What else is known, as a list of terms with its line's end; nothing where nothing is."""
        pairs = [(escape(_("To")), spoken(item.to_place.name, self.lang))] if item.to_place else []
        pairs += [
            (term, spoken(words, self.lang))
            for name, term in self.terms
            if (words := getattr(item, name)) is not None
        ]
        if not pairs:
            return ""
        listed_pairs = "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in pairs)
        return f'<dl class="pairs">{listed_pairs}</dl>\n'


@cache
def kind_word(kind: ItemKind, lang: str) -> SafeString:
    """What kind of item it is, in the language of the page, which must be the active one."""
    return escape(str(kind.label))


def anchor(item: Item) -> str:
    """The name of an item's place on the page, for links to it."""
    return f"item-{item.uid}"


def organisation_link(organisation: Organisation, setting: Setting) -> SafeString:
    """The organisation's name, as a link where it has a page."""
    slug = setting.partner_slugs.get(organisation.ref)
    name = spoken(organisation.name, setting.lang)
    if slug is None:
        return name
    return safe(f'<a href="{setting.partner_address.format(slug)}">{name}</a>')


def named(contact: LiveContact, lang: str) -> SafeString:
    """ "president Kayyrbolat Sakhmetov"."""
    position = uncapitalised(contact.position) if contact.position else None
    return safe(" ".join(spoken(words, lang) for words in (position, contact.name) if words))


@cache
def _hosts(count: int, lang: str) -> str:
    """The words before so many hosts, in the language of the page, which must be the active one."""
    return escape(ngettext("Host: %(hosts)s", "Hosts: %(hosts)s", count))


def _look(item: Item, change: Change | None) -> str:
    if item.cancelled:
        return " item--cancelled"
    if change and not set(MOVES).isdisjoint(change.kinds):
        return " item--moved"
    return " item--tentative" if item.status == ItemStatus.TENTATIVE else ""
