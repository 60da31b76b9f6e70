"""How one row is made as a document has it: its values read, saved where they differ, with a reason."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from missions import itinerary
from missions.document import Document
from missions.models import Series
from partners import merged
from partners.models import Contact, Organisation, Place, Sector
from wording.words import LANGUAGES, pick

REASON_LENGTH = 100  # of the column in histories


def day_of(value: str | None) -> datetime.date | None:
    """A day of a document."""
    return datetime.date.fromisoformat(value) if value else None


def value_of(name: str, value: Any) -> Any:
    """A value of an item of a document, as its row has it."""
    if name in {"day", "ends_on"}:
        return day_of(value)
    if name in {"starts_at", "ends_at"}:
        return datetime.time.fromisoformat(value) if value else None
    return value


class Catalogue:
    """The shared rows that a document names and that are still there, by ref; two queries for each kind."""

    def __init__(self, document: Document) -> None:
        self.document = document
        frame = document["mission"]
        self.places = _by_ref(Place, (entry["ref"] for entry in document["places"]))
        self.sectors = _by_ref(Sector, (entry["ref"] for entry in document["sectors"]))
        self.organisations = _by_ref(Organisation, (entry["ref"] for entry in document["organisations"]))
        self.contacts = _by_ref(Contact, itinerary.contact_refs(document))
        self.series = _by_ref(Series, [frame["series"]["ref"]] if frame["series"] else [])

    def name(self, ref: str) -> str:
        """What the document calls it; of a person it knows no name."""
        entries = [*self.document["places"], *self.document["sectors"], *self.document["organisations"]]
        series = self.document["mission"]["series"]
        entries += [{"ref": series["ref"], "name": series["title"]}] if series else []
        for entry in entries:
            if entry["ref"] == ref:
                words = pick(entry["name"], get_language() or "en")
                return words.text if words else "–"
        return _("a contact who is no longer known")


def columns_of(names: Iterable[str], entry: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The columns of translated fields by an entry of a document."""
    return {f"{name}_{lang}": entry[name].get(lang, "") for name in names for lang in LANGUAGES}


def save(row: Any, values: Mapping[str, Any], reason: str) -> None:
    """Save the row where it is new, or where one of these values is not its own."""
    differs = row.pk is None or any(getattr(row, name) != value for name, value in values.items())
    if not differs:
        return
    for name, value in values.items():
        setattr(row, name, value)
    row._change_reason = reason[:REASON_LENGTH]
    row.save()


def _by_ref[T: models.Model](model: type[T], refs: Iterable[str]) -> dict[str, T]:
    """The rows by the refs that name them; one that was merged away since is led on to what stands for it."""
    wanted = set(refs)
    if not wanted:
        return {}
    present = {ref: ref for ref in wanted} | merged.present(wanted)
    rows: Any = model._default_manager.filter(ref__in=set(present.values()))
    found = {str(row.ref): row for row in rows}
    return {ref: found[now] for ref, now in present.items() if now in found}
