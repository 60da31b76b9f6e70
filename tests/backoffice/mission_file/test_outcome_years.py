"""The years of an outcome in a mission file: together at most its amount."""

import json

import pytest

from tests.backoffice.mission_files import (
    OUTCOME,
    dumped,
    faults,
    load,
    small,
)

pytestmark = pytest.mark.django_db


def with_outcome(amount, *years):
    outcome = {
        "ref": OUTCOME,
        "kind": "contract",
        "title": {"en": "Contract"},
        "certainty": "signed",
        "amount": amount,
        "currency": "USD",
    }
    rows = [{"outcome": OUTCOME, "year": year, "amount": part} for year, part in years]
    return small() | {"outcomes": [outcome], "outcome_years": rows}


def test_the_years_of_an_outcome_may_fall_together_with_its_amount(tmp_path):
    load(tmp_path, with_outcome("100.00", (2024, "80.00"), (2025, "20.00")))
    load(tmp_path, with_outcome("50.00", (2024, "40.00")))

    assert json.loads(dumped("small"))["outcome_years"] == [
        {"outcome": OUTCOME, "year": 2024, "amount": "40.00"}
    ]


def test_years_with_more_than_the_amount_are_named(tmp_path):
    data = with_outcome("99.99", (2024, "80.00"), (2025, "20.00"))

    assert faults(tmp_path, data) == [
        "0.json: outcome_years[1].amount: The years have more than the amount. Lower them first, or raise"
        ' the amount ("20.00")'
    ]
