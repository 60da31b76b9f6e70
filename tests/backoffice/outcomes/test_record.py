"""The full record of an outcome: its years on one form with it, in the bin with it, and who confirmed it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from backoffice.models import Deleted
from backoffice.rights import roles
from missions import release
from missions.models import Outcome
from missions.models.results import UNASKED
from partners.models import Person
from tests import factories
from tests.backoffice.pages import address, fields_of, inline, save, sentences, signed_in
from tests.missions.releases import released

pytestmark = pytest.mark.django_db

NOT_EDITED = "The company has confirmed it, or the public reads it: it is corrected, not edited."
TOO_MUCH = "The years have more than the amount. Lower them first, or raise the amount."


@pytest.fixture
def row():
    return factories.make_outcome(title="Contract", amount=Decimal(100), currency="USD")


def years(row):
    return [(year.year, year.amount) for year in row.years.all()]


def test_years_are_typed_beside_the_amount_and_are_never_more_than_it(row):
    client = signed_in(roles.REPORTER)
    two = ({"year": 2024, "amount": "60"}, {"year": 2025, "amount": "40.01"})

    refused = save(client, address(row), **inline("years", 2, *two))
    assert (TOO_MUCH in sentences(refused), years(row)) == (True, [])

    save(client, address(row), amount="100.01", **inline("years", 2, *two))
    assert years(row) == [(2024, Decimal(60)), (2025, Decimal("40.01"))]

    refused = save(client, address(row), amount="99")
    row.refresh_from_db()
    assert (TOO_MUCH in sentences(refused), row.amount) == (True, Decimal("100.01"))


def test_the_amount_and_its_years_fall_together(row):
    row.years.create(year=2024, amount=Decimal(100))

    answer = save(signed_in(), address(row), amount="50", **{"years-0-amount": "50"})

    row.refresh_from_db()
    assert (answer.status_code, row.amount, years(row)) == (302, Decimal(50), [(2024, Decimal(50))])


def test_one_year_stands_once(row):
    same = ({"year": 2024, "amount": "1"}, {"year": 2024, "amount": "2"})

    save(signed_in(), address(row), **inline("years", 2, *same))

    assert years(row) == []


@pytest.mark.parametrize("held", [pytest.param("confirmed", marks=pytest.mark.once), "published"])
def test_what_was_confirmed_or_published_is_corrected_and_never_edited(row, held):
    if held == "confirmed":
        Outcome.objects.filter(pk=row.pk).update(confirmed_on=dt.date(2024, 1, 5))
    else:
        Outcome.objects.filter(pk=row.pk).update(confidential=False, published=True)
        released(row.mission)
        release.release_results(row.mission, by=None, replaces=None)
    client = signed_in(roles.EDITOR)

    page = client.get(address(row, "change"))
    save(client, address(row), source="A letter")
    forged = client.post(
        address(row),
        {name: values[0] for name, values in fields_of(page).items() if values}
        | {"amount": "9000", "corrected_on": "2023-01-01", "correction_en": "x"},
    )

    row.refresh_from_db()
    assert (row.title_en, row.amount, row.certainty) == ("Contract", Decimal(100), "preliminary")
    assert (row.corrected_on, row.correction_en, row.source) == (None, "", "A letter")
    assert forged.status_code == 200
    assert f'href="{reverse("admin:outcome", args=[row.pk])}#correct">Correct it</a>' in page.text


def test_a_form_that_lay_open_while_the_public_came_to_read_it_is_refused_and_keeps_what_was_typed(row):
    Outcome.objects.filter(pk=row.pk).update(confidential=False, published=True)
    released(row.mission)
    client = signed_in(roles.EDITOR)
    opened = fields_of(client.get(address(row)))
    release.release_results(row.mission, by=None, replaces=None)

    refused = client.post(address(row), opened | {"amount": ["9000"], "source": ["A letter"]})
    row.refresh_from_db()
    assert (refused.status_code, row.amount, row.source) == (200, Decimal(100), "")
    assert NOT_EDITED in sentences(refused)
    assert [fields_of(refused)[name] for name in ("amount", "source")] == [["9000"], ["A letter"]]
    assert f'href="{reverse("admin:outcome", args=[row.pk])}#correct">Correct it</a>' in refused.text

    assert client.post(address(row), opened | {"source": ["A letter"]}).status_code == 302
    row.refresh_from_db()
    assert (row.amount, row.source) == (Decimal(100), "A letter")


@pytest.mark.once
def test_what_nobody_outside_has_confirmed_or_read_is_edited(row):
    page = signed_in().get(address(row))
    save(signed_in(), address(row), amount="9000")

    row.refresh_from_db()
    assert (row.amount, "#correct" in page.text) == (Decimal(9000), False)


def test_what_a_delegate_told_is_published_by_no_form_before_the_company_confirmed_it(row):
    Outcome.objects.filter(pk=row.pk).update(needs_confirmation=True, confidential=False)
    client = signed_in()

    refused = save(client, address(row), published="on")
    row.refresh_from_db()
    assert (any(str(UNASKED) in said for said in sentences(refused)), row.published) == (True, False)

    Outcome.objects.filter(pk=row.pk).update(confirmed_on=dt.date(2024, 1, 5))
    save(client, address(row), published="on", needs_confirmation="")
    row.refresh_from_db()
    assert (row.published, row.needs_confirmation) == (True, True)


@pytest.mark.once
def test_no_form_confirms_an_outcome(row):
    contact = factories.make_contact()

    save(signed_in(), address(row), confirmed_on="2024-03-01", confirmed_by=str(contact.pk))

    row.refresh_from_db()
    assert (row.confirmed_on, row.confirmed_by) == (None, None)


def test_years_go_into_the_bin_with_their_outcome_and_come_back_with_it(row):
    row.years.create(year=2024, amount=Decimal(60))
    client = signed_in()

    client.post(address(row, "delete"), {"post": "yes"})
    assert not Outcome.objects.exists()
    entry = Deleted.objects.get()
    client.post(reverse("admin:backoffice_deleted_bring_back"), {"entry": entry.pk})

    assert years(Outcome.objects.get()) == [(2024, Decimal(60))]


def test_an_outcome_stays_confirmed_when_who_confirmed_it_is_erased(row):
    contact = factories.make_contact()
    row.confirmed_by, row.confirmed_on = contact, dt.date(2024, 3, 1)
    row.save()

    signed_in().post(address(contact.person, "delete"), {"post": "yes"})

    assert not Person.objects.filter(pk=contact.person_id).exists()
    row.refresh_from_db()
    assert (row.confirmed_by, row.confirmed_on) == (None, dt.date(2024, 3, 1))
