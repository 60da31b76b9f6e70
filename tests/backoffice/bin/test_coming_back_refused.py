"""What cannot come back as it was: each time a sentence says why, and what stays away."""

import pytest
from django.urls import reverse

from backoffice.mission_file import dump
from backoffice.models import Deleted
from delegations.models import Attendance, Delegate
from missions.models import Mission, ProgrammeItem, ReportState
from tests import factories
from tests.backoffice.bin.pressing import PAGE, bring_back, delete, said
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db


def test_the_place_on_the_list_that_another_took_is_said(mission):
    delegate = mission.delegates.get()
    client = signed_in()
    delete(client, delegate)
    factories.make_delegate(mission=mission, precedence=delegate.precedence)
    before = dump.text(dump.data(mission))

    back = bring_back(client, Deleted.objects.get())

    assert said(back) == [
        f"Not brought back: Delegate “{delegate}”. Another delegate of this mission has this precedence."
    ]
    assert dump.text(dump.data(mission)) == before
    assert Deleted.objects.count() == 1


def test_what_it_stood_on_must_be_there(mission):
    stop = factories.make_stop(mission=mission)
    item = factories.make_item(stop=stop, title="Walk")
    client = signed_in()
    delete(client, item)
    delete(client, stop)
    first, second = Deleted.objects.order_by("pk")

    refused = bring_back(client, first)
    bring_back(client, second)
    bring_back(client, first)

    assert said(refused) == ["Not brought back: Programme item “Walk”. What stood there as “stop” is gone."]
    assert ProgrammeItem.objects.filter(title_en="Walk", stop=stop).exists()


def test_what_hung_on_it_and_on_what_is_gone_stays_away_and_that_is_said(mission):
    item, delegate = mission.items.get(), mission.delegates.get()
    client = signed_in()
    delete(client, item)
    delete(client, delegate, for_good="1")

    back = bring_back(client, Deleted.objects.get())

    assert said(back) == [
        "“Visit” is back.",
        "1 row that belonged to it could not come back: what it needs is gone or has changed.",
    ]
    assert not Delegate.objects.exists()


def test_who_was_there_is_not_brought_back_into_an_approved_report(mission):
    item, attendance = mission.items.get(), Attendance.objects.get()
    client = signed_in()
    delete(client, attendance)
    report = factories.make_visit_report(item=item, state=ReportState.APPROVED)

    refused = bring_back(client, Deleted.objects.get())

    assert said(refused) == [
        f"Not brought back: Attendance “{attendance}”. The report of this visit is approved. "
        "Reopen it on its page before you change who was there."
    ]
    assert (Attendance.objects.count(), Deleted.objects.count()) == (0, 1)

    type(report).objects.update(state=ReportState.DRAFT)
    bring_back(client, Deleted.objects.get())
    assert Attendance.objects.get() == attendance


def test_a_slug_that_another_mission_took_is_said(mission):
    client = signed_in()
    delete(client, mission)
    factories.make_mission(slug="whole")

    back = bring_back(client, Deleted.objects.get())

    assert said(back) == [
        "Not brought back: Mission “Mission to Turkmenistan”. Another row has its “slug” now."
    ]


@pytest.mark.once
def test_days_that_the_mission_has_no_more_are_said():
    mission = factories.make_mission()
    item = factories.make_item(mission=mission, title="Farewell", day=factories.LAST_DAY)
    client = signed_in()
    delete(client, item)
    Mission.objects.update(ends_on=factories.FIRST_DAY)

    [sentence] = said(bring_back(client, Deleted.objects.get()))

    assert sentence == (
        "Not brought back: Programme item “Farewell”. "
        "The day lies outside the mission's days, 2023-12-04 to 2023-12-04."
    )


def test_a_key_that_is_gone_is_said(mission):
    client = signed_in()
    delete(client, mission.items.get())
    Deleted.objects.update(rows_encrypted=b"of another key")

    assert said(bring_back(client, Deleted.objects.get())) == [
        "This was encrypted with a key that is gone; it cannot be read any more."
    ]
    assert client.get(PAGE).status_code == 200


@pytest.mark.once
def test_numbers_that_mean_nothing_are_answered_with_a_sentence():
    client = signed_in()
    for number in ("0", "12345", str(2**63 + 1), "x", ""):
        for name in ("bring_back", "for_good"):
            response = client.post(
                reverse(f"admin:backoffice_deleted_{name}"), {"entry": number}, follow=True
            )
            assert (response.status_code, len(said(response))) == (200, 1)
