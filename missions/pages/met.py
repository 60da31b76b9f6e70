"""Partners met: the hosts of a programme, each once, and how many more there were without a name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from missions.models import ItemKind
from missions.pages.items import Setting, kind_word
from missions.pages.markup import NOTHING, apart, escape, language_of, listed, safe, sentence_case, spoken
from missions.parts import Item, Organisation, Stop
from wording.words import Words

# Small numbers are said in words.
UNNAMED = {
    1: gettext_lazy("One enterprise whose name was not reported"),
    2: gettext_lazy("Two enterprises whose names were not reported"),
    3: gettext_lazy("Three enterprises whose names were not reported"),
    4: gettext_lazy("Four enterprises whose names were not reported"),
    5: gettext_lazy("Five enterprises whose names were not reported"),
    6: gettext_lazy("Six enterprises whose names were not reported"),
    7: gettext_lazy("Seven enterprises whose names were not reported"),
    8: gettext_lazy("Eight enterprises whose names were not reported"),
    9: gettext_lazy("Nine enterprises whose names were not reported"),
}
# The same before the mission.
UNNAMED_YET = {
    1: gettext_lazy("One enterprise whose name is not known yet"),
    2: gettext_lazy("Two enterprises whose names are not known yet"),
    3: gettext_lazy("Three enterprises whose names are not known yet"),
    4: gettext_lazy("Four enterprises whose names are not known yet"),
    5: gettext_lazy("Five enterprises whose names are not known yet"),
    6: gettext_lazy("Six enterprises whose names are not known yet"),
    7: gettext_lazy("Seven enterprises whose names are not known yet"),
    8: gettext_lazy("Eight enterprises whose names are not known yet"),
    9: gettext_lazy("Nine enterprises whose names are not known yet"),
}


@dataclass(frozen=True, slots=True)
class Partner:
    """A host: its name, its own page where it has one, where it was met, and what it belongs to."""

    name: SafeString
    name_language: SafeString
    address: str
    where: SafeString
    parent: SafeString


def partners(setting: Setting) -> tuple[Partner, ...]:
    """The hosts of the items that were not cancelled, in the order of the programme."""
    items = [item for item in setting.itinerary.items if not item.cancelled and not item.masked]
    hosts: dict[str, tuple[Organisation, list[Item]]] = {}
    for item in items:
        for host in item.hosts:
            hosts.setdefault(host.organisation.ref, (host.organisation, []))[1].append(item)
    found = [_partner(organisation, of_host, setting) for organisation, of_host in hosts.values()]
    unnamed = [item for item in items if item.host_unnamed]
    return (*found, _unnamed(unnamed, setting)) if unnamed else tuple(found)


def _partner(organisation: Organisation, items: list[Item], setting: Setting) -> Partner:
    lang = setting.lang
    slug = setting.partner_slugs.get(organisation.ref)
    parent = NOTHING
    if organisation.parent:
        parent = safe(
            escape(_("Part of: %(organisation)s")) % {"organisation": spoken(organisation.parent, lang)}
        )
    return Partner(
        name=escape(organisation.name.text),
        name_language=language_of(organisation.name, lang),
        address=setting.partner_address.format(slug) if slug else "",
        where=apart(dict.fromkeys(_met_at(item, setting) for item in items)),
        parent=parent,
    )


def _met_at(item: Item, setting: Setting) -> SafeString:
    kind = kind_word(item.kind, setting.lang) if item.kind else NOTHING
    return safe(f"{kind}, {_place(item.stop, setting)}")


def _place(stop: Stop | None, setting: Setting) -> SafeString:
    if stop:
        return spoken(stop.place.name, setting.lang)
    return escape(_("place not reported") if setting.reported else _("place not known yet"))


def _unnamed(items: list[Item], setting: Setting) -> Partner:
    """The hosts without a name: how many, and what they do, by place."""
    return Partner(
        name=escape(_how_many(items, setting.reported)),
        name_language=NOTHING,
        address="",
        where=apart(_by_place(items, setting)),
        parent=NOTHING,
    )


def _how_many(items: list[Item], reported: bool) -> str:
    """How many they are; of a mission that is not over yet, their names may still become known."""
    count = len(items)
    enterprises = all(item.kind == ItemKind.SITE_VISIT for item in items)
    in_words = UNNAMED if reported else UNNAMED_YET
    if enterprises and count in in_words:
        return str(in_words[count])
    if enterprises and reported:
        said = ngettext(
            "%(count)s enterprise whose name was not reported",
            "%(count)s enterprises whose names were not reported",
            count,
        )
    elif enterprises:
        said = ngettext(
            "%(count)s enterprise whose name is not known yet",
            "%(count)s enterprises whose names are not known yet",
            count,
        )
    elif reported:
        said = ngettext(
            "%(count)s host whose name was not reported",
            "%(count)s hosts whose names were not reported",
            count,
        )
    else:
        said = ngettext(
            "%(count)s host whose name is not known yet",
            "%(count)s hosts whose names are not known yet",
            count,
        )
    return said % {"count": count}


def _by_place(items: list[Item], setting: Setting) -> Iterable[SafeString]:
    topics: dict[str, dict[Words, None]] = {}
    stops = {item.stop.ref if item.stop else "": item.stop for item in items}
    for item in items:
        here = topics.setdefault(item.stop.ref if item.stop else "", {})
        here.update(dict.fromkeys(topic.name for topic in item.topics))
    for ref, stop in stops.items():
        place = _place(stop, setting)
        begun = place if stop else safe(sentence_case(place))
        named = listed(topics[ref], setting.lang, begin=False)
        yield safe(f"{begun}: {named}") if named else begun
