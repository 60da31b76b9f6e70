"""Where a list is taken away as a file: the address of its page, with what the list was asked for."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from reports.exports.lists import BY_MODEL

# What addresses of the admin's lists say besides: which page of the list, and what went wrong.
NOT_ASKED = ("p", "all", "e", "_facets", "_popup", "_to_field")


def of_list(model: Any, query: QueryDict, register: str = "") -> str:
    """The address for a list of these rows that was asked with this query; empty where there is no such file.

    `register` is the key of a page of ours that lists them by its own rules (backoffice/exports/sources.py).
    """
    of = BY_MODEL.get(model)
    if of is None:
        return ""
    asked = query.copy()
    for name in NOT_ASKED:
        asked.pop(name, None)
    if register:
        asked["of"] = register
    address = reverse("admin:export", args=[of.key])
    return f"{address}?{asked.urlencode()}" if asked else address
