"""What a delegate reads on her page of one mission."""

import datetime
import re

import pytest
import time_machine

from missions import release as releases
from missions.models import ItemKind, ItemStatus, PartOfDay, Visibility
from tests.delegations.travellers import press, read, release, words
from tests.factories import (
    make_contact,
    make_delegate,
    make_group,
    make_host,
    make_item,
    make_leg,
    make_mission,
    make_organisation,
    make_person,
    make_place,
    make_stay,
    make_stop,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2023, 12, 5)


@pytest.fixture
def stop():
    """Ashgabat, on the route of a mission that comes from Astana."""
    mission = make_mission(home=make_place(name="Astana", country="KZ", zone="Asia/Almaty"))
    return make_stop(
        mission=mission, place=make_place(name={"en": "Ashgabat", "ru": "Ашхабад", "tk": "Aşgabat"})
    )


@pytest.fixture
def delegate(stop):
    return make_delegate(
        mission=stop.mission,
        person=make_person(
            family_name={"en": "Otegenov", "ru": "Отегенов"}, given_name={"en": "Galym", "ru": "Галым"}
        ),
    )


@pytest.mark.once
def test_nothing_released_is_said(delegate):
    page = words(read(delegate))

    assert "No version of the programme has been released yet." in page
    assert "Also in the programme" not in page


@pytest.mark.once
def test_a_version_without_anything_for_her_is_said(delegate):
    release(delegate.mission)

    assert "Nothing in this version is planned for you yet." in words(read(delegate))


def test_the_version_stands_at_the_top(delegate, stop):
    item = make_item(stop=stop, day=DAY, starts_at=datetime.time(9))
    for number in (1, 2):
        item.title_en = f"Talks {number}"
        item.save()
        releases.release(
            stop.mission,
            by=None,
            members={},
            replaces=number - 1 or None,
            at=datetime.datetime(2023, 12, number, 13, 20, tzinfo=datetime.UTC),
        )

    page = words(read(delegate))

    assert "Programme of Galym Otegenov" in page
    assert (
        "Programme, version 2, released 2 December 2023, 18:20 Ashgabat time; replaces version 1. "
        "All times in the programme: Ashgabat time (UTC+5). Astana was one hour ahead in December 2023."
    ) in page


@pytest.mark.once
def test_her_name_stands_in_the_script_of_the_page(delegate):
    release(delegate.mission)
    client = press(delegate)

    assert "Галым Отегенов" in read(delegate, "ru", client)
    assert '<span lang="en">Galym Otegenov</span>' in read(delegate, "tk", client)


@pytest.mark.once
def test_days_places_and_times_are_said_as_far_as_they_are_known(delegate, stop):
    mission = stop.mission
    make_item(stop=stop, title="Exact", day=DAY, starts_at=datetime.time(9), ends_at=datetime.time(10, 30))
    make_item(stop=stop, title="Roughly", day=DAY, starts_at=datetime.time(15), time_approximate=True)
    make_item(stop=stop, title="Sometime", day=DAY, part_of_day=PartOfDay.EVENING)
    make_item(stop=stop, title="Ends", day=DAY, ends_at=datetime.time(18), order=1)
    make_item(stop=stop, title="Unknown", day=DAY, order=0)
    make_item(stop=stop, title="About", day=mission.ends_on, day_approximate=True)
    make_item(mission=mission, title="Nowhere")
    release(mission)

    page = read(delegate)
    said = words(page)

    assert (
        '<time datetime="2023-12-05T09:00+05:00">09:00</time>–<time datetime="2023-12-05T10:30+05:00">10:30</time>'
        in page
    )
    assert "about 15:00" in said
    assert "evening" in said
    assert "until 18:00" in said
    assert "time not known" in said
    assert "Tuesday, 5 December 2023" in said
    assert "About 7 December 2023" in said
    assert "Day not known" in said
    assert "Place not known" in said
    assert "00:00" not in said


@pytest.mark.once
def test_where_no_hour_is_known_it_is_said_once(delegate, stop):
    for number in range(3):
        make_item(stop=stop, day=DAY, title=f"Visit {number}", kind=ItemKind.VISIT)
    release(stop.mission)

    page = words(read(delegate))

    assert page.count("No clock times are known.") == 1
    assert "time not known" not in page
    assert "All times" not in page


@pytest.mark.once
def test_an_item_less_certain_than_its_day_says_so(delegate, stop):
    stop.first_day = DAY
    stop.save()
    make_item(stop=stop, title="Certain", day=DAY)
    make_item(stop=stop, title="Less", day=DAY, day_approximate=True)
    make_item(stop=stop, title="Least")
    release(stop.mission)

    page = words(read(delegate))

    assert "about 5 December" in page
    assert "day not known" in page
    assert "About" not in page


