"""Scenario 6 of the field: who may not see passports meets a number nowhere, and it is deleted on its day."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from delegations.models import TravelDocument, TravelDocumentLook
from missions.models import Role
from tests import factories
from tests.backoffice.members import member
from tests.browser import steps

pytestmark = pytest.mark.postgresql

NUMBER = "CANARY7NUMBER"
TODAY = datetime.datetime(2023, 12, 1, 6, tzinfo=datetime.UTC)


@pytest.fixture
def document():
    mission = factories.make_mission(slug="silk-road")
    person = factories.make_person(family_name="Orazowa", given_name="Maral")
    return factories.make_travel_document(
        factories.make_delegate(mission=mission, person=person), number=NUMBER, surname="ORAZOWA7CANARY"
    )


def pages_about(document):
    """Lists, the row itself, searches, files and histories in which a number could stand."""
    delegate, mission = document.delegate, document.delegate.mission
    return [
        "/admin/",
        "/admin/records/",
        "/admin/delegations/delegate/",
        f"/admin/delegations/delegate/?q={NUMBER}",
        f"/admin/search/?q={NUMBER}",
        reverse("admin:delegations_delegate_change", args=[delegate.pk]),
        reverse("admin:delegations_delegate_history", args=[delegate.pk]),
        *(steps.page_of(mission, name) for name in ("people", "lists", "cautions", "changes", "board")),
    ]


def test_a_programme_editor_meets_no_passport_and_it_is_deleted_on_its_day(open_page, signed_in, document):
    with time_machine.travel(TODAY, tick=True):
        delegate, mission = document.delegate, document.delegate.mission
        page = open_page()
        signed_in(page, member({mission: Role.EDITOR}))
        for address in pages_about(document):
            page.goto(address)
            content = page.content()
            if "?q=" in address:  # what was searched for stands in the page, and finds nobody
                content = content.replace(NUMBER, "")
                assert page.locator(f'main a[href*="/delegate/{delegate.pk}/"]').count() == 0
            assert "CANARY" not in content, address
        for name in ("lists_pdf", "lists_xlsx"):
            assert NUMBER.encode() not in page.request.get(steps.page_of(mission, name)).body()
        own = reverse("admin:delegations_delegate_travel_document", args=[delegate.pk])
        refused = [
            own,
            *(steps.page_of(mission, name) for name in ("travel", "visas", "visas_pdf", "visas_xlsx")),
        ]
        answers = [page.request.get(address) for address in refused]
        assert [answer.status for answer in answers] == [403] * 5
        assert [
            address for address, answer in zip(refused, answers, strict=True) if "CANARY" in answer.text()
        ] == []
        page.goto(own)
        assert "CANARY" not in page.content()
        assert [said for said in page.complaints if "403" not in said] == []
        page.complaints.clear()

        reader = open_page()
        protocol = member({mission: Role.PROTOCOL}, email="protocol@example.org")
        signed_in(reader, protocol)
        reader.goto(own)
        assert reader.get_by_label("Number of the passport").input_value() == NUMBER
        reader.goto(steps.page_of(mission, "travel_record"))
        assert steps.words_of(reader.locator("tbody tr").first)[0].endswith(
            "Looked at Maral Orazowa protocol@example.org"
        )

    last = datetime.datetime.combine(mission.ends_on, datetime.time(12), datetime.UTC)
    with time_machine.travel(last + datetime.timedelta(60), tick=True):
        call_command("purge_travel_documents", verbosity=0)
        assert not TravelDocument.objects.exists()
        assert TravelDocumentLook.objects.first().act == "purged"
        signed_in(reader, protocol)  # her session is long over
        reader.goto(steps.page_of(mission, "travel"))
        assert "no travel documents of it are kept any more" in reader.locator("main").inner_text()
