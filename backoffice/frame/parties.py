"""The organisations that a page names: which of them lead to what was between us over the years."""

from collections.abc import Iterable

from backoffice.rights import access
from partners.models import Organisation


def opened(user: object, organisations: Iterable[Organisation]) -> set[int]:
    """The primary keys of those whose pages she may open."""
    keys = [each.pk for each in organisations]
    found = access.narrow(user, Organisation.objects.filter(pk__in=keys), "view")
    return set(found.order_by().values_list("pk", flat=True)) if keys else set()
