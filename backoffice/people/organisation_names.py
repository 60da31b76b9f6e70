"""The organisations of people by name, so that namesakes can be told apart."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import batched
from typing import Any

from backoffice.rights import access
from delegations.models import Delegate
from partners.models import Contact, Organisation

CHUNK = 500


def organisation_names(user: Any, people: Iterable[int]) -> dict[int, str]:
    """Return the organisations of each person, of contacts and delegates that the user may see."""
    found: dict[int, set[int]] = defaultdict(set)
    for chunk in batched(sorted(people), CHUNK):
        contacts = access.narrow(user, Contact.objects.order_by().filter(person__in=chunk), "view")
        delegates = access.narrow(user, Delegate.objects.order_by().filter(person__in=chunk), "view")
        for key, *organisations in (
            *contacts.values_list("person", "organisation"),
            *delegates.values_list("person", "delegation__organisation", "organisation"),
        ):
            found[key].update(one for one in organisations if one is not None)
    wanted = {key for keys in found.values() for key in keys}
    names: dict[int, str] = {}
    for chunk in batched(sorted(wanted), CHUNK):
        names |= {row.pk: str(row) for row in Organisation.objects.filter(pk__in=chunk)}
    return {key: "; ".join(sorted(names[one] for one in keys)) for key, keys in found.items()}
