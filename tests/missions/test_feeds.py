"""Calendar and data at their addresses."""

import datetime
import json
import time

import icalendar
import pytest
from django.core.cache import cache

from missions import editions, release
from missions.models import MissionState
from tests import papers
from tests.factories import (
    make_contact,
    make_host,
    make_item,
    make_mission,
    make_organisation,
    make_person,
    make_place,
    make_stop,
)

pytestmark = pytest.mark.django_db

ICS = "/en/missions/silk-road/programme.ics"
JSON = "/en/missions/silk-road/programme.json"
PDF = "/en/missions/silk-road/programme.pdf"
FIFTH = datetime.date(2023, 12, 5)


@pytest.fixture(autouse=True)
def _forget():
    """Another test's edition is not this one's."""
    cache.clear()
    editions.forget()


def published(items=1, **fields):
    """A published mission with one release of some public items in Ashgabat."""
    mission = make_mission(slug="silk-road", title={"en": "Silk Road", "ru": "Шёлковый путь"}, **fields)
    stop = make_stop(mission=mission, place=make_place())
    for number in range(items):
        item = make_item(
            mission=mission,
            stop=stop,
            title={"en": f"Visit {number}", "ru": f"Визит {number}"},
            visibility="public",
            day=FIFTH,
            starts_at=datetime.time(9),
        )
        make_host(item=item, organisation=make_organisation(published=True))
    release.release(mission, by=None, members={}, replaces=None)
    release.publish(mission, by=None)
    editions.forget()
    return mission


def test_a_feed_has_the_items_of_its_own_mission_alone(client):
    """faults.md 28: an address that is somebody's else opened theirs."""
    published(items=2)
    other = make_mission(slug="other-road", title={"en": "Other Road"})
    make_item(mission=other, visibility="public", day=FIFTH, title={"en": "Elsewhere"})
    release.release(other, by=None, members={}, replaces=None)
    release.publish(other, by=None)
    editions.forget()

    here, there = (
        {str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(client.get(address).content).events}
        for address in (ICS, ICS.replace("silk-road", "other-road"))
    )

    assert (here, there) == ({"Visit 0", "Visit 1"}, {"Elsewhere"})


def words(answer):
    """What is in the answer, as it is read."""
    return papers.text(answer.content) if answer.content[:4] == b"%PDF" else answer.content.decode()


def release_again(mission, replaces):
    made = release.release(mission, by=None, members={}, replaces=replaces)
    editions.forget()
    return made


def summaries(answer):
    read = icalendar.Calendar.from_ical(answer.content)
    return {
        str(event.get("SUMMARY", "")): (str(event["STATUS"]), event["SEQUENCE"])
        for event in read.walk("VEVENT")
    }


@pytest.mark.once
def test_calendar_is_there_for_everyone_to_subscribe_to(client):
    published()

    answer = client.get(ICS)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Content-Disposition" not in answer
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert "Cookie" not in answer["Vary"]
    assert not answer.cookies
    assert summaries(answer) == {"Visit 0": ("CONFIRMED", 2)}
    assert b"URL:http://127.0.0.1:8000/en/missions/silk-road/\r\n" in answer.content
    assert b"http://127.0.0.1:8000/en/missions/silk-road/programme.ics\r\n" in answer.content


@pytest.mark.once
def test_data_are_there_for_everyone(client):
    published()

    answer = client.get(JSON)

    assert answer["Content-Type"] == "application/json; charset=utf-8"
    made = json.loads(answer.content)
    assert [item["title"]["text"] for item in made["items"]] == ["Visit 0"]
    assert made["mission"]["url"] == "http://127.0.0.1:8000/en/missions/silk-road/"


@pytest.mark.once
@pytest.mark.parametrize(
    ("address", "name"), [(ICS, "silk-road-1.ics"), (JSON, "silk-road-1.json"), (PDF, "silk-road-1-en.pdf")]
)
def test_download_is_a_file_named_by_slug_and_version(client, address, name):
    published()

    answer = client.get(f"{address}?download=1")

    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.content == client.get(address).content


@pytest.mark.once
@pytest.mark.parametrize("address", [ICS, JSON, PDF])
def test_feeds_speak_the_language_of_their_address(client, address):
    published()
    assert "Visit 0" in words(client.get(address))

    answer = client.get(address.replace("/en/", "/ru/"))

    assert "Визит 0" in words(answer)
    assert "Visit 0" not in words(answer)


@pytest.mark.once
def test_paper_has_two_languages_side_by_side(client):
    published()

    answer = client.get(f"{PDF}?with=ru")

    assert "Time English Русский" in words(answer)
    assert "09:00 Visit 0" in words(answer)
    assert "Визит 0" in words(answer)
    assert client.get(f"{PDF}?with=en").content == client.get(PDF).content
    assert client.get(f"{PDF}?with=de").status_code == 404


@pytest.mark.once
def test_paper_says_which_version_it_is_and_names_no_person(client):
    mission = published()
    contact = make_contact(person=make_person(family_name="Sakhmetov"), public=True)
    make_host(item=mission.items.get(), organisation=contact.organisation, contact=contact)
    release_again(mission, 1)

    answer = client.get(PDF)

    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "application/pdf",
        "public, max-age=0, s-maxage=60",
    )
    assert "Programme, version 2, released" in words(answer)
    assert "replaces version 1." in words(answer)
    assert "Programme, version 2. Silk Road 1 / 1" in words(answer)
    assert contact.organisation.name in words(answer)
    assert "Sakhmetov" in client.get("/en/missions/silk-road/").content.decode()
    assert "Sakhmetov" not in words(answer)


