"""Items at which nobody of the delegation speaks a language of the hosts and nobody interprets.

Languages of delegates are typed freely; they count as known where every word of them is the name or the code
of a language. The host's are those of the meeting, else those that its people prefer. What is not known is
said in one line for all items, never guessed.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache, partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backoffice.clashes import telling
from backoffice.clashes.cautions import Caution, Kind, Level, cause_of
from backoffice.clashes.facts import Item
from backoffice.clashes.programme import Programme, pages_of
from missions.models import HostState
from wording.locales import locale_for
from wording.words import LANGUAGES

# Levels of knowledge and words between languages say nothing of which language it is.
_LEVEL = re.compile(r"\b[abc][12]\b|\([^)]*\)|\b(?:and|и|және|we)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;/|+&\n]|\s+-\s+|\s–\s")


def _bare(name: str) -> str:
    """The name of a language without the word “language”: “қазақ тілі” is “қазақ”."""
    name = " ".join(name.split()).casefold()
    return name.removesuffix(" язык").removesuffix(" тілі").removesuffix(" dili").removesuffix(" language")


@cache
def _codes() -> dict[str, str]:
    """The codes of languages by their names in our languages, and by themselves; two letters each."""
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        for code, name in locale_for(lang).languages.items():
            if len(code) == 2:
                found.setdefault(_bare(str(name)), code)
                found[code] = code
    return found


@lru_cache(maxsize=4096)
def known(text: str) -> frozenset[str] | None:
    """The codes of the languages that a text names; None where it names none, or something else too.

    >>> sorted(known("English, русский (C1), kk") or ()), known("fluent in several"), known("")
    (['en', 'kk', 'ru'], None, None)
    """
    found = set()
    for part in _BETWEEN.split(_LEVEL.sub(",", text)):
        word = _bare(part)
        if not word:
            continue
        code = _codes().get(word)
        if code is None:
            return None
        found.add(code)
    return frozenset(found) or None


def cautions(programme: Programme) -> list[Caution]:
    """A caution for each item without a common language, and a line for those of which it cannot be told."""
    found: list[Caution] = []
    untold: list[Item] = []
    for item in programme.items:
        common = common_language(programme, item)
        if common is None:
            untold.append(item)
        elif not common:
            found += about(programme, item)
    return [*found, *([_untold(untold)] if untold else [])]


def about(programme: Programme, item: Item) -> Iterator[Caution]:
    """The caution of this kind about one item, if there is one."""
    if common_language(programme, item) is False:
        yield _caution(programme, item)


def common_language(programme: Programme, item: Item) -> bool | None:
    """Whether those who take part and their hosts understand each other; None where it is not known."""
    if item.interpreter:
        return True
    hosts = [host for host in item.hosts if host.state != HostState.DECLINED] if item.hosts else []
    if not hosts and not item.languages:
        return True
    spoken = _spoken(programme, item)
    if spoken is None:
        return True
    theirs = _of_hosts(item)
    if theirs is None:
        return None
    languages, all_known = spoken
    return bool(languages & theirs) or (False if all_known else None)


def _spoken(programme: Programme, item: Item) -> tuple[frozenset[str], bool] | None:
    """The languages of those who take part, and whether they are all known; None where nobody has to speak.

    Remembered by who takes part, for a programme repeats its groups.
    """
    who = None if item.for_everyone else item.groups
    if who not in programme.spoken:
        members = programme.taking.members_of(item)
        delegates = [programme.taking.delegates[programme.taking.rank[pk]] for pk in members]
        if not delegates or any(one.interprets for one in delegates):
            programme.spoken[who] = None
        else:
            found = [known(one.languages) for one in delegates]
            union = frozenset[str]().union(*(languages for languages in found if languages))
            programme.spoken[who] = union, None not in found
    return programme.spoken[who]


def _of_hosts(item: Item) -> frozenset[str] | None:
    """The languages in which the hosts can be spoken to; None where any of them is not known."""
    if item.languages:
        named = [known(text) for text in item.languages.values()]
        return frozenset().union(*(codes for codes in named if codes)) if all(named) else None
    codes = [host.language for host in item.hosts if host.state != HostState.DECLINED]
    return frozenset(codes) if codes and all(codes) else None


def _caution(programme: Programme, item: Item) -> Caution:
    people = programme.taking.of(item)
    theirs = sorted(_of_hosts(item) or ())
    spoken = sorted(
        (one.key, *sorted(known(one.languages) or ())) for one in programme.taking.in_protocol_order(people)
    )

    def say(named: bool) -> str:
        return _(
            "“%(item)s” (%(when)s): nobody who takes part speaks the language of the hosts, and no"
            " interpreter is named."
        ) % {"item": telling.title(item), "when": programme.telling.when(item)}

    return Caution(
        Kind.NO_LANGUAGE,
        Level.CAUTION,
        (item.pk,),
        cause_of(Kind.NO_LANGUAGE, item.key, tuple(theirs), tuple(spoken)),
        say,
        gettext_lazy("Name an interpreter at the item, or let somebody take part who speaks the language."),
        lambda: telling.names(programme.taking.in_protocol_order(people)),
        partial(pages_of, item),
    )


def _untold(items: list[Item]) -> Caution:
    items = sorted(items, key=lambda item: item.key)

    def say(named: bool) -> str:
        return ngettext(
            "Cannot tell whether %(number)d item needs an interpreter, since not all languages are known:"
            " %(items)s.",
            "Cannot tell whether %(number)d items need interpreters, since not all languages are known:"
            " %(items)s.",
            len(items),
        ) % {"number": len(items), "items": telling.some_titles(items)}

    return Caution(
        Kind.NO_LANGUAGE,
        Level.UNKNOWN,
        (),
        cause_of(Kind.NO_LANGUAGE, *(item.key for item in items)),
        say,
        gettext_lazy(
            "Put in the language of the meeting or its interpreter, and the languages of delegates."
        ),
        put_right=lambda: pages_of(*items[: telling.NAMED_AT_MOST]),
    )
