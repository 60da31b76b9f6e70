"""A mission is copied with what is chosen of it, on other days, under references of its own."""

import datetime

import pytest
from django.urls import reverse

from backoffice.copying.days import between
from backoffice.mission_file import dump
from delegations.models import Delegate, DelegateState
from missions.models import (
    HostState,
    ItemStatus,
    Mission,
    MissionRole,
    Role,
    Visibility,
)
from tests import factories
from tests.backoffice.pages import address_of, fields_of, signed_in, staff

pytestmark = pytest.mark.django_db

MON = factories.FIRST_DAY  # 4 December 2023
PARTS = ["programme", "hosts", "groups", "deadlines", "parties"]


def page(mission):
    return reverse("admin:missions_mission_copy", args=[mission.pk])


def make(client, mission, button="make", **changes):
    data = fields_of(client.get(page(mission)))
    data |= {"slug": ["new-one"], "starts_on": ["2024-03-11"]}
    for name, value in changes.items():
        data[name] = value if isinstance(value, list) else [value]
    return client.post(page(mission), data | {button: ["1"]}, follow=True)


@pytest.fixture
def mission():
    mission = factories.make_mission(slug="old", title="Old", staff_notes="secret", languages=["ru", "en"])
    stop = factories.make_stop(mission=mission, first_day=MON, last_day=MON + datetime.timedelta(1))
    contact = factories.make_contact()
    group = factories.make_group(mission=mission)
    visit = factories.make_item(
        stop=stop,
        title="Visit",
        day=MON,
        starts_at=datetime.time(9),
        groups=[group],
        topics=[factories.make_sector()],
        outcome="Signed",
        staff_notes="secret",
    )
    factories.make_host(item=visit, contact=contact)
    factories.make_item(mission=mission, title="Called off", status=ItemStatus.CANCELLED)
    factories.make_party(mission=mission, organisation=contact.organisation, contact=contact)
    factories.make_deadline(mission=mission, owner=staff(), done_on=MON, note="Ask Aida")
    head = factories.make_delegate(
        mission=mission,
        groups=[group],
        diet="no fish",
        consent_on=MON,
        state=DelegateState.CONFIRMED,
    )
    head.delegation.appoint_head(head)
    factories.make_delegate(mission=mission, state=DelegateState.WITHDRAWN)
    factories.make_stay(delegate=head)
    factories.make_leg(mission=mission)
    return mission


def test_what_is_chosen_comes_along_on_the_new_days(mission):
    response = make(signed_in(), mission, title_en="New")

    made = Mission.objects.get(slug="new-one")
    [item], [stop], [host] = made.items.all(), made.stops.all(), made.items.get().hosts.all()
    [party], [deadline] = made.parties.all(), made.deadlines.all()
    assert response.redirect_chain[-1][0].endswith(f"/{made.pk}/board/")
    assert (made.title_en, made.state, made.starts_on.isoformat(), made.ends_on.isoformat()) == (
        "New",
        "draft",
        "2024-03-11",
        "2024-03-14",
    )
    assert (made.languages, made.staff_notes) == (["ru", "en"], "")
    assert (item.day.isoformat(), item.starts_at, item.status, item.stop) == (
        "2024-03-11",
        datetime.time(9),
        ItemStatus.TENTATIVE,
        stop,
    )
    assert (item.outcome_en, item.staff_notes, item.topics.count(), item.groups.get().mission) == (
        "",
        "",
        1,
        made,
    )
    assert (stop.first_day.isoformat(), stop.last_day.isoformat()) == ("2024-03-11", "2024-03-12")
    assert (host.state, host.contact, party.contact) == (HostState.WISHED, None, None)
    assert (deadline.done_on, deadline.owner, deadline.note) == (None, None, "")
    assert (made.delegates.count(), made.delegations.count(), made.legs.count()) == (0, 0, 0)


