"""People who are likely the same: by e-mail address, or by name in any script."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import batched, combinations
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.people import compared, merge_page
from backoffice.people.organisation_names import organisation_names
from backoffice.rights import access
from delegations.models import Delegate
from partners.desk import PERSONAL_DATA
from partners.models import Contact, Person

ON_A_PAGE = 50
MOST = 10  # people who share a name or an address are compared pair by pair, no more than so many


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people and why they may be one."""

    first: Person
    second: Person
    why: str
    address: str
    organisations: tuple[str, str] = ("", "")  # of each, by name


def urls(view: Any) -> list[URLPattern]:
    """The address of this page, below the admin's own."""
    return [path("partners/person/duplicates/", view(page), name="partners_person_duplicates")]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The likely pairs, each with the way to merge them."""
    if not merge_page.may_merge(request.user, Person):
        raise PermissionDenied
    found = _pairs(request)
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    people = Person.objects.in_bulk({key for first, second, _why in shown for key in (first, second)})
    named = organisation_names(request.user, people)
    lines = [
        Pair(
            people[first],
            people[second],
            _words(why),
            merge_page.address(Person, first, second),
            (named.get(first, ""), named.get(second, "")),
        )
        for first, second, why in shown
        if first in people and second in people
    ]
    context = {
        "title": _("People who are likely the same"),
        "pairs": lines,
        "shown": shown,
        "number": len(found),
    }
    return desk.page(request, "backoffice/duplicates.html", context, section=desk.PEOPLE)


def _pairs(request: HttpRequest) -> list[tuple[int, int, str]]:
    """The keys of each pair, the older first, and why; those with one address before the others."""
    everybody = compared.everybody()
    people = access.narrow(request.user, Person.objects.order_by("pk"), "view")
    seen = set(people.values_list("pk", flat=True))
    emails = everybody.by_email if access.everywhere(request.user, PERSONAL_DATA) else {}
    found = dict.fromkeys(_of(emails, seen), "email")
    same_name = [pair for pair in _of(everybody.by_name, seen) if pair not in found]
    belongs = _organisations({key for pair in same_name for key in pair})
    for first, second in same_name:
        if belongs[first] & belongs[second]:
            found.setdefault((first, second), "organisation")
        elif not belongs[first] or not belongs[second]:
            found.setdefault((first, second), "name")
        else:
            found.setdefault((first, second), "elsewhere")
    order = ("email", "organisation", "name", "elsewhere")
    return sorted(((*pair, why) for pair, why in found.items()), key=lambda one: (order.index(one[2]), one))


def _of(groups: Mapping[str, list[int]], seen: set[int]) -> Iterator[tuple[int, int]]:
    for keys in groups.values():
        if len(keys) > 1:
            yield from combinations([key for key in keys if key in seen][:MOST], 2)


def _organisations(keys: set[int]) -> dict[int, set[int]]:
    """With which organisations these people have to do."""
    found: dict[int, set[int]] = defaultdict(set)
    for chunk in batched(sorted(keys), 500):
        contacts = Contact.objects.filter(person__in=chunk).values_list("person", "organisation")
        travels = Delegate.objects.filter(person__in=chunk)
        ways = travels.values_list("person", "delegation__organisation", "organisation")
        for key, *organisations in (*contacts, *ways):
            found[key].update(one for one in organisations if one is not None)
    return found


def _words(why: str) -> str:
    if why == "email":
        return _("The e-mail address is the same.")
    if why == "organisation":
        return _("The name is the same or similar, and so is an organisation.")
    if why == "elsewhere":
        return _("The name is the same or similar; the organisations differ.")
    return _("The name is the same or similar.")
