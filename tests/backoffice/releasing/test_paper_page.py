"""The programme on paper for staff: as any reader has it, released or as the rows are, as PDF and DOCX."""

import datetime
import io

import docx
import pytest
from django.urls import reverse

from backoffice.rights import roles
from tests import factories, papers
from tests.backoffice.pages import signed_in
from tests.backoffice.release_pages import made

pytestmark = pytest.mark.django_db

TITLES = ("Sausages", "Колбасы", "Shoes", "Port", "Prices")


@pytest.fixture
def mission():
    """Two groups with an item each, a public item, and one for staff, with a mask."""
    mission = factories.make_mission(languages=["en", "ru"], slug="spring", title="Spring")
    stop = factories.make_stop(mission=mission, first_day=mission.starts_on)
    a, b = (factories.make_group(mission=mission, name=name) for name in ("Group A", "Group B"))
    item = {"stop": stop, "day": mission.starts_on, "visibility": "participants"}
    factories.make_item(
        **item, title={"en": "Sausages", "ru": "Колбасы"}, groups=[a], starts_at=datetime.time(9)
    )
    factories.make_item(**item, title="Shoes", groups=[b])
    factories.make_item(stop=stop, title="Port", visibility="public", day=mission.starts_on)
    factories.make_item(
        stop=stop, title="Prices", public_title="A meeting", visibility="staff", staff_notes="Canary note"
    )
    factories.make_delegate(mission=mission, groups=[a], person=factories.make_person(family_name="Otegenov"))
    return mission


def address(name, mission):
    return reverse(f"admin:missions_mission_{name}", args=[mission.pk])


def words(answer):
    """What is read in a file."""
    if answer["Content-Type"] == "application/pdf":
        return papers.text(answer.content)
    file = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return " ".join(
        [*(one.text for one in file.paragraphs), *cells, file.sections[0].footer.paragraphs[0].text]
    )


def seen(answer):
    said = words(answer)
    return {title for title in TITLES if title in said}


@pytest.mark.parametrize("name", ["pdf", pytest.param("docx", marks=pytest.mark.once)])
def test_each_reader_has_what_is_hers(mission, name):
    client = signed_in()
    a = mission.groups.get(name_en="Group A")

    def printed(**query):
        return client.get(address(name, mission), query)

    assert seen(printed()) == {"Sausages", "Shoes", "Port"}
    assert seen(printed(**{"as": "public"})) == {"Port"}
    assert seen(printed(**{"as": f"group-{a.ref}"})) == {"Sausages", "Port"}
    assert seen(printed(**{"as": f"group-{a.ref}", "with": "ru"})) == {"Sausages", "Колбасы", "Port"}
    assert "As seen by: Group A." in words(printed(**{"as": f"group-{a.ref}"}))
    # what is for staff alone is in no document, but for its mask
    assert "A meeting" in words(printed())
    assert "Canary" not in words(printed())


@pytest.mark.once
@pytest.mark.parametrize("name", ["pdf", "docx"])
def test_it_is_what_was_released_or_says_that_it_was_not(mission, name):
    client = signed_in()
    draft = client.get(address(name, mission))
    made(mission)
    mission.items.filter(title_en="Port").update(title_en="Seaport")
    released = client.get(address(name, mission))
    now = client.get(address(name, mission), {"of": "now"})

    assert "Draft, not released: the programme as it was on" in words(draft)
    assert "Programme, version 1, released" in words(released)
    assert "Draft, not released" in words(now)
    assert ["Seaport" in words(answer) for answer in (draft, released, now)] == [False, False, True]


@pytest.mark.once
def test_files_are_named_by_what_they_are_and_kept_by_no_cache(mission):
    client = signed_in()
    made(mission)

    answers = [
        client.get(address("pdf", mission), {"as": "public", "with": "ru"}),
        client.get(address("docx", mission), {"of": "now"}),
        client.get(address("docx", mission), {"of": "now", "as": ""}),
    ]

    assert [answer["Content-Disposition"] for answer in answers] == [
        'inline; filename="spring-public-version-1-en-ru.pdf"',
        'attachment; filename="spring-staff-draft-en.docx"',
        'attachment; filename="spring-staff-draft-en.docx"',
    ]
    assert all("no-store" in answer["Cache-Control"] for answer in answers)


@pytest.mark.once
@pytest.mark.parametrize("name", ["paper", "pdf", "docx"])
def test_what_is_not_there_is_not_found(mission, name):
    client = signed_in()
    strange = ({"as": "group-none"}, {"as": "nobody"}, {"with": "de"}, {"lang": "de"})

    assert [client.get(address(name, mission), query).status_code for query in strange] == [404] * 4


@pytest.mark.once
@pytest.mark.parametrize("name", ["paper", "pdf", "docx"])
def test_delegates_are_named_to_those_alone_who_may_see_who_travels(mission, name):
    delegate = mission.delegates.get()
    query = {"as": f"delegate-{delegate.ref}"}

    found = [
        signed_in(kind).get(address(name, mission), query).status_code
        for kind in (roles.EDITOR, roles.RELEASER)
    ]

    assert found == [200, 404]


@pytest.mark.once
def test_the_page_offers_versions_readers_and_languages(mission):
    client = signed_in()
    made(mission)

    page = client.get(address("paper", mission), {"with": "kk"}).content.decode()

    assert 'formaction="pdf/"' in page
    assert 'formaction="docx/"' in page
    assert '<option value="staff" selected>' in page
    assert '<option value="released" selected>' in page
    assert '<option value="kk" lang' not in page
    assert page.count('<option value="kk" selected>') == 1
    release_page = client.get(address("release", mission)).content.decode()
    assert address("paper", mission) in release_page
