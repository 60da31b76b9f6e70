"""Rows of the database by their names, as a sheet names them: loaded once for all of its lines."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from backoffice.imports.folding import Names
from delegations.models import Delegate
from missions.models import Group, Mission, Stop
from partners.models import Organisation, Place, Sector
from wording import names
from wording.translated import columns
from wording.words import LANGUAGES


def organisations() -> Names:
    """All organisations, by their names, legal names and slugs."""
    found = Names(
        none=_("No organisation is called “%(name)s”; bring it in first, or add it."),
        several=_("Several organisations are called “%(name)s”; give the slug."),
    )
    for key, *named in Organisation.objects.values_list("pk", "legal_name", "slug", *columns("name")):
        found.add(key, named)
    return found


def places() -> Names:
    """All places, by their names."""
    found = Names(
        none=_("No place is called “%(name)s”; add it first."),
        several=_("Several places are called “%(name)s”; change one of the names."),
    )
    for key, *named in Place.objects.values_list("pk", *columns("name")):
        found.add(key, named)
    return found


def sectors() -> Names:
    """All sectors, by their names and slugs."""
    found = Names(
        none=_("No sector is called “%(name)s”; add it first."),
        several=_("Several sectors are called “%(name)s”; give the slug."),
    )
    for key, *named in Sector.objects.values_list("pk", "slug", *columns("name")):
        found.add(key, named)
    return found


def groups(mission: Mission) -> Names:
    """The groups of a mission, without personal ones."""
    found = Names(
        none=_("No group of this mission is called “%(name)s”; add it first."),
        several=_("Several groups of this mission are called “%(name)s”; change one of the names."),
    )
    named = Group.objects.filter(mission=mission, personal=False).values_list("pk", *columns("name"))
    for key, *texts in named:
        found.add(key, texts)
    return found


def personal_groups(mission: Mission) -> set[int]:
    """The keys of the personal groups of a mission, which no sheet names and none takes away."""
    return set(Group.objects.filter(mission=mission, personal=True).values_list("pk", flat=True))


def stops(mission: Mission) -> tuple[Names, dict[int, Stop]]:
    """The stops of a mission by the names of their places, and by key with their places."""
    found = Names(
        none=_("No stop of this mission is called “%(name)s”; add it to the route first."),
        several=_(
            "Several stops of this mission are called “%(name)s”, and the day tells them apart no more."
        ),
    )
    rows = {one.pk: one for one in Stop.objects.filter(mission=mission).select_related("place")}
    for key, stop in rows.items():
        found.add(key, (getattr(stop.place, column) for column in columns("name")))
    return found, rows


def delegates(mission: Mission) -> tuple[Names, dict[int, str]]:
    """The delegates of a mission by their names in every script and order, and their names by key."""
    found = Names(
        none=_("No delegate of this mission is called “%(name)s”."),
        several=_("Several delegates of this mission are called “%(name)s”; write the whole name."),
    )
    words: dict[int, str] = {}
    rows = Delegate.objects.filter(mission=mission).select_related("person").order_by("precedence", "pk")
    for delegate in rows:
        words[delegate.pk] = str(delegate.person)
        found.add(delegate.pk, set(_ways_to_write(delegate.person)))
    return found, words


def names_by_key(model: Any, keys: set[int], name: str = "name") -> dict[int, str]:
    """What rows are called in the reader's language, by key."""
    return {row.pk: str(getattr(row, name)) for row in model.objects.filter(pk__in=keys)}


def many_of(model: Any, name: str, of: dict[str, Any]) -> dict[int, set[int]]:
    """The keys of the rows that each row of a model names by a field, for the rows of this filter."""
    found: dict[int, set[int]] = defaultdict(set)
    for key, other in model.objects.filter(**of).exclude(**{name: None}).values_list("pk", name):
        found[key].add(other)
    return found


def _ways_to_write(person: Any) -> Any:
    for lang in LANGUAGES:
        family, given, patronymic = (
            getattr(person, f"{part}_{lang}") for part in ("family_name", "given_name", "patronymic")
        )
        if family:
            for order in names.ORDERS:
                yield names.full_name(family, given, patronymic, order)
                yield names.full_name(family, given, "", order)
