"""What stands around every page of the back office: the bar, the mission one works on, the way back."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.rights import roles
from delegations.models import Delegate
from missions.models import Mission, ProgrammeItem, Role
from partners.models import Organisation
from tests import factories
from tests.backoffice import beside
from tests.backoffice.beside import nothing_beside  # noqa: F401  pytest finds it by its name, and each test has it
from tests.backoffice.members import signed_in_with
from tests.backoffice.pages import address, address_of, signed_in

pytestmark = pytest.mark.django_db

WEEK = "/admin/"


def bar(response):
    return response.context["bar"]


def words(entries):
    return [str(entry.words) for entry in entries]


def crumbs(response):
    return [words for words, _address in response.context["breadcrumbs"]]


@pytest.mark.once
def test_the_menu_follows_the_work():
    page = signed_in().get(WEEK)

    assert words(bar(page).menu) == [
        "This week",
        "Programme",
        "People",
        "Partners",
        "Reports",
        "All records",
    ]
    assert [entry.current for entry in bar(page).menu] == [True, *[False] * 5]
    assert bar(page).below == ()


@pytest.mark.once
def test_the_part_of_reports_has_its_own_pages_and_those_of_the_mission_that_is_worked_on():
    client, mission = signed_in(), factories.make_mission()

    before = bar(client.get(reverse("admin:follow_ups"))).below
    client.get(address(mission))
    after = bar(client.get(reverse("admin:follow_ups"))).below

    pages = ["Visit reports", "Follow-ups", "Outcomes", "Over the years", "Taken away as files"]
    assert words(before) == pages
    assert words(after) == [*pages, "Survey", "Budget"]
    assert [entry.current for entry in before] == [False, True, False, False, False]
    assert {client.get(entry.address).status_code for entry in after} == {200}
    viewer = bar(
        signed_in(roles.VIEWER).get(reverse("admin:missions_mission_report", args=[mission.pk]))
    ).below
    assert words(viewer) == pages


@pytest.mark.once
def test_the_menu_says_where_one_is():
    client = signed_in()
    current = {
        model: [str(entry.words) for entry in bar(client.get(address_of(model))).menu if entry.current]
        for model in (Mission, Delegate, Organisation)
    }

    assert current == {Mission: ["Programme"], Delegate: ["People"], Organisation: ["Partners"]}
    assert words(entry for entry in bar(client.get(reverse("admin:records"))).menu if entry.current) == [
        "All records"
    ]


@pytest.mark.once
def test_the_menu_has_only_what_its_reader_may_see():
    assert words(bar(signed_in(roles.RELEASER).get(WEEK)).menu) == ["This week", "Programme", "All records"]


@pytest.mark.parametrize(
    "kind", [None, *(pytest.param(kind, marks=pytest.mark.once) for kind in roles.KINDS)]
)
def test_every_way_of_the_bar_leads_to_a_page(kind):
    """faults.md 10"""
    client, mission = signed_in(*filter(None, [kind])), factories.make_mission()
    page = client.get(address(mission))

    entries = [*bar(page).menu, *bar(page).below, *bar(page).mission_menu]
    answers = {entry.address: client.get(entry.address).status_code for entry in entries}

    assert bar(page).mission == mission
    assert len(bar(page).mission_menu) >= 2
    assert set(answers.values()) == {200}, answers


def test_a_page_of_a_mission_or_of_its_rows_is_remembered():
    client = signed_in()
    mission, other = factories.make_mission(title="First"), factories.make_mission(title="Second")
    item = factories.make_item(mission=other)

    assert bar(client.get(WEEK)).mission is None
    assert bar(client.get(address(mission))).mission == mission
    assert bar(client.get(WEEK)).mission == mission
    assert bar(client.get(address(item))).mission == other
    assert bar(client.get(address_of(Organisation))).mission == other
    filtered = client.get(address_of(ProgrammeItem), {"mission__id__exact": mission.pk})
    assert bar(filtered).mission == mission


@pytest.mark.parametrize(
    "make",
    [
        lambda mission: factories.make_follow_up(mission=mission),
        lambda mission: factories.make_visit_report(item=factories.make_item(mission=mission)),
        lambda mission: factories.make_attendance(item=factories.make_item(mission=mission)),
        lambda mission: factories.make_stay(delegate=factories.make_delegate(mission=mission)),
        lambda mission: factories.make_delegation(mission=mission),
    ],
    ids=["follow-up", "report", "attendance", "stay", "delegation"],
)
@pytest.mark.once
def test_every_kind_of_row_leads_to_its_mission(make):
    client, mission = signed_in(), factories.make_mission()
    row = make(mission)

    for view in ("change", "history", "delete"):
        client.post(reverse("admin:current_mission"), {"mission": ""})
        page = client.get(address(row, view))
        assert bar(page).mission == mission
        assert crumbs(page)[:2] == ["This week", str(mission)]


@pytest.mark.once
def test_what_belongs_to_no_mission_leaves_the_one_that_is_worked_on():
    client, mission = signed_in(), factories.make_mission()
    client.get(address(mission))

    page = client.get(address(factories.make_organisation()))

    assert bar(page).mission == mission
    assert str(mission) not in crumbs(page)


def test_a_mission_is_chosen_and_left():
    client, mission = signed_in(), factories.make_mission()
    chooser = reverse("admin:current_mission")
    assert list(client.get(chooser).context["missions"]) == [mission]

    chosen = client.post(chooser, {"mission": mission.pk})

    assert client.get(chosen["Location"]).status_code == 200
    assert bar(client.get(WEEK)).mission == mission
    assert client.post(chooser, {"mission": ""})["Location"] == WEEK
    assert bar(client.get(WEEK)).mission is None


@pytest.mark.parametrize(
    "asked",
    [
        "987654321",
        *(pytest.param(asked, marks=pytest.mark.once) for asked in ("no-number", "9" * 40, "Ⅳ", "\0")),
    ],
)
def test_a_mission_that_there_is_not_is_refused_in_a_sentence(asked):
    client, mission = signed_in(), factories.make_mission()
    client.get(address(mission))

    page = client.post(reverse("admin:current_mission"), {"mission": asked}, follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        "This mission does not exist, or is not one that you work on."
    ]
    assert bar(page).mission == mission


def test_a_deleted_mission_is_forgotten():
    client, mission = signed_in(), factories.make_mission()
    client.get(address(mission))
    mission.delete()

    assert bar(client.get(WEEK)).mission is None
    assert "desk_mission" not in client.session


def test_a_mission_that_may_no_longer_be_seen_is_forgotten():
    client, mission = signed_in(roles.VIEWER), factories.make_mission()
    page = client.get(address(mission))
    assert bar(page).mission == mission
    page.wsgi_request.user.groups.set(Group.objects.none())

    page = client.get(WEEK)

    assert bar(page).mission is None
    assert str(mission) not in page.content.decode()


@pytest.mark.once
def test_pages_of_others_missions_are_not_remembered():
    """A page that is refused, or not there, changes nothing of what is worked on."""
    client, mission = signed_in(roles.RELEASER), factories.make_mission()
    delegate = factories.make_delegate(mission=mission)

    assert client.get(address(delegate)).status_code == 403
    assert "desk_mission" not in client.session


@pytest.mark.once
def test_the_way_back_leads_by_the_mission_and_its_list():
    client, mission = signed_in(), factories.make_mission(title="To Turkmenistan")
    item = factories.make_item(mission=mission, title="Talks")

    page = client.get(address(item, "history"))

    assert crumbs(page) == ["This week", "To Turkmenistan", "Programme items", "Talks", "History: Talks"]
    listed = f"{address_of(ProgrammeItem)}?mission__id__exact={mission.pk}"
    assert [address for _words, address in page.context["breadcrumbs"]][2:] == [listed, address(item), ""]
    for _words, step in page.context["breadcrumbs"][:-1]:
        assert client.get(step).status_code == 200
    assert f'<li aria-current="page">{crumbs(page)[-1]}</li>' in page.content.decode()


@pytest.mark.once
def test_pop_ups_have_no_bar():
    client = signed_in()
    page = client.get(address_of(Organisation, "add"), {"_popup": "1"})

    assert page.status_code == 200
    assert "deskbar" not in page.content.decode()


@pytest.mark.once
def test_all_records_stand_by_part_of_the_work():
    client = signed_in()
    for each in (Mission,):
        assert client.get(address_of(each)).status_code == 200

    parts = client.get(reverse("admin:records")).context["app_list"]

    assert [part["name"] for part in parts] == [
        "Programme",
        "People",
        "Partners",
        "Reports",
        "Staff and upkeep",
    ]
    names = {part["app_label"]: [entry["object_name"] for entry in part["models"]] for part in parts}
    assert {"Mission", "ProgrammeItem", "Deadline", "Release"} <= set(names["programme"])
    assert {"Delegate", "Leg", "Stay"} <= set(names["people"])
    assert names["partners"] == ["Contact", "Organisation", "Person", "Place", "Sector"]
    assert {"SiteVisit", "VisitReport", "FollowUp", "Outcome"} <= set(names["reports"])


@pytest.mark.once
def test_who_has_no_rights_is_told_so():
    page = signed_in("No such kind").get(reverse("admin:records"))

    assert page.context["app_list"] == []
    assert "You have no rights to see records." in page.content.decode()


@pytest.mark.once
def test_the_bar_is_the_same_over_stock_pages_and_the_desks_own():
    client, mission = signed_in(), factories.make_mission()
    drawn = [
        re.search(r'<header class="deskbar">.*?</header>', client.get(page).content.decode(), re.DOTALL)[0]
        for page in (address(mission), reverse("admin:search"))
    ]
    own = r'<button class="theme-toggle">.*?</button>| aria-current="page"|value="[^"]*"|\s+'

    assert re.sub(own, "", drawn[0], flags=re.DOTALL) == re.sub(own, "", drawn[1], flags=re.DOTALL)


@pytest.mark.once
def test_the_bar_takes_one_query_more_for_the_mission_that_is_worked_on(django_assert_max_num_queries):
    client, mission = signed_in(), factories.make_mission()
    client.get(address_of(Organisation))
    with django_assert_max_num_queries(7):
        client.get(address_of(Organisation))
    client.get(address(mission))

    with django_assert_max_num_queries(8):
        client.get(address_of(Organisation))


@pytest.mark.once
@pytest.mark.parametrize("role", [None, Role.COORDINATOR])
def test_the_list_of_all_kinds_beside_a_stock_page_is_light_and_asks_nothing(role, monkeypatch):
    monkeypatch.setattr(admin.site, "enable_nav_sidebar", True)
    mission = factories.make_mission()
    client = signed_in_with({mission: role}) if role else signed_in()
    page = address(mission)
    client.get(page)

    with CaptureQueriesContext(connection) as asked:
        whole = client.get(page).text
    with beside.no_list(), CaptureQueriesContext(connection) as asked_without:
        without = client.get(page).text

    assert ['id="nav-sidebar"' in text for text in (whole, without)] == [True, False]
    assert len(asked) == len(asked_without)
    assert 0 < len(whole.encode()) - len(without.encode()) <= beside.BYTES


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("board", ["Programme board"]),
        ("cautions", ["Clashes and cautions"]),
        ("lists", ["People", "Lists to hand out"]),
        ("write", ["Outbox", "Write to several"]),
    ],
)
@pytest.mark.once
def test_pages_of_ours_lead_back_to_the_mission(name, steps):
    client, mission = signed_in(), factories.make_mission(title="To Turkmenistan")
    page = client.get(reverse(f"admin:missions_mission_{name}", args=[mission.pk]))

    assert crumbs(page)[:3] == ["This week", "To Turkmenistan", steps[0]]
    assert page.content.decode().count('<ol class="breadcrumbs">') == 1
    for _words, step in page.context["breadcrumbs"]:
        assert not step or client.get(step).status_code == 200


def test_a_visit_and_a_follow_up_lead_back_to_their_registers_of_the_mission():
    client, mission = signed_in(), factories.make_mission(title="To Turkmenistan")
    item = factories.make_item(mission=mission, title="Talks", kind="meeting")
    follow_up = factories.make_follow_up(mission=mission)
    pages = {
        reverse("admin:visit_report", args=[item.pk]): ["Visit reports", "admin:visits"],
        reverse("admin:follow_up", args=[follow_up.pk]): ["Follow-ups", "admin:follow_ups"],
    }

    for each, (words, register) in pages.items():
        found = client.get(each).context["breadcrumbs"]
        assert [said for said, _address in found[:3]] == ["This week", "To Turkmenistan", words]
        assert found[2][1] == f"{reverse(register)}?mission={mission.pk}"
        assert client.get(found[2][1]).status_code == 200


@pytest.mark.once
def test_the_week_needs_no_way_back():
    assert signed_in().get(WEEK).context["breadcrumbs"] == []


@pytest.mark.once
def test_the_name_of_the_mission_in_the_bar_leads_to_its_page():
    client, mission = signed_in(), factories.make_mission(title="To Turkmenistan")
    page = client.get(address(mission))

    board = reverse("admin:missions_mission_board", args=[mission.pk])
    assert f'<a href="{board}"><b>To Turkmenistan</b></a>' in page.content.decode()
