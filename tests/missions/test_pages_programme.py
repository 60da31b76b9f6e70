"""The programme on a mission's page: times, days, masks, hosts, and the languages of its words."""

import datetime

import pytest

from missions import itinerary
from missions.pages import times
from tests.factories import (
    make_contact,
    make_follow_up,
    make_host,
    make_mission,
    make_organisation,
    make_person,
    make_place,
    make_stop,
)
from tests.markup import faults
from tests.missions.mission_pages import FIFTH, FOURTH, SIXTH, at_ashgabat, entry, item_at, page_of
from tests.missions.published import (
    publish,
    publish_results,
    published,
    text_of,
)
from tests.missions.stories import a_document, a_place, a_stop, an_item

# Words of pages made of a document; pages are read on both databases in test_pages_answers.py.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"starts_at": datetime.time(9), "ends_at": datetime.time(10, 30)}, "09:00–10:30 Meeting Visit"),
        ({"starts_at": datetime.time(15, 30), "time_approximate": True}, "about 15:30 Meeting Visit"),
        ({"ends_at": datetime.time(18)}, "until 18:00 Meeting Visit"),
        ({"part_of_day": "morning"}, "morning Meeting Visit"),
        ({"status": "tentative", "part_of_day": "evening"}, "evening Meeting Visit Tentative"),
        ({"status": "cancelled", "part_of_day": "evening"}, "evening Meeting Visit Cancelled"),
    ],
)
def test_times_and_states_are_said_in_words(client, fields, words):
    mission, stop = at_ashgabat()
    item_at(mission, stop=stop, day=FIFTH, **fields)
    publish(mission)

    assert entry(client, mission) == words


def test_a_time_that_is_not_known_is_said_at_the_item_where_others_have_one(client):
    mission, stop = at_ashgabat()
    item_at(mission, stop=stop, day=FIFTH, starts_at=datetime.time(9), title="First")
    item_at(mission, stop=stop, day=FIFTH, title="Second")
    publish(mission)

    assert entry(client, mission) == "09:00 Meeting First time not known Meeting Second"


def test_hours_are_machine_readable_in_the_zone_of_the_place(client):
    """faults.md 35, 38: the offset is that of the day, at the place."""
    mission, stop = at_ashgabat()
    item_at(mission, stop=stop, day=FIFTH, starts_at=datetime.time(15, 30), time_approximate=True)
    publish(mission)

    assert '<b>about <time datetime="2023-12-05T15:30+05:00">15:30</time></b>' in page_of(client, mission)


def test_the_zone_is_said_once_at_the_stop(client):
    mission, stop = at_ashgabat()
    for hour in (9, 11):
        item_at(mission, stop=stop, day=FIFTH, starts_at=datetime.time(hour))
    publish(mission)

    assert entry(client, mission, ".itinerary").count("Ashgabat time (UTC+5)") == 1


def test_a_transfer_to_another_zone_says_both_local_times(client):
    mission, stop = at_ashgabat()
    astana = make_place(name="Astana", country="KZ", zone="Asia/Almaty")
    item_at(
        mission,
        stop=stop,
        day=FIFTH,
        kind="transfer",
        title="Flight",
        starts_at=datetime.time(9),
        ends_at=datetime.time(12),
        to_place=astana,
    )
    publish(mission)

    assert entry(client, mission) == (
        "09:00 Ashgabat time (UTC+5) Transfer Flight Ends: 12:00 Astana time (UTC+6) To Astana"
    )


def test_an_item_over_several_days_says_when_it_ends(client):
    mission, stop = at_ashgabat()
    item_at(
        mission, stop=stop, day=FIFTH, starts_at=datetime.time(9), ends_on=SIXTH, ends_at=datetime.time(17)
    )
    publish(mission)

    assert entry(client, mission) == "09:00 Meeting Visit Ends: 17:00, 6 December 2023"


