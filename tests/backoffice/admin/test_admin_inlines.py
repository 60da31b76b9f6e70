"""Rows beside a row: a few are forms in its page, many a list of their own; none asks for what it fetched."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backoffice.rights import roles
from missions.models import Group, Host, Mission, Party, Stop
from partners.models import Contact
from tests import factories
from tests.backoffice.pages import address, address_of, fields_of, said, save, sentences, signed_in

pytestmark = pytest.mark.django_db

MOST = 20
MANY = 21  # one question more for each row would be more than these


def mission_with(count):
    mission = factories.make_mission()
    for _number in range(count):
        contact = factories.make_contact()
        factories.make_party(mission=mission, contact=contact, organisation=contact.organisation)
        factories.make_stop(mission=mission)
        factories.make_group(mission=mission)
    return mission


def item_with(count):
    mission = factories.make_mission()
    groups = [factories.make_group(mission=mission) for _number in range(count)]
    sectors = [factories.make_sector() for _number in range(count)]
    item = factories.make_item(stop=factories.make_stop(mission=mission), groups=groups, topics=sectors)
    for _number in range(count):
        factories.make_host(item=item, contact=factories.make_contact())
    return item


def organisation_with(count):
    organisation = factories.make_organisation()
    for _number in range(count):
        factories.make_contact(organisation=organisation)
    return organisation


def leg_with(count):
    mission = factories.make_mission()
    return factories.make_leg(
        mission=mission, passengers=[factories.make_delegate(mission=mission) for _number in range(count)]
    )


def delegate_with(count):
    mission = factories.make_mission()
    groups = [factories.make_group(mission=mission) for _number in range(count)]
    return factories.make_delegate(mission=mission, groups=groups)


@pytest.mark.once
@pytest.mark.parametrize("count", [10, MANY])
@pytest.mark.parametrize(
    "make",
    [mission_with, item_with, organisation_with, leg_with, delegate_with],
    ids=lambda make: make.__name__,
)
def test_a_form_takes_few_queries_however_many_rows_are_in_it(make, count):
    client, row = signed_in(roles.EDITOR_WITH_PEOPLE), make(count)
    client.get(address(row))

    with CaptureQueriesContext(connection) as queries:
        page = client.get(address(row))

    assert page.status_code == 200
    assert len(queries) <= MOST, [query["sql"][:140] for query in queries]


def test_ten_rows_are_forms_and_eleven_a_link_with_their_number():
    client, mission = signed_in(), mission_with(10)
    page = client.get(address(mission))
    assert page.context["inlines_apart"] == []
    assert fields_of(page)["parties-TOTAL_FORMS"] == ["10"]
    factories.make_stop(mission=mission)

    page = client.get(address(mission))

    [apart] = page.context["inlines_apart"]
    assert (apart.words, apart.count) == ("stops", 11)
    assert "11 rows have a list of their own" in page.content.decode()
    assert "stops-TOTAL_FORMS" not in fields_of(page)
    listed = client.get(apart.address)
    assert [row.pk for row in listed.context["cl"].result_list] == [stop.pk for stop in mission.stops.all()]
    assert client.get(apart.add).status_code == 200


@pytest.mark.parametrize(
    ("make", "models", "field"),
    [
        (mission_with, [Party, Stop, Group], "mission"),
        pytest.param(item_with, [Host], "item", marks=pytest.mark.once),
        pytest.param(organisation_with, [Contact], "organisation", marks=pytest.mark.once),
    ],
)
def test_every_inline_of_many_rows_has_a_list_that_is_narrowed_to_them(make, models, field):
    client, row = signed_in(roles.EDITOR_WITH_PEOPLE), make(11)
    make(1)

    page = client.get(address(row))

    addresses = {apart.address: apart for apart in page.context["inlines_apart"]}
    for model in models:
        apart = addresses[f"{address_of(model)}?{field}__id__exact={row.pk}"]
        assert apart.count == 11
        assert client.get(apart.address).context["cl"].result_count == 11


def test_a_form_saves_without_the_rows_that_it_links():
    client, mission = signed_in(roles.EDITOR), mission_with(11)

    saved = save(client, address(mission), title_en="Another title")

    assert saved.status_code == 302
    assert Mission.objects.get().title_en == "Another title"
    assert (mission.stops.count(), mission.parties.count()) == (11, 11)


def test_rows_that_became_many_while_the_form_lay_open_are_told_of_and_what_was_typed_stays():
    client, mission = signed_in(), mission_with(10)
    data = fields_of(client.get(address(mission))) | {"_save": ["Save"]}
    factories.make_stop(mission=mission)
    data["stops-0-order"] = ["77"]

    told = client.post(address(mission), data)

    assert told.status_code == 200
    assert fields_of(told)["stops-0-order"] == ["77"]
    assert client.post(address(mission), fields_of(told) | {"_save": ["Save"]}).status_code == 302
    assert 77 in [stop.order for stop in mission.stops.all()]


@pytest.mark.once
def test_a_form_that_is_refused_keeps_its_rows_as_forms():
    client, mission = signed_in(), mission_with(3)

    refused = save(client, address(mission), ends_on="1999-01-01", **{"stops-0-order": "88"})

    assert sentences(refused) == ["A mission cannot end before it starts."]
    assert fields_of(refused)["stops-0-order"] == ["88"]


@pytest.mark.once
def test_who_only_sees_is_offered_no_way_to_add():
    mission = mission_with(11)

    apart = signed_in(roles.VIEWER).get(address(mission)).context["inlines_apart"]

    assert {each.words: each.add for each in apart}["stops"] == ""


@pytest.mark.once
def test_lists_beside_a_row_are_not_in_the_index():
    names = [
        entry["object_name"]
        for part in signed_in().get("/admin/records/").context["app_list"]
        for entry in part["models"]
    ]

    assert {"Party", "Stop", "Group", "Host"}.isdisjoint(names)
    assert "Mission" in names


def test_a_host_stays_with_its_item():
    client, item = signed_in(roles.EDITOR), item_with(1)
    host = item.hosts.get()

    save(client, address(host), order="5", item=str(factories.make_item().pk))

    host.refresh_from_db()
    assert (host.item, host.order) == (item, 5)


def test_a_chosen_row_is_named_as_it_was_fetched_and_another_one_looked_for():
    client, mission = signed_in(), mission_with(1)
    party = mission.parties.get()
    other = factories.make_organisation(name="Another organisation")
    page = client.get(address(mission))
    assert (
        f'<option value="{party.organisation_id}" selected>{party.organisation}</option>'
        in page.content.decode()
    )

    refused = save(
        client,
        address(mission),
        ends_on="1999-01-01",
        **{"parties-0-organisation": str(other.pk), "parties-0-contact": ""},
    )

    assert f'<option value="{other.pk}" selected>Another organisation</option>' in refused.content.decode()
    assert said(refused) == []
