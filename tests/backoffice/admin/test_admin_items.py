"""Items as an organiser types them into the admin: with their mission, groups, hosts and hours."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from missions.models import Group, Host, ItemGroup, ProgrammeItem
from tests import factories
from tests.backoffice.pages import address, address_of, fields_of, inline, said, save, sentences, signed_in

pytestmark = pytest.mark.django_db

OUTSIDE = "The day lies outside the mission's days, 2023-12-04 to 2023-12-07."


@pytest.fixture
def client():
    return signed_in()


def test_an_item_is_added_to_the_mission_that_the_address_names(client):
    group = factories.make_group(mission=(stop := factories.make_stop()).mission)
    host = factories.make_organisation()

    page = save(
        client,
        f"{address_of(ProgrammeItem, 'add')}?mission={stop.mission_id}",
        title_kk="Кездесу",
        kind="meeting",
        visibility="participants",
        for_everyone=None,
        taking_part=[str(group.pk)],
        stop=str(stop.pk),
        day="2023-12-05",
        **inline("hosts", 1, {"organisation": host.pk, "state": "confirmed", "order": 0}),
    )

    assert page.status_code == 302
    item = ProgrammeItem.objects.get()
    assert (item.mission, item.stop, item.title_kk) == (stop.mission, stop, "Кездесу")
    assert [list(item.groups.all()), [host.organisation for host in item.hosts.all()]] == [[group], [host]]


def test_typed_times_and_dates_of_another_form_are_shown_as_they_were_read(client):
    item = factories.make_item(mission=factories.make_mission())

    page = save(client, address(item), day="05/12/2023", starts_at="9am-10.30", ends_at="")
    item.refresh_from_db()

    assert (str(item.day), str(item.starts_at), str(item.ends_at)) == ("2023-12-05", "09:00:00", "10:30:00")
    assert "Day: “05/12/2023” was read as 5 December 2023." in [
        str(message) for message in client.get(page.url).context["messages"]
    ]


def who_sees_items_alone():
    """A browser of somebody who changes items and may not see who travels."""
    user = factories.make_user()
    may = ["view_mission", "view_programmeitem", "change_programmeitem"]
    user.user_permissions.set(Permission.objects.filter(codename__in=may))
    client = Client()
    client.force_login(user)
    return client


def labels(page):
    """What the groups to tick are called."""
    field = page.context["adminform"].form["taking_part"]
    return [str(one.choice_label) for one in field]


def test_groups_that_no_longer_take_part_are_taken_off_and_personal_ones_bear_a_name(client):
    mission = factories.make_mission()
    first, second = factories.make_group(mission=mission), factories.make_group(mission=mission)
    personal = Group.objects.create(mission=mission, personal=True)
    person = factories.make_person(family_name="Berdiyewa", given_name="Ogulsapar")
    factories.make_delegate(mission=mission, person=person, groups=[personal, first])
    item = factories.make_item(mission=mission, groups=[first, second])

    page = client.get(address(item))
    without_names = who_sees_items_alone().get(address(item))
    save(client, address(item), taking_part=[str(second.pk), str(personal.pk)])

    assert labels(page) == [str(first), str(second), "Ogulsapar Berdiyewa"]
    assert labels(without_names) == [str(first), str(second), "1 delegate"]
    assert "Berdiyewa" not in without_names.text
    assert list(item.groups.order_by("pk")) == [second, personal]
    assert [row.history_type for row in ItemGroup.history.order_by("history_id")][-2:] == ["-", "+"]


@pytest.mark.once
def test_adding_an_item_asks_first_to_which_mission(client):
    mission = factories.make_mission(title="Mission to Mary")

    page = client.get(address_of(ProgrammeItem, "add"), {"mission": "nonsense"})

    assert f'<a href="?mission={mission.pk}">Mission to Mary</a>' in page.content.decode()
    assert client.post(address_of(ProgrammeItem, "add"), {"title_en": "x"}).status_code == 200
    assert not ProgrammeItem.objects.exists()


@pytest.mark.once
def test_adding_from_a_list_of_one_mission_keeps_to_it(client):
    mission = factories.make_mission()

    page = client.get(
        address_of(ProgrammeItem, "add"), {"_changelist_filters": f"mission__id__exact={mission.pk}"}
    )

    assert page.context["adminform"].form.instance.mission == mission


CANNOT_BE = [
    ({"day": "2023-12-08"}, OUTSIDE),
    ({"day": "2023-12-06", "ends_on": "2023-12-09"}, OUTSIDE),
    ({"ends_on": "2023-12-05"}, "An item without a first day has no last day."),
    ({"day": "2023-12-06", "ends_on": "2023-12-05"}, "An item cannot end on a day before it begins."),
    (
        {"day": "2023-12-06", "starts_at": "10:00", "ends_at": "09:00"},
        "An item cannot end before it begins, unless it ends on a later day.",
    ),
    ({"starts_at": "25:00"}, "“25:00” is not a time. Enter one such as 09:30."),
    ({"title_en": ""}, "Give the title in at least one language."),
    (
        {"visibility": "participants", "for_everyone": None},
        "Choose at least one group, or everyone.",
    ),
    ({"kind": "picnic"}, "Select a valid choice. picnic is not one of the available choices."),
    ({"order": "-1"}, "Give a whole number from 0 to 32,767."),
]


@pytest.mark.once
def test_an_item_that_cannot_be_is_refused_in_a_sentence(client):
    item = factories.make_item(mission=factories.make_mission())
    form = fields_of(client.get(address(item))) | {"_save": ["Save"], "staff_notes": ["Typed with care"]}

    for typed, sentence in CANNOT_BE:
        sent = form | {name: [value] for name, value in typed.items()}
        page = client.post(address(item), {name: values for name, values in sent.items() if values != [None]})
        assert page.status_code == 200
        assert sentence in sentences(page)
        assert "Typed with care" in page.content.decode()
    item.refresh_from_db()
    assert item.staff_notes == ""


@pytest.mark.once
def test_a_local_time_that_the_clocks_skip_is_refused(client):
    vilnius = factories.make_place(name="Vilnius", country="LT", zone="Europe/Vilnius")
    mission = factories.make_mission(starts_on=datetime.date(2024, 3, 30), ends_on=datetime.date(2024, 4, 2))
    item = factories.make_item(mission=mission, stop=factories.make_stop(mission=mission, place=vilnius))

    page = save(client, address(item), day="2024-03-31", starts_at="03:30")

    assert sentences(page) == [
        "03:30 does not exist on 2024-03-31 in Europe/Vilnius: the clocks were put forward."
    ]


@pytest.mark.once
def test_groups_and_stops_of_another_mission_are_no_choice(client):
    item = factories.make_item()
    elsewhere = factories.make_group(mission=(stop := factories.make_stop()).mission)

    page = save(client, address(item), taking_part=[str(elsewhere.pk)], stop=str(stop.pk))

    assert sentences(page) == [
        f"Select a valid choice. {elsewhere.pk} is not one of the available choices.",
        "Select a valid choice. That choice is not one of the available choices.",
    ]


def test_an_item_stays_with_its_mission_whatever_is_posted(client):
    """faults.md 15"""
    item, other = factories.make_item(), factories.make_mission()
    mission = item.mission

    save(client, address(item), mission=str(other.pk), uid="00000000-0000-4000-8000-000000000000")

    item.refresh_from_db()
    assert item.mission == mission
    assert str(item.uid) != "00000000-0000-4000-8000-000000000000"


def test_an_item_outside_its_stops_days_is_saved_with_a_caution(client):
    stop = factories.make_stop(first_day=datetime.date(2023, 12, 4), last_day=datetime.date(2023, 12, 5))
    item = factories.make_item(stop=stop)

    save(client, address(item), day="2023-12-07")

    item.refresh_from_db()
    assert item.day == datetime.date(2023, 12, 7)
    assert [message for message in said(client.get(address(item))) if message.startswith("Caution")] == [
        "Caution: 2023-12-07 lies outside the days of its stop, “Ashgabat”, 2023-12-04 to 2023-12-05."
    ]


def test_the_same_host_twice_is_refused_whether_saved_before_or_typed_together(client):
    host = factories.make_host()
    row = {"organisation": host.organisation_id, "state": "confirmed", "order": 1}
    other = factories.make_item()

    after = save(client, address(host.item), **inline("hosts", 2, row))
    together = save(client, address(other), **inline("hosts", 2, row, row))

    assert f"“{host.organisation}” is named twice." in sentences(after)
    assert f"“{host.organisation}” is named twice." in sentences(together)
    assert Host.objects.count() == 1


def test_hosts_that_change_places_are_refused_not_half_saved(client):
    item = factories.make_item()
    first, second = factories.make_host(item=item, order=0), factories.make_host(item=item, order=1)

    page = save(
        client,
        address(item),
        **{"hosts-0-organisation": second.organisation_id, "hosts-1-organisation": first.organisation_id},
    )

    assert sentences(page) == ["This organisation is a host of the item already."] * 2


def test_nobody_ticks_a_personal_group_for_a_delegate_and_hers_stays(client):
    mission = factories.make_mission()
    hers, others = (Group.objects.create(mission=mission, personal=True) for _one in "12")
    group = factories.make_group(mission=mission)
    delegate = factories.make_delegate(mission=mission, groups=[hers])

    page = client.get(address(delegate))
    save(client, address(delegate), groups=[str(group.pk)])
    refused = save(client, address(delegate), groups=[str(others.pk)])

    assert [str(one.choice_label) for one in page.context["adminform"].form["groups"]] == [str(group)]
    assert set(delegate.groups.all()) == {hers, group}
    assert refused.status_code == 200


def test_letters_that_paper_cannot_print_are_named_to_who_typed_them(client):
    item, stay = factories.make_item(), factories.make_stay()

    def told(row, **typed):
        return " ".join(said(client.get(save(client, address(row), **typed)["Location"])))

    named = "Paper cannot print these letters of a name or an address: %s. "
    assert (named % "東京都") in told(item, venue_en="東京 Hall", address_ru="Ташкент, 京都")
    assert (named % "ქ丸の内") in told(stay, hotel="Hotel ქ", address="丸の内 1-1")
    assert "Paper" not in told(stay, hotel="Oguzkent", address="Bitarap Türkmenistan köçesi 231")
