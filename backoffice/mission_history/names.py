"""What rows are called, many at once: a few queries for all kinds together."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Model, QuerySet, Value
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from delegations.models import Delegate, Delegation
from missions.models import Group, Mission, ProgrammeItem, Series, Stop
from partners.models import Contact, Organisation, Person, Place, Sector
from wording.translated import COLUMN_LANGUAGES, columns
from wording.words import pick

type Names = dict[tuple[type[Model], int], str]

# What is called by one translated text, and where that stands.
TEXTS: dict[type[Model], str] = {
    Place: "name",
    Sector: "name",
    Organisation: "name",
    Group: "name",
    Series: "title",
    Mission: "title",
    ProgrammeItem: "title",
    Stop: "place__name",
    Delegation: "organisation__name",
}
# What is called by a person's name, and the way to her.
PEOPLE: dict[type[Model], str] = {Person: "", Delegate: "person__", Contact: "person__"}
CODES = tuple(code for code, _language in COLUMN_LANGUAGES)
PARTS = (*columns("family_name", "given_name", "patronymic"), "name_order")


def of(wanted: Mapping[type[Model], Iterable[int]]) -> Names:
    """The names of these rows; one that is deleted or has none is missing."""
    found: Names = {}
    texts = united([_texts(number, model, wanted) for number, model in enumerate(TEXTS) if wanted.get(model)])
    for row in texts:
        words = pick({code: row[f"in_{code}"] for code in CODES}, get_language() or "en")
        if words:
            found[list(TEXTS)[row["which"]], row["pk"]] = words.text
    people = united(
        [_people(number, model, wanted) for number, model in enumerate(PEOPLE) if wanted.get(model)]
    )
    for row in people:
        person = Person(**{part: row[f"of_{part}"] for part in PARTS})
        found[list(PEOPLE)[row["which"]], row["pk"]] = str(person)
    if users := wanted.get(User):
        found |= {(User, user.pk): str(user) for user in User.objects.filter(pk__in=set(users))}
    return found


def or_number(names: Names, model: type[Model], key: int | None) -> str:
    """The name of the row, or its number where it is deleted; an empty text where there is none."""
    if key is None:
        return ""
    return names.get((model, key)) or _("%(kind)s no. %(number)s") % {
        "kind": model._meta.verbose_name,
        "number": key,
    }


def _texts(number: int, model: Any, wanted: Mapping[type[Model], Iterable[int]]) -> QuerySet[Any, Any]:
    texts = {f"in_{code}": F(f"{TEXTS[model]}_{code}") for code in CODES}
    rows = model._base_manager.filter(pk__in=set(wanted[model])).order_by()
    found: QuerySet[Any, Any] = rows.annotate(which=Value(number), **texts).values("which", "pk", *texts)
    return found


def _people(number: int, model: Any, wanted: Mapping[type[Model], Iterable[int]]) -> QuerySet[Any, Any]:
    parts = {f"of_{part}": F(f"{PEOPLE[model]}{part}") for part in PARTS}
    rows = model._base_manager.filter(pk__in=set(wanted[model])).order_by()
    found: QuerySet[Any, Any] = rows.annotate(which=Value(number), **parts).values("which", "pk", *parts)
    return found


def united(queries: list[QuerySet[Any, Any]]) -> Iterable[Any]:
    """All of these as one query, which gives back what each gives, in no order."""
    if not queries:
        return []
    return queries[0].union(*queries[1:], all=True).order_by() if len(queries) > 1 else queries[0]
