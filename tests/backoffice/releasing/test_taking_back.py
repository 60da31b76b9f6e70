"""An earlier version is taken back into the rows: then a document of them says what it says."""

import copy
import datetime

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.releasing import taking_back
from backoffice.rights import roles
from delegations.models import members_of_groups
from missions import document as documents
from missions.models import Host, Release, Visibility
from partners.models import Contact, Organisation
from tests import factories, strategies
from tests.backoffice.pages import fields_of, said, signed_in
from tests.backoffice.release_pages import made
from tests.together import in_between

pytestmark = pytest.mark.django_db


def now(mission):
    return documents.make(mission, members_of_groups(mission))


def like(document, members):
    """The document with these members of groups, its items in the order of UIDs: what a version decides."""
    told = copy.deepcopy(document)
    for group in told["groups"]:
        group["members"] = members.get(group["ref"], [])
    told["items"].sort(key=lambda item: item["uid"])
    return told


def address(mission):
    return f"/admin/missions/mission/{mission.pk}/take-back/"


@pytest.fixture
def mission():
    mission = factories.make_mission(languages=["en"])
    stop = factories.make_stop(mission=mission, first_day=mission.starts_on)
    group = factories.make_group(mission=mission, name="Group A")
    contact = factories.make_contact()
    factories.make_party(mission=mission)
    factories.make_item(
        stop=stop,
        title="Talks",
        day=mission.starts_on,
        starts_at=datetime.time(9),
        groups=[group],
        topics=[factories.make_sector()],
        staff_notes="Bring the seal",
        outcome="Agreed",
    )
    factories.make_host(item=mission.items.get(), contact=contact)
    factories.make_item(mission=mission, title="Prices", visibility="staff", public_title="A meeting")
    made(mission)
    return mission


def take_back(mission, number=1):
    then = mission.releases.get(number=number).document
    return then, taking_back.take_back(mission, then, f"Taken back from version {number}")


def test_everything_a_version_knows_is_as_it_was(mission):
    talks, prices = (mission.items.get(title_en=title) for title in ("Talks", "Prices"))
    talks.title_en, talks.starts_at, talks.visibility = "Long talks", None, Visibility.PUBLIC
    talks.staff_notes = "Bring both seals"
    talks.save()
    talks.hosts.all().delete()
    talks.topics.clear()
    talks.item_groups.all().delete()
    prices.visibility, prices.public_title_en, prices.title_en = Visibility.PUBLIC, "", "Prices told"
    prices.save()
    mission.parties.all().delete()
    mission.stops.update(days_approximate=True)
    mission.groups.update(name_en="Group X")
    type(mission).objects.filter(pk=mission.pk).update(title_en="Another title", zone="Asia/Almaty")

    then, told = take_back(mission)

    mission.refresh_from_db()
    assert now(mission) == then
    assert (told.left_out, told.put_aside, told.removed) == ([], [], [])
    kept = mission.items.get(pk=talks.pk)
    assert (kept.staff_notes, kept.outcome_en) == ("Bring both seals", "Agreed")
    assert mission.items.get(pk=prices.pk).title_en == "Prices told"
    assert kept.history.first().history_change_reason == "Taken back from version 1"


def test_what_came_since_loses_its_readers_and_nothing_else(mission):
    place = factories.make_stop(mission=mission)
    factories.make_stop(mission=mission, place=factories.make_place(name="Mary"))
    added = factories.make_item(stop=place, title="Lunch", visibility="public", staff_notes="Fish")
    factories.make_item(mission=mission, title="Known to staff", visibility="staff")

    then, told = take_back(mission)

    assert now(mission) == then
    added.refresh_from_db()
    assert (added.visibility, added.staff_notes, added.stop) == (Visibility.STAFF, "Fish", place)
    assert (told.put_aside, told.removed) == (["Lunch"], ["Mary"])


def test_who_is_gone_is_left_out_and_said(mission):
    Host.objects.get().delete()
    Contact.objects.get().delete()
    mission.parties.all().delete()
    Organisation.objects.all().delete()
    mission.items.filter(title_en="Prices").delete()

    then, told = take_back(mission)

    expected = copy.deepcopy(then)
    expected["parties"], expected["organisations"] = [], []
    for item in expected["items"]:
        if not item["masked"]:
            item["hosts"] = []
    assert now(mission) == expected
    assert [one.startswith("Organisation") for one in told.left_out] == [True, True, False]
    assert told.left_out[-1] == "all but the public title of “A meeting”"


