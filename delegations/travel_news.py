"""What has changed of a delegate's journeys and hotel since she was last told: for the letter that tells her.

Legs and stays are in no release: she reads them live. She knows them as they were when she had a letter with
these changes last, else when she first could read them. What is over is no news. Room and room mate stand on
her page alone: whoever writes letters may look at them, and not everybody of these may see them.
"""

import datetime
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Max, Q, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from delegations import itinerary, placeholders
from delegations.models import AccessLink, Delegate, Leg, LegMode, LinkPurpose, Notice, Stay
from delegations.models.notices import NoticeState
from missions.models import Mission, Release
from missions.pages import times
from wording import dates
from wording.phrases import phrase
from wording.translated import columns, texts
from wording.words import pick

LEG = ("mode", "carrier", "number", "from_place_id", "to_place_id")
ENDS = ("departs_on", "departs_at", "arrives_on", "arrives_at")
STAY = ("hotel", "place_id", "address", "arrives_on", "leaves_on")


@dataclass(frozen=True, slots=True)
class Piece:
    """A leg or a stay of hers as she knows it and as it is: rows, or rows of history; None where none."""

    before: Any
    after: Any

    @property
    def newest(self) -> Any:
        return self.after or self.before


def of(mission: Mission, delegates: Iterable[Delegate] | None = None) -> dict[int, list[Piece]]:
    """By the key of each who travels, or of these, who has to hear of something: what, in order of its days.

    Nobody while nothing is released, and nobody who was never sent a link. Four questions where nothing has
    changed, else ten.
    """
    since = _known_since(mission, delegates)
    first = min(since.values(), default=None)
    if first is None or not _anything(mission, first):
        return {}
    today = mission.today()
    found: dict[int, list[Piece]] = {}
    changed = [*_legs(mission, since), *_stays(since)]
    for key, piece in sorted(changed, key=lambda pair: _days(pair[1])[0]):
        if _days(piece)[1] >= today:
            found.setdefault(key, []).append(piece)
    return found


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


def _known_since(mission: Mission, delegates: Iterable[Delegate] | None) -> dict[int, datetime.datetime]:
    """Since when each knows her journeys as they were then; without those who know none."""
    everyone = Delegate.objects.travelling().filter(mission=mission)
    keys: Any = everyone.order_by().values("pk") if delegates is None else [one.pk for one in delegates]
    released = Release.objects.filter(mission=mission).order_by("number").values("at")[:1]
    links = AccessLink.objects.filter(delegate__in=keys, purpose=LinkPurpose.ITINERARY).annotate(
        released=Subquery(released)
    )
    used = links.filter(Q(sent_at__isnull=False) | Q(last_used_at__isnull=False), released__isnull=False)
    since: dict[int, datetime.datetime] = {}
    for key, made, at in used.order_by("made_at").values_list("delegate", "made_at", "released"):
        since.setdefault(key, max(made, at))
    named = Q()
    for column in columns("text"):
        named |= Q(**{f"mailing__{column}__icontains": placeholders.JOURNEYS})
    sent = Notice.objects.filter(named, mailing__mission=mission, state=NoticeState.SENT)
    for letter in sent.filter(delegate__in=since).select_related("mailing"):
        words = pick(texts(letter.mailing, "text"), letter.lang, mission.languages)
        if letter.claimed_at and words and placeholders.JOURNEYS in placeholders.named(words.text):
            since[letter.delegate_id] = max(since[letter.delegate_id], letter.claimed_at)
    return since


def _anything(mission: Mission, since: datetime.datetime) -> bool:
    """Whether any leg or stay of the mission was saved since then."""
    legs = Leg.history.filter(mission=mission, history_date__gt=since)
    stays = Stay.history.filter(delegate__mission=mission, history_date__gt=since)
    return any(rows.order_by().values("pk")[:1].exists() for rows in (legs, stays))


def _legs(mission: Mission, since: dict[int, datetime.datetime]) -> Iterator[tuple[int, Piece]]:
    kept = Leg.history.filter(mission=mission).select_related("from_place", "to_place")
    carried = apps.get_model("delegations", "HistoricalLeg_passengers").objects.filter(
        delegate__in=since, history__mission_id=mission.pk
    )
    with_her = set(carried.values_list("history_id", "delegate_id"))
    now = Leg.objects.filter(mission=mission).select_related("from_place", "to_place")
    present = {leg.pk: leg for leg in now}
    on_it = set(Leg.passengers.through.objects.filter(leg__in=present).values_list("leg_id", "delegate_id"))
    for leg, entries in _by_row(kept).items():
        for key, moment in since.items():
            then = _at(entries, moment)
            before = then if then is not None and (then.history_id, key) in with_her else None
            after = present.get(leg) if (leg, key) in on_it else None
            if _differ(before, after, (*LEG, *ENDS)):
                yield key, Piece(before, after)


def _stays(since: dict[int, datetime.datetime]) -> Iterator[tuple[int, Piece]]:
    kept = Stay.history.filter(delegate__in=since).select_related("place")
    present = {stay.pk: stay for stay in Stay.objects.filter(delegate__in=since).select_related("place")}
    for stay, entries in _by_row(kept).items():
        for key in {entry.delegate_id for entry in entries}:
            then, now = _at(entries, since[key]), present.get(stay)
            before = then if then is not None and then.delegate_id == key else None
            after = now if now is not None and now.delegate_id == key else None
            if _differ(before, after, STAY):
                yield key, Piece(before, after)


def _by_row(kept: Any) -> dict[int, list[Any]]:
    rows: dict[int, list[Any]] = defaultdict(list)
    for entry in kept.order_by("history_date", "history_id"):
        rows[entry.id].append(entry)
    return rows


def _at(entries: Sequence[Any], moment: datetime.datetime) -> Any:
    """The entry that held at a moment; None before the first, and after the row was deleted."""
    position = bisect_right([entry.history_date for entry in entries], moment)
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
