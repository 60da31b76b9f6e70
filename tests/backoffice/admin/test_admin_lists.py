"""Every list of ours opens, for those who may, in a number of queries that does not grow.

How heavy forms and histories are, and how much they ask: frame/test_every_page.py.
"""

import datetime

import pytest
from django.contrib import admin
from django.urls import reverse

from backoffice.rights import roles
from delegations import links
from delegations.models import AccessLink, Attendance, Delegate, Delegation, Leg, Stay, members_of_groups
from missions import release
from missions.models import (
    Attachment,
    Cost,
    Deadline,
    FollowUp,
    Group,
    Host,
    Mission,
    Outcome,
    Party,
    ProgrammeItem,
    Rate,
    Release,
    ResultsRelease,
    Series,
    SiteVisit,
    Stop,
    VisitReport,
)
from partners.models import Contact, Organisation, Person, Place, Sector
from tests import factories
from tests.backoffice.pages import address, address_of, save, signed_in

pytestmark = pytest.mark.django_db

ROOMS = {"partners", "missions", "delegations"}


def make_release():
    mission = factories.make_mission()
    factories.make_item(mission=mission)
    return release.release(
        mission, by=factories.make_user(), members=members_of_groups(mission), replaces=None
    )


def make_results():
    mission = factories.make_mission(outcome_summary="All went well.")
    return release.release_results(mission, by=factories.make_user(), replaces=None)


def make_link():
    links.make(factories.make_delegate())
    return AccessLink.objects.latest("pk")


def make_visit():
    stop = factories.make_stop()
    item = factories.make_item(stop=stop, day=stop.mission.starts_on, kind="site_visit")
    return SiteVisit.objects.get(pk=factories.make_visit_report(item=item).item_id)


def make_item():
    stop = factories.make_stop()
    return factories.make_item(
        stop=stop,
        day=stop.mission.starts_on,
        starts_at=datetime.time(9),
        hosts=[factories.make_organisation()],
        groups=[factories.make_group(mission=stop.mission)],
        topics=[factories.make_sector()],
    )


def make_delegate():
    mission = factories.make_mission()
    return factories.make_delegate(
        mission=mission,
        groups=[factories.make_group(mission=mission)],
        organisation=factories.make_organisation(),
    )


def make_mission():
    mission = factories.make_mission(series=factories.make_series(), sectors=[factories.make_sector()])
    factories.make_party(
        mission=mission, contact=(contact := factories.make_contact()), organisation=contact.organisation
    )
    factories.make_stop(mission=mission)
    factories.make_group(mission=mission)
    return mission


MAKERS = {
    AccessLink: make_link,
    Attachment: factories.make_attachment,
    Attendance: factories.make_attendance,
    Contact: factories.make_contact,
    Cost: lambda: factories.make_cost(item=factories.make_item(), payer=factories.make_organisation()),
    Deadline: factories.make_deadline,
    Delegate: make_delegate,
    Delegation: factories.make_delegation,
    FollowUp: lambda: factories.make_follow_up(
        item=factories.make_item(), counterparts=[factories.make_organisation()]
    ),
    Group: factories.make_group,
    Host: lambda: factories.make_host(contact=factories.make_contact()),
    Leg: lambda: factories.make_leg(mission=(d := make_delegate()).mission, passengers=[d]),
    Mission: make_mission,
    Organisation: lambda: (
        factories.make_contact(
            organisation=factories.make_organisation(
                place=factories.make_place(), parent=factories.make_organisation()
            )
        ).organisation
    ),
    Outcome: lambda: factories.make_outcome(ours=[factories.make_organisation()]),
    Party: factories.make_party,
    Person: factories.make_person,
    Place: factories.make_place,
    ProgrammeItem: make_item,
    Rate: factories.make_rate,
    Release: make_release,
    ResultsRelease: make_results,
    Sector: factories.make_sector,
    Series: factories.make_series,
    SiteVisit: make_visit,
    Stay: lambda: factories.make_stay(shared_with=None),
    Stop: factories.make_stop,
    VisitReport: factories.make_visit_report,
}
# Two of them find the session and the user, two count, one reads the rows; filters and months take the rest.
QUERIES = {
    AccessLink: 5,
    Attachment: 6,
    Attendance: 6,
    Contact: 5,
    Cost: 7,
    Deadline: 6,
    Delegate: 7,
    Delegation: 6,
    FollowUp: 8,
    Group: 6,
    Host: 6,
    Leg: 8,
    Mission: 9,
    Organisation: 7,
    Outcome: 6,
    Party: 6,
    Person: 5,
    Place: 6,
    ProgrammeItem: 8,
    Rate: 9,
    Release: 8,
    ResultsRelease: 8,
    Sector: 5,
    Series: 5,
    SiteVisit: 8,
    Stay: 9,
    Stop: 6,
    VisitReport: 6,
}
BY_NAME = pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.label)


