"""What changed in each version, as the public saw it."""

import datetime

import pytest

from missions import release
from tests.factories import (
    make_host,
    make_item,
    make_mission,
    make_organisation,
    make_party,
    make_place,
    make_sector,
    make_stop,
)
from tests.markup import faults
from tests.missions.published import afresh, publish, text_of

pytestmark = pytest.mark.django_db

FIFTH, SIXTH = datetime.date(2023, 12, 5), datetime.date(2023, 12, 6)


def changes_of(client, mission, lang="en"):
    answer = client.get(f"/{lang}/missions/{mission.slug}/changes/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert faults(page) == []
    return page


def told(client, mission, version=2):
    """The changes of one version in words."""
    return text_of(changes_of(client, mission), f"[aria-labelledby=version-{version}] .changes")


def with_item(**fields):
    mission = make_mission()
    stop = make_stop(mission=mission, place=make_place(), first_day=FIFTH)
    make_item(mission=mission, stop=stop, visibility="public", title="There all the time", day=FIFTH)
    fields = {"visibility": "public", "title": "Visit", "day": FIFTH, **fields}
    item = make_item(mission=mission, stop=stop, **fields)
    return publish(mission), item


def again(mission, row=None, **fields):
    """Change a row and release the mission."""
    if row is not None:
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()
    return publish(mission)


def test_versions_stand_newest_first_with_their_notes(client):
    mission, item = with_item()
    again(mission, item, title_en="Visit to a plant")
    item.title_en = "Visit to the plant"
    item.save()
    publish(mission, en="The plant is known.")

    page = changes_of(client, mission)

    assert text_of(page, "h2") == "Version 3 Version 2 Version 1"
    assert "The plant is known." in text_of(page, "[aria-labelledby=version-3]")
    assert "The first version: there was nothing before it." in text_of(page, "[aria-labelledby=version-1]")


@pytest.mark.once
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"starts_at": datetime.time(11)},
            "Other time Visit When and where was 5 December 2023, 09:00, Ashgabat now 5 December 2023, 11:00, Ashgabat",
        ),
        (
            {"day": SIXTH, "day_approximate": True},
            "Moved Visit When and where was 5 December 2023, 09:00, Ashgabat "
            "now about 6 December 2023, 09:00, Ashgabat",
        ),
        ({"status": "cancelled"}, "Cancelled Visit, 5 December 2023, 09:00, Ashgabat"),
        ({"status": "tentative"}, "Now tentative Visit, 5 December 2023, 09:00, Ashgabat"),
        (
            {"title_en": "Talks", "venue_en": "Hall"},
            "Other venue Reworded Talks, 5 December 2023, 09:00, Ashgabat Title was Visit now Talks Venue now Hall",
        ),
        ({"visibility": "delegation"}, "Removed Visit, 5 December 2023, 09:00, Ashgabat"),
        (
            {"visibility": "delegation", "public_title_en": "Official meeting"},
            "Removed Visit, 5 December 2023, 09:00, Ashgabat "
            "Added Official meeting, 5 December 2023, 09:00, Ashgabat",
        ),
    ],
    ids=["time", "day", "cancelled", "tentative", "words", "private", "masked"],
)
def test_a_change_of_an_item_is_told_in_words_old_before_new(client, fields, words):
    mission, item = with_item(starts_at=datetime.time(9))

    again(mission, item, **fields)

    assert told(client, mission) == words


@pytest.mark.once
def test_what_was_and_is_stands_in_del_and_ins(client):
    mission, item = with_item()
    again(mission, item, title_en="Talks")

    assert (
        '<del><span class="unseen">was </span>Visit</del> <ins><span class="unseen">now </span>Talks</ins>'
        in changes_of(client, mission)
    )


@pytest.mark.once
def test_an_item_that_takes_place_after_all_is_told(client):
    mission, item = with_item(status="cancelled")
    again(mission, item, status="confirmed")

    assert told(client, mission) == "Takes place after all Visit, 5 December 2023, Ashgabat"


@pytest.mark.once
def test_items_and_stops_that_come_and_go_are_told(client):
    mission, item = with_item()
    item.delete()
    stop = make_stop(mission=mission, place=make_place(name="Mary"), first_day=SIXTH)
    make_item(mission=mission, stop=stop, visibility="public", title="Talks", day=SIXTH)
    publish(mission)

    assert told(client, mission) == (
        "Added Stop: Mary, 6 December Added Talks, 6 December 2023, Mary Removed Visit, 5 December 2023, Ashgabat"
    )


@pytest.mark.once
def test_a_stop_on_other_days_is_told(client):
    mission, _item = with_item()
    again(mission, mission.stops.get(), first_day=SIXTH, days_approximate=True)

    assert "Moved Stop: Ashgabat Days was 5 December now about 6 December" in told(client, mission)


@pytest.mark.once
def test_changes_of_the_mission_itself_are_told(client):
    mission, _item = with_item()
    again(mission, mission, summary_en="Shorter", ends_on=datetime.date(2023, 12, 8))

    assert told(client, mission) == (
        "The mission Dates was 4 to 7 December 2023 now 4 to 8 December 2023 Summary now Shorter"
    )