def test_a_settled_day_has_its_weekday_and_an_approximate_one_has_none(client):
    mission, stop = at_ashgabat()
    item_at(mission, stop=stop, day=FIFTH)
    mary = make_stop(mission=mission, place=make_place(name="Mary"), first_day=SIXTH, days_approximate=True)
    item_at(mission, stop=mary, day=SIXTH, day_approximate=True)
    publish(mission)

    page = page_of(client, mission)

    assert text_of(page, ".stop > header") == (
        "Ashgabat Day 2, Tuesday, 5 December 2023 Mary Day 3, about 6 December"
    )
    assert page.count('<li class="stop">') == 1
    assert page.count('<li class="stop stop--approx">') == 1


def test_each_day_of_a_long_stop_has_its_name(client):
    mission = make_mission()
    stop = make_stop(mission=mission, place=make_place(), first_day=FOURTH, last_day=FIFTH)
    item_at(mission, stop=stop, day=FOURTH)
    item_at(mission, stop=stop, day=FIFTH)
    publish(mission)

    page = page_of(client, mission)

    assert text_of(page, ".stop > header") == "Ashgabat Days 1 to 2, 4 to 5 December"
    assert text_of(page, ".day-of-stop") == "Day 1, Monday, 4 December 2023 Day 2, Tuesday, 5 December 2023"


def test_an_item_without_a_day_says_so_among_others_that_have_one(client):
    mission, stop = at_ashgabat()
    item_at(mission, stop=stop, day=FIFTH, title="First")
    item_at(mission, stop=stop, title="Second")
    publish(mission)

    assert entry(client, mission) == "Meeting First day not known Meeting Second"


def test_items_without_a_day_stand_apart_at_a_long_stop(client):
    mission = make_mission()
    stop = make_stop(mission=mission, place=make_place(), first_day=FOURTH, last_day=SIXTH)
    item_at(mission, stop=stop, title="Some day")
    item_at(mission, stop=stop, day=FIFTH)
    publish(mission)

    assert text_of(page_of(client, mission), ".day-of-stop") == (
        "Day not known Day 2, Tuesday, 5 December 2023"
    )


def test_a_day_without_a_place_is_said(client):
    mission = make_mission()
    item_at(mission, day=FIFTH)
    publish(mission)

    assert text_of(page_of(client, mission), ".stop > header") == (
        "Place not reported Day 2, Tuesday, 5 December 2023"
    )


def test_an_item_moved_to_another_stop_says_where_it_was(client):
    mission, ashgabat = at_ashgabat()
    item = item_at(mission, stop=ashgabat, day=FIFTH)
    item_at(mission, stop=ashgabat, title="Another")
    publish(mission)
    item.stop = make_stop(mission=mission, place=make_place(name="Mary"))
    item.save()
    publish(mission)

    assert "Moved in version 2 Before: Ashgabat" in entry(client, mission)


def test_days_of_a_mission_known_by_its_month_have_no_number(client):
    mission, stop = at_ashgabat(dates_precision="month")
    item_at(mission, stop=stop, day=FIFTH, day_approximate=True)
    publish(mission)

    assert text_of(page_of(client, mission), ".stop > header") == "Ashgabat about 5 December"


def test_a_masked_item_shows_its_public_title_and_nothing_else(client):
    """faults.md 7, 22."""
    mission, stop = at_ashgabat()
    item_at(
        mission,
        stop=stop,
        day=FIFTH,
        visibility="delegation",
        title="Secret dinner",
        public_title="Official meeting",
        venue="Secret hall",
        hosts=[make_organisation(name="Secret host")],
        outcome="Secret outcome",
    )
    publish(mission)
    publish_results(mission)

    page = page_of(client, mission)

    assert text_of(page, ".item") == "time not known Official meeting"
    assert "Secret" not in page


