"""The register of outcomes: whose, which, and what they come to."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.rights import roles
from missions.models import Outcome, Role
from tests import factories
from tests.backoffice.members import signed_in_with
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 12, 6)


def make(title, amount=None, currency="", **fields):
    money = {"amount": Decimal(amount), "currency": currency} if amount else {}
    return factories.make_outcome(**{"title": title, **money, **fields})


def shown(client, **asked):
    page = client.get(reverse("admin:outcomes"), asked)
    assert page.status_code == 200
    return page


def titles(page):
    return [line.row.title for line in page.context["lines"]]


def words(page):
    return page.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def sums(page):
    return [
        (row.certainty, row.amount.replace("\N{NO-BREAK SPACE}", " ")) for row in page.context["sums"].rows
    ]


@pytest.fixture
def rows():
    club, union = factories.make_organisation(name="Club"), factories.make_organisation(name="Union")
    here, there = factories.make_mission(title="To Ashgabat"), factories.make_mission(title="To Mary")
    return {
        "here": here,
        "union": union,
        "cans": make("Cans", "100.10", "USD", certainty="signed", kind="contract", mission=here, dated_on=DAY, ours=[club]),
        "juice": make("Juice", "200.20", "USD", kind="investment", mission=here, theirs=[union], confirmed_on=DAY),
        "silk": make("Silk", "3000", "TMT", mission=there, dated_on=dt.date(2024, 2, 1), confidential=False),
        "paper": make("Paper", mission=there, confidential=False, published=True, source="A letter"),
    }  # fmt: skip


WISHES = [
    ({}, ["Silk", "Cans", "Paper", "Juice"]),
    ({"mission": "here"}, ["Cans", "Juice"]),
    ({"organisation": "union"}, ["Juice"]),
    ({"certainty": "signed"}, ["Cans"]),
    ({"kind": "investment"}, ["Juice"]),
    ({"year": "2024"}, ["Silk"]),
    ({"currency": "USD"}, ["Cans", "Juice"]),
    ({"state": "confidential"}, ["Cans", "Juice"]),
    ({"state": "published"}, ["Paper"]),
    ({"state": "neither"}, ["Silk"]),
    ({"state": "confirmed"}, ["Juice"]),
    ({"state": "unconfirmed"}, ["Silk", "Cans", "Paper"]),
    ({"q": "club"}, ["Cans"]),
    ({"q": "mary letter"}, ["Paper"]),
    ({"q": "100%_"}, []),
    ({"currency": "usd", "year": "x", "state": "?", "kind": "gift"}, ["Silk", "Cans", "Paper", "Juice"]),
]


def test_the_list_is_what_is_asked_for(rows):
    client = signed_in()
    for asked, found in WISHES:
        said = {name: str(rows[value].pk) if value in rows else value for name, value in asked.items()}

        assert titles(shown(client, **said)) == found, asked


def test_sums_of_two_currencies_or_certainties_are_never_one(rows):
    page = shown(signed_in())

    assert sums(page) == [
        ("Preliminary", "3,000 TMT"),
        ("Preliminary", "200.20 USD"),
        ("Signed", "100.10 USD"),
    ]
    for wrong in ("300.30", "3,200.20", "3,300.30"):
        assert wrong not in words(page)


def test_sums_are_of_all_pages_and_of_what_is_asked_for(rows):
    one = make("Contract", "0.01", "USD", mission=rows["here"])
    copied = {field.attname: getattr(one, field.attname) for field in Outcome._meta.concrete_fields}
    del copied["id"], copied["ref"]
    Outcome.objects.bulk_create(Outcome(**copied) for _number in range(29))

    client = signed_in()
    assert sums(shown(client)) == sums(shown(client, page="2"))
    assert sums(shown(client, mission=str(rows["here"].pk), certainty="preliminary")) == [
        ("Preliminary", "200.50 USD")
    ]


def test_years_stand_apart_and_the_rest_is_not_stated(rows):
    rows["juice"].years.create(year=2024, amount=Decimal("50.20"))
    rows["silk"].years.create(year=2026, amount=Decimal(3000))

    found = shown(signed_in()).context["sums"]

    assert found.years == (2024, 2026)
    told = [(*row.years, row.year_not_stated) for row in found.rows]
    assert [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in told] == [
        ["", "3,000 TMT", ""],
        ["50.20 USD", "", "150 USD"],
        ["", "", "100.10 USD"],
    ]


@time_machine.travel("2024-03-05T09:00Z")
def test_one_currency_needs_a_rate_of_each_and_says_which_is_missing(rows):
    factories.make_rate(currency="KZT", reporting_currency="USD", on=DAY)
    client = signed_in()

    page = shown(client, **{"in": "USD"})
    assert "There is no total in USD: no rate is written down for TMT on or before 5 March 2024." in words(
        page
    )
    assert page.context["sums"].reported.totals == ()

    factories.make_rate(
        currency="TMT", reporting_currency="USD", rate=Decimal("0.285714286"), on=DAY, source="Central Bank"
    )
    page = shown(client, **{"in": "USD"})
    assert [
        total.replace("\N{NO-BREAK SPACE}", " ") for _word, total in page.context["sums"].reported.totals
    ] == [
        "1,057.34 USD",
        "100.10 USD",
    ]
    for said in ("0.285714286", "6 December 2023", "Central Bank", "857.14 USD"):
        assert said in words(page)
    page = shown(client, **{"in": "USD", "on": "2023-12-05"})
    assert page.context["sums"].reported.missing == ("TMT",)


@pytest.mark.once
def test_a_day_that_is_none_is_today(rows):
    client = signed_in()
    for on in ("", "x", "2023-13-40", "0001-01-01"):
        page = shown(client, **{"in": "USD", "on": on})

        assert page.context["wish"].on == dt.datetime.now(dt.UTC).date()


def test_a_role_reads_of_its_own_mission_alone(rows):
    factories.make_rate(currency="KZT", reporting_currency="USD")
    page = shown(signed_in_with({rows["here"]: Role.VIEWER}))

    assert titles(page) == ["Cans", "Juice"]
    assert sums(page) == [("Preliminary", "200.20 USD"), ("Signed", "100.10 USD")]
    for foreign in ("To Mary", "Silk", "TMT", "3,000"):
        assert foreign not in words(page)
    assert titles(shown(signed_in_with({rows["here"]: Role.VIEWER}), q="Silk")) == []


@pytest.mark.once
def test_who_sees_no_outcomes_has_no_register():
    assert signed_in(roles.RELEASER).get(reverse("admin:outcomes")).status_code == 403


@pytest.mark.once
def test_an_empty_register_says_so():
    assert "No outcome is written down yet." in words(shown(signed_in()))


@pytest.mark.once
def test_the_register_takes_as_many_queries_whatever_its_size():
    mission, client, counts = factories.make_mission(), signed_in(), []
    shown(client)
    for number in range(3):
        row = make(
            f"Contract {number}", "5", "USD", item=factories.make_item(mission=mission),
            ours=[factories.make_organisation()], theirs=[factories.make_organisation()],
            confirmed_on=DAY, confirmed_by=factories.make_contact(),
        )  # fmt: skip
        row.years.create(year=2024, amount=Decimal(1))
        with CaptureQueriesContext(connection) as queries:
            shown(client, **{"in": "EUR"})
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 16
