"""The addresses that are walked: all that are stated, the same in each language, and none fails for a strange number."""

import itertools

import pytest
from django.urls import resolve
from django.utils import translation

from tests.walk import addresses, verdicts, world

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "ru", "kk", "tk")


@pytest.mark.once
def test_every_verdict_is_about_an_address_that_exists():
    made = world.make()
    lines = set()
    for address in addresses.addresses(made):
        lines.add(address.name)
        lines.add(f"{address.name}, {address.about}")

    assert verdicts.stated().keys() - lines == set()


@pytest.mark.once
def test_addresses_with_a_language_are_the_same_in_all_four():
    made = world.make()
    english = [address for address in addresses.addresses(made) if address.path.startswith("/en/")]
    found = {}
    for lang in LANGUAGES:
        with translation.override(lang):
            paths = (address.path.replace("/en/", f"/{lang}/", 1) for address in english)
            found[lang] = [resolve(path).view_name for path in paths if "no-such-page" not in path]

    assert len(english) > 10
    assert found == dict.fromkeys(LANGUAGES, found["en"])


def test_strange_numbers_of_rows_are_never_a_failure():
    """faults.md 9: what no row can be called is not found, whichever page is asked.

    Each page of ours is asked for all of them; those that every model has take turns, model after model.
    """
    made = world.make()
    parameters = {("object_id",), ("id",), ("pk",)}
    stock = ("_change", "_delete", "_history", "_restore", ":a_row")
    statuses = {}
    turns = itertools.cycle(addresses.STRANGE_IDS)

    with world.circumstances():
        client = world.client(made, "superuser")
        for route in addresses.every_route():
            if route.parameters in parameters:
                turn = route.name.startswith("admin:") and route.name.endswith(stock)
                for strange in [next(turns)] if turn else addresses.STRANGE_IDS:
                    path = addresses.path_of(route, {route.parameters[0]: strange})
                    statuses[path] = client.get(path).status_code
                    client.cookies.pop("messages", None)

    # 405: an address that only takes what is sent says so before it looks at the number
    assert {path: status for path, status in statuses.items() if status not in (302, 403, 404, 405)} == {}
