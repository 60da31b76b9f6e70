"""Where the words of an item still stand after it became private, as docs/architecture.md allows and no further.

In the feed as cancelled, with its last words from a version that is not withdrawn; on the page of changes as
removed, with the words it had. Nowhere else, and nowhere at all if the public never had them. faults.md 7 and 27.
"""

import datetime

import icalendar
import pytest
from django.test import Client

from delegations.models import members_of_groups
from missions import editions, release
from missions.models import Visibility
from tests.factories import make_contact, make_item, make_mission, make_organisation, make_place, make_stop
from tests.missions.published import afresh

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "ru", "kk", "tk")
ELSEWHERE = ("/{lang}/", "/{lang}/missions/{slug}/", "/{lang}/missions/{slug}/programme.json", "/sitemap.xml")
FEED = "/{lang}/missions/{slug}/programme.ics"
CHANGES = "/{lang}/missions/{slug}/changes/"
WORDS = ("Canary title", "Canary description", "Canary venue", "Canary place", "Canary host")


@pytest.fixture
def mission():
    return make_mission(slug="a-mission")


@pytest.fixture
def item(mission):
    """A public item, whose words nothing else has, beside another one."""
    make_item(mission=mission, visibility=Visibility.PUBLIC, title="The other one")
    return make_item(
        stop=make_stop(mission=mission, place=make_place(name="Canary place")),
        day=datetime.date(2023, 12, 5),
        visibility=Visibility.PUBLIC,
        title="Canary title",
        description="Canary description",
        venue="Canary venue",
        hosts=[make_organisation(name="Canary host")],
    )


def release_it(mission):
    last = release.newest(mission)
    return release.release(
        mission, by=None, members=members_of_groups(mission), replaces=last.number if last else None
    )


def make_private(item):
    item.visibility = Visibility.DELEGATION
    item.save()


def words_at(mission, address):
    """Which of the item's words stand there, in any language."""
    afresh()
    found = set()
    for lang in LANGUAGES:
        response = Client().get(address.format(lang=lang, slug=mission.slug))
        text = response.content.decode().replace("\r\n ", "")
        found |= {word for word in WORDS if word in text}
    return found


def event_of(mission, item):
    """The item in the feed: its status and what it says of itself."""
    feed = Client().get(FEED.format(lang="en", slug=mission.slug)).content
    events = {str(event["UID"]): event for event in icalendar.Calendar.from_ical(feed).walk("VEVENT")}
    found = [event for uid, event in events.items() if str(item.uid) in uid]
    return found[0] if found else None


def test_words_of_an_item_that_became_private_stand_where_they_may(mission, item):
    release_it(mission)
    release.publish(mission, by=None)
    was = {address: words_at(mission, address) for address in (*ELSEWHERE[1:3], FEED, CHANGES)}
    make_private(item)
    release_it(mission)

    assert {address: words_at(mission, address) for address in ELSEWHERE} == {key: set() for key in ELSEWHERE}
    assert words_at(mission, CHANGES) >= {"Canary title"}
    assert event_of(mission, item)["STATUS"] == "CANCELLED"
    assert "Canary title" in event_of(mission, item)["SUMMARY"]
    assert was[ELSEWHERE[1]] == was[FEED] == set(WORDS)


def test_words_of_a_withdrawn_version_stand_nowhere(mission, item):
    shown = release_it(mission)
    release.publish(mission, by=None)
    make_private(item)
    release_it(mission)
    release.withdraw(shown, by=None, reason="It names what it may not.")

    everywhere = (*ELSEWHERE, FEED, CHANGES)
    assert {address: words_at(mission, address) for address in everywhere} == {
        key: set() for key in everywhere
    }
    assert event_of(mission, item)["STATUS"] == "CANCELLED"
    assert not any(word in event_of(mission, item).to_ical().decode() for word in WORDS)


def test_the_last_words_are_those_of_the_newest_version_that_counts(mission, item):
    release_it(mission)
    release.publish(mission, by=None)
    item.title_en = "Second words"
    item.save()
    second = release_it(mission)
    make_private(item)
    release_it(mission)
    release.withdraw(second, by=None, reason="A slip")

    afresh()
    assert "Canary title" in event_of(mission, item)["SUMMARY"]
    assert "Second words" not in Client().get(CHANGES.format(lang="en", slug=mission.slug)).content.decode()


@pytest.mark.parametrize("opened_before", [False, True])
def test_what_was_private_again_before_the_mission_was_open_was_never_told(mission, item, opened_before):
    """A version that was only ever a draft's is no part of what the public saw."""
    if opened_before:
        make_private(item)
        release_it(mission)
        release.publish(mission, by=None)
        release.take_back(mission, by=None)
        item.visibility = Visibility.PUBLIC
        item.save()
    release_it(mission)
    make_private(item)
    release_it(mission)
    release.publish(mission, by=None)

    everywhere = (*ELSEWHERE, FEED, CHANGES)
    assert {address: words_at(mission, address) for address in everywhere} == {
        key: set() for key in everywhere
    }
    assert event_of(mission, item) is None


@pytest.mark.parametrize("back", [release.take_back, None])
def test_a_mission_taken_back_is_nowhere(mission, item, back):
    """A draft, and one all of whose versions are withdrawn, do not exist for the public."""
    made = release_it(mission)
    release.publish(mission, by=None)
    host = item.hosts.get().organisation
    partner = f"/en/partners/{host.slug}/"
    assert Client().get(partner).status_code == 200
    if back:
        back(mission, by=None)
    else:
        release.withdraw(made, by=None, reason="A slip")
    afresh()

    statuses = {
        address: Client().get(address.format(lang="en", slug=mission.slug)).status_code
        for address in (*ELSEWHERE[1:3], FEED, CHANGES, partner)
    }
    assert set(statuses.values()) == {404}, statuses
    for address in ("/{lang}/", "/sitemap.xml"):
        assert words_at(mission, address) == set()
        assert mission.slug not in Client().get(address.format(lang="en")).content.decode()


def test_an_organisation_that_is_no_longer_published_has_no_page_at_once_and_no_name_from_the_next_version(
    mission, item
):
    """faults.md 22"""
    release_it(mission)
    release.publish(mission, by=None)
    host = item.hosts.get().organisation
    partner = f"/en/partners/{host.slug}/"
    assert Client().get(partner).status_code == 200
    host.published = False
    host.save()
    editions.forget()  # a second later; what is kept of pages stays

    page = Client().get(mission.get_absolute_url()).content.decode()
    assert Client().get(partner).status_code == 404
    assert partner not in page + Client().get("/sitemap.xml").content.decode()
    assert "Canary host" in page
    release_it(mission)
    for address in (ELSEWHERE[1], ELSEWHERE[2], FEED):
        assert "Canary host" not in words_at(mission, address)


def test_a_consent_taken_back_counts_at_once(mission, item):
    """Documents name nobody, so that no new version is needed."""
    contact = make_contact(organisation=item.hosts.get().organisation, public=True)
    item.hosts.update(contact=contact)
    name = contact.person.family_name_en
    release_it(mission)
    release.publish(mission, by=None)
    before = Client().get(mission.get_absolute_url()).content.decode()
    contact.public = False
    contact.save()
    editions.forget()

    assert name in before
    assert name not in Client().get(mission.get_absolute_url()).content.decode()