@pytest.mark.once
def test_another_order_of_the_stops_is_told(client):
    mission = make_mission()
    for order, name in enumerate(("Mary", "Ashgabat")):
        make_stop(mission=mission, place=make_place(name=name), order=order)
    publish(mission)
    again(mission, mission.stops.get(order=0), order=2)

    assert "Order of the stops was Mary; Ashgabat now Ashgabat; Mary" in told(client, mission)


@pytest.mark.once
def test_another_order_of_items_that_have_no_time_is_told(client):
    mission, item = with_item()
    first = mission.items.exclude(pk=item.pk).get()

    again(mission, first, order=5)

    assert "The mission Order of the entries now changed" in told(client, mission)


@pytest.mark.once
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name_en": "Ashkhabad"}, "Reworded Stop: Ashkhabad Place was Ashgabat now Ashkhabad"),
        (
            {"zone": "Asia/Almaty"},
            "Changed Stop: Ashgabat Time zone was Asia/Ashgabat now Asia/Almaty",
        ),
        ({"latitude": 38, "longitude": 58}, "Changed Stop: Ashgabat Place now described more exactly"),
    ],
    ids=["name", "zone", "position"],
)
def test_a_stop_in_other_words_is_told(client, fields, words):
    mission, _item = with_item()
    again(mission, mission.stops.get().place, **fields)

    assert words in told(client, mission)


@pytest.mark.once
def test_other_facts_of_the_mission_are_told_by_their_names(client):
    mission, item = with_item()
    make_party(mission=mission, organisation=make_organisation(name="Club"))
    item.host_unnamed, item.kind = True, "talks"
    item.save()
    mission.sectors.set([make_sector(name="Logistics")])
    again(mission, mission, type="inward", home=make_place(name="Astana", zone="Asia/Almaty"))

    assert told(client, mission) == (
        "The mission Type was outward mission now inward mission Home now Astana Sectors now Logistics "
        "Organisers and supporters now Club "
        "Other hosts Changed Visit, 5 December 2023, Ashgabat Kind was Meeting now Talks Name of the host now not known"
    )


@pytest.mark.once
def test_hosts_are_told_by_name(client):
    mission, item = with_item()
    make_host(item=item, organisation=make_organisation(name="Union"))
    publish(mission)

    assert told(client, mission) == "Other hosts Visit, 5 December 2023, Ashgabat Hosts now Union"


@pytest.mark.once
def test_a_change_that_the_public_does_not_see_leaves_nothing(client):
    mission, _item = with_item()
    make_item(mission=mission, title="Secret", visibility="delegation")
    publish(mission)

    page = changes_of(client, mission)

    assert "Nothing changed for the public." in page
    assert "Secret" not in page


def test_a_withdrawn_version_is_left_out_and_its_neighbours_are_compared(client):
    """faults.md 11: what was withdrawn is not found in the history either."""
    mission, item = with_item()
    again(mission, item, title_en="Withdrawn words")
    again(mission, item, title_en="Talks")
    release.withdraw(mission.releases.get(number=2), by=None, reason="Wrong")
    afresh()

    page = changes_of(client, mission)

    assert text_of(page, "h2") == "Version 3 Version 1"
    assert "Withdrawn" not in page.replace("withdrawn are left out", "")
    assert "was Visit now Talks" in told(client, mission, version=3)


def test_a_mission_that_does_not_exist_has_no_changes(client):
    assert client.get("/en/missions/none/changes/").status_code == 404


@pytest.mark.once
def test_names_of_people_are_in_no_version(client):
    mission, item = with_item()
    from tests.factories import make_contact, make_person

    contact = make_contact(person=make_person(family_name="Berdiyewa"), public=True)
    make_host(item=item, contact=contact)
    publish(mission)

    assert "Berdiyewa" not in changes_of(client, mission)


def test_what_was_replaced_while_the_mission_was_a_draft_was_never_public(client):
    """Neither the changes nor the page of the mission tell what the public could not read."""
    mission = make_mission()
    hidden = make_item(mission=mission, title="Rehearsal", visibility="public", day=FIFTH)
    moved = make_item(mission=mission, title="Visit", visibility="public", day=FIFTH)
    release.release(mission, by=None, members={}, replaces=None, note={"en": "For delegates"})
    hidden.visibility, moved.day = "delegation", SIXTH
    hidden.save()
    moved.save()
    publish(mission)

    page = text_of(changes_of(client, mission))
    front = text_of(client.get(f"/en/missions/{mission.slug}/").content.decode())
    data = client.get(f"/en/missions/{mission.slug}/programme.json").json()

    assert [words in page for words in ("Version 2", "Version 1", "Rehearsal", "For delegates")] == [
        True,
        False,
        False,
        False,
    ]
    assert [words in front for words in ("Moved in version 2", "replaces version 1")] == [False, False]
    assert (data["version"], data["replaces"]) == (2, None)