def test_the_source_stays_as_it_was_and_shares_no_reference(mission):
    before = dump.text(dump.data(mission))

    make(signed_in(), mission, parts=[*PARTS, "people"])

    made = dump.data(Mission.objects.get(slug="new-one"))
    assert dump.text(dump.data(mission)) == before
    old = dump.data(mission)
    own = [
        {
            entry.get("ref") or entry.get("uid")
            for name in ("stops", "groups", "items", "delegates")
            for entry in data[name]
        }
        for data in (old, made)
    ]
    assert own[0].isdisjoint(own[1])


def test_people_come_along_only_if_they_are_ticked(mission):
    make(signed_in(), mission, parts=[*PARTS, "people"])

    made = Mission.objects.get(slug="new-one")
    [delegate] = made.delegates.all()
    old = Delegate.objects.get(mission=mission, state=DelegateState.CONFIRMED)
    assert (delegate.person, delegate.precedence, delegate.state) == (
        old.person,
        old.precedence,
        DelegateState.INVITED,
    )
    assert (delegate.diet, delegate.consent_on, delegate.stays.count()) == ("", None, 0)
    assert [group.mission for group in delegate.groups.all()] == [made]
    assert delegate.delegation.head == delegate
    assert made.parties.get().contact == mission.parties.get().contact
    assert delegate.history.get().history_change_reason == "copied from another mission"


@pytest.mark.once
def test_without_its_groups_what_takes_part_may_see_is_for_staff():
    mission = factories.make_mission()
    factories.make_item(
        mission=mission,
        title="Talk",
        groups=[factories.make_group(mission=mission)],
        visibility=Visibility.PARTICIPANTS,
    )

    response = make(signed_in(), mission, parts=["programme"])

    assert Mission.objects.get(slug="new-one").items.get().visibility == Visibility.STAFF
    assert (
        "“Talk” is for staff only until you say who takes part: its groups do not come along."
        in response.text
    )


@pytest.mark.parametrize(
    ("wish", "days"),
    [("2024-03-11", 98), ("2024-03-14", 98), ("2024-03-15", 105), ("2023-12-04", 0), ("2023-11-30", -7)],
)
def test_days_of_the_week_are_kept(wish, days):
    assert between(MON, datetime.date.fromisoformat(wish), weekdays=True) == days


@pytest.mark.once
def test_the_preview_says_what_comes_where_and_saves_nothing(mission):
    response = make(signed_in(), mission, "look", starts_on="2024-03-13", weekdays="on")

    [day] = response.context["days"]
    assert (day.before, day.after) == ("Monday, 4 December 2023", "Monday, 11 March 2024")
    assert [item.title for item in day.items] == ["Visit"]
    assert response.context["counts"] == ["1 stop", "1 item", "1 host", "1 group", "1 party", "1 deadline"]
    assert Mission.objects.count() == 1


@pytest.mark.once
def test_an_hour_that_the_clocks_jump_over_is_left_open_and_said():
    mission = factories.make_mission()
    berlin = factories.make_stop(
        mission=mission, place=factories.make_place(name="Berlin", country="DE", zone="Europe/Berlin")
    )
    factories.make_item(stop=berlin, title="Night", day=MON, starts_at=datetime.time(2, 30))

    response = make(signed_in(), mission, starts_on="2027-03-28")

    item = Mission.objects.get(slug="new-one").items.get()
    assert (item.day.isoformat(), item.starts_at) == ("2027-03-28", None)
    assert (
        "“Night”: 02:30 does not exist on 2027-03-28 in Europe/Berlin: the clocks were put forward. "
        "The hour is left open." in response.text
    )


@pytest.mark.parametrize(
    "people", [True, *(pytest.param(people, marks=pytest.mark.once) for people in (False,))]
)
def test_numbers_to_call_and_interpreters_are_people(mission, people):
    Mission.objects.filter(pk=mission.pk).update(numbers_en="Duty: +7 700")
    mission.items.update(interpreter_ru="Мурат, +7 701")

    make(signed_in(), mission, parts=[*PARTS, "people"] if people else PARTS)

    made = Mission.objects.get(slug="new-one")
    assert made.numbers_en == ("Duty: +7 700" if people else "")
    assert {item.interpreter_ru for item in made.items.all()} == {"Мурат, +7 701" if people else ""}