@settings(max_examples=settings.default.max_examples * 2 // 5)
@given(plan=strategies.plans(), first=strategies.moves(), second=strategies.moves(), gone=st.booleans())
def test_a_document_of_the_rows_is_that_of_the_version_taken_back(plan, first, second, gone):
    with strategies.undone():
        mission = strategies.build(plan)
        strategies.make(mission, first)
        then = now(mission)
        strategies.make(mission, second)
        if gone:
            bare = mission.items.filter(legs=None, report=None, follow_ups=None, outcomes=None)
            bare.exclude(visibility=Visibility.STAFF).delete()
        mission.refresh_from_db()

        taking_back.take_back(mission, then, "Back")

        mission.refresh_from_db()
        members = members_of_groups(mission)
        assert like(now(mission), members) == like(then, members)


def test_the_page_shows_the_difference_first_and_then_takes_back(mission):
    mission.items.filter(title_en="Talks").update(title_en="Long talks")
    client = signed_in(roles.EDITOR)

    page = client.get(address(mission), {"version": "1"})
    before = mission.items.get(title_en="Long talks")
    done = client.post(address(mission), fields_of(page))

    assert [str(row.title) for row in page.context["rows"]] == ["Talks"]
    assert (before.title_en, mission.items.get(pk=before.pk).title_en) == ("Long talks", "Talks")
    assert said(client.get(done.url)) == ["The rows say what version 1 says; nothing is released."]
    entry = mission.items.get(pk=before.pk).history.first()
    assert entry.history_user == done.wsgi_request.user
    assert Release.objects.count() == 1


def test_a_change_meanwhile_is_told_and_nothing_is_taken_back(mission):
    """faults.md 39 and 40"""
    mission.items.filter(title_en="Talks").update(title_en="Long talks")
    client = signed_in()
    page = client.get(address(mission), {"version": "1"})
    mission.items.filter(title_en="Long talks").update(title_en="Longer talks")

    refused = client.post(address(mission), fields_of(page))

    assert refused.context["refusal"] == (
        "The programme was changed while you looked at it, so nothing was taken back. "
        "Since you looked: changed: “Longer talks”."
    )
    assert mission.items.filter(title_en="Longer talks").exists()


@pytest.mark.once
@pytest.mark.parametrize(("asked", "status"), [("2", 404), ("now", 404), ("x", 404), ("", 200)])
def test_a_version_that_is_not_there(mission, asked, status):
    assert signed_in().get(address(mission), {"version": asked}).status_code == status
    assert signed_in().post(address(mission), {"version": asked}).status_code == status


@pytest.mark.once
def test_it_needs_the_right_to_change_the_programme(mission):
    for kind in (roles.VIEWER, roles.REPORTER, roles.RELEASER):
        assert signed_in(kind).post(address(mission), {"version": "1"}).status_code == 403


def back(mission, unless):
    """Take version 1 back; "refused" where the rows are not those that were looked at."""
    try:
        return taking_back.take_back(mission, mission.releases.get().document, "Back", unless=unless)
    except taking_back.ChangedMeanwhile:
        return "refused"


@pytest.mark.django_db(transaction=True)
def test_who_saves_after_the_look_waits_and_is_not_undone(mission):
    """The look is over, the rows are about to be written: whoever saves now writes after."""
    mission.items.filter(title_en="Talks").update(title_en="Long talks")

    in_between(
        lambda: back(mission, unless=lambda: not mission.parties.exists()),
        'FROM "missions_party"',
        lambda: mission.items.filter(title_en__in=["Talks", "Long talks"]).update(venue_en="Hall"),
    )

    item = mission.items.get(kind="meeting", visibility=Visibility.DELEGATION)
    assert (item.title_en, item.venue_en) == ("Talks", "Hall")


@pytest.mark.django_db(transaction=True)
def test_who_is_saving_while_somebody_looks_is_waited_for_and_not_undone_unseen(mission):
    mission.items.filter(title_en="Talks").update(title_en="Long talks")
    saw = documents.digest(now(mission))

    def save():
        with transaction.atomic():
            mission.items.filter(title_en="Long talks").update(venue_en="Hall")

    outcomes = in_between(
        save,
        'UPDATE "missions_programmeitem"',
        lambda: back(mission, unless=lambda: documents.digest(now(mission)) != saw),
    )

    item = mission.items.get(kind="meeting", visibility=Visibility.DELEGATION)
    assert (outcomes[1], item.title_en, item.venue_en) == ("refused", "Long talks", "Hall")
