"""The words for changes: what happened, which field, and any value of an itinerary."""

import datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from missions.changes import ChangeKind
from missions.parts import Host, Organisation, Party, Place, Sector, Stop
from wording import dates
from wording.translated import translated_fields

KINDS = {
    ChangeKind.ADDED: gettext_lazy("new"),
    ChangeKind.REMOVED: gettext_lazy("no longer there"),
    ChangeKind.CANCELLED: gettext_lazy("cancelled"),
    ChangeKind.REINSTATED: gettext_lazy("takes place after all"),
    ChangeKind.MOVED: gettext_lazy("moved"),
    ChangeKind.RETIMED: gettext_lazy("other time"),
    ChangeKind.CONFIRMED: gettext_lazy("confirmed"),
    ChangeKind.TENTATIVE: gettext_lazy("now tentative"),
    ChangeKind.VENUE: gettext_lazy("other venue"),
    ChangeKind.HOSTS: gettext_lazy("other hosts"),
    ChangeKind.PARTICIPANTS: gettext_lazy("other participants"),
    ChangeKind.VISIBILITY: gettext_lazy("other visibility"),
    ChangeKind.INTERPRETER: gettext_lazy("other language or interpreter"),
    ChangeKind.CHANGED: gettext_lazy("changed"),
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


def label(model: type[models.Model], name: str) -> str:
    """What a field of an item's or a mission's itinerary is called."""
    if name in OTHER_FIELDS:
        return str(capfirst(OTHER_FIELDS[name]))
    texts = translated_fields(model)
    if name in texts:
        return str(capfirst(texts[name].verbose_name))
    field: Any = model._meta.get_field(name)
    return str(capfirst(field.verbose_name))
