"""The page of the reference mission, as its readers see it."""

import json
import re

import pytest

from missions import release
from tests.markup import faults
from tests.missions.mission_pages import page_of
from tests.missions.published import (
    REFERENCE,
    afresh,
    load_reference,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_reference_page_shows_its_stops_in_travelled_order(client):
    page = page_of(client, load_reference())

    route = text_of(page, ".route")
    assert route == (
        "Mary about 4 December Ashgabat about 5 December Arkadag about 6 December Turkmenbashi about 7 December"
    )
    assert re.findall(r'<h3 id="stop-\d"[^>]*>([^<]+)', page) == [
        "Mary",
        "Ashgabat",
        "Arkadag",
        "Turkmenbashi",
        "Place and day not reported",
    ]


# Stop, kind, whom or what, and topics. A host by whose name its row is called is named once.
UNNAMED = "The name was not reported."
ROWS = [
    (
        "Mary",
        "Site visit",
        "An enterprise making sausage products, confectionery and dairy products",
        f"Food processing. {UNNAMED}",
    ),
    (
        "Mary",
        "Site visit",
        "An enterprise making shoes from local raw materials",
        f"Light industry. {UNNAMED}",
    ),
    (
        "Mary",
        "Meeting",
        "Union of Industrialists and Entrepreneurs of Mary province",
        "Agriculture, logistics, transport",
    ),
    (
        "Ashgabat",
        "Meeting",
        "Union of Industrialists and Entrepreneurs of Turkmenistan",
        "Agriculture, drip irrigation in horticulture, education, information technology",
    ),
    ("Ashgabat", "Exhibition", "Agro Pack Turkmenistan-2023", "Food production"),
    (
        "Arkadag",
        "Site visit",
        "The “smart city” of Arkadag",
        "Digitalisation, education, energy saving, smart city",
    ),
    ("Turkmenbashi", "Talks", "Talks on transport and logistics", "Logistics, transport"),
    ("Turkmenbashi", "Site visit", "A shipbuilding and ship repair plant", f"Shipbuilding. {UNNAMED}"),
    ("Turkmenbashi", "Site visit", "An enterprise growing vegetables", f"Agriculture. {UNNAMED}"),
    ("Turkmenbashi", "Site visit", "An enterprise making plastic pallets", f"Logistics, plastics. {UNNAMED}"),
    ("Place and day not reported", "Visit", "State Commodity Exchange of Turkmenistan", "Trade"),
    (
        "Place and day not reported",
        "Negotiations",
        "Agency for Transport and Communications under the Cabinet of Ministers of Turkmenistan",
        "Human capital, logistics, scientific cooperation, transit, transport, road, rail and sea corridors",
    ),
    (
        "Place and day not reported",
        "Presentation",
        "Representatives of the Kazakh-British Technical University (KBTU)",
        "Human capital, logistics, science",
    ),
]


def rows_of(page):
    """The rows of the itinerary: stop, kind, title with hosts that are named beside it, topics."""
    stop = ""
    for heading, entry in re.findall(
        r'<h3 id="stop-\d+"[^>]*>(.*?)</h3>|<li class="item[^"]*" id=[^>]*>(.*?)</li>', page, re.DOTALL
    ):
        if heading:
            stop = text_of(heading, "body")
            continue
        hosts = re.search(r"<p>(Hosts?: .*?)</p>", entry)
        topics = re.search(r'<p class="topics">(.*?)</p>', entry)
        title = text_of(entry, "h4") + (f". {text_of(hosts[1], 'body')}" if hosts else "")
        yield stop, text_of(entry, ".item-when"), title, text_of(topics[1], "body") if topics else ""


def test_the_reference_page_shows_all_thirteen_rows_with_their_hosts_and_topics(client):
    page = page_of(client, load_reference())

    assert list(rows_of(page)) == ROWS
    met = re.search(r'<section[^>]* aria-labelledby="met">.*?</section>', page, re.DOTALL)[0]
    hosts = [text_of(name, "body") for name in re.findall("<h3[^>]*>(.*?)</h3>", met)]
    assert hosts == [
        *(ROWS[row][2] for row in (2, 3, 10, 11)),
        "Five enterprises whose names were not reported",
    ]


def test_the_reference_page_has_no_clock_time_in_the_itinerary(client):
    page = page_of(client, load_reference())

    programme = text_of(page, ".itinerary")
    assert re.findall(r"\d\d:\d\d", programme) == []
    assert "<time" not in page
    assert "No clock times were reported. The days of the stops are approximate." in text_of(page)
    assert "time not known" not in programme


def test_the_reference_page_names_no_weekday(client):
    page = text_of(page_of(client, load_reference()))

    assert re.findall(r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", page) == []


def test_the_reference_page_shows_the_five_follow_ups(client):
    page = page_of(client, load_reference())

    agreed = text_of(page, "[aria-labelledby=agreed]")
    assert page.count('<span class="state') == 5
    assert "When 2024, year only Where Ashgabat" in agreed
    assert agreed.count("When date open") == 4
    assert "Between not reported" in agreed


def test_the_reference_page_counts_the_enterprises_without_a_name(client):
    met = text_of(page_of(client, load_reference()), "[aria-labelledby=met]")

    assert (
        "Five enterprises whose names were not reported Mary: food processing, light industry; Turkmenbashi:"
        in met
    )


def test_the_reference_page_says_how_home_time_differed_then(client):
    glance = text_of(page_of(client, load_reference()), ".facts")

    assert "Ashgabat time (UTC+5). Astana was one hour ahead in December 2023." in glance


SCRIPT = {"en": "latin", "tk": "latin", "ru": "cyrillic", "kk": "cyrillic"}


@pytest.mark.parametrize("lang", SCRIPT)
def test_words_of_another_language_are_marked_on_the_reference_page(client, lang):
    """What the mission itself says; the words around it are the catalogues' and have tests of their own."""
    page = page_of(client, load_reference(), lang)

    programme = re.search(r'<ol class="itinerary">.*</ol>\n</section>', page, re.DOTALL)[0]
    unmarked = re.sub(r'<(\w+)[^>]* lang="\w+"[^>]*>.*?</\1>', "", programme)
    titles = " ".join(re.findall(r"<h[34][^>]*>([^<]*)", unmarked))
    letters = re.findall(r"[а-яёәғқңөұүһі]+", titles, re.IGNORECASE)
    assert (letters == []) is (SCRIPT[lang] == "latin")


@pytest.mark.parametrize("lang", SCRIPT)
def test_the_reference_page_is_valid_html_in_each_language(client, lang):
    assert faults(page_of(client, load_reference(), lang)) == []


RECORD = {
    "en": "Compiled from published reports; record of 7 December 2026.",
    "ru": "Составлено по опубликованным сообщениям; запись от 7 декабря 2026 г.",
    "kk": "Жарияланған хабарлар бойынша құрастырылған; жазба күні: 2026 ж. 7 желтоқсан.",
    "tk": "Çap edilen habarlar boýunça düzüldi; ýazgynyň senesi: 7 dekabr 2026.",
}


@pytest.mark.parametrize("lang", RECORD)
def test_the_reference_page_has_the_day_of_its_record_and_no_release(client, lang):
    page = page_of(client, load_reference(), lang)

    assert text_of(page, ".version") == RECORD[lang]


def test_the_reference_calendar_has_the_day_of_its_record(client):
    mission = load_reference()

    feed = client.get(f"/en/missions/{mission.slug}/programme.ics").content.decode().replace("\r\n ", "")

    assert set(re.findall(r"\r\nDTSTAMP:(.*?)\r\n", feed)) == {"20261207T090000Z"}
    (about,) = re.findall(r"\r\nDESCRIPTION:(Four-day.*?)\r\n", feed)
    assert about.split("\\n")[-1].replace("\\", "") == RECORD["en"]
    assert "As of version" not in feed


def test_the_reference_data_calls_nobody_a_sponsor(client):
    page = page_of(client, load_reference())

    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    names = {role: [one["name"] for one in data.get(role, [])] for role in PARTIES}
    assert names == PARTIES


PARTIES = {
    "organizer": ["Diplomatic Club “Astana”"],
    "contributor": ["Embassy of Turkmenistan to Kazakhstan"],
    "attendee": ["Kazakh-British Technical University (KBTU)"],
    "sponsor": [],
}


def test_the_reference_page_states_no_distance(client):
    assert re.findall(r"\d+ km", text_of(page_of(client, load_reference()), ".itinerary")) == []


def test_purpose_and_background_are_rendered_as_markdown(client):
    mission = load_reference()
    mission.purpose_en = "- **Trade**\n- Transport"
    mission.background_en = "After *one* mission."
    mission.save()
    release.release(mission, by=None, members={}, replaces=1)
    afresh()

    glance = page_of(client, mission)
    assert "<strong>Trade</strong>" in glance
    assert "After <em>one</em> mission." in glance


def test_the_reference_slug_is_that_of_its_file():
    assert load_reference().slug == REFERENCE
