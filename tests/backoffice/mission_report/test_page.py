"""The page of a mission's report: what it offers to whom, and the files that it gives."""

import io
import itertools
import zipfile

import pytest
from django.urls import reverse

from backoffice.rights import roles
from missions.models import MissionState
from reports.models import Export
from tests import factories, papers
from tests.backoffice.pages import signed_in
from tests.missions.published import load_reference

pytestmark = pytest.mark.django_db

FORMS = {"pdf": b"%PDF", "docx": b"PK", "xlsx": b"PK", "zip": b"PK"}


def address(mission, name=""):
    return reverse(f"admin:missions_mission_report{name}", args=[mission.pk])


def asked(client, mission, **values):
    return client.post(
        address(mission, "_file"), {"variant": "internal", "lang": "en", "with": "", "form": "pdf", **values}
    )


def test_the_page_offers_both_variants_of_a_mission_that_is_public():
    page = signed_in(roles.VIEWER).get(address(load_reference()))

    assert [option.value for option in page.context["variants"]] == ["internal", "public"]


def test_a_draft_has_no_report_for_the_public():
    client = signed_in(roles.VIEWER)
    mission = factories.make_mission(state=MissionState.DRAFT)

    page = client.get(address(mission))

    assert [option.value for option in page.context["variants"]] == ["internal"]
    assert "once the programme is released" in page.content.decode()
    assert asked(client, mission, variant="public").status_code == 404


@pytest.mark.once
def test_one_press_gives_a_file():
    mission, client = load_reference(), signed_in(roles.VIEWER)

    for variant, form in itertools.product(("internal", "public"), FORMS):
        answer = asked(client, mission, form=form, variant=variant, lang="ru", **{"with": "en"})

        name = f"{mission.slug}-report-{variant}-ru-en.{form}"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.content.startswith(FORMS[form]), name


@pytest.mark.once
def test_one_file_has_all_three():
    mission = load_reference()

    answer = asked(signed_in(roles.VIEWER), mission, form="zip")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [
            f"{mission.slug}-report-internal-en.{form}" for form in ("pdf", "docx", "xlsx")
        ]
        assert "Kazakhstan to Turkmenistan" in papers.text(
            archive.read(f"{mission.slug}-report-internal-en.pdf")
        )


@pytest.mark.once
def test_what_is_not_offered_is_not_found():
    client, mission = signed_in(roles.VIEWER), load_reference()

    for wrong in ({"form": "doc"}, {"variant": "all"}, {"lang": "de"}, {"with": "de"}):
        assert asked(client, mission, **wrong).status_code == 404, wrong


def test_each_file_leaves_an_entry_in_the_record():
    mission = load_reference()
    client = signed_in(roles.VIEWER)

    asked(client, mission, variant="public", lang="kk", **{"with": "tk"})
    asked(client, mission, form="zip")

    assert [
        (row.list_key, row.form, row.lang, row.filters, row.mission_id, row.end.rows)
        for row in Export.objects.order_by("pk")
    ] == [
        ("mission_report", "pdf", "kk-tk", {"variant": ["public"]}, mission.pk, 13),
        ("mission_report", "pdf", "en", {"variant": ["internal"]}, mission.pk, 13),
        ("mission_report", "docx", "en", {"variant": ["internal"]}, mission.pk, 13),
        ("mission_report", "xlsx", "en", {"variant": ["internal"]}, mission.pk, 13),
    ]


def test_nothing_is_made_by_looking():
    assert signed_in().get(address(load_reference(), "_file")).status_code == 405