def test_markup_typed_by_an_organiser_is_shown_and_not_run(client):
    """faults.md 54, 55."""
    bad = "<script>alert(1)</script>\"'&"
    mission, stop = at_ashgabat(title=bad, summary=bad, purpose=bad)
    item_at(mission, stop=stop, title=bad, description=bad, outcome=bad, hosts=[make_organisation(name=bad)])
    make_follow_up(mission=mission, title=bad, published=True)
    publish(mission)
    publish_results(mission)

    page = page_of(client, mission)

    assert page.count("<script") == 1
    assert page.count("</script>") == 1
    assert faults(page) == []


def test_hosts_are_named_with_their_contact_unless_the_title_names_them(client):
    mission, stop = at_ashgabat()
    same, other = make_organisation(name="Union"), make_organisation(name="Exchange")
    item_at(mission, stop=stop, title="Union", hosts=[same])
    item = item_at(mission, stop=stop, title="Talks")
    contact = make_contact(person=make_person(family_name="Berdiyewa"), organisation=other, public=True)
    make_host(item=item, organisation=other, contact=contact)
    publish(mission)

    assert entry(client, mission) == (
        "Meeting Union Meeting Talks Host: Exchange, director Ogulsapar Berdiyewa"
    )


def test_an_unpublished_host_is_named_nowhere(client):
    mission, stop = at_ashgabat()
    item_at(mission, stop=stop, hosts=[make_organisation(name="Hidden", published=False)])
    publish(mission)

    assert "Hidden" not in page_of(client, mission)


# languages


def test_a_text_in_another_language_is_marked_and_said_once_in_its_entry(client):
    mission, stop = at_ashgabat()
    item_at(mission, stop=stop, title={"ru": "Визит"}, description={"ru": "Обсуждение."})
    publish(mission)

    page = page_of(client, mission)

    assert '<h4 lang="ru">Визит</h4>' in page
    assert '<p lang="ru">Обсуждение.</p>' in page
    assert page.count("Shown in Russian: no English text yet.") == 1


def test_the_title_of_a_page_in_another_language_is_marked_everywhere(client):
    mission = published(title={"ru": "Миссия"}, summary={"ru": "Кратко."})

    page = page_of(client, mission)

    assert '<h1 lang="ru">Миссия</h1>' in page
    assert '<meta property="og:title" content="Миссия" lang="ru">' in page
    assert '<meta name="description" content="Кратко." lang="ru">' in page


def test_a_place_has_its_other_names_once_each(client):
    mission = make_mission()
    names = {"en": "Turkmenbashi", "ru": "Туркменбаши", "kk": "Түрікменбашы", "tk": "Türkmenbaşy"}
    make_stop(mission=mission, place=make_place(name=names))
    make_stop(
        mission=mission, place=make_place(name={"en": "Mary", "ru": "Мары", "kk": "Мары", "tk": "Mary"})
    )
    publish(mission)

    page = page_of(client, mission)

    assert (
        '<span lang="tk">Türkmenbaşy</span>, <span lang="ru">Туркменбаши</span>, <span lang="kk">Түрікменбашы</span>'
        in page
    )
    assert '<p class="where"><span lang="ru">Мары</span></p>' in page


def over_a_clock_change():
    """London on 27 and 29 March 2027; its clocks go forward in the night between."""
    london = make_place(name="London", country="GB", zone="Europe/London")
    mission = make_mission(
        starts_on=datetime.date(2027, 3, 27), ends_on=datetime.date(2027, 3, 29), home=london
    )
    stop = make_stop(mission=mission, place=london, first_day=mission.starts_on, last_day=mission.ends_on)
    for day in (mission.starts_on, mission.ends_on):
        item_at(mission, stop=stop, day=day, starts_at=datetime.time(10))
    return publish(mission)


