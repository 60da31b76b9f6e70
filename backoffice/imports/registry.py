"""Which kinds of file can be brought in, and which of them one person may in one mission."""

from backoffice.imports.kind import Circumstances, Kind
from backoffice.imports.kinds.calendar import CalendarKind
from backoffice.imports.kinds.items import ItemsKind
from backoffice.imports.kinds.legs import LegsKind
from backoffice.imports.kinds.organisations import OrganisationsKind
from backoffice.imports.kinds.people import PeopleKind
from backoffice.imports.kinds.programme import ProgrammeKind

KINDS: dict[str, Kind] = {
    kind.key.value: kind
    for kind in (PeopleKind(), OrganisationsKind(), ItemsKind(), LegsKind(), ProgrammeKind(), CalendarKind())
}


def kind_of(key: str) -> Kind | None:
    """The kind of this key, None where it is not one of ours."""
    return KINDS.get(key)


def open_to(at: Circumstances) -> list[Kind]:
    """The kinds that somebody may bring into the mission, in the order in which they are offered."""
    return [kind for kind in KINDS.values() if all(at.may(permission) for permission in kind.permissions)]
