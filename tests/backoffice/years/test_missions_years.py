"""Missions side by side, and what they come to together."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from delegations.models import DelegateState
from missions.models import Certainty, FollowUpState, ItemStatus, MissionRole, ReportState, Role
from tests import factories
from tests.backoffice.pages import signed_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """Two missions of a series, one beside it."""
    series = factories.make_series(title="Central Asia")
    sector = factories.make_sector(name="Textiles")
    mary = factories.make_place(name="Mary")
    first = factories.make_mission(
        title="First",
        series=series,
        starts_on=datetime.date(2021, 5, 1),
        ends_on=datetime.date(2021, 5, 4),
        state="published",
    )
    second = factories.make_mission(title="Second", series=series, state="published")
    other = factories.make_mission(
        title="Other",
        starts_on=datetime.date(2024, 5, 1),
        ends_on=datetime.date(2024, 5, 4),
        state="published",
    )
    for mission in (first, second):
        stop = factories.make_stop(mission=mission, place=mary)
        item = factories.make_item(mission=mission, stop=stop, kind="meeting", topics=[sector])
    factories.make_item(mission=second, kind="site_visit")
    factories.make_item(mission=second, kind="meeting", status=ItemStatus.CANCELLED)
    factories.make_visit_report(item=item, state=ReportState.APPROVED)
    factories.make_delegate(mission=second, state=DelegateState.CONFIRMED)
    factories.make_delegate(mission=second, state=DelegateState.WITHDRAWN)
    factories.make_follow_up(mission=first, state=FollowUpState.DONE, closing_reason="Held")
    factories.make_follow_up(mission=first)
    factories.make_outcome(
        mission=first,
        amount=Decimal(5),
        currency="USD",
        certainty=Certainty.SIGNED,
        dated_on=datetime.date(2021, 6, 1),
    )
    factories.make_outcome(mission=second, amount=Decimal(7), currency="USD", certainty=Certainty.SIGNED)
    factories.make_outcome(
        mission=second, amount=Decimal(9), currency="KZT", dated_on=datetime.date(2021, 7, 1)
    )
    factories.make_follow_up(mission=other)
    return SimpleNamespace(**locals())


def of_series(client, made):
    return client.get(reverse("admin:missions_series_years", args=[made.series.pk]))


def test_the_missions_of_a_series_stand_side_by_side(made):
    page = of_series(signed_in(), made)

    assert [
        (
            str(line.name),
            line.places,
            line.delegates,
            line.visits,
            line.reports,
            line.follow_ups,
            line.follow_ups_done,
            line.outcomes,
            sums,
        )
        for line, sums in page.context["lines"]
    ] == [
        ("Second", "Mary", 1, 2, 1, 0, 0, 2, [("Preliminary", "9\xa0KZT"), ("Signed", "7\xa0USD")]),
        ("First", "Mary", 0, 1, 0, 2, 1, 1, [("Signed", "5\xa0USD")]),
    ]
    assert page.context["sums"] == [("Preliminary", "9\xa0KZT"), ("Signed", "12\xa0USD")]


def test_charts_count_visits_follow_ups_and_outcomes(made):
    charts = {
        chart.key: [(line.label, line.number, line.parts) for line in chart.lines]
        for chart in of_series(signed_in(), made).context["charts"]
    }

    assert charts == {
        "sectors": [("Textiles", 2, ()), ("sector not stated", 1, ())],
        "places": [("Mary", 2, ()), ("place not known", 1, ())],
        "states": [("Proposed", 1, ()), ("Done", 1, ())],
        "outcomes": [("2021", 2, (1, 1, 0)), ("date not known", 1, (0, 1, 0))],
    }


def test_all_missions_with_the_series_among_them(made):
    page = signed_in().get(reverse("admin:years"))

    assert [str(line.name) for line, _sums in page.context["lines"]] == ["Other", "Second", "First"]
    assert [(str(series), series.number) for series in page.context["series"]] == [("Central Asia", 2)]


def test_who_has_a_role_in_one_mission_reads_of_that_one_alone(made):
    user = make_user()
    MissionRole.objects.create(mission=made.first, user=user, role=Role.VIEWER)
    client = signed_in()
    client.force_login(user)

    page = of_series(client, made)

    assert [str(line.name) for line, _sums in page.context["lines"]] == ["First"]
    assert page.context["sums"] == [("Signed", "5\xa0USD")]
    assert {chart.key: sum(line.number for line in chart.lines) for chart in page.context["charts"]} == {
        "sectors": 1,
        "places": 1,
        "states": 2,
        "outcomes": 1,
    }


@pytest.mark.once
def test_who_may_see_no_results_reads_no_numbers_of_them(made):
    page = signed_in("Releaser").get(reverse("admin:years"))

    assert [
        (line.delegates, line.visits, line.reports, line.follow_ups, line.outcomes, sums)
        for line, sums in page.context["lines"]
    ] == [(None, None, None, None, None, [])] * 3
    assert page.context["charts"] == ()


@pytest.mark.once
def test_without_a_mission_the_page_says_so():
    page = signed_in().get(reverse("admin:years"))

    assert "There is no mission here." in page.text


@pytest.mark.once
@pytest.mark.parametrize("more", [0, 5])
def test_the_page_asks_as_much_for_many_missions_as_for_few(made, more, django_assert_num_queries):
    for _each in range(more):
        mission = factories.make_mission(state="published")
        factories.make_item(mission=mission, stop=factories.make_stop(mission=mission), kind="meeting")
        factories.make_follow_up(mission=mission)
        factories.make_outcome(mission=mission)
    client = signed_in()
    client.get(reverse("admin:years"))

    with django_assert_num_queries(16):
        client.get(reverse("admin:years"))


@pytest.mark.once
def test_only_published_missions_are_compared():
    client = signed_in()
    series = factories.make_series(title="Silk Road")
    factories.make_mission(title="Held", series=series, state="published")
    factories.make_mission(title="Copy", series=series)
    factories.make_mission(title="Called off", series=series, state="cancelled")

    for path in ("admin:years", "admin:missions_series_years"):
        page = client.get(reverse(path, args=[series.pk] if "series" in path else []))

        assert [str(line.name) for line, _sums in page.context["lines"]] == ["Held"]
    assert [one.number for one in client.get(reverse("admin:years")).context["series"]] == [1]
