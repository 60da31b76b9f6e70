"""The mission's page: what stands on it, in which words, for whom."""

import datetime
import re

import pytest
import time_machine

from missions import release
from missions.models import ItemStatus
from tests.factories import (
    make_contact,
    make_follow_up,
    make_host,
    make_item,
    make_mission,
    make_organisation,
    make_outcome,
    make_party,
    make_person,
    make_place,
    make_sector,
    make_stop,
)
from tests.markup import faults
from tests.missions.published import (
    REFERENCE,
    afresh,
    load_reference,
    publish,
    publish_results,
    published,
    text_of,
)

pytestmark = pytest.mark.django_db

FOURTH, FIFTH, SIXTH = (datetime.date(2023, 12, day) for day in (4, 5, 6))


def page_of(client, mission, lang="en"):
    answer = client.get(f"/{lang}/missions/{mission.slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def item_at(mission, **fields):
    return make_item(mission=mission, **{"visibility": "public", "title": "Visit", **fields})


def at_ashgabat(**fields):
    """A mission with a stop in Ashgabat on 5 December 2023."""
    mission = make_mission(**fields)
    return mission, make_stop(mission=mission, place=make_place(), first_day=FIFTH)


# the reference mission


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


def test_the_reference_page_shows_all_thirteen_rows(client):
    page = page_of(client, load_reference())

    assert page.count('<li class="item') == 13
    assert page.count("The name was not reported.") == 5


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


def test_the_first_view_of_the_reference_mission_takes_thirty_kilobytes_at_most(client):
    from gzip import compress
    from pathlib import Path

    mission = load_reference()
    style = len(compress(Path("static/keruen.css").read_bytes(), 6))
    icon = len(Path("static/icon.svg").read_bytes())
    for lang, font in (("en", "latin"), ("tk", "latin"), ("ru", "cyrillic"), ("kk", "cyrillic")):
        answer = client.get(f"/{lang}/missions/{mission.slug}/", headers={"accept-encoding": "gzip"})
        weight = len(answer.content) + style + icon
        weight += Path(f"static/fonts/keruen-serif-{font}.woff2").stat().st_size

        assert (lang, weight <= 30_000) == (lang, True), weight


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


# version line


def test_the_first_version_replaces_nothing(client):
    mission = make_mission()
    make_stop(mission=mission, place=make_place())
    at = datetime.datetime(2023, 12, 5, 13, 20, tzinfo=datetime.UTC)
    release.release(mission, by=None, members={}, replaces=None, at=at)
    release.publish(mission, by=None)

    page = page_of(client, mission)

    assert (
        '<p class="version"><b>Programme, version 1</b>, released 5 December 2023, 18:20 Ashgabat time.</p>'
        in page
    )
    assert "What changed in version" not in page


def test_a_later_version_names_the_one_it_replaces_past_a_withdrawn_one(client):
    mission, _stop = at_ashgabat()
    publish(mission)
    for number in (1, 2):
        item_at(mission, title=f"Visit {number}")
        publish(mission)
    release.withdraw(mission.releases.get(number=2), by=None, reason="Too early")
    afresh()

    page = page_of(client, mission)

    assert "<b>Programme, version 3</b>" in page
    assert "replaces version 1." in page
    assert f'<a href="/en/missions/{mission.slug}/changes/">What changed in version 3</a>' in page


# at a glance


@pytest.mark.parametrize(
    ("now", "status"),
    [
        ("2023-12-03T18:59Z", "Upcoming"),
        ("2023-12-03T19:01Z", "Under way"),
        ("2023-12-07T18:59Z", "Under way"),
        ("2023-12-07T19:01Z", "Completed"),
    ],
)
def test_the_status_follows_the_local_date_at_the_mission(client, now, status):
    """Midnight in Ashgabat is at 19:00 UTC."""
    mission, _stop = at_ashgabat()
    publish(mission)

    with time_machine.travel(now, tick=False):
        page = page_of(client, mission)

    assert f"Status {status} Dates" in text_of(page, ".facts")


def test_organisers_are_named_with_those_who_speak_for_them_and_agreed_to_be_named(client):
    mission = make_mission()
    for public in (True, False):
        person = make_person(family_name="Sakhmetov" if public else "Secretov", given_name="Kayyrbolat")
        contact = make_contact(person=person, position="President", public=public)
        make_party(mission=mission, organisation=contact.organisation, contact=contact, order=public)
    publish(mission)

    glance = text_of(page_of(client, mission), ".facts")

    assert "president Kayyrbolat Sakhmetov" in glance
    assert "Secretov" not in glance


def test_consent_taken_back_takes_the_name_off_the_page_without_a_release(client):
    mission = make_mission()
    contact = make_contact(person=make_person(family_name="Sakhmetov"), public=True)
    make_party(mission=mission, organisation=contact.organisation, contact=contact)
    publish(mission)
    before = page_of(client, mission)
    contact.public = False
    contact.save()
    from missions import editions

    editions.forget()

    assert ("Sakhmetov" in before, "Sakhmetov" in page_of(client, mission)) == (True, False)


# items


def entry(client, mission, selector=".item"):
    return text_of(page_of(client, mission), selector)


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


# what changed


def test_a_moved_item_shows_its_old_time_struck_and_the_new_one(client):
    mission, stop = at_ashgabat()
    item = item_at(mission, stop=stop, day=FIFTH, starts_at=datetime.time(9))
    publish(mission)
    item.starts_at = datetime.time(11)
    item.save()
    publish(mission)

    page = page_of(client, mission)

    assert text_of(page, ".item--moved") == "was 09:00 11:00 Meeting Visit Moved in version 2"
    assert '<del><span class="unseen">was </span>' in page


def test_an_item_moved_to_another_day_says_where_it_was(client):
    mission = make_mission()
    stop = make_stop(mission=mission, place=make_place())
    item = item_at(mission, stop=stop, day=FIFTH)
    publish(mission)
    item.day = SIXTH
    item.save()
    publish(mission)

    assert entry(client, mission) == "Meeting Visit Moved in version 2 Before: 5 December 2023"


def test_a_cancelled_item_says_in_which_version_and_later_that_it_is(client):
    mission, stop = at_ashgabat()
    item = item_at(mission, stop=stop)
    publish(mission)
    item.status = ItemStatus.CANCELLED
    item.save()
    publish(mission)
    fresh = entry(client, mission)
    item_at(mission, stop=stop, title="Another")
    publish(mission)

    assert fresh == "Meeting Visit Cancelled in version 2"
    assert entry(client, mission, ".item--cancelled") == "Meeting Visit Cancelled"


def test_a_cancelled_mission_says_so_at_the_top(client):
    mission = published()
    release.cancel(mission, by=None)
    afresh()

    page = page_of(client, mission)

    assert text_of(page, ".notice--stop") == (
        "This mission was cancelled. Its programme stays here as it was last released."
    )
    assert "Status Cancelled" in text_of(page, ".facts")


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


# results


def test_sums_stand_apart_with_their_certainty_and_their_correction(client):
    mission = make_mission()
    for amount, certainty in ((1_000_000, "preliminary"), (250_000, "signed")):
        make_outcome(
            mission=mission,
            title=f"Paper {certainty}",
            amount=amount,
            currency="USD",
            certainty=certainty,
            confidential=False,
            published=True,
        )
    mission.outcomes.filter(certainty="signed").update(
        corrected_on=datetime.date(2024, 1, 3), correction_en="It was in tenge."
    )
    publish(mission)
    publish_results(mission)

    agreed = text_of(page_of(client, mission), "[aria-labelledby=papers]").replace("\xa0", " ")

    assert "Preliminary Paper preliminary Kind Memorandum of understanding Amount 1,000,000 USD" in agreed
    assert "Corrected 3 January 2024: It was in tenge." in agreed
    assert "1,250,000" not in agreed


def test_results_that_are_not_published_are_on_no_page(client):
    """Scenario 17 of the field: only cleared outcomes."""
    mission, stop = at_ashgabat(outcome_summary="Summary of results")
    item_at(mission, stop=stop, outcome="An outcome")
    make_follow_up(mission=mission, title="A forum", published=True)
    make_follow_up(mission=mission, title="A hidden forum")
    publish(mission)
    before = page_of(client, mission)
    publish_results(mission)
    after = page_of(client, mission)

    told = ["Summary of results", "An outcome", "A forum"]
    assert [words in before for words in told] == [False] * 3
    assert [words in after for words in told] == [True] * 3
    assert "A hidden forum" not in after


def test_a_follow_up_leads_to_the_item_it_comes_from(client):
    mission, stop = at_ashgabat()
    item = item_at(mission, stop=stop)
    make_follow_up(mission=mission, item=item, published=True)
    publish(mission)
    publish_results(mission)

    page = page_of(client, mission)

    assert f'From: <a href="#item-{item.uid}">Meeting, Ashgabat</a>' in page
    assert f'id="item-{item.uid}"' in page


def test_corrected_results_say_their_version_and_what_was_corrected(client):
    mission = make_mission(outcome_summary="Before")
    publish(mission)
    publish_results(mission)
    mission.outcome_summary_en = "After"
    mission.save()
    publish_results(mission, en="The number of firms was wrong.")

    agreed = text_of(page_of(client, mission), "[aria-labelledby=agreed]")

    assert agreed.startswith("What was agreed Results, version 2, published ")
    assert "The number of firms was wrong. After" in agreed


# partners met


def test_each_host_is_met_once_and_leads_to_its_page(client):
    mission, stop = at_ashgabat()
    union = make_organisation(slug="union", name="Union", parent=make_organisation(name="National union"))
    item_at(mission, stop=stop, hosts=[union])
    item_at(mission, hosts=[union], kind="talks")
    item_at(mission, hosts=[make_organisation(name="Cancelled host")], status="cancelled")
    publish(mission)

    page = page_of(client, mission)

    assert text_of(page, "[aria-labelledby=met]") == (
        "Partners met Union Meeting, Ashgabat; Talks, place not reported. Part of: National union"
    )
    assert '<a href="/en/partners/union/">Union</a>' in page


def test_an_upcoming_mission_does_not_speak_of_what_was_not_reported(client):
    mission = make_mission(starts_on=datetime.date(2090, 1, 1), ends_on=datetime.date(2090, 1, 2))
    item_at(mission, host_unnamed=True, hosts=[make_organisation()])
    publish(mission)

    main = text_of(page_of(client, mission))

    assert "Partners to meet" in main
    assert "Place and day not known yet" in main
    assert "The name is not known yet." in main
    assert "Clock times are not known yet." in main


def test_a_programme_of_nothing_public_says_so(client):
    mission = make_mission()
    make_item(mission=mission, visibility="delegation")
    publish(mission)

    assert "Nothing of the programme is public yet." in text_of(page_of(client, mission))


def test_topics_are_listed_in_one_line(client):
    mission, stop = at_ashgabat()
    item_at(
        mission,
        stop=stop,
        topics=[
            make_sector(slug="a", name="Logistics"),
            make_sector(slug="b", name="IT"),
            make_sector(slug="c", name="Transport"),
        ],
        host_unnamed=True,
    )
    publish(mission)

    assert (
        text_of(page_of(client, mission), ".topics") == "Logistics, IT, transport. The name was not reported."
    )


# existence


def test_a_draft_or_a_mission_without_a_release_does_not_exist(client):
    """faults.md 12."""
    draft, unreleased = make_mission(), make_mission()
    release.release(draft, by=None, members={}, replaces=None)
    release.publish(unreleased, by=None)

    codes = [
        client.get(f"/en/missions/{slug}/").status_code for slug in (draft.slug, unreleased.slug, "none")
    ]

    assert codes == [404, 404, 404]


def test_a_mission_whose_only_release_was_withdrawn_does_not_exist(client):
    mission = published()
    release.withdraw(mission.releases.get(), by=None, reason="Not agreed yet")
    afresh()

    assert client.get(f"/en/missions/{mission.slug}/").status_code == 404


def test_a_wrong_address_is_answered_in_the_language_of_the_reader(client):
    answer = client.get("/kk/missions/none/")

    assert answer.status_code == 404
    assert '<html lang="kk">' in answer.content.decode()


def test_a_former_address_leads_to_the_present_one(client):
    mission = published(slug="old")
    mission.rename("new")
    afresh()

    answers = [client.get(f"/ru/missions/old/{rest}") for rest in ("", "changes/")]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (301, "/ru/missions/new/"),
        (301, "/ru/missions/new/changes/"),
    ]


def test_a_former_address_of_a_mission_that_is_a_draft_again_leads_nowhere(client):
    mission = published(slug="old")
    mission.rename("new")
    release.take_back(mission, by=None)
    afresh()

    assert client.get("/en/missions/old/").status_code == 404


def test_rows_being_edited_are_on_no_page(client):
    mission = published(title="As released")
    mission.title_en = "Being edited"
    mission.save()
    afresh()

    assert text_of(page_of(client, mission), "h1") == "As released"


def test_the_reference_slug_is_that_of_its_file():
    assert load_reference().slug == REFERENCE
