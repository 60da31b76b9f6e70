"""Results in words for whoever is about to publish them: what is new, changed or gone, and who sees it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from missions import itinerary, results
from missions.models import Release, ResultsRelease
from missions.pages import agreed
from wording import dates, money
from wording.words import Words, pick


@dataclass(frozen=True, slots=True)
class Line:
    """One result: what it is, what happened to it, and whether the public will see it.

    Of one that changed, `was` and `says` are what readers have now and will have.
    """

    what: str
    title: Words
    state: str
    public: bool
    was: str = ""
    says: str = ""


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
        was, says = (_said(what, side.get(key), lang) for side in (before, after))
        told = (was, says) if was and says and was != says else ("", "")
        made.append(Line(_what(what), _title(entry, lang), state, key in after and ref in shown, *told))
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


def _said(what: str, entry: Any, lang: str) -> str:
    """What can change of a result, in one line; its title stands beside."""
    if entry is None:
        return ""
    if what == "outcome":
        pieces = [
            _title(entry, lang).text,
            agreed.certainty_word(entry["certainty"]),
            money.money(Decimal(entry["amount"]), entry["currency"], lang) if entry["amount"] else "",
            *(_day(entry[name], lang) for name in ("dated_on", "confirmed_on", "corrected_on")),
            _text(entry["correction"], lang),
        ]
    elif what == "follow_up":
        pieces = [
            _title(entry, lang).text,
            agreed.state_text(
                entry["state"], _date(entry["state_changed_on"]), pick(entry["state_words"], lang), lang
            ),
            agreed.due(_date(entry["due_on"]), entry["due_precision"], lang),
        ]
    else:
        pieces = [_text(entry, lang)]
    return "; ".join(piece for piece in pieces if piece)


def _text(texts: Any, lang: str) -> str:
    words = pick(texts, lang)
    return words.text if words else ""


def _date(day: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(day) if day else None


def _day(day: str | None, lang: str) -> str:
    known = _date(day)
    return dates.long_date(known, lang) if known else ""


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
    return refs | set(seen.of_items) | set(seen.reports) | ({"summary"} if seen.summary else set())
