"""The page that tells who changed what in a mission, when, and from what to what."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from backoffice import mission_history
from backoffice.mission_history import Change, Filters, kinds
from backoffice.rights import roles
from backoffice.rights.belonging import PATHS
from delegations import own_details
from missions.models import Deadline, Host, Mission, MissionRole, ProgrammeItem, Role
from tests import factories
from tests.backoffice.pages import address, save, signed_in, staff
from tests.walk import foreign

pytestmark = pytest.mark.django_db

SUPERUSER = User(is_superuser=True)


def page_of(mission, **query):
    return reverse("admin:missions_mission_changes", args=[mission.pk], query=query)


def told(mission, user=SUPERUSER, filters=Filters()):  # noqa: B008 - never changed
    return mission_history.page(user, mission, filters, 1).entries


def test_an_edit_is_told_with_who_and_from_what_to_what():
    item = factories.make_item(title={"en": "Meeting", "ru": "Встреча"}, day=datetime.date(2023, 12, 5))
    editor = staff(roles.EDITOR, first_name="Aýna", last_name="Orazowa")
    client = Client()
    client.force_login(editor)
    typed = {"title_en": "Visit", "day": "2023-12-06", "starts_at": "09:30", "status": "tentative"}
    save(client, address(item), **typed)

    newest = told(item.mission)[0]

    assert (newest.by, newest.kind, newest.row, newest.done) == (
        "Aýna Orazowa",
        "Programme item",
        "Visit",
        "changed",
    )
    assert set(newest.changes) == {
        Change("Title (English)", "Meeting", "Visit"),
        Change("Day", "5 December 2023", "6 December 2023"),
        Change("Begins at", "", "09:30"),
        Change("Status", "confirmed", "tentative"),
    }
    assert newest.address == address(item, "history")


@pytest.mark.parametrize(
    ("assistant", "by"),
    [
        ("", "by the delegate herself"),
        pytest.param("Dana", "by the delegate’s assistant", marks=pytest.mark.once),
    ],
)
def test_what_a_delegate_completes_of_her_own_is_told_as_hers(assistant, by, time_machine):
    time_machine.move_to(datetime.datetime(2023, 12, 1, 8, tzinfo=datetime.UTC))
    delegate = factories.make_delegate(mission=factories.make_mission())
    values = dict.fromkeys(own_details.FIELDS, "") | {"diet": "no nuts"}
    own_details.check(delegate, values, own_details.seen(delegate), assistant)

    newest = told(delegate.mission)[0]

    assert (newest.by, newest.kind, newest.done) == (by, "Delegate", "changed")
    assert Change("Diet", "", "no nuts") in newest.changes


def test_rows_that_an_entry_leads_to_are_named():
    mission = factories.make_mission()
    stop = factories.make_stop(mission=mission, place=factories.make_place(name="Mary"))
    leg = factories.make_leg(mission=mission)
    delegate = factories.make_delegate(mission=mission)
    other = factories.make_place(name="Balkanabat")
    stop.place = other
    stop.save()
    leg.passengers.set([delegate])

    changes = {entry.kind: entry for entry in told(mission) if entry.done == "changed"}

    assert changes["Stop"].row == "Balkanabat"
    assert changes["Stop"].changes == (Change("Place", "Mary", "Balkanabat"),)
    assert changes["Leg"].changes == (Change("Passengers", "", str(delegate.person)),)


def test_what_is_deleted_is_told_and_what_it_led_to_by_number():
    item = factories.make_item(title="Visit")
    host = factories.make_host(item=item)
    number, organisation = item.pk, host.organisation.pk
    item.delete()
    host.organisation.delete()

    newest = told(item.mission)[:2]

    assert {(entry.kind, entry.row, entry.done) for entry in newest} == {
        ("Host", f"organisation no. {organisation}", "deleted"),
        ("Programme item", "Visit", "deleted"),
    }
    history = reverse("admin:missions_programmeitem_history", args=[number])
    assert {entry.address for entry in newest} == {history}


def test_every_model_of_a_mission_with_a_history_is_told_of():
    there = foreign.make(staff(roles.VIEWER))
    tracked = {
        model
        for model, row in there.rows.items()
        if hasattr(model, "history") and model._meta.label in PATHS and not model._meta.proxy
    }
    entries, number = [], 1
    while (page := mission_history.page(SUPERUSER, there.mission, Filters(), number)).keys.has_next():
        entries += page.entries
        number += 1
    entries += page.entries

    assert {kind.model for kind in kinds.all_kinds()} == tracked
    assert {entry.kind.lower() for entry in entries} == {
        str(model._meta.verbose_name).lower() for model in tracked
    }


def test_entries_of_another_mission_are_not_told():
    """faults.md 2"""
    mission = factories.make_mission()
    there = foreign.make(staff(roles.VIEWER))

    assert [entry.kind for entry in told(mission)] == ["Mission"]
    assert foreign.words_of(signed_in().get(page_of(mission)).content.decode()) == set()
    assert len(told(there.mission)) == 50


def test_filters_keep_to_one_person_or_kind_and_ignore_what_is_not_offered():
    item = factories.make_item()
    one, other = (Client() for _number in range(2))
    first, second = staff(roles.EDITOR), staff(roles.EDITOR)
    one.force_login(first)
    other.force_login(second)
    save(one, address(item), title_en="First")
    save(other, address(item), title_en="Second")
    save(other, address(item.mission), title_en="Third")

    assert [entry.row for entry in told(item.mission, filters=Filters(by=first.pk))] == ["First"]
    assert [entry.row for entry in told(item.mission, filters=Filters(by=second.pk))] == ["Third", "Second"]
    assert {entry.kind for entry in told(item.mission, filters=Filters(kind="mission"))} == {"Mission"}
    page = signed_in().get(page_of(item.mission, by="no-one", kind="user", page="x"))
    assert page.status_code == 200
    assert page.context["chosen"] == {"by": "", "kind": ""}
    assert [key for key, _name in page.context["people"]] == sorted(
        [str(first.pk), str(second.pk)], key=lambda key: str(User.objects.get(pk=key))
    )


@pytest.mark.parametrize("role", [Role.COORDINATOR, pytest.param(Role.VIEWER, marks=pytest.mark.once)])
def test_personal_fields_are_told_to_who_may_see_them(role):
    """faults.md 11"""
    stay = factories.make_stay(room="canary1room")
    stay.room = "canary2room"
    stay.save()
    reader = staff("none")
    MissionRole.objects.create(mission=stay.delegate.mission, user=reader, role=role)

    fields = {change.field for entry in told(stay.delegate.mission, reader) for change in entry.changes}

    assert ("Room" in fields) == (role == Role.COORDINATOR)


@pytest.mark.once
def test_who_sees_only_missions_is_told_of_the_mission_alone():
    """faults.md 11: who releases sees neither items nor people."""
    item = factories.make_item()

    page = signed_in(roles.RELEASER).get(page_of(item.mission))

    assert [key for key, _name in page.context["kinds"]] == ["mission"]
    assert {entry.kind for _at, entry in page.context["lines"]} == {"Mission"}


def test_a_follow_ups_mission_elsewhere_is_not_told_to_who_does_not_see_it():
    """faults.md 22"""
    there = factories.make_mission(title="foreign1mission")
    follow_up = factories.make_follow_up()
    follow_up.result_mission = there
    follow_up.save()
    reader = staff("none")
    MissionRole.objects.create(mission=follow_up.mission, user=reader, role=Role.EDITOR)
    client = Client()
    client.force_login(reader)

    for page in (page_of(follow_up.mission), address(follow_up, "history"), address(follow_up)):
        assert foreign.words_of(client.get(page).content.decode()) == set(), page
    assert foreign.words_of(signed_in().get(page_of(follow_up.mission)).content.decode()) == {
        "foreign1mission"
    }


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    """A page of every kind of row at once, where one question more for each row would be more than these."""
    there = foreign.make(staff(roles.VIEWER))
    for _number in range(21):
        item = factories.make_item(mission=there.mission)
        factories.make_host(item=item)
        factories.make_stay(delegate=factories.make_delegate(mission=there.mission))
        Deadline.objects.create(mission=there.mission, title_en="x", count=1)
    for model in (Host, ProgrammeItem, Deadline, Mission):
        for row in model.objects.all():
            row.save()
    client = signed_in()
    client.get(page_of(there.mission))

    with django_assert_max_num_queries(20):
        page = client.get(page_of(there.mission))

    assert page.status_code == 200


@pytest.mark.once
def test_moments_are_told_by_the_missions_clock():
    mission = factories.make_mission(zone="Asia/Ashgabat")
    entry = mission.history.get()
    entry.history_date = datetime.datetime(2023, 12, 5, 20, 30, tzinfo=datetime.UTC)
    entry.save()

    page = signed_in().get(page_of(mission)).content.decode()

    assert "6 December 2023, 01:30" in page
    assert timezone.get_current_timezone_name() == "UTC"
