"""Two at the bin, or two who delete, at once: one wins, the other is told."""

import html
import re

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from backoffice.bin import keeping
from backoffice.models import Deleted
from missions.models import ProgrammeItem
from tests import factories
from tests.backoffice.pages import address, signed_in
from tests.together import PEOPLE, in_between, pressed_at_once

NOT_KEPT = "This is no longer kept: it was brought back, or deleted for good."


def said(answer):
    """The first message on the page: contexts of answers that come at once are mixed by Django's client."""
    return html.unescape(re.search(r'<li class="notice[^"]*">(.*?)</li>', answer.text)[1])


def press(client, name, entry):
    return client.post(reverse(f"admin:backoffice_deleted_{name}"), {"entry": entry.pk}, follow=True)


@pytest.mark.django_db(transaction=True)
def test_of_those_who_bring_the_same_back_at_once_one_does():
    """faults.md 42"""
    item = factories.make_item(title="Visit")
    signed_in().post(address(item, "delete"), {"post": "yes"})
    entry = Deleted.objects.get()

    answers = pressed_at_once(lambda client, number: press(client, "bring_back", entry))

    assert sorted(said(answer) for answer in answers) == [NOT_KEPT] * (PEOPLE - 1) + ["“Visit” is back."]
    assert list(ProgrammeItem.objects.all()) == [item]
    assert [one.history_type for one in item.history.order_by("history_id")] == ["+", "-", "+"]


@pytest.mark.django_db(transaction=True)
def test_what_is_brought_back_and_deleted_for_good_at_once_is_one_of_both():
    item = factories.make_item(title="Visit")
    signed_in().post(address(item, "delete"), {"post": "yes"})
    entry = Deleted.objects.get()

    answers = pressed_at_once(
        lambda client, number: press(client, ("bring_back", "for_good")[number % 2], entry)
    )

    done = [said(answer) for answer in answers if said(answer) != NOT_KEPT]
    assert done in (["“Visit” is back."], ["It is deleted for good."])
    assert ProgrammeItem.objects.count() == (done == ["“Visit” is back."])


@pytest.mark.django_db(transaction=True)
def test_a_pointer_that_somebody_sets_while_its_row_comes_back_stays_hers():
    contact = factories.make_contact()
    host = factories.make_host(organisation=contact.organisation, contact=contact)
    other = factories.make_contact(organisation=contact.organisation)
    signed_in().post(address(contact, "delete"), {"post": "yes"})
    entry = Deleted.objects.get()

    in_between(
        lambda: press(signed_in(), "bring_back", entry),
        'FROM "missions_host"',
        lambda: type(host).objects.filter(pk=host.pk).update(contact=other),
    )

    host.refresh_from_db()
    assert host.contact == other
    assert type(contact).objects.filter(pk=contact.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_brought_back_while_its_thirty_days_end_keeps_its_file(monkeypatch):
    row = factories.make_attachment()
    signed_in().post(address(row, "delete"), {"post": "yes"})
    entry = Deleted.objects.get()

    def purge():
        monkeypatch.setattr(keeping, "DAYS", 0)
        return keeping.purge()

    _answer, purged = in_between(
        lambda: press(signed_in(), "bring_back", entry), 'FROM "missions_attachment"', purge
    )

    assert (purged, Deleted.objects.count()) == (0, 0)
    assert default_storage.exists(type(row).objects.get(pk=row.pk).file.name)


@pytest.mark.django_db(transaction=True)
def test_what_comes_back_while_the_bin_is_emptied_keeps_its_file(monkeypatch):
    """The other way round, where two clocks differ: what is there again is not thrown away."""
    row = factories.make_attachment()
    signed_in().post(address(row, "delete"), {"post": "yes"})
    entry = Deleted.objects.get()
    monkeypatch.setattr(keeping, "DAYS", 0)

    def bring_back():
        monkeypatch.setattr(keeping, "DAYS", 30)
        return press(signed_in(), "bring_back", entry)

    in_between(keeping.purge, 'FROM "backoffice_deleted"', bring_back)

    names = [one.file.name for one in type(row).objects.all()]
    assert [default_storage.exists(name) for name in names] == [True] * len(names)
    assert Deleted.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_many_delete_at_once_is_kept_once():
    item = factories.make_item(title="Visit")

    answers = pressed_at_once(lambda client, number: client.post(address(item, "delete"), {"post": "yes"}))

    assert {answer.status_code for answer in answers} == {302}
    assert Deleted.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_those_who_move_a_mission_at_once_one_does():
    """faults.md 40, 42: without a look at what is there now, four weeks would become sixteen."""
    mission = factories.make_mission()
    page = reverse("admin:missions_mission_shift", args=[mission.pk])
    saw = signed_in().get(page, {"what": "all", "days": "28"}).context["plan"].digest

    pressed_at_once(lambda client, number: client.post(page, {"what": "all", "days": "28", "saw": saw}))

    mission.refresh_from_db()
    assert (mission.starts_on - factories.FIRST_DAY).days == 28
    assert mission.history.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_those_who_copy_to_one_address_at_once_one_does():
    mission = factories.make_mission()
    page = reverse("admin:missions_mission_copy", args=[mission.pk])
    data = {"becomes": "mission", "title_en": "New", "slug": "new", "starts_on": "2024-01-01", "make": "1"}

    answers = pressed_at_once(lambda client, number: client.post(page, data))

    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [302]
    assert type(mission).objects.filter(slug="new").count() == 1
