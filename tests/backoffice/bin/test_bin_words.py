"""What people said of items, in the bin and outside it, once they are erased."""

import pytest

from backoffice.bin import keeping
from backoffice.models import Deleted
from delegations.models import Proposal, Regret
from partners import deletions
from tests import factories
from tests.backoffice.pages import staff
from tests.backoffice.test_erasure import kept_words

pytestmark = pytest.mark.django_db


def kept():
    return [(row["model"], row["columns"].get("words")) for row in keeping.read(Deleted.objects.get()).rows]


def declined(item, delegate, words):
    return Regret.objects.create(delegate=delegate, item=item, words=words, told="x")


def test_an_item_with_words_of_delegates_is_kept_as_what_is_about_people():
    item = factories.make_item(title="Dinner")
    declined(item, factories.make_delegate(mission=item.mission), "Canary")

    deletions.delete([item], staff())

    entry = Deleted.objects.get()
    assert (entry.personal, entry.words) == (True, "")


def test_an_item_that_a_host_answered_about_is_kept_so_too():
    item = factories.make_item()
    answered(item, factories.make_organisation(), "Canary")

    deletions.delete([item], staff())

    assert Deleted.objects.get().personal


def test_what_a_delegate_said_of_a_deleted_item_goes_when_she_is_erased():
    item = factories.make_item()
    hers, other = (factories.make_delegate(mission=item.mission) for _one in range(2))
    declined(item, hers, "Canary")
    declined(item, other, "Siskin")
    deletions.delete([item], staff())
    assert ("delegations.regret", "Canary") in kept()

    deletions.delete([hers], staff(), for_good=True)

    assert [row for row in kept() if row[0] == "delegations.regret"] == [("delegations.regret", "Siskin")]


def answered(item, organisation, who, words="Canary words"):
    return Proposal.objects.create(
        item=item, organisation=organisation, kind="confirm", answered_by=who, words=words
    )


def person():
    return factories.make_person(
        family_name={"en": "Canary-Berdiyeva", "ru": "Канарейкина"}, given_name={"en": "Ogul", "ru": "Огуль"}
    )


def told():
    return list(Proposal.objects.order_by("pk").values_list("answered_by", "words"))


def test_who_answered_for_a_host_is_named_by_no_answer_once_she_is_erased():
    item = factories.make_item()
    contact = factories.make_contact(person=person())
    host, other = contact.organisation, factories.make_organisation()
    for organisation, who in (
        (host, "O. CANARY-BERDIYEVA, head of sales"),
        (host, "Канарейкина"),
        (host, "Somebody else"),
        (other, "Ogul Canary-Berdiyeva"),
        (other, "Mrs Canary-Berdiyeva"),  # perhaps another of this name
    ):
        answered(item, organisation, who, words="We wait for you")

    deletions.delete([contact.person], staff(), for_good=True)

    kept_as_they_are = ("Somebody else", "We wait for you"), ("Mrs Canary-Berdiyeva", "We wait for you")
    assert told() == [("–", ""), ("–", ""), kept_as_they_are[0], ("–", ""), kept_as_they_are[1]]


def test_a_contact_who_leaves_her_organisation_is_forgotten_there():
    item = factories.make_item()
    contact = factories.make_contact(person=person())
    answered(item, contact.organisation, "Canary-Berdiyeva")
    answered(item, factories.make_organisation(), "Ogul Canary-Berdiyeva")

    contact.delete()

    assert told() == [("–", ""), ("Ogul Canary-Berdiyeva", "Canary words")]


def test_an_erased_person_whom_an_answer_named_is_in_no_row():
    contact = factories.make_contact(person=person())
    answered(factories.make_item(), contact.organisation, "Ogul Canary-Berdiyeva")

    deletions.delete([contact.person], staff(), for_good=True)

    assert [word for word in ("Canary", "Канарейкина") if word in kept_words()] == []
