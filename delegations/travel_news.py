"""What has changed of a delegate's journeys and hotel since she was last told: for the letter that tells her.

Legs and stays are in no release: she reads them live. She knows them as they were when she had a letter with
these changes last, else when she first could read them. What is over is no news. Room and room mate stand on
her page alone: whoever writes letters may look at them, and not everybody of these may see them.
"""

import datetime
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, Max, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from delegations import itinerary, placeholders
from delegations.models import AccessLink, Delegate, Leg, LegMode, LinkPurpose, Mailing, Notice, Stay
from delegations.models.notices import MailingState, NoticeState
from missions.models import Mission, Release
from missions.pages import times
from partners import merged
from partners.models import Place
from wording import dates
from wording.phrases import phrase
from wording.translated import columns, texts
from wording.words import pick

LEG = ("mode", "carrier", "number", "from_place_id", "to_place_id")
ENDS = ("departs_on", "departs_at", "arrives_on", "arrives_at")
STAY = ("hotel", "place_id", "address", "arrives_on", "leaves_on")


@dataclass(frozen=True, slots=True)
class Piece:
    """A leg or a stay of hers as she knows it and as it is: rows of history; None where none."""

    before: Any
    after: Any

    @property
    def newest(self) -> Any:
        return self.after or self.before


def of(mission: Mission, delegates: Iterable[Delegate] | None = None) -> dict[int, list[Piece]]:
    """By the key of each who travels, or of these, who has to hear of something: what, in order of its days.

    Nobody while nothing is released, and nobody who was never sent a link. Only what these ever had is read:
    six questions at most, whoever travels; of legs and of stays three more where a place is there no more.
    """
    since, refs = _known_since(mission, delegates)
    if not since:
        return {}
    today = mission.today()
    hers = _keys_now(refs)
    found: dict[int, list[Piece]] = {}
    changed = [*_legs(mission, since, hers), *_stays(since, hers)]
    for key, piece in sorted(changed, key=lambda pair: _days(pair[1])[0]):
        if _days(piece)[1] >= today:
            found.setdefault(key, []).append(piece)
    return found


def maybe(mission: Mission) -> bool:
    """Whether a leg or a stay was saved since all concerned were written to, else since the first version.

    One question; whether anybody has to hear of it only `of` knows.
    """
    told = Mailing.objects.filter(
        _naming(""), mission=mission, state=MailingState.SENT, filters={"travel_changed": True}
    )
    released = Release.objects.filter(mission=mission).order_by("number").values("at")[:1]
    since = Coalesce(Subquery(told.order_by("-sent_at").values("sent_at")[:1]), Subquery(released))
    legs = Leg.history.filter(mission=mission, history_date__gt=since)
    stays = Stay.history.filter(delegate__mission=mission, history_date__gt=since)
    news = Mission.objects.filter(Exists(legs) | Exists(stays), pk=mission.pk)
    return news.exists()


def standing(mission: Mission) -> tuple[int, int]:
    """What is another after every leg or stay of the mission that is saved; whoever saves one locks it."""
    legs, stays = Leg.history.filter(mission=mission), Stay.history.filter(delegate__mission=mission)
    newest = (rows.aggregate(newest=Max("history_id"))["newest"] or 0 for rows in (legs, stays))
    return next(newest), next(newest)


def text(pieces: Iterable[Piece], lang: str) -> str:
    """Old and new in a language, in local time with its zone; the language must be the active one."""
    lines = [line for piece in pieces for line in _lines(piece, lang)]
    return "\n".join(lines) or _("Nothing has changed of your journeys and your hotel.")


def titles(found: dict[int, list[Piece]], lang: str) -> list[tuple[str, int]]:
    """Which legs and hotels have changed, each with the number of delegates who have to hear of it."""
    told = Counter(_title(piece.newest, lang) for pieces in found.values() for piece in pieces)
    return list(told.items())


