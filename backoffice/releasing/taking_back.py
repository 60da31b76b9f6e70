"""An earlier version taken back into the rows, as a draft: all that its document knows, and nothing else.

What documents do not hold stays as it is: staff notes, outcomes, reports, legs, stays, members of groups, and
items for staff that had no public title. Catalogues (places, sectors, organisations, series) are shared by
all missions and not changed; what is gone from them is left out, and said. Items that the version does not
have lose nothing but their readers: they become items for staff without a public title. Empty stops go.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from backoffice.releasing.rows_back import Catalogue, columns_of, day_of, save, value_of
from missions import document as documents
from missions.document import ITEM_TEXTS, Document
from missions.models import (
    Group,
    Host,
    ItemGroup,
    ItemKind,
    Mission,
    Party,
    ProgrammeItem,
    Stop,
    Visibility,
)
from wording.translated import texts
from wording.words import pick

MISSION_TEXTS = ("title", "summary", "purpose", "background", "dates_note", "source")
WHEN = (
    "order",
    "day",
    "day_approximate",
    "ends_on",
    "starts_at",
    "ends_at",
    "time_approximate",
    "part_of_day",
    "status",
)


@dataclass(slots=True)
class Told:
    """What could not be made as the version has it, in sentences."""

    left_out: list[str] = field(default_factory=list)
    put_aside: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


class ChangedMeanwhile(Exception):
    """The rows are not those that were looked at."""


@transaction.atomic
def take_back(
    mission: Mission, document: Document, reason: str, *, unless: Callable[[], bool] = lambda: False
) -> Told:
    """Make the rows of the mission say what the document says; `reason` is kept in their history.

    One transaction, with the mission locked. Raises ChangedMeanwhile where `unless` then says so.
    """
    locked = Mission.objects.select_for_update().get(pk=mission.pk)
    # Whoever saves one of these at this moment waits, and her form then says what happened.
    rows: Iterable[models.QuerySet[Any]] = (
        locked.stops.all(),
        locked.groups.all(),
        locked.items.all(),
        Host.objects.filter(item__mission=locked),
    )
    for each in rows:
        list(each.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    if unless():
        raise ChangedMeanwhile
    return _TakingBack(locked, documents.current(document), reason).told_of_all()


class _TakingBack:
    """One version being taken back: the rows that there are, by the refs of the document."""

    def __init__(self, mission: Mission, document: Document, reason: str) -> None:
        self.mission = mission
        self.document = document
        self.reason = reason
        self.told = Told()
        self.catalogue = Catalogue(document)
        self.stops = {str(row.ref): row for row in mission.stops.select_related("place")}
        self.groups = {str(row.ref): row for row in mission.groups.all()}

    def told_of_all(self) -> Told:
        self.frame()
        self.parties()
        self.put_back_stops()
        self.put_back_groups()
        rows = {str(row.uid): row for row in self.mission.items.select_related("stop__place", "to_place")}
        for entry in self.document["items"]:
            self.item(entry, rows.pop(entry["uid"], None))
        self.put_aside(rows.values())
        self.remove_stops()
        return self.told

    def frame(self) -> None:
        """The mission's own fields; its address and its state are no part of a version."""
        frame, mission = self.document["mission"], self.mission
        values: dict[str, Any] = {**columns_of(MISSION_TEXTS, frame)}
        values |= {name: frame[name] for name in ("type", "dates_precision", "languages", "zone")}
        values |= {name: day_of(frame[name]) for name in ("starts_on", "ends_on")}
        values["home"] = self.known(self.catalogue.places, frame["home"])
        series = frame["series"]
        values["series"] = self.known(self.catalogue.series, series["ref"] if series else None)
        sectors = self.all_known(self.catalogue.sectors, frame["sectors"])
        same = set(mission.sectors.values_list("pk", flat=True)) == {one.pk for one in sectors}
        save(mission, values, self.reason)
        if not same:
            mission._change_reason = self.reason
            mission.sectors.set(sectors)

    def parties(self) -> None:
        rows = {(row.organisation_id, row.role): row for row in self.mission.parties.all()}
        named: set[tuple[int, str]] = set()
        for order, entry in enumerate(self.document["parties"]):
            organisation = self.known(self.catalogue.organisations, entry["organisation"])
            if organisation is None or (organisation.pk, entry["role"]) in named:
                continue  # gone, or merged since with one that has the role already
            named.add((organisation.pk, entry["role"]))
            row = rows.pop((organisation.pk, entry["role"]), None) or Party(
                mission=self.mission, organisation=organisation, role=entry["role"]
            )
            contact = self.known(self.catalogue.contacts, entry["contact"])
            save(row, {"order": order, "contact": contact}, self.reason)
        self.delete(rows.values())

    def put_back_stops(self) -> None:
        for order, entry in enumerate(self.document["stops"]):
            place = self.known(self.catalogue.places, entry["place"])
            if place is None:
                continue
            row = self.stops.get(entry["ref"]) or Stop(mission=self.mission, ref=entry["ref"])
            values = {
                "place": place,
                "order": order,
                "first_day": day_of(entry["first_day"]),
                "last_day": day_of(entry["last_day"]),
                "days_approximate": entry["days_approximate"],
            }
            save(row, values, self.reason)
            self.stops[entry["ref"]] = row

    def put_back_groups(self) -> None:
        """Groups as they were called; one that is gone comes back without members."""
        for entry in self.document["groups"]:
            row = self.groups.get(entry["ref"])
            if row is None:
                row = Group(mission=self.mission, ref=entry["ref"], personal=not entry["name"])
                self.told.left_out.append(
                    _("members of the group %(group)s") % {"group": _name(entry["name"])}
                )
            save(row, {} if row.personal else columns_of(["name"], entry), self.reason)
            self.groups[entry["ref"]] = row

    def item(self, entry: dict[str, Any], row: ProgrammeItem | None) -> None:
        stop = self.stops.get(entry["stop"]) if entry["stop"] else None
        values: dict[str, Any] = {"stop": stop}
        values |= {name: value_of(name, entry[name]) for name in WHEN}
        values |= columns_of(["public_title"], entry)
        if entry["masked"]:
            self.mask(entry, row, values)
            return
        values |= columns_of(ITEM_TEXTS, entry)
        values |= {name: entry[name] for name in ("kind", "host_unnamed", "visibility", "for_everyone")}
        values["to_place"] = self.known(self.catalogue.places, entry["to_place"])
        row = row or ProgrammeItem(mission=self.mission, uid=entry["uid"])
        save(row, values, self.reason)
        topics = self.all_known(self.catalogue.sectors, entry["topics"])
        if {one.pk for one in row.topics.all()} != {one.pk for one in topics}:
            row._change_reason = self.reason
            row.topics.set(topics)
        self.take_part(row, entry["groups"])
        self.hosts(row, entry["hosts"])

    def mask(self, entry: dict[str, Any], row: ProgrammeItem | None, values: dict[str, Any]) -> None:
        """Of an item for staff the version knows its mask alone; one that is gone comes back as that."""
        values["visibility"] = Visibility.STAFF
        if row is None:
            row = ProgrammeItem(mission=self.mission, uid=entry["uid"], kind=ItemKind.MEETING)
            values |= columns_of(["title"], {"title": entry["public_title"]})
            title = _name(entry["public_title"])
            self.told.left_out.append(_("all but the public title of “%(item)s”") % {"item": title})
        elif _ends_elsewhere(row, values["stop"]):
            # A mask does not tell an end by another clock, so the row keeps its own where it can have one.
            if entry["ends_on"] or entry["ends_at"]:
                self.told.left_out.append(_("the end of “%(item)s”") % {"item": row})
            if values["day"]:
                del values["ends_on"], values["ends_at"]
        save(row, values, self.reason)

    def take_part(self, row: ProgrammeItem, refs: Iterable[str]) -> None:
        wanted = {self.groups[ref].pk for ref in refs if ref in self.groups}
        rows = {one.group_id: one for one in ItemGroup.objects.filter(item=row)}
        self.delete(one for group, one in rows.items() if group not in wanted)
        for group in sorted(wanted - rows.keys()):
            save(ItemGroup(item=row, group_id=group), {}, self.reason)

    def hosts(self, row: ProgrammeItem, entries: Iterable[dict[str, Any]]) -> None:
        rows: dict[tuple[int, int | None], list[Host]] = {}
        for host in Host.objects.filter(item=row):
            rows.setdefault((host.organisation_id, host.contact_id), []).append(host)
        wanted: list[tuple[Host, dict[str, Any]]] = []
        named: set[tuple[int, int | None]] = set()
        for order, entry in enumerate(entries):
            organisation = self.known(self.catalogue.organisations, entry["organisation"])
            if organisation is None:
                continue
            contact = self.known(self.catalogue.contacts, entry["contact"])
            key = (organisation.pk, contact.pk if contact else None)
            if key in named:
                continue  # two that were merged since
            named.add(key)
            same = rows.get(key)
            host = same.pop(0) if same else Host(item=row, organisation=organisation, contact=contact)
            wanted.append((host, {"order": order, "state": entry["state"]}))
        self.delete(host for left in rows.values() for host in left)
        for host, values in wanted:
            save(host, values, self.reason)

    def put_aside(self, rows: Iterable[ProgrammeItem]) -> None:
        """Items that the version does not have: for staff from now on, without a public title.

        They also leave a stop where the version has no item: one that nothing but items for staff uses would
        be left out of the next document.
        """
        used = {entry["stop"] for entry in self.document["items"]}
        bare = {
            self.stops[entry["ref"]].pk
            for entry in self.document["stops"]
            if entry["ref"] not in used and entry["ref"] in self.stops
        }
        for row in rows:
            if row.visibility == Visibility.STAFF and not texts(row, "public_title"):
                if row.stop_id in bare:
                    self.told.left_out.append(
                        _("the stop %(stop)s, where an item for staff is") % {"stop": row.stop}
                    )
                continue
            values = {"visibility": Visibility.STAFF, **columns_of(["public_title"], {"public_title": {}})}
            save(row, values | ({"stop": None} if row.stop_id in bare else {}), self.reason)
            self.told.put_aside.append(str(row))

    def remove_stops(self) -> None:
        """Stops that the version does not have, unless an item for staff is there."""
        kept = {entry["ref"] for entry in self.document["stops"]}
        used = set(self.mission.items.exclude(stop=None).values_list("stop", flat=True))
        gone = [row for ref, row in self.stops.items() if ref not in kept and row.pk not in used]
        self.told.removed += [str(row) for row in gone]
        self.delete(gone)

    def known[T: models.Model](self, rows: dict[str, T], ref: str | None) -> T | None:
        """The row of a catalogue; where it is gone, that is said."""
        if ref is None:
            return None
        if ref not in rows:
            said = self.catalogue.name(ref)
            if said not in self.told.left_out:
                self.told.left_out.append(said)
        return rows.get(ref)

    def all_known[T: models.Model](self, rows: dict[str, T], refs: Iterable[str]) -> list[T]:
        return [row for ref in refs if (row := self.known(rows, ref)) is not None]

    def delete(self, rows: Iterable[Any]) -> None:
        for row in rows:
            row._change_reason = self.reason
            row.delete()


def _name(texts: dict[str, str]) -> str:
    words = pick(texts, "en")
    return words.text if words else "–"


def _ends_elsewhere(row: ProgrammeItem, stop: Stop | None) -> bool:
    """Whether the item ends by another clock than it begins: then its mask tells no end."""
    zone = stop.place.zone if stop else row.mission.zone
    return bool(row.to_place and row.to_place.zone != zone)
