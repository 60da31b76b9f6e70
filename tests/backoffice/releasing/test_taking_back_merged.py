"""A version from before two rows were merged is taken back: what it names leads on to what stays."""

import pytest

from backoffice.releasing import taking_back
from missions import document as documents
from partners import merging
from tests import factories
from tests.backoffice.release_pages import made

pytestmark = pytest.mark.django_db


def take_back(mission):
    then = mission.releases.get(number=1).document
    return taking_back.take_back(mission, documents.current(then), "Taken back from version 1")


def test_hosts_parties_contacts_and_topics_stay():
    mission = factories.make_mission()
    kept, gone = (factories.make_organisation() for _number in range(2))
    contact = factories.make_contact(organisation=gone)
    other = factories.make_contact(organisation=gone)
    sectors = [factories.make_sector() for _number in range(2)]
    factories.make_party(mission=mission, organisation=gone, contact=contact)
    item = factories.make_item(mission=mission, visibility="public", topics=[sectors[1]])
    host = factories.make_host(item=item, organisation=gone, contact=contact)
    made(mission)
    merging.merge(kept, gone, by=None)
    other.refresh_from_db()
    contact.refresh_from_db()
    merging.merge(other, contact, by=None)
    merging.merge(*sectors, by=None)

    told = take_back(mission)

    assert list(item.hosts.values_list("pk", "organisation", "contact")) == [(host.pk, kept.pk, other.pk)]
    assert list(mission.parties.values_list("organisation", "contact")) == [(kept.pk, other.pk)]
    assert list(item.topics.all()) == [sectors[0]]
    assert told.left_out == []


def test_two_that_became_one_are_named_once():
    mission = factories.make_mission()
    kept, gone = (factories.make_organisation() for _number in range(2))
    item = factories.make_item(mission=mission, visibility="public")
    for organisation in (kept, gone):
        factories.make_party(mission=mission, organisation=organisation)
        factories.make_host(item=item, organisation=organisation)
    made(mission)
    merging.merge(kept, gone, by=None)

    told = take_back(mission)

    assert list(item.hosts.values_list("organisation", flat=True)) == [kept.pk]
    assert list(mission.parties.values_list("organisation", flat=True)) == [kept.pk]
    assert told.left_out == []


def test_two_contacts_who_became_one_receive_once():
    mission = factories.make_mission()
    organisation = factories.make_organisation()
    kept, gone = (factories.make_contact(organisation=organisation) for _number in range(2))
    item = factories.make_item(mission=mission, visibility="public")
    for contact in (kept, gone):
        factories.make_host(item=item, organisation=organisation, contact=contact)
    made(mission)
    merging.merge(kept, gone, by=None)

    take_back(mission)

    assert list(item.hosts.values_list("contact", flat=True)) == [kept.pk]
