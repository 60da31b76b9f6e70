"""What is deleted in the back office comes back as it was, within thirty days, for who may change it."""

import datetime

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.management import call_command
from django.utils import timezone

from backoffice.bin import keeping
from backoffice.mission_file import dump
from backoffice.models import Deleted
from delegations import links as access_links
from delegations.models import AccessLink
from missions import document as documents
from missions import drafts
from missions.models import DraftLink, Mission, MissionRole, Party, ProgrammeItem, Role
from partners import deletions
from partners.models import Person, Place
from tests import factories
from tests.backoffice.bin.pressing import PAGE, bring_back, delete, said, throw_away
from tests.backoffice.pages import address, address_of, save, signed_in, staff
from tests.backoffice.test_erasure import kept_words

pytestmark = pytest.mark.django_db


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


@pytest.mark.once
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
