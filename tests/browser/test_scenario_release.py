"""Scenario 3 of the field: version 3 is out; at 21:40 a visit is moved and the lunch cancelled, and version 4 follows.

Whoever reads the programme, by whatever way, is told the same of both: see tests/browser/readers.py.
"""

import datetime

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import expect

from backoffice.mission_file import dump
from backoffice.rights import roles
from delegations import links
from delegations.models import members_of_groups
from missions import release
from missions.models import ItemStatus, Release
from tests import factories
from tests.backoffice.pages import staff
from tests.browser import readers, steps
from tests.browser.hands import HANDS

pytestmark = pytest.mark.scenario

DAY = datetime.date(2023, 12, 5)
NOON = datetime.datetime(2023, 12, 4, 7, tzinfo=datetime.UTC)
EVENING = datetime.datetime(2023, 12, 4, 16, 40, tzinfo=datetime.UTC)  # 21:40 in Ashgabat
NINE, ELEVEN, ONE = datetime.time(9), datetime.time(11), datetime.time(13)
NOTE = "The visit begins at eleven; there is no lunch."


@pytest.fixture
def mission():
    """Two groups, each with a delegate; the visit and the lunch are group A's. Two versions were released."""
    mission = factories.make_mission(slug="mission", title="Mission to Turkmenistan", languages=["en"])
    stop = factories.make_stop(mission=mission, place=factories.make_place(), first_day=DAY)
    union = factories.make_organisation(name="Union")
    a, b = (factories.make_group(mission=mission, name=name) for name in ("Group A", "Group B"))
    for name, group in (("Aman", a), ("Bahar", b)):
        person = factories.make_person(family_name=name, given_name="")
        factories.make_stay(delegate=factories.make_delegate(mission=mission, person=person, groups=[group]))
    with_union = {"stop": stop, "day": DAY, "visibility": "public", "groups": [a], "hosts": [union]}
    factories.make_item(**with_union, title="Plant", starts_at=NINE)
    factories.make_item(**with_union, title="Lunch", starts_at=ONE)
    of_b = {"stop": stop, "day": DAY, "visibility": "participants", "groups": [b]}
    for replaces, hour, title in ((None, 15, "Talks"), (1, 17, "Exchange")):
        chamber = factories.make_organisation(name=f"Chamber of {title}")
        factories.make_item(**of_b, title=title, starts_at=datetime.time(hour), hosts=[chamber])
        release.release(mission, by=None, members=members_of_groups(mission), replaces=replaces)
    release.publish(mission, by=None)
    factories.make_item(stop=stop, day=DAY, title="Dinner", starts_at=datetime.time(19))
    return mission


@pytest.fixture
def clock():
    with time_machine.travel(NOON) as traveller:
        yield traveller


def release_version(hands, number, note=""):
    """Look at what changes, and release it.

    Returns the lines of the table of changes, who sees a difference, and who sees none.
    """
    page = hands.page
    hands.press(steps.ways(page).get_by_role("link", name="Release", exact=True))
    steps.heading(page, f"Release version {number}")
    told = [
        [steps.words_of(row.locator("th, td")) for row in page.locator("#told tbody tr").all()],
        *steps.words_of(page.locator("#release .small").first),
        *steps.words_of(page.get_by_text("No difference for:")),
    ]
    if note:
        hands.write(page.get_by_label("English"), note)
    hands.press(page.get_by_role("button", name=f"Release version {number}"))
    expect(page.locator(".messagelist")).to_contain_text(f"Version {number} is released.")
    return told


def change(hands):
    """On the board: the visit at eleven, and no lunch."""
    page = hands.page
    hands.press(steps.ways(page).get_by_role("link", name="Board"))
    hands.press(steps.slot(page, "Plant").get_by_role("link", name="Edit"))
    hands.write(page.get_by_label("Begins at"), "11:00")
    hands.press(page.get_by_role("button", name="Save", exact=True))
    expect(steps.slot(page, "Plant")).to_contain_text("“Plant” is saved.")
    hands.press(steps.slot(page, "Lunch").locator("summary"))
    hands.press(steps.slot(page, "Lunch").get_by_role("button", name="Cancel the item"))
    expect(steps.slot(page, "Lunch")).to_contain_text("“Lunch” is cancelled.")


def show_to_the_host(hands):
    """A draft by a link, as the host will see it. Returns its address."""
    page = hands.page
    hands.press(steps.ways(page).get_by_role("link", name="Release", exact=True))
    hands.press(page.get_by_role("link", name="Drafts shown"))
    hands.write(page.get_by_label("For whom"), "The union")
    hands.choose(page.get_by_label("Shows the programme"), "as this host will see it: Union")
    hands.press(page.get_by_role("button", name="Make the link"))
    return str(page.get_by_label("Address").input_value())


def as_text(hands, reader):
    """The newest version as plain text, for one reader."""
    page = hands.page
    hands.press(steps.ways(page).get_by_role("link", name="Release", exact=True))
    hands.press(page.get_by_role("link", name="As plain text"))
    hands.choose(page.get_by_label("As", exact=True), reader)
    hands.press(page.get_by_role("button", name="Show"))
    page.wait_for_url("**/text/?*")
    return str(page.get_by_label("Select all and copy").input_value())


