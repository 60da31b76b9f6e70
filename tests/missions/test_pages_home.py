"""The first page: which missions it lists where, its filters, and what was agreed."""

import datetime
import re

import pytest
import time_machine

from missions import release
from tests.factories import (
    make_follow_up,
    make_item,
    make_mission,
    make_organisation,
    make_party,
    make_place,
    make_sector,
    make_stop,
)
from tests.markup import faults
from tests.missions.published import afresh, load_reference, publish, publish_results, published, text_of

pytestmark = pytest.mark.django_db

TITLE = re.compile(r'<h3><a href="/en/missions/[^"#]+/"[^>]*>([^<]*)')


def home(client, query=""):
    answer = client.get(f"/en/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def listed(page):
    """The titles of the missions under each heading."""
    sections = re.split(r'<h2 id="(\w+)">', page)
    return {
        name: titles
        for name, text in zip(sections[1::2], sections[2::2], strict=True)
        if (titles := TITLE.findall(text))
    }


def mission_on(first, last, **fields):
    return publish(
        make_mission(
            starts_on=datetime.date(*first), ends_on=datetime.date(*last), zone="Asia/Ashgabat", **fields
        )
    )


def three_missions():
    mission_on((2023, 12, 1), (2023, 12, 3), title="Past")
    mission_on((2023, 12, 4), (2023, 12, 7), title="Now")
    mission_on((2023, 12, 8), (2023, 12, 9), title="Next")


@time_machine.travel("2023-12-05T12:00Z", tick=False)
def test_missions_stand_under_what_they_are_today(client):
    three_missions()

    assert listed(home(client)) == {"under_way": ["Now"], "upcoming": ["Next"], "completed": ["Past"]}


@pytest.mark.parametrize(
    ("now", "group"), [("2023-12-03T18:59Z", "upcoming"), ("2023-12-03T19:01Z", "under_way")]
)
def test_a_mission_begins_by_its_own_clock(client, now, group):
    """Faults of zones in peers (faults.md 37): midnight in Ashgabat is 19:00 UTC, whatever the server says."""
    with time_machine.travel(now, tick=False):
        mission_on((2023, 12, 4), (2023, 12, 7), title="Now")

        assert listed(home(client)) == {group: ["Now"]}


@pytest.mark.once
def test_the_page_of_yesterday_is_not_shown_after_midnight(client):
    mission_on((2023, 12, 4), (2023, 12, 7), title="Now")
    found = []
    for now in ("2023-12-03T18:59Z", "2023-12-03T19:01Z"):
        with time_machine.travel(now, tick=False):
            found.append(listed(home(client)))

    assert found == [{"upcoming": ["Now"]}, {"under_way": ["Now"]}]


def test_a_draft_and_what_is_being_edited_are_not_listed(client):
    make_mission(title="A draft")
    mission = published(title="As released")
    mission.title_en = "Being edited"
    mission.save()
    afresh()

    assert listed(home(client)) == {"completed": ["As released"]}


def test_a_mission_taken_back_leaves_the_list(client):
    mission = published(title="Taken back")
    release.take_back(mission, by=None)
    afresh()

    assert "Taken back" not in home(client)


@pytest.mark.once
def test_a_cancelled_mission_says_so_in_the_list(client):
    mission = published(title="Not taking place")
    release.cancel(mission, by=None)
    afresh()

    page = home(client)

    assert '<span class="state state--cancelled">Cancelled</span>' in page
    assert listed(home(client, "?status=cancelled")) == {"completed": ["Not taking place"]}
    assert listed(home(client, "?status=completed")) == {}


def two_to_filter():
    logistics = make_sector(slug="logistics", name="Logistics")
    one = make_mission(
        title="To Turkmenistan", starts_on=datetime.date(2023, 12, 30), ends_on=datetime.date(2024, 1, 2)
    )
    make_stop(mission=one, place=make_place())
    make_item(mission=one, visibility="public", topics=[logistics])
    two = make_mission(title="To Japan", sectors=[make_sector(slug="steel", name="Steel")])
    make_stop(mission=two, place=make_place(name="Tokyo", country="JP", zone="Asia/Tokyo"))
    make_item(mission=two, visibility="delegation", topics=[logistics])
    publish(one)
    publish(two)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?country=TM", ["To Turkmenistan"]),
        ("?country=JP", ["To Japan"]),
        ("?sector=logistics", ["To Turkmenistan"]),
        ("?sector=steel", ["To Japan"]),
        ("?year=2024", ["To Turkmenistan"]),
        ("?year=2023", ["To Turkmenistan", "To Japan"]),
        ("?status=completed&country=JP&sector=steel&year=2023", ["To Japan"]),
        ("?status=upcoming", []),
        ("?country=&sector=&year=&status=", ["To Turkmenistan", "To Japan"]),
    ],
)
def test_filters_find_what_the_public_sees(client, query, titles):
    """faults.md 6: a topic of an item for the delegation finds nothing."""
    two_to_filter()

    assert listed(home(client, query)).get("completed", []) == titles


