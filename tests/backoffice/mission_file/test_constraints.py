"""The constraints of the rows that files bring, looked at in Python, say what the database says."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.mission_file import constraints, sections
from missions.models import ProgrammeItem, Stop
from tests.strategies import undone

pytestmark = pytest.mark.django_db

DAYS = [datetime.date(2023, 12, 4), datetime.date(2023, 12, 5)]
EVERY = [
    (section.model, constraint)
    for section in (*sections.TOP_LEVEL, sections.HOSTS, sections.ITEM_GROUPS)
    for constraint in constraints.constraints(section.model)
]
POOLS = {
    models.BooleanField: [True, False],
    models.DateTimeField: [datetime.datetime.combine(day, datetime.time(), datetime.UTC) for day in DAYS],
    models.DateField: DAYS,
    models.DecimalField: [Decimal(number) for number in (-181, -91, -90, -1, 0, 1, 90, 91, 180, 181)],
    models.ForeignKey: [1, 2],
    models.TimeField: [datetime.time(9), datetime.time(10)],
}
NUMBERS = [0, 1, 2, 999, 1000, 1001, 1899, 1900, 2200, 2201]


def drawn(draw, model, constraint):
    """A row that differs from a new one in what this constraint is about."""
    row = model(pk=1)
    for name in sorted(constraint.condition.referenced_base_fields - {"pk"}):
        field = model._meta.get_field(name)
        pool = next((pool for kind, pool in POOLS.items() if isinstance(field, kind)), NUMBERS)
        values = [value for value, _label in field.choices or ()] or pool
        if isinstance(field, models.CharField):
            values = ["", *(values if field.choices else ["x"])]
        setattr(row, field.attname, draw(st.sampled_from([None] * field.null + values)))
    return row


@pytest.mark.parametrize(
    ("model", "constraint"), EVERY, ids=[constraint.name for _model, constraint in EVERY]
)
@settings(max_examples=10)
@given(data=st.data())
def test_any_row_is_judged_as_by_the_database(model, constraint, data):
    row = drawn(data.draw, model, constraint)
    with undone():
        try:
            constraint.validate(type(row), row)
            held = True
        except ValidationError:
            held = False

    assert (constraints.holds(constraint.condition, row) is not False) == held, constraint.name


def test_nothing_is_said_of_a_constraint_about_a_field_that_could_not_be_read():
    row = Stop(first_day=DAYS[1], last_day=DAYS[0])

    assert [len(list(constraints.broken(row, unread))) for unread in (set(), {"place"}, {"first_day"})] == [
        1, 1, 0,
    ]  # fmt: skip


def test_each_broken_constraint_is_said_with_its_own_sentence():
    row = ProgrammeItem(day=DAYS[1], ends_on=DAYS[0], starts_at=datetime.time(10), ends_at=datetime.time(9))

    found = [error.messages for error in constraints.broken(row)]

    said = {one.name: [str(one.violation_error_message)] for one in ProgrammeItem._meta.constraints}
    assert found == [
        said["missions_programmeitem_last_day_after_day"],
        said["missions_programmeitem_end_after_start"],
    ]
