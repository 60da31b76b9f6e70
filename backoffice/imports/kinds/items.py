"""Programme items: each line is one entry of the programme."""

import copy
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backoffice.imports import marks, row_ids, rows_there, values
from backoffice.imports.columns import Column
from backoffice.imports.entries import Entry
from backoffice.imports.folding import Names, exact
from backoffice.imports.headings import Headings
from backoffice.imports.kind import Circumstances, SheetKind, may_add
from backoffice.imports.kinds import item_columns
from backoffice.imports.kinds.restrictions import EXTRA, Restrictions
from backoffice.imports.pairing import Pairs
from backoffice.imports.remarks import remark
from backoffice.imports.targets import Target
from backoffice.models import ImportKind
from missions.models import Group, Host, ItemGroup, ProgrammeItem, Stop, Visibility
from partners.models import Organisation, Place, Sector
from wording import dates
from wording.translated import columns

NAMED = ("stop", "to_place", "groups", "hosts", "topics", "hours", "uid")  # not fields that take the value


class ItemsKind(SheetKind):
    key = ImportKind.ITEMS
    permissions: ClassVar[tuple[str, ...]] = ("missions.change_programmeitem",)
    hint = _("One row for each entry of the programme. Stops and groups have to be there already.")
    saves: ClassVar[tuple[tuple[type[models.Model], tuple[str, ...]], ...]] = (
        (ProgrammeItem, ("topics",)),
        (Host, ()),
        (ItemGroup, ()),
    )
    columns = item_columns.COLUMNS

    def beside(self, headings: Headings) -> dict[str, Any]:
        """Return the rows that a column which is not read marks as not public."""
        read = {place.index for place in headings.places}
        found = {}
        for line in headings.lines:
            cells = [
                (i, cell)
                for i, cell in enumerate(line.cells)
                if i not in read and isinstance(cell, str | bool)
            ]
            said = (marks.beside(headings.names.get(i, ""), values.block(cell)) for i, cell in cells)
            if reasons := [remark("marked", text=mark) for mark in said if mark]:
                found[str(line.number)] = reasons
        return {EXTRA: found} if found else {}

    def compare(self, entries: list[Entry], at: Circumstances) -> None:
        Comparison(entries, at).run()

    def offered(self, column: Column, at: Circumstances) -> list[str]:
        match column.name:
            case "stop":
                stops = Stop.objects.filter(mission=at.mission).select_related("place")
                return list(dict.fromkeys(str(stop.place) for stop in stops))
            case "groups":
                return [str(group) for group in Group.objects.filter(mission=at.mission, personal=False)]
        return super().offered(column, at)


