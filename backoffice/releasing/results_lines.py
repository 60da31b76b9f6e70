"""Results in words for whoever is about to publish them: what is new, changed or gone, and who sees it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from missions import itinerary, results
from missions.models import Release, ResultsRelease
from wording.words import Words, pick


@dataclass(frozen=True, slots=True)
class Line:
    """One result: what it is, what happened to it, and whether the public will see it."""

    what: str
    title: Words
    state: str
    public: bool


def lines(
    last: ResultsRelease | None, now: dict[str, Any], programme: Release | None, lang: str
) -> list[Line]:
    """The results that would be published, and those that would disappear.

    What the public sees follows from the released programme: without one it sees nothing.
    """
    before = dict(_entries(results.current(last.document))) if last else {}
    after = dict(_entries(now))
    shown = _public(now, programme, lang)
    made = []
    for key, entry in {**before, **after}.items():
        what, ref = key
        if key not in after:
            state = _("no longer there")
        elif key not in before:
            state = _("new")
        else:
            state = _("as before") if before[key] == entry else _("changed")
        made.append(Line(_what(what), _title(entry, lang), state, key in after and ref in shown))
    return made


def _entries(document: dict[str, Any]) -> Iterator[tuple[tuple[str, str], Any]]:
    if document["summary"]:
        yield ("summary", "summary"), document["summary"]
    for entry in document["items"]:
        if entry["outcome"]:
            yield ("item", entry["uid"]), entry["outcome"]
        if entry["report"]:
            yield ("report", entry["uid"]), entry["report"]
    for entry in document["follow_ups"]:
        yield ("follow_up", entry["ref"]), entry
    for entry in document["outcomes"]:
        yield ("outcome", entry["ref"]), entry


def _what(what: str) -> str:
    return {
        "summary": _("summary"),
        "item": _("outcome of an item"),
        "report": _("report of a visit"),
        "follow_up": _("follow-up"),
        "outcome": _("outcome"),
    }[what]


def _title(entry: Any, lang: str) -> Words:
    return pick(entry.get("title", entry), lang) or Words("–", lang)


def _public(document: dict[str, Any], programme: Release | None, lang: str) -> set[str]:
    if programme is None:
        return set()
    seen = results.make(document, itinerary.make(programme.document, itinerary.PUBLIC, lang))
    refs = {entry.ref for entry in seen.follow_ups} | {entry.ref for entry in seen.outcomes}
    return refs | set(seen.of_items) | ({"summary"} if seen.summary else set())
