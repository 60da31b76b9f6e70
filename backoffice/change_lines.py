"""Changes in words for whoever is about to release them: what happened to which item, old beside new."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from missions.changes import Change, ChangeKind, Changes
from missions.models import Mission, ProgrammeItem
from missions.parts import Host, Item, Organisation, Party, Place, Sector, Stop
from wording import dates
from wording.translated import translated_fields
from wording.words import Words

KINDS = {
    ChangeKind.ADDED: gettext_lazy("new"),
    ChangeKind.REMOVED: gettext_lazy("no longer there"),
    ChangeKind.CANCELLED: gettext_lazy("cancelled"),
    ChangeKind.REINSTATED: gettext_lazy("takes place after all"),
    ChangeKind.MOVED: gettext_lazy("moved"),
    ChangeKind.RETIMED: gettext_lazy("other time"),
    ChangeKind.REWORDED: gettext_lazy("reworded"),
}
# Fields of an itinerary that no column of the row is named after.
OTHER_FIELDS = {
    "masked": gettext_lazy("shown by its public title alone"),
    "takes_part": gettext_lazy("takes part"),
    "end_zone": gettext_lazy("time zone at the end"),
    "hosts": gettext_lazy("hosts"),
    "zone": gettext_lazy("time zone"),
    "parties": gettext_lazy("parties"),
    "stops": gettext_lazy("order of the stops"),
    "items": gettext_lazy("order of the items"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an item or of the mission, as it was and as it is."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Line:
    """What happened to one item; `title` has the language that it is in."""

    kinds: str
    title: Words
    when: str
    differences: tuple[Difference, ...]


def lines(changes: Changes, lang: str) -> list[Line]:
    """One line for each changed item, in the order of time."""
    return [_line(change, lang) for change in changes.items]


def frame_labels(changes: Changes) -> list[str]:
    """The fields of the mission itself that changed, and whether its stops did."""
    labels = [_label(Mission, name) for name in changes.frame]
    stops = len(changes.stops_added) + len(changes.stops_removed) + len(changes.stops_changed)
    if stops:
        labels.append(ngettext("%(number)s stop", "%(number)s stops", stops) % {"number": stops})
    return labels


def _line(change: Change, lang: str) -> Line:
    differences: Iterable[Difference] = ()
    if change.before and change.after:
        before, after = change.before, change.after
        differences = (
            Difference(
                _label(ProgrammeItem, name),
                shown(getattr(before, name), lang),
                shown(getattr(after, name), lang),
            )
            for name in change.fields
        )
    kinds = ", ".join(str(KINDS[kind]) for kind in change.kinds)
    return Line(kinds, change.item.title, when(change.item, lang), tuple(differences))


def when(item: Item, lang: str) -> str:
    """Day and hour of an item, as far as they are known."""
    if item.day is None:
        return _("day not known")
    day = dates.long_date(item.day, lang)
    return f"{day}, {dates.clock(item.starts_at)}" if item.starts_at else day


def shown(value: Any, lang: str) -> str:
    """Any value of an itinerary in a few words; an en dash where there is none."""
    match value:
        case None | "" | ():
            return "–"
        case bool():
            return _("yes") if value else _("no")
        case models.Choices():
            return str(value.label)
        case datetime.date():
            return dates.long_date(value, lang)
        case datetime.time():
            return dates.clock(value)
        case Stop():
            return value.place.name.text
        case Place() | Sector() | Organisation():
            return value.name.text
        case Host():
            return f"{value.organisation.name} ({value.state.label})"
        case Party():
            return f"{value.organisation.name} ({value.role.label})"
        case tuple():
            return ", ".join(shown(part, lang) for part in value)
    return str(value)


def _label(model: type[models.Model], name: str) -> str:
    if name in OTHER_FIELDS:
        return str(capfirst(OTHER_FIELDS[name]))
    texts = translated_fields(model)
    if name in texts:
        return str(capfirst(texts[name].verbose_name))
    field: Any = model._meta.get_field(name)
    return str(capfirst(field.verbose_name))
