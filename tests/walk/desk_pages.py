"""The pages of the back office among the addresses of the walk, for the tests that look at all of them."""

from collections.abc import Iterator

from tests.walk import addresses, world
from tests.walk.addresses import Address

# What is no page to look at: it is data, or leads on.
NO_PAGES = ("admin:autocomplete", "admin:jsi18n", "admin:a_row", "admin:view_on_site", "admin:no_such_page")


def of_the_desk(made: world.World) -> Iterator[Address]:
    """Every address of the back office with a real row in it, whatever it answers."""
    for address in addresses.addresses(made):
        if address.path.startswith("/admin/") and not address.about and not address.name.startswith(NO_PAGES):
            yield address