def _known_since(
    mission: Mission, delegates: Iterable[Delegate] | None
) -> tuple[dict[int, datetime.datetime], dict[str, int]]:
    """Since when each knows her journeys as they were then, and her key by her reference.

    Who knows none is in neither.
    """
    everyone = Delegate.objects.travelling().filter(mission=mission)
    keys: Any = everyone.order_by().values("pk") if delegates is None else [one.pk for one in delegates]
    released = Release.objects.filter(mission=mission).order_by("number").values("at")[:1]
    links = AccessLink.objects.filter(delegate__in=keys, purpose=LinkPurpose.ITINERARY).annotate(
        released=Subquery(released)
    )
    used = links.filter(Q(sent_at__isnull=False) | Q(last_used_at__isnull=False), released__isnull=False)
    since: dict[int, datetime.datetime] = {}
    refs: dict[str, int] = {}
    told = used.order_by("made_at").values_list("delegate", "delegate__ref", "made_at", "released")
    for key, ref, made, at in told:
        since.setdefault(key, max(made, at))
        refs[str(ref)] = key
    sent = Notice.objects.filter(_naming("mailing__"), mailing__mission=mission, state=NoticeState.SENT)
    for letter in sent.filter(delegate__in=since).select_related("mailing"):
        words = pick(texts(letter.mailing, "text"), letter.lang, mission.languages)
        if letter.claimed_at and words and placeholders.JOURNEYS in placeholders.named(words.text):
            since[letter.delegate_id] = max(since[letter.delegate_id], letter.claimed_at)
    return since, refs


def _naming(mailing: str) -> Q:
    """Letters that have the word for journeys in one of their languages; `mailing` leads to them."""
    named = Q()
    for column in columns("text"):
        named |= Q(**{f"{mailing}{column}__icontains": placeholders.JOURNEYS})
    return named


def _keys_now(refs: Mapping[str, int]) -> dict[int, int]:
    """The key of each of these, by it and by those of rows merged into hers: history names them yet."""
    former = merged.keys_into(Delegate, refs)
    return {key: key for key in refs.values()} | {key: refs[ref] for key, ref in former.items()}


def _legs(
    mission: Mission, since: Mapping[int, datetime.datetime], hers: Mapping[int, int]
) -> Iterator[tuple[int, Piece]]:
    """The newest entry of a leg is the leg as it is: none is saved without one."""
    carried = apps.get_model("delegations", "HistoricalLeg_passengers").objects.filter(delegate__in=hers)
    changed = Leg.history.filter(mission=mission, history_date__gt=min(since.values())).values("id")
    kept = Leg.history.filter(id__in=carried.filter(leg__in=changed).values("leg")).select_related(
        "from_place", "to_place"
    )
    rows = _by_row(kept.filter(mission=mission), "from_place", "to_place")
    entered = carried.filter(leg__in=list(rows)).values_list("history_id", "delegate_id") if rows else ()
    with_her = {(entry, hers[key]) for entry, key in entered}
    for entries in rows.values():
        for key, moment in since.items():
            before, after = (
                entry if entry is not None and (entry.history_id, key) in with_her else None
                for entry in (_at(entries, moment), _at(entries))
            )
            if _differ(before, after, (*LEG, *ENDS)):
                yield key, Piece(before, after)


def _stays(since: Mapping[int, datetime.datetime], hers: Mapping[int, int]) -> Iterator[tuple[int, Piece]]:
    """As of legs; whose a stay was tells each of its entries."""
    slept = Stay.history.filter(delegate__in=hers)
    changed = Stay.history.filter(history_date__gt=min(since.values()))
    kept = Stay.history.filter(id__in=slept.filter(id__in=changed.values("id")).values("id"))
    for entries in _by_row(kept.select_related("place"), "place").values():
        for key in {hers[entry.delegate_id] for entry in entries if entry.delegate_id in hers}:
            before, after = (
                entry if entry is not None and hers.get(entry.delegate_id) == key else None
                for entry in (_at(entries, since[key]), _at(entries))
            )
            if _differ(before, after, STAY):
                yield key, Piece(before, after)


def _by_row(kept: Any, *places: str) -> dict[int, list[Any]]:
    """The entries of each row, the oldest first, with their places."""
    rows: dict[int, list[Any]] = defaultdict(list)
    for entry in kept.order_by("history_date", "history_id"):
        rows[entry.id].append(entry)
    _with_places_gone([entry for entries in rows.values() for entry in entries], places)
    return rows


