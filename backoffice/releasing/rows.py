"""Changes in words for whoever releases: what happened to which item, before beside after.

Computed by missions/changes.py alone; here its result is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.releasing import change_lines
from missions import plain_text
from missions.changes import OF_STATUS, PLACED_BY, TIMED_BY, Change, ChangeKind, Changes, described
from missions.models import Mission, ProgrammeItem
from missions.pages import times
from missions.parts import Item, Itinerary, Stop
from wording import dates
from wording.words import Words

# Told as day, time and place in one.
WHEN = {*PLACED_BY, *TIMED_BY} - {"to_place"}
# Texts, each of which one language may change alone.
TEXTS = {"title", "description", "venue", "address", "dress", "language", "interpreter", "photo_rules"}
TEXTS |= {"summary", "purpose", "background", "dates_note", "source", "series"}
LISTS = {"hosts", "topics", "groups", "parties", "sectors", "home", "to_place"}
LOOKS = {
    ChangeKind.CANCELLED: "state--cancelled",
    ChangeKind.REMOVED: "state--cancelled",
    ChangeKind.MOVED: "state--moved",
    ChangeKind.RETIMED: "state--moved",
    ChangeKind.VENUE: "state--moved",
    ChangeKind.TENTATIVE: "state--tentative",
}
IN_LANGUAGE = {
    "en": gettext_lazy("in English"),
    "ru": gettext_lazy("in Russian"),
    "kk": gettext_lazy("in Kazakh"),
    "tk": gettext_lazy("in Turkmen"),
}
LONG = 240  # characters of a text that are shown around where it differs


@dataclass(frozen=True, slots=True)
class State:
    """A word for what happened, and the class that draws it."""

    words: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One fact; `label` is empty where it needs none."""

    label: str
    words: Words


@dataclass(frozen=True, slots=True)
class Row:
    """What happened to one item, stop or field of the mission. `key` is the same for all who read of it."""

    key: str
    states: tuple[State, ...]
    title: Words
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def of(changes: Changes, before: Itinerary | None, after: Itinerary | None) -> list[Row]:
    """A row for each change, in the order of time; those of the mission itself come first."""
    both = after or before
    if both is None:
        return []
    lang = both.lang
    rows = list(_frame(changes, before, after, lang)) if before and after else []
    rows += [_stop(ChangeKind.ADDED, None, stop, lang) for stop in changes.stops_added]
    rows += [_stop(ChangeKind.REMOVED, stop, None, lang) for stop in changes.stops_removed]
    rows += [_stop(ChangeKind.CHANGED, was, stop, lang) for was, stop in changes.stops_changed]
    return [*rows, *(_item(change, lang) for change in changes.items)]


def with_language(rows: list[Row], others: list[Row], lang: str) -> list[Row]:
    """The rows, with what the same changes say of texts in another language alone."""
    made = {row.key: row for row in rows}
    for other in others:
        row = made.get(other.key)
        said = {(piece.label, piece.words) for piece in (row.before + row.after if row else ())}
        named = {label for label, _words in said}
        pairs = [
            (old, new)
            for old, new in _pairs(other)
            if lang in {old.words.lang, new.words.lang}
            and not ({(old.label, old.words), (new.label, new.words)} & said)
            and not (old.label in named and old.words.lang != lang)
        ]
        if not pairs:
            continue
        old, new = (tuple(_in_language(piece, lang) for piece in side) for side in zip(*pairs, strict=True))
        if row is None:
            made[other.key] = replace(other, before=old, after=new)
        else:
            made[other.key] = replace(row, before=row.before + old, after=row.after + new)
    return list(made.values())


def texts_alone(changes: Changes, main: Changes) -> Changes:
    """The changes without all that is the same in every language, or that `main` tells in its own."""
    listed = {change.item.uid: LISTS & set(change.fields) for change in main.items}
    kept = [
        replace(change, fields=fields, kinds=tuple(described(fields)))
        for change in changes.items
        if change.before
        and change.after
        and change.before.masked == change.after.masked
        and (fields := _worded(change.fields, listed.get(change.item.uid, set())))
    ]
    frame = _worded(changes.frame, LISTS & set(main.frame))
    return Changes(frame, (), (), (), tuple(kept))


def _worded(names: Iterable[str], told: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in TEXTS | LISTS and name not in told)


def _pairs(row: Row) -> Iterator[tuple[Piece, Piece]]:
    return zip(row.before, row.after, strict=False)


def _in_language(piece: Piece, lang: str) -> Piece:
    return replace(piece, label=f"{piece.label} ({IN_LANGUAGE[lang]})".lstrip())


def _frame(changes: Changes, before: Itinerary, after: Itinerary, lang: str) -> Iterator[Row]:
    dated = {"starts_on", "ends_on", "dates_precision"}
    if not dated.isdisjoint(changes.frame):
        old, new = (
            dates.mission_dates(each.starts_on, each.ends_on, each.dates_precision, lang)
            for each in (before, after)
        )
        yield _of_mission("dates", _("Dates"), Words(old, lang), Words(new, lang))
    for name in changes.frame:
        label = change_lines.label(Mission, name)
        if name in dated:
            continue
        if name == "items":
            yield _of_mission(name, label, None, Words(_("changed"), lang))
        else:
            was, is_now = (_shown(getattr(each, name), lang) for each in (before, after))
            yield _of_mission(name, label, *_around(was, is_now))


