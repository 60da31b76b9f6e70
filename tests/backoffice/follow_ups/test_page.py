"""One follow-up in the back office: what its page says, and the verbs that it takes."""

import datetime as dt
import re

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from backoffice.rights import roles
from missions.models import Role
from partners import meanwhile
from tests import factories
from tests.backoffice.members import signed_in_with
from tests.backoffice.pages import address, fields_of, said, signed_in
from tests.together import PEOPLE, pressed_at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    union = factories.make_organisation(name="Union of Industrialists")
    club = factories.make_organisation(name="Business Club")
    mission = factories.make_mission(title="To Turkmenistan", zone="Asia/Ashgabat")
    return factories.make_follow_up(
        item=factories.make_item(mission=mission, title="At the union", visibility="public"),
        title="Business forum, Ashgabat, 2024",
        counterparts=[union],
        our_organisation=club,
        our_owner=factories.make_contact(organisation=club),
        due_on=dt.date(2024, 12, 31),
        due_precision="year",
    )


def page_of(row):
    return reverse("admin:follow_up", args=[row.pk])


def pressed(client, row, verb, **typed):
    sent = {"do": verb, "seen": str(meanwhile.version(row)), **typed}
    answer = client.post(page_of(row), sent, follow=True)
    row.refresh_from_db()
    return answer


def test_it_says_all_that_is_known(row):
    page = signed_in().get(page_of(row)).content.decode()

    for words in (
        "Business forum, Ashgabat, 2024",
        "2024, year only",
        "At the union",
        "To Turkmenistan",
        "Business Club",
        "Union of Industrialists",
        str(row.our_owner.person),
        "nobody named",
    ):
        assert words in page


@pytest.mark.once
def test_the_organisations_of_both_sides_lead_to_their_pages_for_who_may_open_them(row):
    member = factories.make_user()
    member.user_permissions.set(Permission.objects.filter(codename__in=["view_mission", "view_followup"]))
    without = Client()
    without.force_login(member)

    def led(client):
        page = client.get(page_of(row))
        assert "Union of Industrialists" in page.text
        return re.findall(r'<a href="(/admin/partners/organisation/[^"]+/years/)">([^<]*)</a>', page.text)

    assert led(signed_in()) == [
        (reverse("admin:partners_organisation_years", args=[each.pk]), str(each))
        for each in (row.our_organisation, row.counterparts.get())
    ]
    assert led(without) == []


def test_closing_it_needs_a_result_or_a_reason_and_says_so_at_the_field(row):
    client = signed_in()

    page = pressed(client, row, "done")

    assert (row.state, page.status_code) == ("proposed", 200)
    sentence = "Name the mission, document or link that it became, or say why it is done."
    assert sentence in page.content.decode()
    page = pressed(client, row, "done", link="https://example.org/forum")
    assert said(page) == ["“Business forum, Ashgabat, 2024”: done."]
    assert (row.state, row.result_link) == ("done", "https://example.org/forum")


@pytest.mark.once
def test_a_link_that_is_no_address_is_refused(row):
    client = signed_in()
    for link in ("javascript:alert(1)", "example", "ftp://example.org/x", "https://"):
        page = pressed(client, row, "done", link=link)

        assert "Give a whole address, such as https://example.org/." in page.content.decode()
        assert row.state == "proposed"


@pytest.mark.once
def test_a_mission_that_she_does_not_see_is_no_result_and_is_not_named(row):
    secret = factories.make_mission(title="Secret mission")
    client = signed_in_with({row.mission: Role.EDITOR})

    page = pressed(client, row, "done", mission=str(secret.pk))

    assert row.state == "proposed"
    assert "Secret mission" not in page.content.decode()


def test_a_result_that_she_does_not_see_is_not_named(row):
    row.result_mission = factories.make_mission(title="Secret mission")
    row.save()

    page = signed_in_with({row.mission: Role.EDITOR}).get(page_of(row)).content.decode()

    assert "Secret mission" not in page
    assert "one that you do not see" in page


@pytest.mark.once
def test_done_without_choosing_keeps_a_result_that_she_does_not_see(row):
    secret = factories.make_mission(title="Secret mission")
    row.result_mission = secret
    row.save()

    pressed(signed_in_with({row.mission: Role.EDITOR}), row, "done", link="", mission="", reason="Held")

    assert (row.state, row.result_mission) == ("done", secret)


def test_dropping_needs_a_reason_and_reopening_none(row):
    client = signed_in()
    page = pressed(client, row, "drop", reason=" ")
    assert ("Say why." in page.content.decode(), row.state) == (True, "proposed")

    pressed(client, row, "drop", reason="No budget")
    assert (row.state, row.closing_reason) == ("dropped", "No budget")
    page = pressed(client, row, "reopen")
    assert (row.state, row.closing_reason) == ("proposed", "")
    assert "“No budget”" in page.content.decode()


@pytest.mark.once
def test_who_may_not_change_it_reads_it_without_buttons_and_is_refused(row):
    client = signed_in(roles.VIEWER)

    page = client.get(page_of(row))

    assert (page.status_code, page.context["becomes"]) == (200, False)
    assert (page.context["verbs"], page.context["at_once"]) == ([], [])
    assert pressed(client, row, "drop", reason="No").status_code == 403
    assert row.state == "proposed"


@pytest.mark.once
def test_of_another_mission_it_is_not_there(row):
    """faults.md 1"""
    client = signed_in_with({factories.make_mission(): Role.COORDINATOR})

    assert client.get(page_of(row)).status_code == 404
    assert client.post(page_of(row), {"do": "drop", "reason": "No"}).status_code == 404


@pytest.mark.once
def test_a_form_that_says_nothing_sensible_does_nothing(row):
    client = signed_in()
    for typed in ({}, {"do": "explode"}, {"do": "drop", "reason": "No", "seen": "x"}):
        client.post(page_of(row), typed)

        row.refresh_from_db()
        assert row.state == "proposed"


def test_the_form_of_the_admin_sets_no_state(row):
    """faults.md 15: also not when it is posted."""
    client = signed_in()
    fields = fields_of(client.get(address(row)))
    assert {"state", "closing_reason", "closed_on", "result_link", "result_mission"} & set(fields) == set()

    client.post(address(row), {**fields, "state": "done", "closing_reason": "x", "title_en": "Forum"})

    row.refresh_from_db()
    assert (row.state, row.closing_reason, row.title_en) == ("proposed", "", "Forum")


@pytest.mark.once
def test_what_is_closed_says_on_which_day(row):
    with time_machine.travel(dt.datetime(2024, 5, 4, 20, 0, tzinfo=dt.UTC), tick=False):
        page = pressed(signed_in(), row, "drop", reason="No budget")

    assert "5 May 2024" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_those_who_press_at_once_one_does_and_the_others_are_told(row):
    """faults.md 42"""
    seen = str(meanwhile.version(row))

    answers = pressed_at_once(
        lambda client, number: client.post(
            page_of(row), {"do": "drop", "reason": f"Reason {number}", "seen": seen}, follow=True
        )
    )

    told = [answer for answer in answers if "Not done: " in answer.content.decode()]
    assert len(told) == PEOPLE - 1
    row.refresh_from_db()
    assert (row.state, row.history.filter(state="dropped").count()) == ("dropped", 1)
