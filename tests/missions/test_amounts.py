"""Sums of money: what is accepted comes back to the cent, on either database.

SQLite keeps fifteen digits of a number; a longer sum would come back as another one.
"""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from missions.models import Outcome
from tests import strategies
from tests.backoffice.mission_files import dumped, faults, load, small
from tests.backoffice.pages import address, save, sentences, signed_in
from tests.factories import make_outcome

pytestmark = pytest.mark.django_db

LONGEST = Decimal("9999999999999.99")


def file_with(amount):
    outcome = {
        "ref": f"{77:08x}-0000-4000-8000-000000000000",
        "kind": "contract",
        "title": {"en": "Contract"},
        "certainty": "signed",
        "amount": amount,
        "currency": "TMT",
    }
    return {**small(), "outcomes": [outcome]}


def cents(least, most):
    return st.integers(int(least * 100), int(most * 100)).map(lambda number: Decimal(number) / 100)


@settings(max_examples=50)
@given(cents(0, LONGEST))
@example(LONGEST)
def test_a_sum_that_is_accepted_comes_back_to_the_cent(amount):
    with strategies.undone():
        row = make_outcome(currency="TMT", amount=amount)

        assert Outcome.objects.get(pk=row.pk).amount == amount
        assert row.history.first().amount == amount


@pytest.mark.once
@given(cents(LONGEST + Decimal("0.01"), Decimal(10) ** 17))
def test_a_longer_sum_is_refused_at_its_field(amount):
    field = Outcome._meta.get_field("amount")

    with pytest.raises(ValidationError, match=r"Ensure that there are no more than 1[35] digits"):
        field.clean(amount, None)


@pytest.mark.once
def test_a_sum_that_is_too_long_is_refused_in_a_sentence_and_kept_in_the_form():
    outcome = make_outcome(currency="TMT", amount=1)

    response = save(signed_in(), address(outcome), amount="12345678901234.56")

    assert sentences(response) == ["Ensure that there are no more than 15 digits in total."]
    assert "12345678901234.56" in response.content.decode()
    assert Outcome.objects.get().amount == 1


def test_the_mission_file_carries_the_longest_sum_and_refuses_a_longer_one(tmp_path):
    load(tmp_path, file_with(str(LONGEST)))

    assert str(LONGEST) in dumped("small")
    assert faults(tmp_path, file_with("10000000000000.00")) == [
        "0.json: outcomes[0].amount: is malformed: A sum as text with at most 13 digits before the point and two after "
        'it, never without currency: a JSON number would lose digits ("10000000000000.00")'
    ]
    assert Outcome.objects.get().amount == LONGEST
