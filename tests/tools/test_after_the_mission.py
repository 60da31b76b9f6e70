"""What the pictures of docs/staff.md show: the invented mission after its end, by the verbs of the product."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from missions.models import Mission, VisitReport
from tests import factories
from tools import after_the_mission
from tools.start import ROOT

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def test_it_is_over_and_staff_have_written():
    call_command("load_mission", ROOT / "examples" / "example-mission.json", stdout=io.StringIO())
    mission = Mission.objects.get()
    organiser = factories.make_user(is_staff=True, is_superuser=True)
    reporter = factories.make_user(is_staff=True)

    rows = after_the_mission.tell(mission, organiser, reporter)

    assert mission.ends_on == timezone.localdate() - timedelta(days=2)
    reports = VisitReport.objects.order_by("item__title_en").values_list("item__title_en", "state", "author")
    assert list(reports) == [
        ("Example Federation of Enterprises", "submitted", reporter.pk),
        ("Example Harbour Authority, container terminal", "sent_back", reporter.pk),
        ("Example Pacific Chamber", "submitted", reporter.pk),
        ("Example Robotics, assembly hall", "approved", reporter.pk),
    ]
    assert sorted(mission.follow_ups.values_list("state", flat=True)) == [
        "agreed",
        "agreed",
        "done",
        "in_progress",
        "proposed",
    ]
    assert mission.follow_ups.get(pk=rows["follow_up"]).responsible == organiser
    assert mission.items.get(pk=rows["visit"]).title_en == "Example Noodles, kitchen and laboratory"
    assert sorted(mission.outcomes.values_list("certainty", flat=True)) == [
        "preliminary",
        "preliminary",
        "signed",
    ]
