"""Listings: what the public finds of a mission, made of what is released and never of the rows being edited."""

import datetime

import pytest

from missions import editions, listing, release
from missions.models import DuePrecision, FollowUpState, ListingKind, Mission, MissionState, Visibility
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

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2023, 11, 1, 9, tzinfo=datetime.UTC)


def released(mission, replaces=None):
    return release.release(mission, by=None, members={}, replaces=replaces, at=AT)


def published(mission, replaces=None):
    return release.release_results(mission, by=None, replaces=replaces)


def public_mission(**fields):
    mission = make_mission(**fields)
    release.publish(mission, by=None)
    return mission


def rows(mission, kind):
    return list(mission.listings.filter(kind=kind))


def test_the_card_of_a_mission_says_what_its_release_says():
    sector, topic = make_sector(slug="a", name="Logistics"), make_sector(slug="b", name="Food")
    mission = public_mission(title={"en": "Mission", "ru": "Миссия"}, summary="In short", sectors=[sector])
    club = make_organisation(name={"en": "Club"})
    make_party(mission=mission, organisation=club, role="organiser")
    make_party(mission=mission, organisation=make_organisation(published=False), role="organiser")
    make_party(mission=mission, role="supporter")
    stop = make_stop(mission=mission, place=make_place(name={"en": "Mary", "ru": "Мары"}))
    make_item(stop=stop, visibility=Visibility.PUBLIC, topics=[topic])
    make_stop(mission=mission, place=make_place(name="Astana", country="KZ", zone="Asia/Almaty"))
    released(mission)

    (card,) = rows(mission, ListingKind.CARD)

    assert (card.ref, card.item_uid) == (None, None)
    sectors = card.words.pop("sectors")
    assert sorted(entry["slug"] for entry in sectors) == ["a", "b"]
    assert sectors[0].keys() == {"ref", "slug", "name"}
    assert card.words == {
        "title": {"en": "Mission", "ru": "Миссия"},
        "summary": {"en": "In short"},
        "languages": ["en", "ru", "kk", "tk"],
        "zone": "Asia/Ashgabat",
        "starts_on": "2023-12-04",
        "ends_on": "2023-12-07",
        "dates_precision": "day",
        "state": "published",
        "compiled_from_reports": False,
        "version": 1,
        "released_at": "2023-11-01T09:00:00+00:00",
        "on_route": [{"en": "Mary", "ru": "Мары"}, {"en": "Astana"}],
        "countries": ["KZ", "TM"],
        "organisers": [{"en": "Club"}],
    }


def test_the_clock_of_a_card_is_that_of_the_first_stop_that_the_public_sees():
    mission = public_mission()
    make_item(
        stop=make_stop(mission=mission, place=make_place(zone="Asia/Kathmandu")), visibility="delegation"
    )
    make_stop(mission=mission, place=make_place(zone="Asia/Almaty"))
    released(mission)

    (card,) = rows(mission, ListingKind.CARD)

    assert card.words["zone"] == "Asia/Almaty"


def test_each_host_and_topic_of_a_public_item_is_found_once():
    mission = public_mission()
    host, topic = make_organisation(), make_sector()
    stop = make_stop(mission=mission, place=make_place(name="Mary"))
    item = make_item(
        stop=stop, visibility=Visibility.PUBLIC, hosts=[host], topics=[topic], title="Visit",
        day=datetime.date(2023, 12, 5), day_approximate=True,
    )  # fmt: skip
    make_item(mission=mission, visibility=Visibility.PUBLIC, hosts=[host])
    released(mission)

    (topics,), hosts = rows(mission, ListingKind.TOPIC), rows(mission, ListingKind.HOST)

    assert (topics.ref, topics.item_uid) == (topic.ref, item.uid)
    assert [(row.ref, row.item_uid) for row in hosts] == [
        (host.ref, item.uid),
        (host.ref, mission.items.last().uid),
    ]
    assert hosts[0].words == topics.words == {
        "title": {"en": "Visit"},
        "kind": "meeting",
        "status": "confirmed",
        "day": "2023-12-05",
        "day_approximate": True,
        "place": {"en": "Mary"},
        "mission": {"en": "Mission to Turkmenistan"},
        "languages": ["en", "ru", "kk", "tk"],
        "starts_on": "2023-12-04",
        "ends_on": "2023-12-07",
        "dates_precision": "day",
    }  # fmt: skip
    assert hosts[1].words["place"] == {}