def told_to_all(open_page, mission):
    """What each reader is told now."""
    page, anybody = open_page(), Client()
    page.goto("/en/missions/mission/")
    told = {
        "public": readers.itinerary(page),
        "calendar": readers.of_calendar(anybody.get("/en/missions/mission/programme.ics").content),
        "data": readers.of_data(anybody.get("/en/missions/mission/programme.json").content),
        "file": readers.of_file(dump.data(mission)),
    }
    for delegate in mission.delegates.select_related("person"):
        page.goto(f"/l/{links.renew(delegate)}/")
        page.get_by_role("button", name="Open my programme").click()
        steps.heading(page, f"Programme of {delegate}")
        told[str(delegate)] = readers.itinerary(page)
    return told


def expected(mission, *, plant, lunch, states, sequence):
    """What all are told of the visit and the lunch, as the calendar has them; the rest is as it was."""
    uids = {item.title_en: str(item.uid) for item in mission.items.all()}
    hours = {"Plant": plant, "Lunch": "13:00", "Talks": "15:00", "Exchange": "17:00", "Dinner": "19:00"}
    status = {title: "cancelled" if title == "Lunch" and lunch else "confirmed" for title in hours}
    both = {title: (f"{hours[title]} Meeting", title) for title in hours}
    of_delegate = both | ({"Lunch": (*both["Lunch"], "Cancelled")} if lunch else {})
    rows = {uids[title]: (title, DAY.isoformat(), hours[title], status[title]) for title in hours}
    return {
        "public": [states.get(title, both[title]) for title in ("Plant", "Lunch")],
        "calendar": {
            uids[title]: (
                f"Cancelled: {title}" if status[title] == "cancelled" else title,
                f"{DAY}T{hours[title]}:00+05:00",
                status[title].upper(),
                sequence,
            )
            for title in ("Plant", "Lunch")
        },
        "data": {uids[title]: rows[uids[title]] for title in ("Plant", "Lunch")},
        "file": rows,
        "Aman": [of_delegate[title] for title in ("Plant", "Lunch", "Dinner")],
        # What she takes part in, and then what else she may see.
        "Bahar": [of_delegate[title] for title in ("Talks", "Exchange", "Dinner", "Plant", "Lunch")],
    }


@HANDS
def test_all_readers_are_told_of_the_visit_and_the_lunch(open_page, signed_in, clock, mission, hand):
    page = open_page()
    signed_in(page, staff(roles.EDITOR, roles.RELEASER))
    hands = hand(page)
    page.goto(steps.page_of(mission, "board"))
    assert release_version(hands, 3) == [
        [["New", "Dinner", "– none", "5 December 2023, 19:00, Ashgabat", "2 delegates"]],
        "2 of 2 delegates see a difference: Group A, Group B. The public sees no difference.",
        "No difference for: The public, Chamber of Exchange, Chamber of Talks, Union.",
    ]
    assert told_to_all(open_page, mission) == expected(
        mission, plant="09:00", lunch=False, states={}, sequence=3
    )

    clock.move_to(EVENING)
    change(hands)
    assert [
        (row.title_en, row.starts_at, row.status)
        for row in mission.items.filter(hosts__organisation__name_en="Union")
    ] == [("Plant", ELEVEN, ItemStatus.CONFIRMED), ("Lunch", ONE, ItemStatus.CANCELLED)]
    draft = open_page()
    draft.goto(show_to_the_host(hands))
    shown = [("11:00 Meeting", "Plant"), ("13:00 Meeting", "Lunch", "Cancelled")]
    assert readers.itinerary(draft) == shown
    assert release_version(hands, 4, NOTE) == [
        [
            [
                "Other time",
                "Plant",
                "5 December 2023, 09:00",
                "5 December 2023, 11:00",
                "the public, 2 delegates, 1 host: Union",
            ],
            [
                "Cancelled",
                "Lunch",
                "5 December 2023, 13:00",
                "– none",
                "the public, 2 delegates, 1 host: Union",
            ],
        ],
        "2 of 2 delegates see a difference: Group A, Group B. 1 host: Union. The public sees a difference.",
        "No difference for: Chamber of Exchange, Chamber of Talks.",
    ]

    states = {
        "Plant": ("was 09:00 11:00 Meeting", "Plant", "Moved in version 4"),
        "Lunch": ("13:00 Meeting", "Lunch", "Cancelled in version 4"),
    }
    assert told_to_all(open_page, mission) == expected(
        mission, plant="11:00", lunch=True, states=states, sequence=5
    )
    assert [(made.number, made.note_en) for made in Release.objects.order_by("number")][2:] == [
        (3, ""),
        (4, NOTE),
    ]
    draft.reload()
    assert readers.itinerary(draft) == shown
    assert as_text(hands, "Aman").splitlines() == [
        "Programme, version 4, released 4 December 2023, 21:40 Ashgabat time.",
        "Mission to Turkmenistan",
        "4 to 7 December 2023",
        "All times: Ashgabat time (UTC+5)",
        "",
        "Tuesday, 5 December 2023. Ashgabat",
        "11:00 Plant",
        "  Host: Union",
        "  Takes part: Group A",
        "13:00 Cancelled: Lunch",
        "  Host: Union",
        "  Takes part: Group A",
        "19:00 Dinner",
    ]
    hands.press(steps.ways(page).get_by_role("link", name="Board"))
    steps.heading(page, "Programme: Mission to Turkmenistan")
    assert steps.words_of(page.locator(".slot .item-when")) == [
        f"{hour}:00 Meeting" for hour in (11, 13, 15, 17, 19)
    ]
