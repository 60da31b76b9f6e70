"""The register of follow-ups: whose, what is late, what comes next, over the missions that one sees."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from backoffice.follow_ups import register_page
from backoffice.rights import roles
from missions.models import Role
from tests import factories
from tests.backoffice.members import member, signed_in_with
from tests.backoffice.pages import signed_in, staff

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2024, 12, 1, 12, 0, tzinfo=dt.UTC)
NEW_YEAR = dt.datetime(2024, 12, 31, 19, 30, tzinfo=dt.UTC)  # in Ashgabat it is 2025


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mission():
    return factories.make_mission(title="To Turkmenistan", zone="Asia/Ashgabat")


def shown(client, **asked):
    """The titles that the register shows, in its order."""
    response = client.get(reverse("admin:follow_ups"), asked)
    assert response.status_code == 200
    return [str(line.row) for line in response.context["lines"]]


def counts(client, **asked):
    views = client.get(reverse("admin:follow_ups"), asked).context["views"]
    return {name: count for name, _words, count, _address in views}


def test_each_view_has_what_it_says_those_due_first_at_the_top(mission):
    client = signed_in()
    user = client.get(reverse("admin:index")).wsgi_request.user
    add = factories.make_follow_up
    add(mission=mission, title="Year", due_on=dt.date(2024, 12, 31), due_precision="year", responsible=user)
    add(mission=mission, title="Late", due_on=dt.date(2024, 11, 30), due_precision="month")
    add(mission=mission, title="Far", due_on=dt.date(2025, 3, 31), due_precision="quarter")
    add(mission=mission, title="Whenever", responsible=user)
    add(mission=mission, title="Held", state="done", due_on=dt.date(2024, 1, 1), due_precision="day")

    assert shown(client) == ["Late", "Year", "Far", "Whenever"]
    assert shown(client, view="mine") == ["Year", "Whenever"]
    assert shown(client, view="overdue") == ["Late"]
    assert shown(client, view="soon") == ["Year"]
    assert shown(client, view="all") == ["Held", "Late", "Year", "Far", "Whenever"]
    assert shown(client, view="no-view") == ["Late", "Year", "Far", "Whenever"]
    assert counts(client) == {"mine": 2, "overdue": 1, "soon": 1, "open": 4, "all": 5}


def test_of_those_due_on_one_day_what_is_urgent_stands_first(mission):
    for title, priority in (("A", "low"), ("B", "normal"), ("C", "high")):
        factories.make_follow_up(mission=mission, title=title, priority=priority)

    assert shown(signed_in()) == ["C", "B", "A"]


def test_2024_is_overdue_from_the_first_of_january_at_the_mission(mission):
    factories.make_follow_up(
        mission=mission, title="Forum", due_on=dt.date(2024, 12, 31), due_precision="year"
    )
    with time_machine.travel(NEW_YEAR - dt.timedelta(hours=1), tick=False):
        client = signed_in()
        assert shown(client, view="overdue") == []
    with time_machine.travel(NEW_YEAR, tick=False):
        page = client.get(reverse("admin:follow_ups"), {"view": "overdue"})

    [line] = page.context["lines"]
    assert (line.due, line.overdue) == ("2024, year only", True)
    assert '2024, year only <span class="state state--clash">overdue</span>' in page.content.decode()


def test_it_is_found_by_its_place_and_by_where_it_comes_from(mission):
    ashgabat, mary = factories.make_place(name="Ashgabat"), factories.make_place(name="Mary")
    item = factories.make_item(
        mission=mission,
        title="Meeting with the union",
        stop=factories.make_stop(mission=mission, place=mary),
    )
    factories.make_follow_up(mission=mission, title="Forum", place=ashgabat)
    factories.make_follow_up(item=item, title="Visit")
    client = signed_in()

    assert shown(client, view="all", q="ashgabat") == ["Forum"]
    assert shown(client, view="all", q="mary") == ["Visit"]
    assert shown(client, view="all", q="meeting union") == ["Visit"]


@pytest.mark.once
def test_the_language_of_letters_is_one_of_the_four_and_by_itself_the_readers():
    client, languages = signed_in(), ["en", "ru", "kk", "tk"]
    for lang in languages:
        client.cookies["django_language"] = lang

        field = client.get(reverse("admin:follow_up_calendar")).context["form"]["lang"]

        assert (field.value(), [value for value, _label in field.field.choices]) == (lang, languages)


def test_it_is_narrowed_by_mission_organisation_state_and_words(mission):
    union = factories.make_organisation(name="Union of Industrialists")
    club = factories.make_organisation(name="Business Club")
    factories.make_follow_up(mission=mission, title="Forum", counterparts=[union], our_organisation=club)
    factories.make_follow_up(title="Fair", counterparts=[union, club], state="agreed")
    factories.make_follow_up(title="Visit", staff_notes="Ask АЙГЕРИМ")
    client = signed_in()

    assert shown(client, mission=mission.pk) == ["Forum"]
    assert shown(client, organisation=union.pk) == ["Forum", "Fair"]
    assert shown(client, organisation=club.pk) == ["Forum", "Fair"]
    assert shown(client, state="agreed") == ["Fair"]
    assert shown(client, q="union forum") == ["Forum"]
    assert shown(client, q="business") == ["Forum", "Fair"]
    assert shown(client, q="айгерим") == ["Visit"]
    assert shown(client, q="100%") == []
    assert shown(client, q="\0", mission="x", organisation="9" * 30) == ["Forum", "Fair", "Visit"]
    assert counts(client, state="agreed") == {"mine": 0, "overdue": 0, "soon": 0, "open": 1, "all": 1}


def test_rows_of_other_missions_are_nowhere(mission):
    """faults.md 2: neither in the list, nor in its numbers, nor among what one can choose."""
    other = factories.make_mission(title="Secret mission")
    host = factories.make_organisation(name="Secret host")
    factories.make_follow_up(mission=mission, title="Forum")
    factories.make_follow_up(mission=other, title="Secret forum", counterparts=[host])
    client = signed_in_with({mission: Role.VIEWER})

    page = client.get(reverse("admin:follow_ups"), {"view": "all"})

    assert [str(line.row) for line in page.context["lines"]] == ["Forum"]
    assert counts(client)["all"] == 1
    assert "Secret" not in page.content.decode()
    assert shown(client, mission=other.pk, view="all") == []
    assert shown(client, organisation=host.pk, view="all") == []


@pytest.mark.once
def test_who_may_see_no_follow_up_is_refused(mission):
    assert signed_in(roles.RELEASER).get(reverse("admin:follow_ups")).status_code == 403
    assert signed_in_with({}).get(reverse("admin:follow_ups")).status_code == 403


@pytest.mark.once
def test_it_takes_as_many_queries_whatever_the_number(django_assert_num_queries):
    client = signed_in()
    client.get(reverse("admin:follow_ups"))
    for number in range(3):
        mission = factories.make_mission(zone="Asia/Ashgabat" if number % 2 else "Europe/Berlin")
        item = factories.make_item(stop=factories.make_stop(mission=mission))
        contact = factories.make_contact()
        factories.make_follow_up(
            item=item,
            our_owner=contact,
            our_organisation=contact.organisation,
            counterparts=[factories.make_organisation(), factories.make_organisation()],
            responsible=staff(),
        )
        with django_assert_num_queries(9):
            client.get(reverse("admin:follow_ups"))


def test_more_than_fit_on_a_page_are_on_the_next(mission):
    for number in range(register_page.ON_A_PAGE + 1):
        factories.make_follow_up(mission=mission, title=f"Number {number:02}", order=number)
    client = signed_in()

    assert len(shown(client)) == register_page.ON_A_PAGE
    assert shown(client, page=2) == [f"Number {register_page.ON_A_PAGE:02}"]


@pytest.mark.once
def test_the_menu_leads_to_it_for_those_who_see_follow_ups(mission):
    address = f'href="{reverse("admin:follow_ups")}"'
    for role, there in ((Role.VIEWER, True), (None, False)):
        user = member({mission: role} if role else {})
        client = signed_in_with({})
        client.force_login(user)
        assert (address in client.get(reverse("admin:exports")).content.decode()) == there
