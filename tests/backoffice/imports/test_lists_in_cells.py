"""Cells with several names: names are found although they have the signs in them that stand between names."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backoffice.imports.folding import Names
from backoffice.imports.values import names
from partners.models import Organisation
from tests import factories
from tests.backoffice.imports.sheets import take, uploaded
from tests.backoffice.pages import signed_in

NAMES = [
    "Ministry of Trade, Industry and Tourism",
    "Finance",
    "Trade; transit",
    "Ministry of Trade",
    "Oil, gas",
]


def known():
    found = Names(none="%(name)s", several="%(name)s")
    for key, name in enumerate(NAMES):
        found.add(key, [name])
    return found


@given(
    st.lists(st.sampled_from(range(len(NAMES))), unique=True, min_size=1),
    st.sampled_from(["; ", ";", "\n", ", "]),
)
def test_any_of_the_names_are_read_back_from_one_cell(keys, sign):
    assume(sign != ", " or all(";" not in NAMES[key] for key in keys))  # one kind of sign is between names
    cell = sign.join(NAMES[key] for key in keys)

    assert [known().one(name) for name in known().divided(names(cell))] == keys


@pytest.mark.django_db
def test_host_topics_and_sectors_may_have_commas_and_semicolons():
    mission, client = factories.make_mission(), signed_in()
    ministry = factories.make_organisation(name="Ministry of Trade, Industry and Tourism")
    sector = factories.make_sector(name="Transport; transit")
    mill = factories.make_organisation(name="Mill")

    row = ["Talks", "talks", "Ministry of Trade, Industry and Tourism, Mill", "Transport; transit"]
    take(client, uploaded(client, mission, "items", ["Title", "Kind", "Hosts", "Topics"], row))
    take(
        client,
        uploaded(
            client, mission, "organisations", ["Organisation", "Sectors"], ["Mill", "Transport; transit"]
        ),
    )

    item = mission.items.get()
    assert {host.organisation for host in item.hosts.all()} == {ministry, mill}
    assert list(item.topics.all()) == [sector]
    assert list(Organisation.objects.get(pk=mill.pk).sectors.all()) == [sector]
