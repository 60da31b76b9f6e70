"""Items of a document beside those of the mission: a known place becomes a stop, others are asked about."""

import datetime
import re
import uuid
from typing import Any

from django.utils.translation import gettext as _

from backoffice.imports.entries import Entry
from backoffice.imports.folding import Names
from backoffice.imports.kind import Circumstances, decided, may_add
from backoffice.imports.kinds.items import Comparison
from backoffice.imports.preview import NEW, Candidate
from backoffice.imports.targets import Target
from missions.models import ProgrammeItem, Stop
from partners.models import Place

ABOUT = "place"
OFFERED = 30
DAY = datetime.timedelta(days=1)
_TOWN = re.compile(r"^(?:г\.|гор\.|город|қ\.|қаласы|city of|ş\.)\s*", re.IGNORECASE)


class StopsComparison(Comparison):
    """As for sheets, but a place that is no stop of the mission becomes one, or is asked about."""

    def __init__(self, entries: list[Entry], at: Circumstances) -> None:
        super().__init__(entries, at)
        self.new_stops: dict[int, Target] = {}
        self.asked: dict[str, Entry] = {}  # the first row of each place that is not known
        self.kinds: dict[int, str] = {}
        guessed = set(at.extra.get("guessed", ()))
        for entry in entries:
            if entry.number in guessed and (kind := entry.values.pop("programmeitem.kind", None)):
                self.kinds[entry.number] = kind

    def _lang(self, entry: Entry) -> str:
        return str(self.at.extra.get("langs", {}).get(str(entry.number), "en"))

    def _stop(self, entry: Entry) -> None:
        said, day = entry.values.pop("programmeitem.stop", None), entry.get("programmeitem.day")
        if not said:
            return
        stops = self._stops_of(said, day)
        if len(stops) == 1:
            entry.values["programmeitem.stop"] = next(iter(stops))
            return
        places = known(self.places, said)
        if not stops and len(places) == 1:
            entry.values["programmeitem.stop"] = self._new_stop(next(iter(places)), day)
            return
        self._ask(entry, said, stops)

    def _stops_of(self, said: str, day: Any) -> set[int]:
        found = known(self.stops, said)
        if len(found) > 1 and day:
            on_day = {key for key in found if _has_day(self.stop_rows[key], day)}
            return on_day or found
        return found

    def _ask(self, entry: Entry, said: str, stops: set[int]) -> None:
        """Ask once for each place; the other rows that name it wait for the answer."""
        field = f"programmeitem.venue_{self._lang(entry)}"
        there = {**entry.values, field: entry.get(field) or said}
        if any(self._is_all(there, item) for item in self.items):
            entry.values = there
            entry.row.flags.append(_("The place “%(place)s” is not known here.") % {"place": said})
            return
        first = self.asked.setdefault(said.casefold(), entry)
        candidates = [
            Candidate(f"stop-{key}", str(stop), _("A stop of this mission."))
            for key, stop in list(self.stop_rows.items())[:OFFERED]
            if stop.pk and (key in stops or not stops)
        ]
        candidates += [
            Candidate(f"place-{key}", name, _("A place that would be a new stop; its name is similar."))
            for key, name in list(self.places.near(said).items())[:5]
        ]
        decision = self.at.decisions.get(f"{first.number}{ABOUT}", "")
        if decision not in {NEW, *(candidate.key for candidate in candidates)}:
            entry.row.flags.append(_("The place “%(place)s” is not known here.") % {"place": said})
            if first is entry:
                decided(entry, candidates, self.at, ABOUT)
                entry.row.question = _("Which stop is “%(place)s”?") % {"place": said}
                entry.row.new_words = _("None of them: leave the stop empty, and keep the text as the venue.")
                entry.row.candidates = candidates or [Candidate("", _("Decide later"), "")]
            return
        kind, _sign, key = decision.partition("-")
        if kind == "stop":
            entry.values["programmeitem.stop"] = int(key)
        elif kind == ABOUT:
            entry.values["programmeitem.stop"] = self._new_stop(int(key), entry.get("programmeitem.day"))
        else:
            entry.values = there

    def _is_all(self, values: dict[str, Any], item: ProgrammeItem) -> bool:
        """Whether an item says all of this but hosts, groups and topics."""
        return all(
            getattr(item, key.partition(".")[2]) == value
            for key, value in values.items()
            if key.partition(".")[2] not in ("hosts", "groups", "topics", "uid", "to_place", "hours")
        )

    def _new_stop(self, place: int, day: datetime.date | None) -> int:
        """The key, below zero, of a stop that would be added: one for days that follow on one another."""
        for key, target in reversed(self.new_stops.items()):
            stop = target.row
            if stop.place_id == place and (
                day is None
                or stop.first_day is None
                or stop.first_day - DAY <= day <= (stop.last_day or stop.first_day) + DAY
            ):
                self._extend(stop, day)
                return key
        order = max((one.order for one in self.stop_rows.values()), default=-1) + 1
        stop = Stop(mission=self.mission, place=Place.objects.get(pk=place), order=order)
        self._extend(stop, day)
        key = -1 - len(self.new_stops)
        self.new_stops[key] = Target(stop, is_new=True, counts=False)
        self.stop_rows[key] = stop
        return key

    def _extend(self, stop: Stop, day: datetime.date | None) -> None:
        if day is None or not self.mission.starts_on <= day <= self.mission.ends_on:
            return
        days = [one for one in (stop.first_day, stop.last_day, day) if one]
        stop.first_day = min(days)
        stop.last_day = max(days) if max(days) > min(days) else None

    def _several(self, entry: Entry, field: str, known: Names) -> None:
        """Hosts that are not known stay text: a document names them as it likes."""
        if field != "programmeitem.hosts":
            super()._several(entry, field, known)
            return
        found, unknown = set(), []
        for name in known.divided(entry.values.pop(field, None) or ()):
            keys = known.all(name)
            if len(keys) == 1:
                found |= keys
            else:
                unknown.append(name)
                said = _("No organisation is called “%(name)s”; it stands in the description.")
                entry.row.flags.append(said % {"name": name})
        if found:
            entry.values[field] = found
        if unknown:
            description = f"programmeitem.description_{self._lang(entry)}"
            entry.values[description] = "\n".join(filter(None, [entry.get(description), *unknown]))

    def _by_uid(self, entry: Entry, by_uid: dict[str, ProgrammeItem]) -> ProgrammeItem | None:
        """A calendar brings UIDs of its own; one that is not known becomes that of a new item."""
        return by_uid.get(str(entry.get("programmeitem.uid") or ""))

    def _copied(self, entry: Entry, first: Entry) -> None:
        entry.fault("", _("The same item stands in row %(row)d.") % {"row": first.number})

    def _target(self, entry: Entry, item: ProgrammeItem | None) -> None:
        if item is None and (kind := self.kinds.get(entry.number)):
            entry.values["programmeitem.kind"] = kind
        if item is None and not entry.get("programmeitem.kind"):
            entry.fault("programmeitem.kind", _("The kind is not told by the words; write one."))
        if item is not None and item.staff_notes:
            entry.values.pop("programmeitem.staff_notes", None)
        super()._target(entry, item)
        if item is None and (uid := entry.get("programmeitem.uid")):
            entry.row.targets[0].row.uid = uuid.UUID(uid)
        new = self.new_stops.get(entry.get("programmeitem.stop") or 0)
        if new is not None:
            row, target = entry.row, entry.row.targets[0]
            if not target.is_new:
                target.columns.add("stop")
            label = target.field("stop").verbose_name
            target.tell(row, "stop", "", _("%(place)s (new on the route)") % {"place": new.row.place}, label)
            row.targets.append(new)
            may_add(entry, new, self.at)


def _has_day(stop: Stop, day: datetime.date) -> bool:
    return stop.first_day is not None and stop.first_day <= day <= (stop.last_day or stop.first_day)


def without_town(text: str) -> str:
    """A name of a place without the word “town” before it."""
    return _TOWN.sub("", text)


def known(places: Names, text: str) -> set[int]:
    """The places that a text names: whole, or by one of its parts; those of several parts are several."""
    text = without_town(text.strip(' .,;:«»"'))
    if whole := places.all(text):
        return whole
    parts = [without_town(part.strip(' .,;:«»"')) for part in re.split(r"[,(/;→)]|\s[–—-]\s", text)]
    return set().union(*(places.all(part) for part in parts if part))
