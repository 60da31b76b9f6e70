"""The budget of a mission: sums of each currency by itself, and what each line pays for."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from backoffice.budget import page as budget
from missions.models import Cost, CostKind
from tests import factories
from tests.backoffice.pages import save, signed_in

sums = st.none() | st.decimals(min_value=0, max_value=10**9, places=2)
costs = st.lists(
    st.builds(
        Cost,
        kind=st.sampled_from(CostKind.values),
        currency=st.sampled_from(["EUR", "KZT"]),
        planned=sums,
        spent=sums,
    ),
    max_size=12,
)


def page_of(client, mission):
    return client.get(reverse("admin:missions_mission_budget", args=[mission.pk]))


@pytest.mark.django_db
def test_lines_and_sums():
    mission = factories.make_mission()
    item = factories.make_item(mission=mission, title="Reception")
    payer = factories.make_organisation(name="Club")
    factories.make_cost(
        mission=mission, title="Hall", kind="venue", item=item, payer=payer, planned=100, spent=120
    )
    factories.make_cost(mission=mission, title="Buses", kind="transfers", planned=50, order=1)
    factories.make_cost(
        mission=mission, title="Flights", kind="travel", planned=1000, spent=900, currency="KZT", order=2
    )

    page = page_of(signed_in(), mission)

    assert [
        (
            str(line.name),
            str(line.pays_for or ""),
            str(line.payer or ""),
            line.planned,
            line.spent,
            line.left,
            line.over,
        )
        for line in page.context["lines"]
    ] == [
        ("Hall", "Reception", "Club", "100\xa0EUR", "120\xa0EUR", "-20\xa0EUR", True),
        ("Buses", "", "", "50\xa0EUR", "", "", False),
        ("Flights", "", "", "1,000\xa0KZT", "900\xa0KZT", "100\xa0KZT", False),
    ]
    assert [(one.words, one.planned, one.spent, one.left, one.unknown) for one in page.context["sums"]] == [
        ("EUR", "150\xa0EUR", "120\xa0EUR", "", 1),
        ("KZT", "1,000\xa0KZT", "900\xa0KZT", "100\xa0KZT", 0),
    ]
    assert [(one.words, one.planned) for one in page.context["kinds"]] == [
        ("Travel", "1,000\xa0KZT"),
        ("Transfers on the spot", "50\xa0EUR"),
        ("Venue and equipment", "100\xa0EUR"),
    ]


def known(rows, currency):
    return [row.planned for row in rows if row.currency == currency and row.planned is not None]


@given(costs)
def test_no_sum_has_two_currencies_and_none_is_lost(rows):
    by_currency = {
        currency: sum(planned, Decimal(0)) if (planned := known(rows, currency)) else None
        for currency in {row.currency for row in rows}
    }

    found = budget.sums(rows, "en")

    assert [(one.words, one.planned) for one in found] == [
        (currency, budget.money(amount, currency, "en") if amount is not None else "")
        for currency, amount in sorted(by_currency.items())
    ]
    assert sum(one.unknown for one in found) == sum(row.spent is None for row in rows)
    assert sum(one.unknown for one in budget.kinds(rows, "en")) == sum(row.spent is None for row in rows)


@pytest.mark.parametrize(
    ("lines", "planned", "spent", "left", "over"),
    [
        ([(50, None)], "50\xa0EUR", "", "", False),
        ([(50, None), (50, 120)], "100\xa0EUR", "120\xa0EUR", "", True),
        ([(50, 20), (None, 40)], "50\xa0EUR", "60\xa0EUR", "", False),
        ([(None, None)], "", "", "", False),
        ([(50, 50), (20, 0)], "70\xa0EUR", "50\xa0EUR", "20\xa0EUR", False),
    ],
)
def test_a_sum_does_not_guess_what_is_not_known(lines, planned, spent, left, over):
    rows = [Cost(currency="EUR", kind="venue", planned=one, spent=other) for one, other in lines]

    (found,) = budget.sums(rows, "en")

    assert (found.planned, found.spent, found.left, found.over) == (planned, spent, left, over)


@pytest.mark.django_db
def test_what_is_not_known_of_the_budget_is_said():
    mission = factories.make_mission()
    factories.make_cost(mission=mission, title="Buses", kind="transfers", planned=50)

    page = page_of(signed_in(), mission)

    assert re.findall(r"<td>(.*?)</td>", page.text) == [
        *["50\xa0EUR", "not known", "not known"] * 2,
        *["the mission as a whole", "not known", "50\xa0EUR", "not known", "not known"],
    ]


@pytest.mark.django_db
def test_a_line_is_added_in_the_admin_for_an_item_of_its_mission():
    mission = factories.make_mission()
    item = factories.make_item(mission=mission)
    client = signed_in("Editor")
    address = f"{reverse('admin:missions_cost_add')}?mission={mission.pk}"

    save(client, address, title_en="Hall", kind="venue", item=item.pk, planned="99.50", currency="EUR")

    cost = Cost.objects.get()
    assert (cost.mission, cost.item, cost.planned, cost.spent) == (mission, item, Decimal("99.50"), None)


@pytest.mark.django_db
def test_without_lines_the_page_says_so():
    assert "The budget has no line yet." in page_of(signed_in(), factories.make_mission()).text


@pytest.mark.django_db
def test_who_may_not_see_the_budget_finds_no_page():
    assert page_of(signed_in("Viewer"), factories.make_mission()).status_code == 403
