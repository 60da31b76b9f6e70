"""An earlier state of a row put back: through its form, with its rules, by who may change it."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.rights import roles
from missions.models import ItemGroup, MissionRole, MissionState, Release, Role
from partners.models import Person
from tests import factories
from tests.backoffice.pages import address, fields_of, said, save, signed_in, staff

pytestmark = pytest.mark.django_db

DAY = datetime.date(2023, 12, 5)


def way_back(row, entry):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_restore"
    return reverse(name, args=[row.pk, entry.history_id])


def first(row):
    return row.history.order_by("history_id").first()


def put_back(client, row, entry):
    page = client.get(way_back(row, entry))
    assert page.status_code == 200, page.status_code
    return client.post(way_back(row, entry), fields_of(page), follow=True)


def test_the_page_shows_what_would_change_and_the_button_changes_it():
    item = factories.make_item(
        title={"en": "Meeting", "ru": "Встреча"}, day=DAY, topics=[factories.make_sector()]
    )
    client = signed_in()
    save(client, address(item), title_en="Visit", starts_at="09:30", topics=[])

    page = client.get(way_back(item, item.history.order_by("history_id")[1]))
    answer = put_back(client, item, item.history.order_by("history_id")[1])

    assert page.context["changes"] == [
        "Begins at: 09:30 → –",
        "Title (English): “Visit” → “Meeting”",
        f"Topics: – → {item.topics.get()}",
    ]
    item.refresh_from_db()
    assert (item.title_en, item.starts_at, item.topics.count()) == ("Meeting", None, 1)
    assert said(answer)[0].startswith("The state of ")
    assert item.history.first().history_user == answer.wsgi_request.user
    assert item.history.first().title_en == "Meeting"


@pytest.mark.parametrize(
    ("make", "typed"),
    [
        (factories.make_place, {"name_en": "Other", "latitude": "37.95", "longitude": "58.38"}),
        (
            factories.make_mission,
            {"title_en": "Other", "languages": "ru, en", "dates_precision": "month"},
        ),
        (factories.make_attendance, {"actual": "true", "planned": None}),
        (factories.make_stay, {"hotel": "Other", "room": "12", "leaves_on": "2023-12-06"}),
        *(
            pytest.param(*case, marks=pytest.mark.once)
            for case in (
                (
                    lambda: factories.make_organisation(published=True),
                    {"name_en": "Other", "published": None},
                ),
                (factories.make_outcome, {"title_en": "Other", "amount": "12.50", "currency": "EUR"}),
                (factories.make_person, {"family_name_ru": "Иванова", "phone": "+7 700"}),
            )
        ),
    ],
)
def test_every_kind_of_field_goes_back(make, typed):
    row = make()
    before = {name: getattr(row, name) for name in typed}
    client = signed_in()
    assert save(client, address(row), **typed).status_code == 302

    put_back(client, row, first(row))

    row.refresh_from_db()
    assert {name: getattr(row, name) for name in typed} == before


def test_groups_and_passengers_go_back_too():
    group = factories.make_group()
    delegate = factories.make_delegate(mission=group.mission, groups=[group])
    client = signed_in()
    save(client, address(delegate), groups=[], state="confirmed")

    put_back(client, delegate, delegate.history.order_by("history_id")[1])

    delegate.refresh_from_db()
    assert (list(delegate.groups.all()), delegate.state) == ([group], "invited")


def test_addresses_and_states_stay():
    mission = factories.make_mission(slug="first", title="First")
    client = signed_in()
    save(client, address(mission), slug="second", title_en="Second")
    mission.refresh_from_db()
    mission.state = MissionState.CANCELLED
    mission.save()

    put_back(client, mission, first(mission))

    mission.refresh_from_db()
    assert (mission.slug, mission.title_en, mission.state) == ("second", "First", "cancelled")


def test_who_saved_meanwhile_is_named_and_nothing_is_lost():
    """faults.md 39 and 40"""
    item = factories.make_item(title="First")
    mine, hers = signed_in(), signed_in()
    save(mine, address(item), title_en="Second")
    page = mine.get(way_back(item, first(item)))
    save(hers, address(item), title_en="Third")

    answer = mine.post(way_back(item, first(item)), fields_of(page))

    item.refresh_from_db()
    assert item.title_en == "Third"
    assert "saved this at" in answer.context["errors"][0]
    assert answer.context["changes"] == ["Title (English): “Third” → “First”"]
    mine.post(way_back(item, first(item)), fields_of(answer))
    item.refresh_from_db()
    assert item.title_en == "First"


def test_what_no_longer_fits_is_refused_in_a_sentence():
    item = factories.make_item(day=DAY, title="Visit")
    client = signed_in()
    save(client, address(item), day="2023-12-07")
    mission = item.mission
    mission.starts_on = datetime.date(2023, 12, 6)
    mission.save()

    answer = put_back(client, item, first(item))

    item.refresh_from_db()
    assert item.day == datetime.date(2023, 12, 7)
    assert len(answer.context["errors"]) == 1
    assert "2023" in answer.context["errors"][0] or "days" in answer.context["errors"][0]


def test_a_row_it_led_to_that_is_deleted_is_refused_in_a_sentence():
    stop = factories.make_stop()
    item = factories.make_item(stop=stop)
    client = signed_in()
    save(client, address(item), stop="")
    stop.delete()

    answer = put_back(client, item, first(item))

    assert answer.context["errors"] == [
        "Stop: Select a valid choice. That choice is not one of the available choices."
    ]


@pytest.mark.once
def test_hidden_fields_stay_and_are_not_told():
    """faults.md 11 and 15"""
    person = factories.make_person(family_name="First", phone="canary1phone")
    client = signed_in()
    save(client, address(person), family_name_en="Second", phone="canary2phone")
    editor = signed_in(roles.EDITOR)

    page = editor.get(way_back(person, first(person)))
    put_back(editor, person, first(person))

    person.refresh_from_db()
    assert (person.family_name_en, person.phone) == ("First", "canary2phone")
    assert "canary" not in page.content.decode()


@pytest.mark.parametrize("kind", [roles.VIEWER, roles.REPORTER, roles.RELEASER])
@pytest.mark.once
def test_who_may_not_change_a_row_may_not_put_it_back(kind):
    """faults.md 15"""
    person = factories.make_person()
    save(signed_in(), address(person), family_name_en="Second")
    client = signed_in(kind)

    assert client.get(way_back(person, first(person))).status_code == 403
    assert client.post(way_back(person, first(person)), {"seen": "2"}).status_code == 403
    assert Person.objects.get().family_name_en == "Second"


def test_a_state_is_the_rows_own_and_of_a_mission_that_one_sees():
    """faults.md 9 and 24"""
    item, other = factories.make_item(title="First"), factories.make_item()
    save(signed_in(), address(item), title_en="Second")
    member = staff("none")
    MissionRole.objects.create(mission=other.mission, user=member, role=Role.EDITOR)
    client = Client()
    client.force_login(member)

    assert client.get(way_back(other, first(item))).status_code == 404
    assert client.get(way_back(item, first(item))).status_code == 404
    assert client.post(way_back(item, first(item)), {"seen": "2"}).status_code == 404
    item.refresh_from_db()
    assert item.title_en == "Second"


@pytest.mark.once
def test_the_history_leads_to_each_state_but_the_present_one():
    item = factories.make_item()
    client = signed_in()
    save(client, address(item), title_en="Second")
    old, new = item.history.order_by("history_id")[0], item.history.order_by("history_id").last()

    page = client.get(address(item, "history")).content.decode()

    assert way_back(item, old) in page
    assert way_back(item, new) not in page
    assert (
        "/history/"
        not in signed_in(roles.VIEWER).get(address(item, "history")).content.decode().split("<main")[-1]
    )


def test_a_state_that_is_there_already_changes_nothing():
    item = factories.make_item()
    client = signed_in()
    count = item.history.count()

    answer = client.post(way_back(item, first(item)), {"seen": str(first(item).history_id)}, follow=True)

    assert said(answer) == ["It was in that state already."]
    assert item.history.count() == count
    assert "Nothing: it is as it was then." in client.get(way_back(item, first(item))).content.decode()


def test_releases_have_no_way_back():
    names = [f"admin:missions_{model}_restore" for model in ("release", "resultsrelease", "sitevisit")]

    for name in names:
        with pytest.raises(Exception, match="not a valid view function or pattern name"):
            reverse(name, args=[1, 1])
    assert Release.objects.count() == 0


def test_an_item_goes_back_with_the_groups_and_hosts_of_then():
    """Without its groups an item that was not for everyone would be for nobody, which it never was."""
    mission = factories.make_mission()
    group, other = (factories.make_group(mission=mission, name=name) for name in ("Buyers", "Builders"))
    item = factories.make_item(mission=mission, for_everyone=False)
    ItemGroup.objects.create(item=item, group=group)
    kept, leaving = (
        factories.make_host(item=item, organisation=factories.make_organisation(name=name))
        for name in ("Kept Works", "Left Works")
    )
    then = item.history.order_by("history_id").last()
    client = signed_in()
    save(client, address(item), for_everyone="on", taking_part=[], **{"hosts-0-state": "declined"})
    leaving.delete()
    factories.make_host(item=item, organisation=factories.make_organisation(name="New Works"))
    save(client, address(item), for_everyone=None, taking_part=[str(other.pk)])

    page = client.get(way_back(item, then))
    put_back(client, item, then)

    assert page.context["changes"] == [
        "Groups that take part: Builders → Buyers",
        "Hosts: “Kept Works”: State: declined → confirmed",
        "Hosts: deleted: “New Works”",
        "Hosts: new: “Left Works”",
    ]
    assert page.context["together"] == "groups that take part, hosts"
    item.refresh_from_db()
    assert (item.for_everyone, list(item.groups.all())) == (False, [group])
    hosts = {str(host): (host.pk == kept.pk, host.state) for host in item.hosts.all()}
    assert hosts == {"Kept Works": (True, "confirmed"), "Left Works": (False, "confirmed")}


@pytest.mark.once
def test_a_dozen_hosts_cost_as_much_as_one(django_assert_max_num_queries):
    client = signed_in()
    item = factories.make_item()
    for number in range(12):
        person = factories.make_contact()
        factories.make_host(item=item, organisation=person.organisation, contact=person, order=number)
    item.save()
    for number, host in enumerate(item.hosts.all()):
        if number % 2:
            host.state, host.contact = "asked", None
            host.save()
        else:
            host.delete()
    item.save()
    page = way_back(item, first(item))
    client.get(page)

    with django_assert_max_num_queries(20):
        shown = client.get(page)

    assert len(shown.context["changes"]) == 12


def test_of_hosts_changed_while_the_page_lay_open_one_is_told():
    """faults.md 39"""
    item = factories.make_item(title="First")
    client = signed_in()
    save(client, address(item), title_en="Second")
    page = client.get(way_back(item, first(item)))
    factories.make_host(item=item, organisation=factories.make_organisation(name="Late Works"))

    answer = client.post(way_back(item, first(item)), fields_of(page))

    item.refresh_from_db()
    assert item.title_en == "Second"
    assert "while they lay open here: new: “Late Works”" in answer.context["errors"][0]
    client.post(way_back(item, first(item)), fields_of(answer))
    item.refresh_from_db()
    assert (item.title_en, item.hosts.count()) == ("First", 0)


@pytest.mark.once
def test_the_history_of_an_item_tells_of_its_groups():
    group = factories.make_group(name="Buyers")
    item = factories.make_item(mission=group.mission, for_everyone=False)
    ItemGroup.objects.create(item=item, group=group)

    page = signed_in().get(address(item, "history")).content.decode()

    assert "Groups that take part" in page
    assert "Buyers" in page