def _of_mission(name: str, label: str, old: Words | None, new: Words | None) -> Row:
    title = Words(_("The mission: %(field)s") % {"field": label.lower()}, _lang(old, new))
    return Row(
        f"mission {name}",
        (State(_("Changed")),),
        title,
        _pieces("", old),
        _pieces("", new),
    )


def _lang(*words: Words | None) -> str:
    return next((each.lang for each in words if each), "en")


def _pieces(label: str, words: Words | None) -> tuple[Piece, ...]:
    return (Piece(label, words),) if words and words.text else ()


def _stop(kind: ChangeKind, was: Stop | None, stop: Stop | None, lang: str) -> Row:
    place = (stop or was).place.name  # type: ignore[union-attr]  # one of them is there
    moved = was and stop and (was.first_day, was.last_day) != (stop.first_day, stop.last_day)
    if was and stop and was.place.name != stop.place.name and was.place.zone == stop.place.zone:
        kind = ChangeKind.REWORDED
    kind = ChangeKind.MOVED if moved else kind
    facts = [_stop_words(each, lang) if each else None for each in (was, stop)]
    title = Words(_("Stop: %(place)s") % {"place": place.text}, place.lang)
    ref = (stop or was).ref  # type: ignore[union-attr]  # one of them is there
    return Row(f"stop {ref}", _states((kind,)), title, _pieces("", facts[0]), _pieces("", facts[1]))


def _stop_words(stop: Stop, lang: str) -> Words:
    return Words(f"{stop.place.name}, {times.stop_days(stop, lang)} ({stop.place.zone})", lang)


def _item(change: Change, lang: str) -> Row:
    before, after = change.before, change.after
    states = _states(change.kinds)
    if before is None or after is None or before.masked != after.masked:
        was, is_now = (_whole(each, lang, change) if each else () for each in (before, after))
        return Row(change.item.uid, states, change.item.title, was, is_now)
    old: list[Piece] = []
    new: list[Piece] = []
    told = [name for name in change.fields if name in WHEN]
    if told or ChangeKind.CANCELLED in change.kinds:
        zoned = "zone" in told and before.zone != after.zone
        old.append(Piece("", _when(before, lang, place="stop" in told, zone=zoned)))
        if ChangeKind.CANCELLED not in change.kinds:
            new.append(Piece("", _when(after, lang, place="stop" in told, zone=zoned)))
    if ChangeKind.REINSTATED in change.kinds and not told:
        new.append(Piece("", _when(after, lang)))
    said = not OF_STATUS.isdisjoint(change.kinds)
    for name in change.fields:
        if name in WHEN or (said and name == "status"):
            continue
        label = change_lines.label(ProgrammeItem, name)
        pair = _around(_shown(getattr(before, name), lang), _shown(getattr(after, name), lang))
        old.append(Piece(label, pair[0]))
        new.append(Piece(label, pair[1]))
    return Row(change.item.uid, states, change.item.title, tuple(old), tuple(new))


def _whole(item: Item, lang: str, change: Change) -> tuple[Piece, ...]:
    """When and where the item is; of one that is masked before or after, also as what it is shown."""
    pieces = [Piece("", _when(item, lang, place=True))]
    if change.before and change.after:
        shown = _("by its public title alone") if item.masked else _("with all its words")
        pieces.append(Piece(_("Shown"), Words(f"{shown}: {item.title}", item.title.lang)))
    return tuple(pieces)


def _when(item: Item, lang: str, *, place: bool = False, zone: bool = False) -> Words:
    said = plain_text.when(item, lang)
    if place:
        said += f", {item.stop.place.name}" if item.stop else f", {_('place not known')}"
    return Words(f"{said} ({item.zone})" if zone else said, lang)


def _states(kinds: Iterable[ChangeKind]) -> tuple[State, ...]:
    return tuple(State(capfirst(str(change_lines.KINDS[kind])), LOOKS.get(kind, "")) for kind in kinds)


def _shown(value: object, lang: str) -> Words:
    if isinstance(value, Words):
        return value
    return Words(change_lines.shown(value, lang), lang)


def _around(old: Words, new: Words) -> tuple[Words, Words]:
    """Both texts, of long ones the part around their first difference."""
    if max(len(old.text), len(new.text)) <= LONG:
        return old, new
    same = next((at for at, (a, b) in enumerate(zip(old.text, new.text, strict=False)) if a != b), 0)
    start = max(0, same - LONG // 4)
    return _part(old, start), _part(new, start)


def _part(words: Words, start: int) -> Words:
    text = words.text[start : start + LONG]
    head = "…" if start else ""
    tail = "…" if len(words.text) > start + LONG else ""
    return Words(f"{head}{text}{tail}", words.lang)