class Comparison:
    """The entries of one sheet beside the items of the mission."""

    def __init__(self, entries: list[Entry], at: Circumstances) -> None:
        self.entries, self.at = entries, at
        self.restrictions = Restrictions(at)
        # With its zone filled in, so that not each item asks for it. It is not saved.
        self.mission = copy.copy(at.mission)
        self.mission.zone = at.mission.zone_name()
        self.stops, self.stop_rows = rows_there.stops(at.mission)
        self.places, self.topics = rows_there.places(), rows_there.sectors()
        self.groups, self.organisations = rows_there.groups(at.mission), rows_there.organisations()
        of_mission = {"mission": at.mission}
        self.items = list(ProgrammeItem.objects.filter(**of_mission))
        self.had_topics = rows_there.many_of(ProgrammeItem, "topics", of_mission)
        self.had_hosts = rows_there.many_of(ProgrammeItem, "hosts__organisation", of_mission)
        # The stops of a name that several have: which is meant depends on the item, too.
        self.stops_meant: dict[int, set[int]] = {}
        personal = rows_there.personal_groups(at.mission)
        self.links: dict[int, dict[int, ItemGroup]] = defaultdict(dict)
        self.alone: dict[int, set[int]] = defaultdict(set)  # the personal groups of each item
        for link in ItemGroup.objects.filter(item__mission=at.mission):
            if link.group_id in personal:
                self.alone[link.item_id].add(link.group_id)
            self.links[link.item_id][link.group_id] = link

    def run(self) -> None:
        row_ids.drop_malformed(self.entries, "programmeitem.uid")
        self._resolve()
        by_title: dict[str, dict[int, ProgrammeItem]] = defaultdict(dict)
        for item in self.items:
            for title in _titles(item):
                by_title[title][item.pk] = item
        by_uid = {str(item.uid): item for item in self.items}
        uids = {entry.number: entry.get("programmeitem.uid") for entry in self.entries}
        repeated: dict[Any, int] = {}
        pairs = Pairs(
            self.entries,
            self.at,
            there=lambda entry: (
                ()
                if entry.row.candidates
                else {
                    key: item for title in _said(entry) for key, item in by_title.get(title, {}).items()
                }.values()
            ),
            named=lambda entry: self._by_uid(entry, by_uid),
            same=self._same,
            sure=_same_time,
            words=self._words,
            why=gettext("An item of the mission has the same title."),
            copied=self._copied,
        )
        for entry in self.entries:
            item = pairs.of(entry)
            said = [sorted(value) if isinstance(value, set) else value for value in entry.values.values()]
            first = repeated.setdefault(repr(item.pk if item else (uids[entry.number], said)), entry.number)
            if first != entry.number:
                entry.fault("", gettext("The same item stands in row %(row)d.") % {"row": first})
            self._settle_stop(entry, item)
            self._target(entry, item)
        last = max((item.order for item in self.items), default=0)
        for entry in self.entries:
            target = entry.row.targets[0]
            if target.is_new and entry.get("programmeitem.order") is None:
                last += 1
                target.row.order = last

    def _resolve(self) -> None:
        """Put rows in the place of names, and hours in that of the cell that has both."""
        for entry in self.entries:
            said = entry.values
            for name, value in zip(
                ("starts_at", "ends_at"), said.pop("programmeitem.hours", ()), strict=False
            ):
                if value is not None:
                    said.setdefault(f"programmeitem.{name}", value)
            self._one(entry, "to_place", self.places)
            for name, known in (
                ("topics", self.topics),
                ("groups", self.groups),
                ("hosts", self.organisations),
            ):
                self._several(entry, f"programmeitem.{name}", known)
            if said.get("programmeitem.groups"):
                said.setdefault("programmeitem.for_everyone", False)
            self._stop(entry)
        ids = {entry.get("programmeitem.to_place") for entry in self.entries} | {
            one.to_place_id for one in self.items
        }
        self.place_rows = Place.objects.in_bulk(ids - {None})
        for item in self.items:
            item.mission = self.mission
            item.stop = self.stop_rows.get(item.stop_id) if item.stop_id else None
            item.to_place = self.place_rows.get(item.to_place_id) if item.to_place_id else None
        named: dict[str, set[int]] = defaultdict(set)
        for entry in self.entries:
            for name in ("topics", "groups", "hosts"):
                named[name] |= entry.get(f"programmeitem.{name}") or set()
        for keys in self.had_topics.values():
            named["topics"] |= keys
        for links in self.links.values():
            named["groups"] |= links.keys()
        self.sector_words = rows_there.names_by_key(Sector, named["topics"])
        self.group_words = rows_there.names_by_key(Group, named["groups"])
        self.host_words = rows_there.names_by_key(Organisation, named["hosts"])

    def _one(self, entry: Entry, name: str, known: Names) -> None:
        field = f"programmeitem.{name}"
        if said := entry.values.pop(field, None):
            try:
                entry.values[field] = known.one(said)
            except values.Wrong as error:
                entry.fault(field, str(error))

    def _several(self, entry: Entry, field: str, known: Names) -> None:
        if said := entry.values.pop(field, None):
            entry.values[field], wrong = known.many(said)
            for sentence in wrong:
                entry.fault(field, sentence)

    def _stop(self, entry: Entry) -> None:
        """The stop of a name; where several have it, they are kept until the item is known."""
        said = entry.values.pop("programmeitem.stop", None)
        if not said:
            return
        found = self.stops.all(said)
        if len(found) == 1:
            entry.values["programmeitem.stop"] = next(iter(found))
        elif found:
            self.stops_meant[entry.number] = found
        else:
            entry.fault("programmeitem.stop", str(self.stops.wrong(said)))

    def _settle_stop(self, entry: Entry, item: ProgrammeItem | None) -> None:
        """Of several stops at one place that of the item; where its day changes, first that of the day."""
        found = self.stops_meant.get(entry.number, set())
        if not found:
            return
        day = entry.get("programmeitem.day")
        on_day = {key for key in found if day and _has_day(self.stop_rows[key], day)}
        there = {item.stop_id} & found if item else set()
        stays = item is not None and day in (None, item.day)
        for meant in (there, on_day) if stays else (on_day, there):
            if len(meant) == 1:
                entry.values["programmeitem.stop"] = next(iter(meant))
                return
        entry.fault("programmeitem.stop", str(self.stops.wrong(str(self.stop_rows[min(found)].place))))

    def _by_uid(self, entry: Entry, by_uid: dict[str, ProgrammeItem]) -> ProgrammeItem | None:
        uid = entry.get("programmeitem.uid")
        if uid and uid not in by_uid:
            row_ids.remark_unknown(entry, "programmeitem.uid", of_mission=True)
        return by_uid.get(uid) if uid else None

    def _copied(self, entry: Entry, first: Entry) -> None:
        row_ids.remark_copy(entry, first, "programmeitem.uid")

    def _same(self, entry: Entry, item: ProgrammeItem) -> bool:
        """Whether the item is all that the entry says already."""
        for name, value in entry.of(ProgrammeItem):
            match name:
                case "uid":
                    continue
                case "stop" | "to_place":
                    same = getattr(item, f"{name}_id") == value
                case "topics":
                    same = self.had_topics.get(item.pk, set()) == value
                case "groups":
                    same = set(self.links.get(item.pk, ())) == value | self.alone.get(item.pk, set())
                case "hosts":
                    same = self.had_hosts.get(item.pk, set()) >= value
                case _:
                    same = getattr(item, name) == value
            if not same:
                return False
        return True

    def _words(self, item: ProgrammeItem) -> str:
        when = [dates.long_date(item.day, self.at.lang)] if item.day else []
        when += [dates.clock(item.starts_at)] if item.starts_at else []
        return ", ".join([str(item), *when])

    def _target(self, entry: Entry, item: ProgrammeItem | None) -> None:
        row = entry.row
        target = Target.of(item) if item else Target(ProgrammeItem(mission=self.mission), is_new=True)
        row.targets.append(target)
        self.restrictions.apply(entry, item)
        for name, value in entry.of(ProgrammeItem):
            if name not in NAMED and not entry.is_shown(target.row, name, value):
                target.give(name, value, row, self.at.lang)
        if (key := entry.get("programmeitem.stop")) is not None:
            stop = self.stop_rows[key]
            target.name("stop", stop, row, str(stop))
        if (key := entry.get("programmeitem.to_place")) is not None:
            target.name("to_place", self.place_rows[key], row, str(self.place_rows[key]))
        if (topics := entry.get("programmeitem.topics")) is not None:
            target.give_many(
                "topics",
                topics,
                self.had_topics.get(item.pk, set()) if item else set(),
                row,
                self.sector_words,
            )
        groups = self._groups(entry, target, item)
        self._hosts(entry, target, item)
        entry.check(target)
        if target.row.visibility == Visibility.PARTICIPANTS and not target.row.for_everyone and not groups:
            entry.fault(
                "programmeitem.groups",
                gettext("An item that only those who take part may see needs a group."),
            )
        for one in row.targets:
            may_add(entry, one, self.at)
        row.title = str(target.row) or row.title

    def _groups(self, entry: Entry, target: Target, item: ProgrammeItem | None) -> set[int]:
        links = self.links.get(item.pk, {}) if item else {}
        wanted: set[int] | None = entry.get("programmeitem.groups")
        if wanted is None:
            return set(links)
        wanted |= self.alone.get(item.pk, set()) if item else set()
        if wanted == links.keys():
            return wanted
        for key in sorted(wanted - links.keys()):
            entry.row.targets.append(
                Target(ItemGroup(item=target.row, group_id=key), is_new=True, counts=False)
            )
        for key in sorted(links.keys() - wanted):
            entry.row.targets.append(Target.without(links[key]))
        old, new = (_joined(self.group_words, keys) for keys in (links, wanted))
        target.tell(entry.row, "groups", old, new, target.field("groups").verbose_name)
        return wanted

    def _hosts(self, entry: Entry, target: Target, item: ProgrammeItem | None) -> None:
        had = self.had_hosts.get(item.pk, set()) if item else set()
        wanted: set[int] = (entry.get("programmeitem.hosts") or set()) - had
        for number, key in enumerate(sorted(wanted)):
            host = Host(item=target.row, organisation_id=key, order=len(had) + number)
            entry.row.targets.append(Target(host, is_new=True, counts=False))
        if wanted:
            target.tell(entry.row, "hosts", "", _joined(self.host_words, wanted), gettext("hosts"))


def _titles(item: ProgrammeItem) -> set[str]:
    return {exact(text) for name in columns("title") if (text := getattr(item, name))}


def _said(entry: Entry) -> list[str]:
    """The titles of an entry, as they are looked for."""
    return [exact(text) for name in columns("title") if (text := entry.get(f"programmeitem.{name}"))]


def _same_time(entry: Entry, item: ProgrammeItem) -> bool:
    """Whether nothing that is known of both contradicts that they are one item."""
    return all(
        (said := entry.get(f"programmeitem.{name}")) is None or there in (None, said)
        for name, there in (("day", item.day), ("starts_at", item.starts_at), ("stop", item.stop_id))
    )


def _has_day(stop: Stop, day: Any) -> bool:
    return stop.first_day is not None and stop.first_day <= day <= (stop.last_day or stop.first_day)


def _joined(words: dict[int, str], keys: Iterable[int]) -> str:
    return "; ".join(sorted(words.get(key, str(key)) for key in keys))