@pytest.mark.once
def test_paper_of_a_cancelled_mission_says_so(client):
    mission = published()
    release.cancel(mission, by=None)
    editions.forget()

    assert "The mission is cancelled." in words(client.get(PDF))


@pytest.mark.parametrize("address", [ICS, JSON, PDF])
def test_what_is_not_public_is_not_found(client, address):
    """faults.md 29."""
    mission = make_mission(slug="silk-road")
    make_item(mission=mission, visibility="public")

    assert client.get(address).status_code == 404
    first = release_again(mission, None)
    assert client.get(address).status_code == 404
    release.publish(mission, by=None)
    editions.forget()
    assert client.get(address).status_code == 200
    release.withdraw(first, by=None, reason="Too early.")
    editions.forget()
    assert client.get(address).status_code == 404
    release_again(mission, None)
    assert client.get(address).status_code == 200
    release.take_back(mission, by=None)
    editions.forget()
    assert client.get(address).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("address", [ICS, JSON, PDF])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_feeds_are_only_read(client, address, method):
    published()

    assert getattr(client, method)(address).status_code == 405


@pytest.mark.once
@pytest.mark.parametrize("address", [ICS, JSON, PDF])
def test_head_has_no_body(client, address):
    published()

    answer = client.head(address)

    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("address", [f"{ICS}?download=1", JSON, f"{PDF}?with=ru"])
def test_former_address_leads_to_the_present_one(client, address):
    mission = published()
    mission.rename("great-silk-road")
    editions.forget()

    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (301, address.replace("silk-road", "great-silk-road"))


@pytest.mark.once
@pytest.mark.parametrize("address", [ICS, JSON, PDF])
def test_same_edition_is_the_same_bytes(client, address):
    published()

    first = client.get(address)
    cache.clear()
    again = client.get(address)

    assert (first.content, first["ETag"]) == (again.content, again["ETag"])


@pytest.mark.once
@pytest.mark.parametrize("address", [ICS, JSON, PDF])
def test_unchanged_feed_is_confirmed_without_a_body(client, address, django_assert_max_num_queries):
    published()
    tag = client.get(address)["ETag"]
    editions.forget()

    with django_assert_max_num_queries(1):
        answer = client.get(address, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.once
@pytest.mark.parametrize("items", [1, 14])
@pytest.mark.parametrize("address", [ICS, JSON, PDF])
def test_feed_takes_few_queries_first_and_one_again(client, address, items, django_assert_num_queries):
    published(items)

    with django_assert_num_queries(3 if address == ICS else 2):
        client.get(address)
    editions.forget()
    with django_assert_num_queries(1):
        client.get(address)


def test_calendar_follows_a_release_a_withdrawal_and_a_cancellation(client):
    mission = published(items=2)
    item = mission.items.last()
    item.title_en = "Dinner"
    item.save()
    second = release_again(mission, 1)
    assert summaries(client.get(ICS)) == {"Visit 0": ("CONFIRMED", 2), "Dinner": ("CONFIRMED", 3)}

    release.withdraw(second, by=None, reason="A mistake.")
    editions.forget()
    assert summaries(client.get(ICS)) == {"Visit 0": ("CONFIRMED", 2), "Visit 1": ("CONFIRMED", 4)}

    release.cancel(mission, by=None)
    editions.forget()
    assert summaries(client.get(ICS)) == {
        "Cancelled: Visit 0": ("CANCELLED", 5),
        "Cancelled: Visit 1": ("CANCELLED", 5),
    }
    assert json.loads(client.get(JSON).content)["mission"]["state"] == MissionState.CANCELLED


def test_withdrawal_of_an_older_release_takes_its_words_out_of_the_calendar(client):
    """The version and the one before it stay the same, but what is gone may not be told of any more."""
    mission = published(items=2)
    mission.items.last().delete()
    release_again(mission, 1)
    make_item(mission=mission, title="Tea", visibility="public", day=FIFTH)
    release_again(mission, 2)
    assert summaries(client.get(ICS)) == {
        "Visit 0": ("CONFIRMED", 2),
        "Tea": ("CONFIRMED", 4),
        "No longer in the programme: Visit 1": ("CANCELLED", 3),
    }

    release.withdraw(mission.releases.get(number=1), by=None, reason="A name.")
    editions.forget()

    assert summaries(client.get(ICS)) == {
        "Visit 0": ("CONFIRMED", 2),
        "Tea": ("CONFIRMED", 4),
        "": ("CANCELLED", 5),
    }


def test_last_release_withdrawn_a_moment_ago_is_not_found(client, monkeypatch):
    """A process may remember the edition for a second longer than there is a release."""
    mission = published()
    monkeypatch.setattr(editions, "MEMORY_SECONDS", 3600)
    remembered = editions.edition("silk-road")
    release.withdraw(mission.releases.get(), by=None, reason="Too early.")
    editions._memory["edition silk-road"] = (time.monotonic(), remembered)

    assert client.get(ICS).status_code == 404


@pytest.mark.once
def test_sign_in_makes_no_difference(client, admin_client):
    published()

    assert client.get(ICS).content == admin_client.get(ICS).content