@pytest.mark.once
def test_filters_keep_their_values_and_the_languages_keep_the_filters(client):
    two_to_filter()

    page = home(client, "?country=JP&year=2023")

    assert '<option value="JP" selected>Japan</option>' in page
    assert '<option value="2023" selected>2023</option>' in page
    assert page.count(" selected") == 2
    assert 'href="/ru/?country=JP&amp;year=2023"' in page


@pytest.mark.parametrize(
    "query",
    [
        "?sector=%3Cscript%3E",
        "?year=999999999999999999999",
        "?status=\x00",
        "?page=-1",
        *(
            pytest.param(query, marks=pytest.mark.once)
            for query in (
                "?country=XX",
                "?country=tm",
                "?year=twenty",
                "?year=%D9%A2%D9%A0%D9%A2%D9%A3",
                "?page=0",
                "?page=1e9",
                "?page=%C2%B2",
                "?country=%FF%FE",
            )
        ),
    ],
)
def test_nonsense_in_a_filter_is_left_out_and_said(client, query):
    two_to_filter()

    page = home(client, query)

    assert len(listed(page)["completed"]) == 2
    assert "Part of the filter asks for something that does not exist here; it was left out." in page
    assert faults(page) == []


@pytest.mark.once
def test_an_address_with_other_words_is_no_filter(client):
    two_to_filter()

    page = home(client, "?utm_source=letter")

    assert "Part of the filter" not in page


@pytest.mark.once
def test_filters_without_a_match_lead_back_to_all(client):
    two_to_filter()

    page = home(client, "?country=JP&sector=logistics")

    assert listed(page) == {}
    assert text_of(page, ".results") == "0 missions. Show all missions"


@pytest.mark.once
def test_completed_missions_come_by_fifties(client):
    for number in range(52):
        mission_on((2000, 1, 1 + number % 28), (2000, 2, 1), title=f"Mission {number}")

    first, second, beyond = (home(client, query) for query in ("", "?page=2", "?page=99"))

    assert [len(listed(page)["completed"]) for page in (first, second, beyond)] == [50, 2, 2]
    assert '<a href="?page=2" rel="next">Earlier missions</a>' in first
    assert '<a href="?page=1" rel="prev">Later missions</a>' in second


def test_what_was_agreed_leads_to_its_mission_the_earliest_due_first(client):
    mission = make_mission(slug="silk-road", title="Silk Road")
    make_follow_up(mission=mission, title="Open", published=True, state_words="voiced and supported")
    make_follow_up(
        mission=mission,
        title="Forum",
        published=True,
        state="agreed",
        due_on=datetime.date(2024, 12, 31),
        due_precision="year",
        place=make_place(),
    )
    make_follow_up(mission=mission, title="Dropped", published=True, state="dropped")
    make_follow_up(mission=mission, title="Hidden")
    publish(mission)
    publish_results(mission)

    page = home(client)

    agreed = text_of(page, "[aria-labelledby=agreed]")
    assert agreed == (
        "What was agreed 2024, year only Forum Agreed Silk Road Ashgabat Date open Open Proposed; in the report’s words: voiced and supported"
        " Silk Road"
    )
    assert '<a href="/en/missions/silk-road/#agreed">Forum</a>' in page


@pytest.mark.once
def test_a_card_tells_route_sectors_organisers_and_version(client):
    mission = make_mission(title="Silk Road")
    for name in ("Mary", "Ashgabat"):
        make_stop(mission=mission, place=make_place(name=name))
    make_party(mission=mission, organisation=make_organisation(name="Club"))
    make_party(mission=mission, organisation=make_organisation(name="Hidden", published=False))
    item = make_item(mission=mission, visibility="public", topics=[make_sector(name="Logistics")])
    at = datetime.datetime(2023, 12, 5, 13, 20, tzinfo=datetime.UTC)
    release.release(mission, by=None, members={}, replaces=None, at=at)
    release.publish(mission, by=None)
    afresh()

    card = text_of(home(client), "[aria-labelledby=completed] li")

    assert item.mission == mission
    assert card.startswith(
        "4 to 7 December 2023 Silk Road Logistics. Mary Ashgabat Organiser Club "
        "Programme version 1, released 5 December 2023, 18:20 (Ashgabat, UTC+5)"
    )


@pytest.mark.once
def test_an_empty_site_has_a_first_page(client):
    page = home(client)

    assert text_of(page, ".results") == "0 missions."
    assert faults(page) == []


@pytest.mark.once
@pytest.mark.parametrize("lang", ["en", "ru", "kk", "tk"])
def test_the_first_page_is_valid_html_in_each_language(client, lang):
    load_reference()

    assert faults(client.get(f"/{lang}/").content.decode()) == []
