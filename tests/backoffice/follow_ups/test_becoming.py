"""“Make a mission of this”: the next mission as a draft, linked both ways."""

import datetime as dt

import pytest
from django.urls import reverse

from backoffice.rights import roles
from missions.models import Mission, MissionRole, Role
from partners import meanwhile
from tests import factories
from tests.backoffice.members import signed_in_with
from tests.backoffice.pages import said, signed_in
from tests.together import PEOPLE, pressed_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    sector, topic = factories.make_sector(name="Trade"), factories.make_sector(name="Tiles")
    mission = factories.make_mission(
        title="To Turkmenistan",
        series=factories.make_series(),
        sectors=[sector],
        home=factories.make_place(name="Astana", country="KZ", zone="Asia/Almaty"),
        languages=["ru", "en"],
    )
    return factories.make_follow_up(
        item=factories.make_item(mission=mission, topics=[topic]),
        title="Business forum, Ashgabat, 2024",
        title_ru="Бизнес-форум, Ашхабад, 2024",
        place=factories.make_place(name="Ashgabat"),
        counterparts=[factories.make_organisation(name="Union")],
        our_organisation=factories.make_organisation(name="Club"),
        due_on=dt.date(2024, 12, 31),
        due_precision="year",
    )


def page_of(row):
    return reverse("admin:follow_up_mission", args=[row.pk])


def typed(client, row, **other):
    """What the form would send."""
    initial = client.get(page_of(row)).context["form"].initial
    return {"seen": str(meanwhile.version(row)), **initial, **other}


def test_what_is_known_comes_along_and_each_leads_to_the_other(row):
    client = signed_in()

    page = client.post(page_of(row), typed(client, row), follow=True)

    made = Mission.objects.get(slug="business-forum-ashgabat-2024")
    row.refresh_from_db()
    assert said(page) == ["“Business forum, Ashgabat, 2024” is made, as a draft."]
    assert (row.result_mission, row.state, row.closed_on) == (made, "in_progress", None)
    assert (made.state, made.type, made.title_en, made.title_ru) == (
        "draft",
        "follow_up",
        "Business forum, Ashgabat, 2024",
        "Бизнес-форум, Ашхабад, 2024",
    )
    assert (made.starts_on, made.ends_on, made.dates_precision) == (
        dt.date(2024, 1, 1),
        dt.date(2024, 12, 31),
        "year",
    )
    source = row.mission
    assert (made.series, made.home, made.languages) == (source.series, source.home, ["ru", "en"])
    assert [str(sector) for sector in made.sectors.all()] == ["Tiles"]
    assert [str(stop.place) for stop in made.stops.all()] == ["Ashgabat"]
    assert [(str(party.organisation), party.role) for party in made.parties.all()] == [
        ("Club", "organiser"),
        ("Union", "host"),
    ]


@pytest.mark.once
def test_the_new_mission_says_where_it_came_from(row):
    client = signed_in()
    client.post(page_of(row), typed(client, row))
    made = Mission.objects.get(slug="business-forum-ashgabat-2024")

    for name in ("missions_mission_change", "missions_mission_board"):
        page = client.get(reverse(f"admin:{name}", args=[made.pk])).content.decode()
        assert f'href="{reverse("admin:follow_up", args=[row.pk])}"' in page, name
        assert "To Turkmenistan" in page


@pytest.mark.once
def test_who_does_not_see_the_first_mission_is_not_told_of_it(row):
    client = signed_in()
    client.post(page_of(row), typed(client, row))
    made = Mission.objects.get(slug="business-forum-ashgabat-2024")

    page = signed_in_with({made: Role.EDITOR}).get(reverse("admin:missions_mission_board", args=[made.pk]))

    assert "To Turkmenistan" not in page.content.decode()


@pytest.mark.once
def test_an_open_date_asks_for_the_days(row):
    row.due_on, row.due_precision = None, ""
    row.save()
    client = signed_in()

    page = client.post(page_of(row), typed(client, row))

    assert page.context["form"].errors.keys() == {"starts_on", "ends_on", "precision"}
    days = {"starts_on": "2025-05-05", "ends_on": "2025-05-09", "precision": "day"}
    client.post(page_of(row), typed(client, row, **days))
    assert Mission.objects.get(came_from=row).starts_on == dt.date(2025, 5, 5)


def test_wrong_days_and_a_taken_address_are_told_at_their_fields(row):
    factories.make_mission(slug="taken")
    client = signed_in()

    page = client.post(page_of(row), typed(client, row, slug="taken", ends_on="2023-01-01"))

    assert "slug" in page.context["form"].errors
    assert "A mission cannot end before it starts." in page.content.decode()
    assert Mission.objects.filter(came_from=row).count() == 0


def test_an_address_that_is_free_is_offered(row):
    factories.make_mission(slug="business-forum-ashgabat-2024")

    assert typed(signed_in(), row)["slug"] == "business-forum-ashgabat-2024-2"


def test_a_second_mission_is_not_made(row):
    client = signed_in()
    first = typed(client, row)
    client.post(page_of(row), first, follow=True)

    page = client.post(page_of(row), {**first, "slug": "another"}, follow=True)

    assert said(page) == ["A mission has been made of it already."]
    assert not Mission.objects.filter(slug="another").exists()


@pytest.mark.once
def test_it_needs_the_right_to_add_missions(row):
    for client, answer in (
        (signed_in(roles.REPORTER), 403),
        (signed_in_with({row.mission: Role.EDITOR}), 403),
        (signed_in_with({row.mission: Role.COORDINATOR}), 200),
        (signed_in_with({factories.make_mission(): Role.COORDINATOR}), 404),
    ):
        assert client.get(page_of(row)).status_code == answer


def test_who_makes_it_by_a_role_is_its_coordinator(row):
    client = signed_in_with({row.mission: Role.COORDINATOR})

    client.post(page_of(row), typed(client, row))

    made = Mission.objects.get(came_from=row)
    assert MissionRole.objects.get(mission=made).role == Role.COORDINATOR


@pytest.mark.django_db(transaction=True)
def test_of_those_who_make_it_at_once_one_does_and_the_others_are_told(row):
    """faults.md 42"""
    sent = typed(signed_in(), row)

    answers = pressed_at_once(
        lambda client, number: client.post(page_of(row), {**sent, "slug": f"forum-{number}"}, follow=True)
    )

    assert Mission.objects.exclude(pk=row.mission_id).count() == 1
    told = [
        answer for answer in answers if "A mission has been made of it already." in answer.content.decode()
    ]
    assert len(told) == PEOPLE - 1
