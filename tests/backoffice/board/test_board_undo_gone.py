"""Undoing on the board when what an item named is gone or was merged: a sentence, never a failure."""

import datetime

import pytest

from backoffice.models import BoardStep
from missions.models import Host, ProgrammeItem
from partners import merging
from tests import factories
from tests.backoffice.boards import board, press, said, send
from tests.backoffice.pages import signed_in
from tests.together import in_between

pytestmark = pytest.mark.django_db

MON = datetime.date(2023, 12, 4)


@pytest.fixture
def client():
    return signed_in("Editor")


def undo(client, mission):
    """Undo the newest step."""
    return client.post(board(mission), {"do": f"undo {BoardStep.objects.latest('pk').pk}"})


@pytest.fixture
def copied(client):
    """An item of which a copy, with one of everything, was taken away again by undoing."""
    mission = factories.make_mission()
    contact = factories.make_contact()
    item = factories.make_item(
        mission=mission,
        title="Talks",
        day=MON,
        groups=[factories.make_group(mission=mission)],
        topics=[factories.make_sector()],
        to_place=factories.make_place(),
    )
    factories.make_host(item=item, organisation=contact.organisation, contact=contact)
    press(client, item, "copy")
    undo(client, mission)
    return item


def lose_host(item):
    host = item.hosts.get()
    host.delete()
    host.contact.delete()
    host.organisation.delete()


def lose_group(item):
    group = item.groups.get()
    item.item_groups.all().delete()
    group.delete()


def lose_place(item):
    place = item.to_place
    ProgrammeItem.objects.filter(pk=item.pk).update(to_place=None)
    place.delete()


GONE = {
    "organisation": lose_host,
    "contact": lambda item: item.hosts.get().contact.delete(),
    "group": lose_group,
    "topics": lambda item: item.topics.get().delete(),
    "ends at another place": lose_place,
}


@pytest.mark.parametrize("name", GONE)
def test_what_is_gone_is_not_brought_back_and_that_is_said(client, copied, name):
    GONE[name](copied)
    step = BoardStep.objects.latest("pk")

    answer = undo(client, copied.mission)

    assert answer.status_code == 302
    assert said(client, copied.mission)[-1] == f"What stood there as “{name}” is gone."
    assert list(copied.mission.items.all()) == [copied]
    assert list(Host.objects.exclude(item=copied)) == []
    step.refresh_from_db()
    assert (step.undone_at, BoardStep.objects.latest("pk")) == (None, step)


def test_a_group_that_an_edit_took_out_and_is_gone_is_said(client, copied):
    group, other = copied.groups.get(), factories.make_group(mission=copied.mission)
    send(client, copied.mission, f"?edit={copied.pk}", groups=str(other.pk), taking_part=[str(other.pk)])
    assert list(copied.groups.all()) == [other]
    group.delete()

    undo(client, copied.mission)

    assert said(client, copied.mission)[-1] == "What stood there as “group” is gone."
    assert list(copied.groups.all()) == [other]


def test_what_was_merged_leads_on(client, copied):
    host = copied.hosts.get()
    organisation, sector, place = (
        factories.make_organisation(),
        factories.make_sector(),
        factories.make_place(),
    )
    contact = factories.make_contact(organisation=host.organisation)
    merging.merge(organisation, host.organisation, by=None)
    contact.refresh_from_db()
    host.refresh_from_db()
    merging.merge(contact, host.contact, by=None)
    merging.merge(sector, copied.topics.get(), by=None)
    merging.merge(place, copied.to_place, by=None)

    undo(client, copied.mission)

    again = ProgrammeItem.objects.latest("pk")
    assert again != copied
    assert list(again.hosts.values_list("organisation", "contact")) == [(organisation.pk, contact.pk)]
    assert (list(again.topics.all()), again.to_place) == ([sector], place)


@pytest.mark.django_db(transaction=True)
def test_what_an_item_names_is_merged_only_after_the_item_is_back(client, copied):
    host = copied.hosts.get()
    kept = factories.make_organisation(name="Kept")

    answer, _merged = in_between(
        lambda: undo(client, copied.mission),
        'FROM "partners_organisation"',
        lambda: merging.merge(kept, host.organisation, by=factories.make_user(is_superuser=True)),
    )

    assert answer.status_code == 302
    assert [one.organisation for one in Host.objects.all()] == [kept, kept]