@pytest.mark.once
def test_two_zones_are_named_at_each_stop_and_where_an_item_ends_elsewhere(delegate, stop):
    aktau = make_place(name="Aktau", country="KZ", zone="Asia/Almaty")
    make_item(
        stop=stop,
        title="Flight",
        kind=ItemKind.TRANSFER,
        day=DAY,
        starts_at=datetime.time(23),
        to_place=aktau,
        ends_on=datetime.date(2023, 12, 6),
        ends_at=datetime.time(2),
    )
    make_item(
        stop=make_stop(mission=stop.mission, place=aktau),
        day=stop.mission.ends_on,
        starts_at=datetime.time(9),
    )
    release(stop.mission)

    page = words(read(delegate))

    assert "All times" not in page
    assert "Ashgabat Day 2, Ashgabat time (UTC+5)" in page
    assert "Aktau Day 4, Aktau time (UTC+6)" in page
    assert "23:00 Ashgabat time (UTC+5) Transfer" in page
    assert "Ends: 02:00, 6 December 2023, Aktau time (UTC+6)" in page


@pytest.mark.once
def test_an_item_over_several_days_says_its_last(delegate, stop):
    make_item(stop=stop, day=DAY, ends_on=datetime.date(2023, 12, 6), starts_at=datetime.time(9))
    release(stop.mission)

    page = words(read(delegate))

    assert "09:00 Meeting" in page
    assert "Ends: 6 December 2023" in page


@pytest.mark.once
@pytest.mark.parametrize(
    ("texts", "notes"),
    [
        ({"title": {"ru": "Канат"}}, ["Russian"]),
        ({"title": {"ru": "Канат"}, "description": {"ru": "Текст"}}, ["Russian"]),
        ({"title": {"kk": "Қанат"}, "description": {"ru": "Текст"}}, ["Kazakh", "Russian"]),
        ({"title": "Talks", "description": {"en": "Text", "ru": "Текст"}}, []),
    ],
)
def test_each_language_that_an_item_is_shown_in_is_said_once(delegate, stop, texts, notes):
    make_item(stop=stop, day=DAY, **texts)
    release(stop.mission)

    assert re.findall(r"Shown in (\w+): no English text yet\.", words(read(delegate))) == notes


@pytest.mark.once
def test_states_are_words(delegate, stop):
    make_item(stop=stop, title="Lunch", day=DAY, status=ItemStatus.CANCELLED, starts_at=datetime.time(13))
    make_item(stop=stop, title="Talks", day=DAY, status=ItemStatus.TENTATIVE)
    release(stop.mission)

    page = read(delegate)

    assert '<span class="state state--cancelled">Cancelled</span>' in page
    assert '<del><b><time datetime="2023-12-05T13:00+05:00">13:00</time></b></del>' in page
    assert '<span class="state state--tentative">Tentative</span>' in page


@pytest.mark.once
def test_all_that_an_item_tells_her_is_there(delegate, stop):
    organisation = make_organisation(name="Union of Industrialists")
    item = make_item(
        stop=stop,
        title="Talks",
        day=DAY,
        description={"ru": "Bring **cards**"},
        venue="Hall 2",
        address="Street 5",
        dress="business",
        language="Turkmen",
        interpreter="yes",
        photo_rules="no photographs",
        host_unnamed=True,
        topics=[],
    )
    make_host(item=item, contact=make_contact(organisation=organisation, position="President"))
    make_host(item=item, organisation=make_organisation(name="Chamber"), state="asked")
    release(stop.mission)

    page = read(delegate)
    said = words(page)

    assert '<div lang="ru"><p>Bring <strong>cards</strong></p></div>' in page
    assert "Shown in Russian: no English text yet." in said
    for told in ["Hall 2", "Street 5", "business", "Turkmen", "no photographs", "The name was not reported."]:
        assert told in said
    assert "Union of Industrialists: Ogulsapar Berdiyewa" in re.sub(r"Berdiyewa\d+", "Berdiyewa", said)
    assert "President" in said
    assert "Chamber (not confirmed yet)" in said


@pytest.mark.once
def test_markup_is_shown_and_not_run(delegate, stop):
    make_item(stop=stop, title="<script>alert(1)</script>", description="<b onclick=x>b</b>", day=DAY)
    release(stop.mission)
    make_stay(delegate=delegate, hotel="<i>Hotel</i>")
    make_leg(mission=stop.mission, passengers=[delegate], carrier="<u>Air</u>", departs_on=DAY)

    page = read(delegate)

    assert all(' src="/static/' in script for script in re.findall("<script[^>]*>", page))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b onclick" not in page
    assert "<i>Hotel" not in page
    assert "<u>Air" not in page


