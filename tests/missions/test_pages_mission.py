"""The mission's page: what stands on it, in which words, for whom."""

import datetime

import pytest
import time_machine

from missions import release
from missions.models import ItemStatus
from tests.factories import (
    make_contact,
    make_follow_up,
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
from tests.missions.mission_pages import FIFTH, SIXTH, at_ashgabat, entry, item_at, page_of
from tests.missions.published import (
    afresh,
    publish,
    publish_results,
    published,
    text_of,
)

pytestmark = pytest.mark.django_db

# version line


@pytest.mark.once
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


@pytest.mark.once
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


@pytest.mark.once
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


# what changed


@pytest.mark.once
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


@pytest.mark.once
def test_an_item_moved_to_another_day_says_where_it_was(client):
    mission = make_mission()
    stop = make_stop(mission=mission, place=make_place())
    item = item_at(mission, stop=stop, day=FIFTH)
    publish(mission)
    item.day = SIXTH
    item.save()
    publish(mission)

    assert entry(client, mission) == "Meeting Visit Moved in version 2 Before: 5 December 2023"


@pytest.mark.once
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


@pytest.mark.once
def test_a_cancelled_mission_says_so_at_the_top(client):
    mission = published()
    release.cancel(mission, by=None)
    afresh()

    page = page_of(client, mission)

    assert text_of(page, ".notice--stop") == (
        "This mission was cancelled. Its programme stays here as it was last released."
    )
    assert "Status Cancelled" in text_of(page, ".facts")


# results


@pytest.mark.once
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


@pytest.mark.once
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


@pytest.mark.once
def test_a_follow_up_leads_to_the_item_it_comes_from(client):
    mission, stop = at_ashgabat()
    item = item_at(mission, stop=stop)
    make_follow_up(mission=mission, item=item, published=True)
    publish(mission)
    publish_results(mission)

    page = page_of(client, mission)

    assert f'From: <a href="#item-{item.uid}">Meeting, Ashgabat</a>' in page
    assert f'id="item-{item.uid}"' in page


@pytest.mark.once
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


@pytest.mark.once
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


@pytest.mark.once
def test_an_upcoming_mission_does_not_speak_of_what_was_not_reported(client):
    mission = make_mission(starts_on=datetime.date(2090, 1, 1), ends_on=datetime.date(2090, 1, 2))
    item_at(mission, host_unnamed=True, hosts=[make_organisation()])
    publish(mission)

    main = text_of(page_of(client, mission))

    assert "Partners to meet" in main
    assert "Place and day not known yet" in main
    assert "The name is not known yet." in main
    assert "Clock times are not known yet." in main


@pytest.mark.once
def test_a_programme_of_nothing_public_says_so(client):
    mission = make_mission()
    make_item(mission=mission, visibility="delegation")
    publish(mission)

    assert "Nothing of the programme is public yet." in text_of(page_of(client, mission))


@pytest.mark.once
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


@pytest.mark.once
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
