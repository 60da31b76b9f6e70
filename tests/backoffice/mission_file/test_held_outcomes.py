"""No file edits what a company confirmed or the public reads, nor takes back that a company is asked first."""

import json
from decimal import Decimal

import pytest

from missions import release
from missions.models import Outcome
from partners.models import Contact
from tests import factories, strategies
from tests.backoffice.mission_files import dumped, faults, load, small

pytestmark = pytest.mark.django_db

RULE = "would change Contract, which is confirmed or published: correct it on its page"


@pytest.fixture
def row():
    mission = strategies.build(small())
    return factories.make_outcome(
        mission=mission, title="Contract", amount="1200.00", currency="USD", needs_confirmation=True
    )


def set_to(row, **fields):
    Outcome.objects.filter(pk=row.pk).update(**fields)


def confirmed(row):
    set_to(row, confirmed_on=row.mission.starts_on, confirmed_by=Contact.objects.get())


def read_by_the_public(row):
    set_to(row, needs_confirmation=False, confidential=False, published=True)
    release.release_results(row.mission, by=None, replaces=None)
    set_to(row, published=False)


@pytest.mark.parametrize("hold", [confirmed, read_by_the_public])
@pytest.mark.parametrize(
    "said",
    [
        {"amount": "1300.00"},
        pytest.param({"title": {"en": "Contract", "ru": "Договор"}}, marks=pytest.mark.once),
        pytest.param({"certainty": "delivered"}, marks=pytest.mark.once),
    ],
)
def test_a_file_edits_no_outcome_that_is_held(tmp_path, row, hold, said):
    hold(row)
    data = json.loads(dumped("small"))
    data["outcomes"][0] |= said

    assert faults(tmp_path, data) == [f"0.json: outcomes[0]: {RULE}"]

    row.refresh_from_db()
    assert (row.amount, row.title_ru) == (Decimal(1200), "")


def test_whatever_no_correction_is_about_and_what_nobody_holds_is_changed_by_a_file(tmp_path, row):
    confirmed(row)
    data = json.loads(dumped("small"))
    data["outcomes"][0]["source"] = "The protocol"
    load(tmp_path, data)
    assert json.loads(dumped("small")) == data
    del data["outcomes"][0]["confirmed_on"], data["outcomes"][0]["confirmed_by"]
    load(tmp_path, data)
    data["outcomes"][0]["amount"] = "1300.00"
    load(tmp_path, data)

    row.refresh_from_db()
    assert (row.source, row.confirmed_on, row.confirmed_by) == ("The protocol", None, None)
    assert row.amount == Decimal(1300)


def test_a_file_does_not_take_back_that_a_company_is_asked_first(tmp_path, row):
    data = json.loads(dumped("small"))
    del data["outcomes"][0]["needs_confirmation"]
    data["outcomes"][0]["amount"] = "1300.00"

    load(tmp_path, data)

    row.refresh_from_db()
    assert (row.amount, row.needs_confirmation) == (Decimal(1300), True)
    data["outcomes"][0] |= {"confidential": False, "published": True}
    (said,) = faults(tmp_path, data)
    assert said.startswith("0.json: outcomes[0]: A delegate told it and was promised to be asked")