def test_nothing_that_the_public_does_not_see_is_found():
    """faults.md 7 and 22: private, masked, for staff, at an unpublished or unconfirmed host."""
    mission = public_mission()
    hidden = {"mission": mission, "topics": [make_sector(name="Canary")], "title": "Canary"}
    host = make_organisation(name="Canary")
    for visibility in (Visibility.DELEGATION, Visibility.PARTICIPANTS, Visibility.STAFF):
        for mask in ("", "Official meeting"):
            make_item(visibility=visibility, hosts=[host], public_title=mask, **hidden)
    item = make_item(mission=mission, visibility=Visibility.PUBLIC)
    for state in ("wished", "asked", "declined"):
        item.hosts.create(organisation=make_organisation(name="Canary"), state=state)
    item.hosts.create(organisation=make_organisation(name="Canary", published=False))
    make_follow_up(item=mission.items.first(), published=True, title="Canary")
    published(mission)
    released(mission)

    found = list(mission.listings.all())

    assert [row.kind for row in found] == [ListingKind.CARD]
    assert "Canary" not in repr([row.words for row in found])


def test_a_published_follow_up_is_found_with_its_period_and_origin():
    mission = public_mission()
    stop = make_stop(mission=mission, place=make_place(name="Ashgabat"))
    item = make_item(stop=stop, visibility=Visibility.PUBLIC)
    ours, theirs = make_organisation(name="Club"), make_organisation(name="Union")
    hidden = make_organisation(name="Hidden", published=False)
    follow_up = make_follow_up(
        item=item, published=True, title="Forum", state=FollowUpState.AGREED, state_words="agreed",
        place=make_place(name="Avaza"), our_organisation=ours, counterparts=[theirs, hidden],
        sides_words="both sides", due_on=datetime.date(2024, 12, 31), due_precision=DuePrecision.YEAR,
    )  # fmt: skip
    plain = make_follow_up(mission=mission, published=True, title="Visit")
    nowhere = make_item(mission=mission, visibility=Visibility.PUBLIC)
    make_follow_up(item=nowhere, published=True)
    released(mission)
    published(mission)

    first, second, third = rows(mission, ListingKind.AGREED)

    assert (first.ref, first.item_uid, first.order) == (follow_up.ref, item.uid, 0)
    assert first.words == {
        "title": {"en": "Forum"},
        "kind": "forum",
        "state": "agreed",
        "state_changed_on": None,
        "state_words": {"en": "agreed"},
        "place": {"en": "Avaza"},
        "sides": [{"en": "Club"}, {"en": "Union"}],
        "sides_words": {"en": "both sides"},
        "due_on": "2024-12-31",
        "due_precision": "year",
        "from": {"en": "Ashgabat"},
        "languages": ["en", "ru", "kk", "tk"],
    }
    assert (third.item_uid, third.words["from"]) == (nowhere.uid, {})
    assert (second.ref, second.item_uid, second.words["from"], second.words["sides"]) == (
        plain.ref,
        None,
        {},
        [],
    )


def test_what_is_remade_is_no_longer_remembered_at_once_and_once_it_is_committed(
    django_capture_on_commit_callbacks,
):
    mission = public_mission()
    released(mission)
    editions.edition(mission.slug)

    with django_capture_on_commit_callbacks() as callbacks:
        listing.remake(mission)
        assert not editions._memory
        editions.edition(mission.slug)  # as another thread does, which still reads what was there before

    for callback in callbacks:
        callback()
    assert not editions._memory


def test_edited_rows_are_not_found_before_their_release():
    mission = public_mission(title="Before")
    released(mission)
    Mission.objects.filter(pk=mission.pk).update(title_en="After")
    make_item(mission=mission, visibility=Visibility.PUBLIC, hosts=[make_organisation()])
    make_follow_up(mission=mission, published=True)

    listing.remake(mission)

    assert [(row.kind, row.words["title"]) for row in mission.listings.all()] == [
        (ListingKind.CARD, {"en": "Before"})
    ]


@pytest.mark.parametrize(
    ("state", "found"),
    [(MissionState.DRAFT, 0), (MissionState.PUBLISHED, 1), (MissionState.CANCELLED, 1)],
)
def test_a_draft_is_not_found_and_a_cancelled_mission_is(state, found):
    mission = make_mission(state=state)
    released(mission)

    listing.remake(mission)

    assert mission.listings.count() == found


def test_a_mission_without_a_release_is_not_found():
    mission = public_mission()

    listing.remake(mission)

    assert not mission.listings.exists()


def test_remaking_replaces_the_rows_of_one_mission():
    one, other = public_mission(), public_mission()
    for mission in (one, other):
        make_item(mission=mission, visibility=Visibility.PUBLIC, hosts=[make_organisation()])
        released(mission)
    others = list(other.listings.values())

    listing.remake(one)
    listing.remake(one)

    assert one.listings.count() == 2
    assert list(other.listings.values()) == others