def test_every_page_of_ours_is_tested_here():
    ours = {model for model in admin.site._registry if model._meta.app_label in ROOMS}

    assert ours == set(MAKERS)


@pytest.mark.once
@BY_NAME
def test_a_list_takes_as_many_queries_for_one_row_as_for_three(model, django_assert_num_queries):
    client = signed_in()

    for more in (1, 2):
        for _row in range(more):
            MAKERS[model]()
        client.get(address_of(model))  # content types are remembered from now on
        with django_assert_num_queries(QUERIES[model]):
            page = client.get(address_of(model))
        assert page.status_code == 200

    assert page.context["cl"].result_count >= 3


@BY_NAME
def test_a_list_is_searched_and_sorted(model):
    """By all its columns at once, one after the other."""
    client = signed_in()
    MAKERS[model]()
    columns = range(1, len(admin.site._registry[model].list_display) + 1)
    by_all = ".".join(map(str, columns))

    for asked in ({"o": by_all}, {"o": by_all, "q": "Қазақ 100%_"}):
        assert client.get(address_of(model), asked).status_code == 200


def test_history_tells_of_what_was_added_and_taken_beside_the_row():
    client, item = signed_in(), make_item()
    host = item.hosts.get()
    name = str(host)
    save(client, address(item), **{"hosts-0-DELETE": "on"})

    page = client.get(address(item, "history"))

    beside = {str(label): entries for label, entries in page.context["beside"]}
    assert beside.keys() == {"hosts", "groups that take part"}
    entries = beside["hosts"]
    assert [(entry.history_type, row) for entry, row in entries] == [("-", name), ("+", name)]
    host.organisation.delete()
    page = client.get(address(item, "history"))
    hosts = {str(label): entries for label, entries in page.context["beside"]}["hosts"]
    assert [row for _entry, row in hosts] == [f"#{entries[0][0].id}"] * 2


def test_the_work_list_leads_to_a_report_and_to_writing_one():
    visit = make_visit()
    unwritten = factories.make_item(kind="visit", mission=visit.mission)
    factories.make_item(kind="meal", mission=visit.mission)

    reporter = signed_in(roles.REPORTER).get(address_of(SiteVisit))
    viewer = signed_in(roles.VIEWER).get(address_of(SiteVisit))
    missing = signed_in().get(address_of(SiteVisit), {"report": "none"})
    drafts = signed_in().get(address_of(SiteVisit), {"report": "draft"})

    assert {row.pk for row in reporter.context["cl"].result_list} == {visit.pk, unwritten.pk}
    assert reverse("admin:visit_report", args=[visit.pk]) in reporter.content.decode()
    write = reverse("admin:visit_report", args=[unwritten.pk])
    assert (write in reporter.content.decode(), write in viewer.content.decode()) == (True, False)
    assert [row.pk for row in missing.context["cl"].result_list] == [unwritten.pk]
    assert [row.pk for row in drafts.context["cl"].result_list] == [visit.pk]


def test_who_begins_a_report_is_its_author():
    client, item = signed_in(roles.REPORTER), factories.make_item()

    page = save(client, f"{address_of(VisitReport, 'add')}?item={item.pk}", summary_ru="Осмотр порта")

    report = VisitReport.objects.get()
    assert (report.item, report.author, report.summary_ru) == (item, page.wsgi_request.user, "Осмотр порта")


@pytest.mark.parametrize(
    "model",
    [Mission, *(pytest.param(model, marks=pytest.mark.once) for model in (Organisation, Delegate))],
)
def test_signs_that_no_text_may_hold_are_no_server_error(model):
    client = signed_in()
    asked = {"app_label": "missions", "model_name": "party", "field_name": "organisation", "term": "a\0b"}

    assert client.get(address_of(model), {"q": "a\0b"}).status_code == 200
    assert client.get(address_of(model), {"id__contains": "\0"}).status_code == 400
    assert client.get(reverse("admin:autocomplete"), asked).status_code == 200
    assert client.get(address_of(model, "add"), {"mission": "9" * 40}).status_code == 200


@pytest.mark.once  # refused before it is asked
@pytest.mark.parametrize("asked", ["mission__id__exact", "mission__id__in", "due_on__year"])
def test_a_number_that_no_row_has_is_refused_by_a_list_and_its_file(asked):
    client = signed_in()
    for number in ("9" * 19, "-" + "9" * 19, "1,9" + "9" * 19, "9" * 400):
        for where in (address_of(FollowUp), reverse("admin:export", args=["follow-ups"])):
            assert client.get(where, {asked: number}).status_code == 400, number


@pytest.mark.parametrize("year", ["9999", "9999999999"])
def test_a_year_after_which_no_other_comes_is_refused(year):
    assert signed_in().get(address_of(FollowUp), {"due_on__year": year}).status_code == 400
