"""Pages that show a programme before its release: previews, comparisons, plain text. faults.md 11 and 12"""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.rights import roles
from missions import document as documents
from missions import drafts, release
from missions.models import Release
from tests import factories
from tests.backoffice.pages import signed_in
from tests.backoffice.release_pages import made

pytestmark = pytest.mark.django_db

PAGES = ("release", "preview", "compare", "take_back", "drafts", "text", "paper")


def address(name, mission):
    return reverse(f"admin:missions_mission_{name}", args=[mission.pk])


@pytest.fixture
def mission():
    mission = factories.make_mission(languages=["en", "ru"], slug="spring")
    stop = factories.make_stop(mission=mission, first_day=mission.starts_on)
    a, b = (factories.make_group(mission=mission, name=name) for name in ("Group A", "Group B"))
    host = factories.make_organisation(name="Union")
    day = mission.starts_on
    item = {"stop": stop, "day": day, "visibility": "participants"}
    factories.make_item(
        **item,
        title={"en": "Sausages", "ru": "Колбасы"},
        groups=[a],
        hosts=[host],
        starts_at=datetime.time(9),
    )
    factories.make_item(**item, title="Shoes", groups=[b])
    factories.make_item(stop=stop, title="Port", visibility="public", day=day)
    factories.make_item(stop=stop, title="Prices", visibility="staff")
    delegate = factories.make_delegate(mission=mission, groups=[a])
    factories.make_stay(
        delegate=delegate,
        hotel="Grand",
        room="canary-room",
        shared_with=factories.make_delegate(mission=mission, groups=[b]),
    )
    factories.make_leg(mission=mission, passengers=[delegate], carrier="Some airline", number="XX 1")
    return mission


def seen(page):
    text = page.content.decode()
    return {title for title in ("Sausages", "Колбасы", "Shoes", "Port", "Prices") if title in text}


def test_a_preview_is_what_each_reader_will_see(mission):
    client = signed_in()
    delegate = mission.delegates.get(groups__name_en="Group A")
    readers = {
        "public": "public",
        "A": f"group-{mission.groups.get(name_en='Group A').ref}",
        "B": f"group-{mission.groups.get(name_en='Group B').ref}",
        "nobody": "nogroup",
        "delegate": f"delegate-{delegate.ref}",
        "host": f"host-{mission.items.get(title_en='Sausages').hosts.get().organisation.ref}",
    }

    pages = {name: client.get(address("preview", mission), {"as": asked}) for name, asked in readers.items()}

    assert {name: seen(page) for name, page in pages.items()} == {
        "public": {"Port"},
        "A": {"Sausages", "Port"},
        "B": {"Shoes", "Port"},
        "nobody": {"Port"},
        "delegate": {"Sausages", "Port"},
        "host": {"Sausages"},
    }
    for page in pages.values():
        assert "Draft preview, not released" in page.content.decode()
        assert page["Cache-Control"] == "private, no-store"
        assert page["X-Robots-Tag"] == "noindex"
    assert "Some airline" in pages["delegate"].content.decode()
    assert "Some airline" not in pages["A"].content.decode()


@pytest.mark.once
def test_a_preview_leads_nowhere_that_is_not_there(mission):
    page = signed_in().get(address("preview", mission)).content.decode()

    assert "/missions/spring/" not in page
    assert "webcal:" not in page
    assert "/partners/" not in page


@pytest.mark.once
def test_a_preview_in_another_language_has_the_banner_in_the_organisers(mission):
    group = mission.groups.get(name_en="Group A")

    page = signed_in().get(address("preview", mission), {"as": f"group-{group.ref}", "lang": "ru"})

    assert seen(page) == {"Колбасы", "Port"}
    assert '<html lang="ru">' in page.content.decode()
    assert '<section class="notice notice--change" lang="en"' in page.content.decode()


@pytest.mark.once
@pytest.mark.parametrize(
    ("kind", "shown"), [((), True), ((roles.EDITOR_WITH_PEOPLE,), True), ((roles.EDITOR,), False)]
)
def test_what_is_personal_is_shown_to_those_who_may_see_it(mission, kind, shown):
    delegate = mission.delegates.get(groups__name_en="Group A")

    page = signed_in(*kind).get(address("preview", mission), {"as": f"delegate-{delegate.ref}"})

    text = page.content.decode()
    assert "Grand" in text
    assert ("canary-room" in text, "shared with" in text) == (shown, shown)
    assert ("are not shown to you" in text) is not shown


