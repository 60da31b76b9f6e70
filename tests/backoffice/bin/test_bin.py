"""What is deleted in the back office comes back as it was, within thirty days, for who may change it."""

import datetime

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from backoffice.bin import keeping
from backoffice.mission_file import dump
from backoffice.models import Deleted
from delegations import links as access_links
from delegations.models import AccessLink, Delegate
from missions import document as documents
from missions import drafts
from missions.models import DraftLink, Mission, MissionRole, Party, ProgrammeItem, Role
from partners import deletions
from partners.models import Person, Place
from tests import factories
from tests.backoffice.pages import address, address_of, save, signed_in, staff
from tests.backoffice.test_erasure import kept_words

pytestmark = pytest.mark.django_db

PAGE = "/admin/deleted/"


def delete(client, row, **data):
    return client.post(address(row, "delete"), {"post": "yes", **data}, follow=True)


def bring_back(client, entry):
    return client.post(reverse("admin:backoffice_deleted_bring_back"), {"entry": entry.pk}, follow=True)


def throw_away(client, entry):
    return client.post(reverse("admin:backoffice_deleted_for_good"), {"entry": entry.pk}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def mission():
    """A draft in which one thing leans on another."""
    mission = factories.make_mission(slug="whole", sectors=[factories.make_sector()])
    stop = factories.make_stop(mission=mission)
    group = factories.make_group(mission=mission)
    item = factories.make_item(
        stop=stop, title="Visit", groups=[group], hosts=[factories.make_organisation()]
    )
    delegate = factories.make_delegate(mission=mission, groups=[group])
    factories.make_attendance(item=item, delegate=delegate)
    factories.make_leg(mission=mission, item=item, passengers=[delegate])
    factories.make_stay(delegate=delegate)
    factories.make_party(mission=mission)
    return mission


def test_an_item_comes_back_with_all_that_went_with_it(mission):
    before, item = dump.text(dump.data(mission)), mission.items.get()
    client = signed_in()

    delete(client, item)
    gone = dump.text(dump.data(mission))
    page = client.get(PAGE)
    entry = Deleted.objects.get()
    back = bring_back(client, entry)

    assert gone != before
    assert (entry.words, entry.model, entry.mission, entry.personal) == (
        "Visit",
        "missions.programmeitem",
        mission,
        False,
    )
    assert [line.words for line in page.context["lines"]] == ["Visit"]
    assert said(back) == ["“Visit” is back."]
    assert dump.text(dump.data(mission)) == before
    assert ProgrammeItem.objects.get().pk == item.pk
    assert not Deleted.objects.exists()


def test_its_history_says_that_it_is_back_and_who_brought_it(mission):
    item = mission.items.get()
    client = signed_in()
    delete(client, item)

    bring_back(client, Deleted.objects.get())

    entry = item.history.first()
    assert (entry.history_type, entry.history_change_reason) == ("+", "brought back")
    assert str(entry.history_user_id) == client.session["_auth_user_id"]


def test_a_whole_mission_comes_back(mission):
    """Its own rows do not protect one another: it is deleted as one thing."""
    before = dump.text(dump.data(mission))
    client = signed_in()
    asked = client.get(address(mission, "delete"))

    delete(client, mission)
    gone = Mission.objects.exists()
    bring_back(client, Deleted.objects.get())

    assert "protected" not in asked.text
    assert gone is False
    assert dump.text(dump.data(Mission.objects.get())) == before


def test_what_only_lost_its_pointer_points_again(mission):
    contact = factories.make_contact()
    party = factories.make_party(mission=mission, organisation=contact.organisation, contact=contact)
    client = signed_in()

    delete(client, contact)
    party.refresh_from_db()
    lost = party.contact_id
    bring_back(client, Deleted.objects.get())

    party.refresh_from_db()
    assert (lost, party.contact_id) == (None, contact.pk)
    assert party.history.first().history_change_reason == "brought back"


def test_rows_deleted_on_the_page_of_their_mission_are_kept():
    mission = factories.make_mission()
    party = factories.make_party(mission=mission)
    client = signed_in()

    response = save(client, address(mission), **{"parties-0-DELETE": "on"})

    assert (response.status_code, Party.objects.count()) == (302, 0)
    bring_back(client, Deleted.objects.get())
    assert list(Party.objects.all()) == [party]


def test_in_bulk_each_row_is_an_entry_of_its_own(mission):
    other = factories.make_item(mission=mission, title="Dinner")
    rows = [mission.items.get(title_en="Visit"), other]
    client = signed_in()

    client.post(
        address_of(ProgrammeItem),
        {"action": "delete_selected", ACTION_CHECKBOX_NAME: [row.pk for row in rows], "post": "yes"},
    )

    assert sorted(Deleted.objects.values_list("words", flat=True)) == ["Dinner", "Visit"]
    assert not ProgrammeItem.objects.exists()


def test_of_rows_that_protect_one_another_the_protected_one_goes_last():
    parent = factories.make_organisation()
    child = factories.make_organisation(parent=parent)

    deletions.delete([parent, child], staff())

    assert list(Deleted.objects.order_by("pk").values_list("words", flat=True)) == [str(child), str(parent)]


def test_a_person_is_in_the_bin_and_nowhere_else():
    """faults.md 6, 7"""
    person = factories.make_person(family_name_en="Canary", email="canary@example.org")
    client = signed_in()

    delete(client, person)

    kept = kept_words()
    assert [word for word in ("Canary", "canary@example.org") if word in kept] == []
    assert "Canary" in client.get(PAGE).text
    bring_back(client, Deleted.objects.get())
    assert Person.objects.get().email == "canary@example.org"


def test_the_links_of_a_delegate_who_is_back_have_ended():
    client = signed_in()
    delegate = factories.make_delegate()
    ended = timezone.now() - datetime.timedelta(3)
    links = [access_links.make(delegate)[0] for _number in range(2)]
    AccessLink.objects.filter(pk=links[1].pk).update(revoked_at=ended)
    delete(client, delegate)

    told = bring_back(client, Deleted.objects.get())

    back = [AccessLink.objects.get(pk=link.pk).revoked_at for link in links]
    assert (back[0] is not None, back[1]) == (True, ended)
    assert not AccessLink.objects.valid().exists()
    assert said(told)[1:] == ["1 link that led to it has ended; make a new one where one is needed."]


def test_the_draft_links_of_a_mission_that_is_back_have_ended(mission):
    client, by = signed_in(), staff()
    ended = timezone.now() - datetime.timedelta(3)
    document = documents.make(mission, {})
    (_held, token), (before, _other), (over, _last) = (
        drafts.make(mission, reader=reader, host=None, document=document, days=3, by=by)
        for reader in ("Embassy", "Ended", "Expired")
    )
    DraftLink.objects.filter(pk=before.pk).update(revoked_at=ended)
    DraftLink.objects.filter(pk=over.pk).update(expires_at=ended)
    delete(client, mission)

    told = bring_back(client, Deleted.objects.get())

    back = {link.reader: link.revoked_at for link in DraftLink.objects.all()}
    assert {reader: at is not None for reader, at in back.items()} == dict.fromkeys(back, True)
    assert (len(back), back["Ended"]) == (3, ended)
    assert drafts.find(token) is None
    assert said(told)[1:] == ["1 link that led to it has ended; make a new one where one is needed."]


def test_each_kind_of_row_that_comes_back_asks_for_its_right(mission):
    """faults.md 12: not only the kind that the entry is named after."""
    MissionRole.objects.create(mission=mission, user=staff("Viewer"), role=Role.EDITOR)
    mission.delegates.all().delete()
    mission.legs.all().delete()
    mission.delegations.all().delete()
    delete(signed_in(), mission)
    entry, editor = Deleted.objects.get(), signed_in("Editor")

    refused = bring_back(editor, entry)
    nothing = Mission.objects.count(), MissionRole.objects.count()
    back = bring_back(signed_in(), entry)

    assert said(refused) == ["Not brought back, for you may not add what belongs to it: roles in missions."]
    assert (nothing, MissionRole.objects.count()) == ((0, 0), 1)
    assert said(back) == [f"“{mission}” is back."]


def test_for_good_keeps_nothing():
    client = signed_in()
    person, place = factories.make_person(), factories.make_place()

    page = client.get(address(person, "delete"))
    delete(client, person, for_good="1")
    delete(client, place)
    thrown = throw_away(client, Deleted.objects.get())

    assert 'name="for_good"' in page.text
    assert said(thrown) == ["It is deleted for good."]
    assert (Deleted.objects.count(), Place.objects.count(), Person.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("days", [29, 31])
def test_what_was_deleted_is_kept_for_thirty_days(days):
    client = signed_in()
    delete(client, factories.make_place())
    Deleted.objects.update(at=timezone.now() - datetime.timedelta(days))
    entry = Deleted.objects.get()

    back = bring_back(client, entry)

    kept = days == 29
    assert said(back)[0].startswith("“Ashgabat” is back" if kept else "This is no longer kept")
    assert Place.objects.count() == kept


def test_it_is_thrown_away_once_a_day_and_not_by_looking(capsys):
    client = signed_in()
    delete(client, factories.make_place())
    Deleted.objects.update(at=timezone.now() - datetime.timedelta(31))

    looked = client.get(PAGE).context["lines"], Deleted.objects.count()
    call_command("purge_deleted")

    assert (looked, Deleted.objects.count()) == (([], 1), 0)
    assert capsys.readouterr().out == "Deleted for good: 1.\n"


def test_the_place_on_the_list_that_another_took_is_said(mission):
    delegate = mission.delegates.get()
    client = signed_in()
    delete(client, delegate)
    factories.make_delegate(mission=mission, precedence=delegate.precedence)
    before = dump.text(dump.data(mission))

    back = bring_back(client, Deleted.objects.get())

    assert said(back) == [
        f"Not brought back: Delegate “{delegate}”. Another delegate of this mission has this precedence."
    ]
    assert dump.text(dump.data(mission)) == before
    assert Deleted.objects.count() == 1


def test_what_it_stood_on_must_be_there(mission):
    stop = factories.make_stop(mission=mission)
    item = factories.make_item(stop=stop, title="Walk")
    client = signed_in()
    delete(client, item)
    delete(client, stop)
    first, second = Deleted.objects.order_by("pk")

    refused = bring_back(client, first)
    bring_back(client, second)
    bring_back(client, first)

    assert said(refused) == ["Not brought back: Programme item “Walk”. What stood there as “stop” is gone."]
    assert ProgrammeItem.objects.filter(title_en="Walk", stop=stop).exists()


def test_what_hung_on_it_and_on_what_is_gone_stays_away_and_that_is_said(mission):
    item, delegate = mission.items.get(), mission.delegates.get()
    client = signed_in()
    delete(client, item)
    delete(client, delegate, for_good="1")

    back = bring_back(client, Deleted.objects.get())

    assert said(back) == [
        "“Visit” is back.",
        "1 row that belonged to it could not come back: what it needs is gone or has changed.",
    ]
    assert not Delegate.objects.exists()


def test_a_slug_that_another_mission_took_is_said(mission):
    client = signed_in()
    delete(client, mission)
    factories.make_mission(slug="whole")

    back = bring_back(client, Deleted.objects.get())

    assert said(back) == [
        "Not brought back: Mission “Mission to Turkmenistan”. Another row has its “slug” now."
    ]


def test_days_that_the_mission_has_no_more_are_said():
    mission = factories.make_mission()
    item = factories.make_item(mission=mission, title="Farewell", day=factories.LAST_DAY)
    client = signed_in()
    delete(client, item)
    Mission.objects.update(ends_on=factories.FIRST_DAY)

    [sentence] = said(bring_back(client, Deleted.objects.get()))

    assert sentence == (
        "Not brought back: Programme item “Farewell”. "
        "The day lies outside the mission's days, 2023-12-04 to 2023-12-04."
    )


def test_a_key_that_is_gone_is_said(mission):
    client = signed_in()
    delete(client, mission.items.get())
    Deleted.objects.update(rows_encrypted=b"of another key")

    assert said(bring_back(client, Deleted.objects.get())) == [
        "This was encrypted with a key that is gone; it cannot be read any more."
    ]
    assert client.get(PAGE).status_code == 200


def test_numbers_that_mean_nothing_are_answered_with_a_sentence():
    client = signed_in()
    for number in ("0", "12345", str(2**63 + 1), "x", ""):
        for name in ("bring_back", "for_good"):
            response = client.post(
                reverse(f"admin:backoffice_deleted_{name}"), {"entry": number}, follow=True
            )
            assert (response.status_code, len(said(response))) == (200, 1)


def test_one_who_may_not_change_the_rows_finds_nothing(mission):
    """faults.md 12: not even by its number."""
    delete(signed_in(), mission.items.get())
    entry = Deleted.objects.get()
    viewer = signed_in("Viewer")

    listed = viewer.get(PAGE).context["lines"]
    back = bring_back(viewer, entry)

    assert listed == []
    assert said(back)[0].startswith("This is no longer kept")
    assert not ProgrammeItem.objects.exists()


def test_what_is_about_people_asks_for_the_right_to_see_their_data(mission):
    delete(signed_in(), mission.delegates.get())
    delete(signed_in(), mission.items.get())

    def found(kind):
        return [line.entry.model for line in signed_in(kind).get(PAGE).context["lines"]]

    assert found("Editor") == ["missions.programmeitem"]
    assert found("Editor with people") == ["missions.programmeitem", "delegations.delegate"]


def test_thirty_entries_cost_as_much_as_one(mission, django_assert_max_num_queries):
    client = signed_in("Editor with people")
    for _number in range(30):
        deletions.delete([factories.make_item(mission=mission)], staff())
    deletions.delete([mission.delegates.get()], staff())

    with django_assert_max_num_queries(20):
        page = client.get(PAGE)

    assert len(page.context["lines"]) == 30
    assert client.get(f"{PAGE}?page=2").context["lines"] != []


def test_what_was_deleted_long_ago_is_not_read(mission):
    delete(signed_in(), mission.items.get())
    Deleted.objects.update(at=keeping.oldest() - datetime.timedelta(1))

    assert signed_in().get(PAGE).context["lines"] == []