@pytest.mark.once
def test_a_leg_names_both_clocks(delegate, stop):
    release(stop.mission)
    make_leg(
        mission=stop.mission,
        passengers=[delegate],
        from_place=make_place(name="Astana", country="KZ", zone="Asia/Almaty"),
        to_place=stop.place,
        carrier="Air Astana",
        number="KC 123",
        departs_on=DAY,
        departs_at=datetime.time(10, 15),
        arrives_on=DAY,
        arrives_at=datetime.time(12),
    )

    page = words(read(delegate))

    assert "Astana to Ashgabat" in page
    assert "Flight Air Astana KC 123" in page
    assert "Departs Astana: 5 December 2023, 10:15, Astana time (UTC+6)" in page
    assert "Arrives Ashgabat: 5 December 2023, 12:00, Ashgabat time (UTC+5)" in page


@pytest.mark.once
def test_what_is_not_known_of_legs_and_stays_is_said(delegate, stop):
    release(stop.mission)
    make_leg(mission=stop.mission, passengers=[delegate])
    make_stay(delegate=delegate)

    page = words(read(delegate))

    assert "Flight number not known yet" in page
    assert page.count("day not known, time not known") == 2
    assert "For the driver address not known yet" in page
    assert "Room not known yet" in page


@pytest.mark.once
def test_a_stay_says_all_that_is_known(delegate, stop):
    release(stop.mission)
    mate = make_delegate(mission=stop.mission)
    make_stay(
        delegate=delegate,
        hotel="Yyldyz",
        place=stop.place,
        address="Bagtyýarlyk 17",
        room="412",
        shared_with=mate,
    )

    page = words(read(delegate))

    assert "Nights 4 to 7 December 2023 Name Yyldyz, Ashgabat For the driver Bagtyýarlyk 17" in page
    assert f"Room 412; shared with {mate.person.full_name('en')}" in page


@pytest.mark.once
def test_no_stay_is_said(delegate):
    release(delegate.mission)

    assert "Your hotel is not known yet." in words(read(delegate))


@pytest.mark.once
def test_a_cancelled_mission_is_said(delegate):
    release(delegate.mission)
    releases.publish(delegate.mission, by=None)
    releases.cancel(delegate.mission, by=None)

    assert "The mission is cancelled." in words(read(delegate))


@pytest.mark.once
def test_the_page_of_a_draft_is_there_for_its_delegates_once_released(delegate, stop):
    make_item(stop=stop, title="Talks")
    release(stop.mission)

    assert "Talks" in words(read(delegate))


def test_what_she_only_may_see_stands_apart(delegate, stop):
    group = make_group(mission=stop.mission, name="Group A")
    make_item(stop=stop, title="Mine", day=DAY)
    make_item(stop=stop, title="Theirs", day=DAY, groups=[group])
    make_item(stop=stop, title="Secret", public_title="A visit", day=DAY, visibility=Visibility.STAFF)
    release(stop.mission)

    page = words(read(delegate))
    own, also = page.split("Also in the programme You do not take part in these.")

    assert "Mine" in own
    assert "Theirs" not in own
    assert "A visit" not in own
    assert "Theirs" in also
    assert "A visit" in also
    assert "Tuesday, 5 December 2023" in also
    assert "Secret" not in page


def test_that_something_changed_is_said_of_what_changed_since_it_could_be_read(delegate, stop):
    """Not that it was made, nor what was planned before the first version; and by whose clock."""
    with time_machine.travel("2023-12-01 06:00", tick=False) as now:
        leg = make_leg(mission=stop.mission, passengers=[delegate], number="KC 1", departs_on=DAY)
        stay = make_stay(delegate=delegate)
        now.shift(3600)
        for row in (leg, stay):
            row.save()
        make_item(stop=stop, day=DAY)
        now.shift(3600)
        release(stop.mission)
        client = press(delegate)
        pages = [words(read(delegate, client=client))]
        for row in (leg, stay):
            now.shift(3600)
            row.save()
            pages.append(words(read(delegate, client=client)))

    told = [re.findall(r"Changed (.*?:\d\d.*?time)", page) for page in pages]
    first, second = ("1 December 2023, 14:00, Ashgabat time", "1 December 2023, 15:00, Ashgabat time")
    assert told == [[], [first], [first, second]]
    assert [page.count("Changed") for page in pages] == [0, 1, 2]


@pytest.mark.once
@time_machine.travel("2023-12-05 02:00", tick=False)
def test_where_the_page_has_several_clocks_what_comes_next_names_its_own(delegate, stop):
    other = make_stop(mission=stop.mission, place=make_place(name="Tokyo", country="JP", zone="Asia/Tokyo"))
    make_item(stop=stop, day=DAY, starts_at=datetime.time(15), title="Talks")
    make_item(stop=other, day=DAY, starts_at=datetime.time(21), title="Dinner")
    release(stop.mission)

    page = words(read(delegate))

    assert "Next: Tuesday, 5 December 2023, Ashgabat time (UTC+5). Counted at" in page
    assert "Then 21:00, Tokyo time (UTC+9): Dinner" in page