def _with_places_gone(entries: Iterable[Any], names: Iterable[str]) -> None:
    """Where a place is there no more: the one that it was merged into, else as it was when it was deleted."""
    ends = [(entry, name, getattr(entry, f"{name}_id")) for entry in entries for name in names]
    lost = [(entry, name, key) for entry, name, key in ends if key and getattr(entry, name) is None]
    if not lost:
        return
    keys = {key for _entry, _name, key in lost}
    refs = merged.kept_of(Place, keys)
    present = {str(place.ref): place for place in Place.objects.filter(ref__in=refs.values())}
    were = {row.id: row.instance for row in Place.history.filter(id__in=keys).order_by("history_id")}
    for entry, name, key in lost:
        setattr(entry, name, present.get(refs.get(key, ""), were.get(key)))


def _at(entries: Sequence[Any], moment: datetime.datetime | None = None) -> Any:
    """The entry that held at a moment, or the newest; None before the first, and once the row was deleted."""
    moments = [entry.history_date for entry in entries]
    position = bisect_right(moments, moment) if moment else len(entries)
    found = entries[position - 1] if position else None
    return None if found is None or found.history_type == "-" else found


def _differ(before: Any, after: Any, names: Iterable[str]) -> bool:
    if before is None or after is None:
        return before is not after
    return any(getattr(before, name) != getattr(after, name) for name in names)


def _days(piece: Piece) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of what it is about; what has none is not over."""
    row = piece.newest
    first = row.departs_on if _is_leg(row) else row.arrives_on
    last = row.arrives_on if _is_leg(row) else row.leaves_on
    return first or last or datetime.date.max, last or first or datetime.date.max


def _is_leg(row: Any) -> bool:
    return hasattr(row, "carrier")


def _title(row: Any, lang: str) -> str:
    """ "Flight KC 1, Astana to Tokyo", "Hotel: Grand, Tokyo"."""
    if not _is_leg(row):
        return f"{_('Hotel')}: {row.hotel}, {_named(row.place, lang)}"
    mode = capfirst(str(LegMode(row.mode).label))
    what = " ".join(part for part in (mode, row.carrier, row.number) if part)
    ends = {"origin": _named(row.from_place, lang), "destination": _named(row.to_place, lang)}
    return f"{what}, {_('%(origin)s to %(destination)s') % ends}"


def _lines(piece: Piece, lang: str) -> Iterator[str]:
    before, after = piece.before, piece.after
    if after is None:
        yield f"* {_title(before, lang)}: {_('no longer yours')}"
        return
    state = "" if before else f" ({_('new for you')})"
    yield f"* {_title(after, lang)}{state}"
    if before and (was := _title(before, lang)) != _title(after, lang):
        yield f"  {_('was')}: {was}"
    facts = dict(_facts(before, lang)) if before else {}
    for term, now in _facts(after, lang):
        then = facts.get(term)
        if then is None:
            yield f"  {term}: {now}"
        elif then != now:
            yield from (f"  {term}:", f"    {_('was')}: {then}", f"    {_('now')}: {now}")


def _facts(row: Any, lang: str) -> Iterator[tuple[str, str]]:
    if _is_leg(row):
        yield _("Departs"), _end(row.from_place, row.departs_on, row.departs_at, lang)
        yield _("Arrives"), _end(row.to_place, row.arrives_on, row.arrives_at, lang)
    else:
        yield _("Nights"), dates.date_range(row.arrives_on, row.leaves_on, lang)
        yield _("Address"), row.address or _("address not known yet")


def _end(place: Any, day: datetime.date | None, time: datetime.time | None, lang: str) -> str:
    said = [_named(place, lang), dates.long_date(day, lang) if day else phrase("day_not_known", lang)]
    if time is None:
        return ", ".join([*said, phrase("time_not_known", lang)])
    zone = times.zone_words(place.zone, day, lang, [itinerary.place_of(place, lang)])
    return ", ".join([*said, dates.clock(time), zone])


def _named(place: Any, lang: str) -> str:
    return itinerary.place_of(place, lang).name.text