def test_a_template_takes_nobody_along_and_is_never_released(mission):
    client = signed_in()

    make(client, mission, becomes="template", starts_on="", parts=[*PARTS, "people"])

    made = Mission.objects.get(slug="new-one")
    assert (made.is_template, made.starts_on, made.delegates.count()) == (True, MON, 0)
    listed = [
        list(client.get(address_of(Mission), query).context["cl"].queryset)
        for query in ({}, {"template": "yes"})
    ]
    assert listed == [[mission], [made]]
    response = client.post(
        address_of(Mission),
        {"action": "publish", "_selected_action": [made.pk]},
        QUERY_STRING="template=yes",
        follow=True,
    )
    assert [str(one) for one in response.context["messages"]] == [
        "“Old” is a template: missions are copied from it, and it is never released or published."
    ]


def test_a_mission_is_made_from_a_template():
    template = factories.make_mission(is_template=True)
    factories.make_item(mission=template, title="Arrival", day=MON)

    make(signed_in(), template)

    made = Mission.objects.get(slug="new-one")
    assert (made.is_template, made.items.get().day.isoformat()) == (False, "2024-03-11")


@pytest.mark.once
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(mission):
    client = signed_in()

    taken = make(client, mission, slug="old", title_en="Typed")
    nothing = make(
        client, mission, starts_on="", **{f"title_{code}": "" for code in ("en", "ru", "kk", "tk")}
    )
    far = make(client, mission, starts_on="9999-12-31")

    def wrong(response):
        return {name: list(errors) for name, errors in response.context["form"].errors.items()}

    assert wrong(taken) == {"slug": ["Mission with this Slug already exists."]}
    assert 'value="Typed"' in taken.text
    assert wrong(nothing) == {"starts_on": ["Give the first day."]}
    assert wrong(far) == {"starts_on": ["Give a year between 1900 and 2200."]}
    assert Mission.objects.count() == 1


def test_who_copies_by_a_role_is_the_coordinator_of_the_new_mission_and_an_editor_by_kind_is_not(mission):
    by_role, by_kind = signed_in("none of ours"), signed_in("Editor")
    user = by_role.session["_auth_user_id"]
    MissionRole.objects.create(mission=mission, user_id=user, role=Role.COORDINATOR)

    make(by_role, mission)
    make(by_kind, mission, slug="other")

    held = MissionRole.objects.exclude(mission=mission).values_list("mission__slug", "user", "role")
    assert list(held) == [("new-one", int(user), Role.COORDINATOR)]
    assert Mission.objects.filter(slug="other").exists()


@pytest.mark.once
def test_to_copy_one_must_see_the_source_and_may_add_missions(mission):
    """faults.md 13"""
    viewer, coordinator = signed_in("Viewer"), signed_in("none of ours")
    other = factories.make_mission()
    MissionRole.objects.create(
        mission=other, user_id=coordinator.session["_auth_user_id"], role=Role.COORDINATOR
    )

    statuses = [
        client.get(page(source)).status_code
        for client, source in ((viewer, mission), (coordinator, mission), (coordinator, other))
    ]
    posted = coordinator.post(page(mission), {"slug": "x", "make": "1"})

    assert statuses == [403, 404, 200]
    assert posted.status_code == 404
    assert Mission.objects.count() == 2


@pytest.mark.once
def test_thirty_items_cost_as_much_as_one(mission, django_assert_max_num_queries):
    client = signed_in("Editor with people")
    for number in range(30):
        factories.make_item(
            stop=mission.stops.get(), day=MON, title=f"{number}", hosts=[factories.make_organisation()]
        )
    data = fields_of(client.get(page(mission))) | {"starts_on": ["2024-03-11"], "look": ["1"]}

    with django_assert_max_num_queries(20):
        client.get(page(mission))
    with django_assert_max_num_queries(20):
        shown = client.post(page(mission), data)

    assert "31 items" in shown.context["counts"]
