"""Legs: each line is a flight, train or drive, with all its passengers, or one of several with one each."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backoffice.imports import row_ids, rows_there, values
from backoffice.imports.columns import Column, of
from backoffice.imports.entries import Entry
from backoffice.imports.folding import Names, exact
from backoffice.imports.kind import Circumstances, SheetKind, may_add
from backoffice.imports.pairing import Pairs
from backoffice.imports.targets import Target
from backoffice.models import ImportKind
from delegations.models import Leg, LegMode
from missions.models import ProgrammeItem
from partners.models import Place
from wording import dates
from wording.translated import columns

ONE_ROW = ("item", "from_place", "to_place")
WAY = ("mode", "number", "from_place", "to_place", "departs_on", "departs_at")


class LegsKind(SheetKind):
    key = ImportKind.LEGS
    permissions = ("delegations.change_leg",)
    hint = _("One row for each leg with all its passengers, or one for each passenger.")
    saves = ((Leg, ("passengers",)),)
    columns = (
        of(Leg, "mode", choices=LegMode, example=_("flight")),
        of(
            Leg,
            "carrier",
            aliases={"en": ("airline",), "ru": ("авиакомпания",)},
            example="Turkmenistan Airlines",
        ),
        of(
            Leg,
            "number",
            aliases={
                "en": ("flight", "flight number"),
                "ru": ("рейс", "номер рейса"),
                "kk": ("рейс",),
                "tk": ("gatnaw",),
            },
            example="T5 702",
        ),
        Column(
            "leg.from_place",
            Leg._meta.get_field("from_place").verbose_name,
            values.line,
            aliases={"ru": ("откуда",)},
        ),
        of(
            Leg,
            "departs_on",
            aliases={"en": ("departure date",), "ru": ("дата вылета", "вылет")},
            example="2023-12-04",
        ),
        of(Leg, "departs_at", aliases={"en": ("departure time",), "ru": ("время вылета",)}, example="07:40"),
        Column(
            "leg.to_place",
            Leg._meta.get_field("to_place").verbose_name,
            values.line,
            aliases={"ru": ("куда",)},
        ),
        of(Leg, "arrives_on", aliases={"en": ("arrival date",), "ru": ("дата прилёта", "прилёт")}),
        of(Leg, "arrives_at", aliases={"en": ("arrival time",), "ru": ("время прилёта",)}),
        Column(
            "leg.passengers",
            _("passengers"),
            values.names,
            aliases={
                "en": ("passenger",),
                "ru": ("пассажир", "пассажиры"),
                "kk": ("жолаушы",),
                "tk": ("ýolagçy",),
            },
            hint=_("Delegates of the mission by their names, with semicolons between them."),
        ),
        Column(
            "leg.item",
            _("programme item"),
            values.line,
            hint=_("The title of the transfer that this leg is."),
        ),
        row_ids.column(
            "leg.ref",
            _("Of a leg that is there already."),
            en=("reference of the leg",),
            ru=("идентификатор поездки",),
            kk=("сапар сілтемесі",),
            tk=("saparyň belgisi",),
        ),
    )

    def compare(self, entries: list[Entry], at: Circumstances) -> None:
        _Comparison(entries, at).run()


@dataclass
class _Lines:
    """The lines of one leg; the first stands for all."""

    first: Entry
    passengers: set[int] | None = None
    numbers: dict[str, int] = field(default_factory=dict)  # which line said what
    others: list[Entry] = field(default_factory=list)


class _Comparison:
    """The entries of one sheet beside the legs of the mission."""

    def __init__(self, entries: list[Entry], at: Circumstances) -> None:
        self.entries, self.at = entries, at
        self.places, self.items = rows_there.places(), _items(at.mission)
        self.delegates, self.delegate_words = rows_there.delegates(at.mission)
        self.legs = list(Leg.objects.filter(mission=at.mission))
        self.had = rows_there.many_of(Leg, "passengers", {"mission": at.mission})

    def run(self) -> None:
        row_ids.drop_malformed(self.entries, "leg.ref")
        for entry in self.entries:
            self._resolve(entry)
        self._load()
        by_ref = {str(leg.ref): leg for leg in self.legs}
        self._leave_copies(by_ref)
        lines = self._together()
        legs = [one.first for one in lines]
        passengers = {one.first.number: one.passengers for one in lines}
        pairs = Pairs(
            legs,
            self.at,
            there=lambda entry: [leg for leg in self.legs if self._may_be(entry, leg)],
            named=lambda entry: self._by_ref(entry, by_ref),
            same=lambda entry, leg: self._same(entry, leg, passengers[entry.number]),
            sure=lambda entry, leg: entry.get("leg.departs_on") in (None, leg.departs_on),
            words=self._words,
            why=gettext("A leg of the mission has the same number and the same way."),
        )
        for one in lines:
            self._target(one, pairs.of(one.first))
        for entry in self.entries:
            if (first := self.first.get(entry.number)) is not None and first.row.faults:
                entry.fault("", gettext("Row %(row)d, of the same leg, is wrong.") % {"row": first.number})

    def _resolve(self, entry: Entry) -> None:
        for name in ("from_place", "to_place"):
            self._one(entry, name, self.places)
        self._one(entry, "item", self.items)
        if said := entry.values.pop("leg.passengers", None):
            entry.values["leg.passengers"], wrong = self.delegates.many(said)
            for sentence in wrong:
                entry.fault("leg.passengers", sentence)

    def _one(self, entry: Entry, name: str, known: Names) -> None:
        if said := entry.values.pop(f"leg.{name}", None):
            try:
                entry.values[f"leg.{name}"] = known.one(said)
            except values.Wrong as error:
                entry.fault(f"leg.{name}", str(error))

    def _load(self) -> None:
        """The rows that legs name, so that no leg asks for them."""
        keys = {entry.get(f"leg.{name}") for entry in self.entries for name in ONE_ROW[1:]}
        keys |= {key for leg in self.legs for key in (leg.from_place_id, leg.to_place_id)}
        self.place_rows = Place.objects.in_bulk(keys - {None})
        items = {entry.get("leg.item") for entry in self.entries} | {leg.item_id for leg in self.legs}
        self.item_rows = ProgrammeItem.objects.in_bulk(items - {None})
        for leg in self.legs:
            leg.mission = self.at.mission
            leg.from_place, leg.to_place = (
                self.place_rows[leg.from_place_id],
                self.place_rows[leg.to_place_id],
            )
            leg.item = self.item_rows.get(leg.item_id) if leg.item_id else None

    def _together(self) -> list[_Lines]:
        """The lines of each leg: those with its number, way and day, or with its reference."""
        found: dict[Any, _Lines] = {}
        self.first: dict[int, Entry] = {}
        for entry in self.entries:
            key: Any = entry.get("leg.ref") or _way(entry)
            said = {name: value for name, value in entry.of(Leg) if name != "passengers"}
            passengers = entry.get("leg.passengers")
            if key not in found:
                found[key] = _Lines(entry, passengers, dict.fromkeys(said, entry.number))
                continue
            lines = found[key]
            self.first[entry.number] = lines.first
            lines.others.append(entry)
            for name, value in said.items():
                before = lines.first.values.setdefault(f"leg.{name}", value)
                number = lines.numbers.setdefault(name, entry.number)
                if before != value:
                    entry.fault(
                        f"leg.{name}",
                        gettext("Row %(row)d says something else of the same leg.") % {"row": number},
                    )
            if passengers is None or passengers <= (lines.passengers or set()):
                entry.fault("", gettext("The same leg stands in row %(row)d.") % {"row": lines.first.number})
            else:
                lines.passengers = (lines.passengers or set()) | passengers
        return list(found.values())

    def _leave_copies(self, by_ref: dict[str, Leg]) -> None:
        """Take the row ID from each line that says another number, way or time than the leg's own line."""
        claims: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if ref := entry.get("leg.ref"):
                claims[ref].append(entry)
        for ref, entries in claims.items():
            leg = by_ref.get(ref)
            first = next((one for one in entries if leg and self._has_way(one, leg)), entries[0])
            for entry in entries:
                if any(
                    mine != its for mine, its in zip(_way(entry), _way(first), strict=True) if mine and its
                ):
                    row_ids.remark_copy(entry, first, "leg.ref")

    def _has_way(self, entry: Entry, leg: Leg) -> bool:
        """Whether the leg has the number, way and time that an entry says."""
        return all(
            (said := entry.get(f"leg.{name}")) is None
            or said == getattr(leg, f"{name}_id" if name in ONE_ROW else name)
            for name in WAY
        )

    def _may_be(self, entry: Entry, leg: Leg) -> bool:
        """Whether the way and the number, where both are known, are the same."""
        numbers = {exact(one).replace(" ", "") for one in (entry.get("leg.number") or "", leg.number)} - {""}
        return (
            len(numbers) < 2
            and entry.get("leg.from_place") == leg.from_place_id
            and entry.get("leg.to_place") == leg.to_place_id
            and (bool(numbers) or entry.get("leg.departs_on") == leg.departs_on)
            and entry.get("leg.departs_at") in (None, leg.departs_at)
        )

    def _same(self, entry: Entry, leg: Leg, passengers: set[int] | None) -> bool:
        if passengers is not None and passengers != self.had.get(leg.pk, set()):
            return False
        return all(
            value == getattr(leg, f"{name}_id" if name in ONE_ROW else name)
            for name, value in entry.of(Leg)
            if name not in ("passengers", "ref")
        )

    def _by_ref(self, entry: Entry, by_ref: dict[str, Leg]) -> Leg | None:
        ref = entry.get("leg.ref")
        if ref and ref not in by_ref:
            row_ids.remark_unknown(entry, "leg.ref", of_mission=True)
        return by_ref.get(ref) if ref else None

    def _words(self, leg: Leg) -> str:
        when = [dates.long_date(leg.departs_on, self.at.lang)] if leg.departs_on else []
        when += [dates.clock(leg.departs_at)] if leg.departs_at else []
        return ", ".join([str(leg), *when])

    def _target(self, lines: _Lines, leg: Leg | None) -> None:
        entry, row = lines.first, lines.first.row
        target = Target.of(leg) if leg else Target(Leg(mission=self.at.mission), is_new=True)
        row.targets.append(target)
        for name, value in entry.of(Leg):
            if name in ONE_ROW:
                other: Any = (self.item_rows if name == "item" else self.place_rows)[value]
                target.name(name, other, row, str(other))
            elif name not in ("passengers", "ref"):
                target.give(name, value, row, self.at.lang)
        if lines.passengers is not None:
            had = self.had.get(leg.pk, set()) if leg else set()
            target.give_many("passengers", lines.passengers, had, row, self.delegate_words)
        for name in ("from_place", "to_place"):
            if getattr(target.row, f"{name}_id") is None:
                entry.fault(f"leg.{name}", gettext("Name the place."))
        if not row.faults:
            entry.check(target)
        may_add(entry, target, self.at)
        known = target.row.from_place_id and target.row.to_place_id
        row.title = str(target.row) if known else str(entry.get("leg.number") or "")
        for other in lines.others:
            other.row.title = row.title
            other.row.targets.append(target)
            if "passengers" in target.many:
                names = "; ".join(self.delegate_words[key] for key in other.get("leg.passengers") or ())
                target.tell(other.row, "passengers", "", names, target.field("passengers").verbose_name)


def _way(entry: Entry) -> tuple[str, ...]:
    """What tells one leg from another, as an entry says it."""
    return tuple(exact(str(entry.get(f"leg.{name}") or "")) for name in WAY)


def _items(mission: Any) -> Names:
    """The items of a mission by their titles."""
    found = Names(
        none=gettext("No item of this mission is called “%(name)s”."),
        several=gettext(
            "Several items of this mission are called “%(name)s”; name the leg’s item on its page."
        ),
    )
    for key, *titles in ProgrammeItem.objects.filter(mission=mission).values_list("pk", *columns("title")):
        found.add(key, titles)
    return found