@pytest.mark.once
def test_whoever_may_not_see_who_travels_previews_no_delegate(mission):
    delegate = mission.delegates.first()
    client = signed_in(roles.RELEASER)

    general = client.get(address("preview", mission))

    assert general.status_code == 200
    assert str(delegate.person) not in general.content.decode()
    assert client.get(address("preview", mission), {"as": f"delegate-{delegate.ref}"}).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize(
    "query",
    [
        {"as": "staff"},
        {"as": "group-0af47335-b652-4160-aaf4-53c2fb9d0e88"},
        {"as": "host-x"},
        {"as": "delegate-"},
        {"as": "-"},
        {"lang": "de"},
    ],
)
def test_who_is_not_there_has_no_preview(mission, query):
    assert signed_in().get(address("preview", mission), query).status_code == 404


@pytest.mark.once
def test_another_missions_group_is_not_there(mission):
    other = factories.make_group()

    assert signed_in().get(address("preview", mission), {"as": f"group-{other.ref}"}).status_code == 404


def test_two_versions_are_compared_as_any_reader_and_withdrawn_ones_said(mission):
    made(mission)
    mission.items.filter(title_en="Sausages").update(title_en="Pies")
    second = made(mission, replaces=1)
    release.withdraw(second, by=None, reason="Too early")
    mission.items.filter(title_en="Port").update(title_en="Seaport")
    client = signed_in()

    def rows(**query):
        return [str(row.title) for row in client.get(address("compare", mission), query).context["rows"]]

    assert rows(**{"from": "1", "to": "2"}) == ["Pies"]
    assert rows(**{"from": "1", "to": "2", "as": "public"}) == []
    assert rows() == rows(**{"from": "1", "to": "now"}) == ["Pies", "Seaport"] or rows() == [
        "Seaport",
        "Pies",
    ]
    assert rows(**{"from": "2", "to": "now", "as": "public"}) == ["Seaport"]
    text = client.get(address("compare", mission), {"from": "2", "to": "now"}).content.decode()
    assert "Version 2 was withdrawn: readers do not have it." in text
    assert client.get(address("compare", mission), {"from": "3"}).status_code == 404


@pytest.mark.once
def test_versions_to_compare_are_told_by_the_clock_of_the_mission(mission):
    with time_machine.travel(datetime.datetime(2023, 12, 4, 16, 40, tzinfo=datetime.UTC)):
        made(mission)

    page = signed_in().get(address("compare", mission))

    assert ">Version 1, 4 December 2023, 21:40 (Ashgabat, UTC+5)</option>" in page.content.decode()


@pytest.mark.once
def test_a_comparison_of_a_mission_without_releases(mission):
    page = signed_in().get(address("compare", mission))

    assert (page.status_code, page.context["rows"]) == (200, [])


@pytest.mark.once
def test_the_text_says_which_programme_it_is(mission):
    client = signed_in()
    before = client.get(address("text", mission)).context["text"]
    made(mission)
    mission.items.filter(title_en="Port").update(title_en="Seaport")
    released = client.get(address("text", mission)).context["text"]
    now = client.get(address("text", mission), {"of": "now"}).context["text"]

    assert before.startswith("Draft, not released: the programme as it was on ")
    assert released.startswith("Programme, version 1, released ")
    assert ("Port" in released, "Seaport" in released, "Seaport" in now) == (True, False, True)
    assert "Sausages" not in released


def ask(client, mission):
    queries = {}
    delegate = mission.delegates.first()
    asked = {"preview": {"as": f"delegate-{delegate.ref}"}, "take_back": {"version": "1"}}
    for name in PAGES:
        client.get(address(name, mission))
        with CaptureQueriesContext(connection) as found:
            page = client.get(address(name, mission), asked.get(name, {}))
        assert page.status_code == 200
        assert len(page.content) < 150_000, name
        queries[name] = len(found)
    return queries


@pytest.mark.once
def test_pages_take_as_many_queries_for_one_item_as_for_thirty(mission):
    client = signed_in()
    user = factories.make_user()

    def grow(number):
        stop = mission.stops.get()
        for _ in range(number):
            group = factories.make_group(mission=mission)
            contact = factories.make_contact()
            item = factories.make_item(
                stop=stop,
                visibility="public",
                groups=[group],
                topics=[factories.make_sector()],
                description="Long " * 100,
            )
            factories.make_host(item=item, contact=contact)
            factories.make_delegate(mission=mission, groups=[group])
        document = documents.make(mission, {})
        link, _token = drafts.make(mission, reader="Embassy", host=None, document=document, days=3, by=user)
        drafts.answer(link, name="A", approved=True, remark="")

    grow(1)
    made(mission)
    mission.items.filter(title_en="Port").update(title_en="Seaport")
    grow(1)
    few = ask(client, mission)
    made(mission, replaces=1)
    grow(28)
    many = ask(client, mission)

    assert many == few
    assert max(many.values()) <= 20, many
    assert Release.objects.count() == 2
