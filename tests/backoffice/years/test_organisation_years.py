"""What was between us and an organisation: its own and its branches', as far as the reader sees."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from backoffice.years import organisation_page
from delegations.models import DelegateState
from missions.models import Certainty, FollowUpState, MissionRole, Outcome, PartyRole, ReportState, Role
from tests import factories
from tests.backoffice.pages import signed_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """A national union with a branch in Mary, met in two missions; a third mission has nothing to do with it."""
    union = factories.make_organisation(name="National union")
    branch = factories.make_organisation(name="Mary union", parent=union)
    first = factories.make_mission(
        title="First", starts_on=datetime.date(2021, 5, 1), ends_on=datetime.date(2021, 5, 4)
    )
    second = factories.make_mission(title="Second")
    other = factories.make_mission(title="Other")
    factories.make_party(mission=first, organisation=union, role=PartyRole.HOST)
    stop = factories.make_stop(mission=second, place=factories.make_place(name="Mary"))
    item = factories.make_item(stop=stop, title="Meeting with the union", day=datetime.date(2023, 12, 4))
    contact = factories.make_contact(
        organisation=branch,
        person=factories.make_person(family_name="Berdiyev", given_name="Merdan"),
        position="Chairman",
    )
    factories.make_host(item=item, organisation=branch, contact=contact)
    factories.make_visit_report(item=item, state=ReportState.SUBMITTED)
    forum = factories.make_follow_up(
        item=item, title="Forum", state=FollowUpState.AGREED, counterparts=[union]
    )
    closed = factories.make_follow_up(
        mission=first,
        title="Old idea",
        state=FollowUpState.DROPPED,
        closing_reason="No money",
        counterparts=[union],
    )
    paper = factories.make_outcome(
        item=item,
        title="Contract",
        theirs=[branch],
        amount=Decimal("1500000"),
        currency="USD",
        certainty=Certainty.SIGNED,
        dated_on=datetime.date(2023, 12, 6),
    )
    early = factories.make_outcome(
        mission=second, title="Intent", theirs=[union], amount=Decimal("10"), currency="USD"
    )
    factories.make_follow_up(mission=other, title="Nothing of theirs")
    return SimpleNamespace(**locals())


def page_of(client, organisation):
    return client.get(reverse("admin:partners_organisation_years", args=[organisation.pk]))


def test_a_national_union_shows_every_mission_its_branch_people_and_what_is_open(made):
    page = page_of(signed_in(), made.union)

    assert [str(line.name) for line in page.context["lines"]] == ["Second", "First"]
    second, first = page.context["lines"]
    assert first.roles == ["Host"]
    [met] = second.met
    assert (str(met.name), met.when, str(met.through), met.report) == (
        "Meeting with the union",
        "Mary, 4 December 2023",
        "Mary union",
        "submitted",
    )
    assert met.people == ("Merdan Berdiyev, Chairman",)
    assert [str(name) for name, _address in page.context["branches"]] == ["Mary union"]
    assert [str(line.name) for line in page.context["open"].lines] == ["Forum"]
    assert [str(line.name) for line in page.context["closed"].lines] == ["Old idea"]
    assert [str(line.name) for line in page.context["outcomes"].lines] == ["Contract", "Intent"]
    assert [line.address for line in page.context["outcomes"].lines] == [
        reverse("admin:outcome", args=[Outcome.objects.get(title_en=title).pk])
        for title in ("Contract", "Intent")
    ]
    assert [
        tuple(str(each) if each else None for each in person) for person in page.context["people"].lines
    ] == [("Merdan Berdiyev", "Chairman", "Mary union")]


@pytest.mark.once
def test_money_of_different_certainty_is_not_added_up(made):
    page = page_of(signed_in(), made.union)

    assert page.context["sums"] == [("Preliminary", "10\xa0USD"), ("Signed", "1,500,000\xa0USD")]


def test_a_branch_shows_its_own_alone_and_leads_to_its_parent(made):
    page = page_of(signed_in(), made.branch)

    assert [str(line.name) for line in page.context["lines"]] == ["Second"]
    assert page.context["lines"][0].met[0].through is None
    assert page.context["branches"] == []
    assert page.context["parent"] == (
        page.context["parent"][0],
        reverse("admin:partners_organisation_years", args=[made.union.pk]),
    )
    assert str(page.context["parent"][0]) == "National union"
    assert [str(line.name) for line in page.context["outcomes"].lines] == ["Contract"]


def test_whom_it_sent_is_counted_but_for_who_withdrew(made):
    for state in (DelegateState.CONFIRMED, DelegateState.WITHDRAWN):
        factories.make_delegate(mission=made.first, organisation=made.union, state=state)

    page = page_of(signed_in(), made.union)

    assert [line.sent for line in page.context["lines"]] == [0, 1]


def test_its_delegation_is_counted_though_its_members_name_no_organisation_of_their_own(made):
    mission = factories.make_mission(title="Ours")
    delegation = factories.make_delegation(mission=mission, organisation=made.branch)
    factories.make_delegate(mission=mission, delegation=delegation)
    factories.make_delegate(mission=mission, delegation=delegation, organisation=made.branch)

    page = page_of(signed_in(), made.union)

    assert {str(line.name): line.sent for line in page.context["lines"]} == {
        "Ours": 2,
        "Second": 0,
        "First": 0,
    }


def test_who_has_a_role_in_one_mission_reads_of_that_one_alone(made):
    user = make_user()
    MissionRole.objects.create(mission=made.first, user=user, role=Role.VIEWER)
    client = signed_in()
    client.force_login(user)

    page = page_of(client, made.union)

    assert [str(line.name) for line in page.context["lines"]] == ["First"]
    assert [str(line.name) for line in page.context["closed"].lines] == ["Old idea"]
    assert (page.context["open"].lines, page.context["outcomes"].lines, page.context["sums"]) == ([], [], [])
    assert "Meeting with the union" not in page.text


@pytest.mark.once
def test_an_organisation_that_was_in_no_mission_says_so(made):
    page = page_of(signed_in(), factories.make_organisation())

    assert page.context["lines"] == []
    assert "It had a part in no mission that you see." in page.text


def test_a_list_that_goes_on_says_so_and_leads_to_all_of_it(made, monkeypatch):
    monkeypatch.setattr(organisation_page, "MOST", 2)
    for number in range(4):
        factories.make_follow_up(title=f"Idea {number}", counterparts=[made.union])
        factories.make_contact(organisation=made.union)
        factories.make_outcome(theirs=[made.union])
    client = signed_in()

    page = page_of(client, made.union)
    whole = client.get(f"{page.request['PATH_INFO']}?all=1")

    parts = ("open", "outcomes", "people", "closed")
    assert [(len(page.context[name].lines), page.context[name].total) for name in parts] == [
        (2, 5),
        (2, 6),
        (2, 5),
        (1, 1),
    ]
    assert page.text.count("2 of 5 are shown.") == 2
    assert '<a href="?all=1#open">Show all</a>' in page.text
    assert [len(whole.context[name].lines) for name in parts] == [5, 6, 5, 1]
    assert "are shown." not in whole.text


@pytest.mark.once
@pytest.mark.parametrize("more", [1, 3])
def test_the_page_asks_as_much_for_many_rows_as_for_few(made, more, django_assert_max_num_queries):
    for _each in range(more):
        mission = factories.make_mission()
        item = factories.make_item(mission=mission, stop=factories.make_stop(mission=mission))
        factories.make_host(item=item, organisation=made.branch)
        factories.make_follow_up(item=item, counterparts=[made.union])
        factories.make_outcome(item=item, theirs=[made.union])
        factories.make_contact(organisation=made.union)
    client = signed_in()
    page_of(client, made.union)

    with django_assert_max_num_queries(20) as asked:
        page_of(client, made.union)

    assert len(asked) == 18