def test_a_clock_that_changes_between_two_days_is_said_with_each(client):
    """faults.md 38: an offset belongs to a day, not to a stop."""
    page = page_of(client, over_a_clock_change())

    assert text_of(page, ".itinerary") == (
        "London Days 1 to 3, 27 to 29 March "
        "Day 1, Saturday, 27 March 2027, London time (UTC) 10:00 Meeting Visit "
        "Day 3, Monday, 29 March 2027, London time (UTC+1) 10:00 Meeting Visit"
    )
    assert text_of(page, ".facts").endswith(
        "Time zone London time (UTC), 27 March; London time (UTC+1), 29 March"
    )


def test_home_is_not_compared_with_itself(client):
    london = make_place(name="London", country="GB", zone="Europe/London")
    mission = make_mission(starts_on=FOURTH, ends_on=SIXTH, home=london)
    make_stop(mission=mission, place=london, first_day=FIFTH)
    publish(mission)

    assert text_of(page_of(client, mission), ".facts").endswith("Time zone London time (UTC)")


def test_a_time_without_a_place_says_whose_clock_it_follows(client):
    mission = make_mission(starts_on=FOURTH, ends_on=SIXTH, zone="Asia/Tokyo")
    tokyo = make_place(name="Tokyo", country="JP", zone="Asia/Tokyo")
    honolulu = make_place(name="Honolulu", country="US", zone="Pacific/Honolulu")
    make_stop(mission=mission, place=tokyo, first_day=FOURTH)
    stop = make_stop(mission=mission, place=honolulu, first_day=FIFTH)
    item_at(mission, stop=stop, day=FIFTH, starts_at=datetime.time(9))
    item_at(mission, day=SIXTH, starts_at=datetime.time(10))
    publish(mission)

    assert text_of(page_of(client, mission), ".itinerary").endswith(
        "Place not reported Day 3, Wednesday, 6 December 2023, Tokyo time (UTC+9) 10:00 Meeting Visit"
    )


def test_a_time_on_a_day_that_is_not_known_says_whose_clock_it_follows(client):
    mission, _stop = at_ashgabat()
    item_at(mission, starts_at=datetime.time(10))
    publish(mission)

    assert text_of(page_of(client, mission), ".itinerary").endswith(
        "Place and day not reported Ashgabat time 10:00 Meeting Visit"
    )


def test_a_day_is_said_once_where_the_place_is_not_known(client):
    mission = make_mission(starts_on=FOURTH, ends_on=SIXTH)
    item_at(mission, day=FIFTH)
    item_at(mission)
    publish(mission)

    page = page_of(client, mission)

    assert text_of(page, ".itinerary") == (
        "Place not reported Day 2, Tuesday, 5 December 2023 Meeting Visit Day not known Meeting Visit"
    )
    assert faults(page) == []


def test_nothing_is_said_twice_where_neither_day_nor_place_is_known(client):
    mission = make_mission(starts_on=FOURTH, ends_on=SIXTH)
    item_at(mission)
    publish(mission)

    page = page_of(client, mission)

    assert text_of(page, ".itinerary") == "Place and day not reported Meeting Visit"
    assert '<p class="where">' not in page


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_clock_of_an_item_is_called_after_its_own_city(lang):
    """Asia/Shanghai is the zone of Beijing, too."""
    cities = {
        "Beijing": {**a_place("Beijing", zone="Asia/Shanghai"), "name": {"en": "Beijing", "ru": "Пекин"}},
        "Shanghai": {**a_place("Shanghai", zone="Asia/Shanghai"), "name": {"en": "Shanghai", "ru": "Шанхай"}},
    }
    document = a_document(
        an_item(1, starts_at="09:00", stop="stop-place-Beijing"),
        places=list(cities.values()),
        stops=[a_stop(place) for place in cities.values()],
    )
    made = itinerary.make(document, itinerary.PUBLIC, lang)
    (item,) = made.items
    places = [stop.place for stop in made.stops]

    words = times.zone_words(item.zone, item.day, lang, times.beginning_at(item, places))

    assert words == {"en": "Beijing time (UTC+8)", "ru": "время Пекина (UTC+8)"}[lang]
