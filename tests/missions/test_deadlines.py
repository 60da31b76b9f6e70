"""Deadlines: counted back from the first day, moving with it, done by a verb, copied once."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missions import deadlines, working_days
from missions.deadlines import StepState
from missions.models import Deadline, DeadlineUnit, Mission
from partners.models import Place
from tests import factories

FRIDAY = dt.date(2023, 11, 24)


def mission(starts_on=dt.date(2023, 12, 4), country="KZ"):
    home = Place(country=country) if country else None
    return Mission(starts_on=starts_on, ends_on=starts_on, home=home)


@pytest.mark.parametrize(
    ("count", "unit", "country", "due"),
    [
        (0, "days", "KZ", dt.date(2023, 12, 4)),
        (10, "days", "KZ", dt.date(2023, 11, 24)),
        (0, "working_days", "KZ", dt.date(2023, 12, 4)),
        (1, "working_days", "KZ", dt.date(2023, 12, 1)),
        (28, "working_days", "KZ", dt.date(2023, 10, 24)),
        # 25 October, a holiday of Kazakhstan alone, lies between
        (28, "working_days", "TM", dt.date(2023, 10, 25)),
        (28, "working_days", None, dt.date(2023, 10, 25)),
    ],
)
def test_it_is_due_so_long_before_the_first_day(count, unit, country, due):
    assert deadlines.due_on(Deadline(count=count, unit=unit), mission(country=country)) == due


@given(
    starts_on=st.dates(dt.date(2016, 1, 1), dt.date(2034, 1, 1)),
    count=st.integers(0, 200),
    unit=st.sampled_from(DeadlineUnit.values),
)
def test_it_is_never_due_after_the_first_day_and_working_days_never_on_a_day_off(starts_on, count, unit):
    due = deadlines.due_on(Deadline(count=count, unit=unit), mission(starts_on))

    assert due <= starts_on
    if unit == "days":
        assert (starts_on - due).days == count
    elif count:
        assert working_days.is_working_day(due, "KZ")


def test_the_calendar_may_begin_before_it_does():
    first = dt.date(1, 1, 5)

    for unit in DeadlineUnit.values:
        assert deadlines.due_on(Deadline(count=1000, unit=unit), mission(first)) == dt.date.min


def test_what_is_done_late_next_and_ahead():
    rows = [
        Deadline(pk=1, count=3),
        Deadline(pk=2, count=12),
        Deadline(pk=3, count=20, done_on=FRIDAY),
        Deadline(pk=4, count=10),
        Deadline(pk=5, count=2, done_on=FRIDAY),
    ]

    steps = deadlines.steps(mission(), rows, FRIDAY)

    assert [(step.deadline.pk, step.state) for step in steps] == [
        (3, StepState.DONE),
        (2, StepState.LATE),
        (4, StepState.NEXT),  # due today, so not late yet
        (1, StepState.AHEAD),
        (5, StepState.DONE),
    ]


@pytest.mark.django_db
def test_it_is_done_and_not_done_by_a_verb_that_is_in_its_history():
    deadline = factories.make_deadline()

    deadline.finish(FRIDAY)
    assert Deadline.objects.get().done_on == FRIDAY
    deadline.reopen()

    assert Deadline.objects.get().done_on is None
    assert [entry.done_on for entry in deadline.history.all()] == [None, FRIDAY, None]


@pytest.mark.django_db
def test_they_are_copied_undone_and_only_once():
    source, target = factories.make_mission(), factories.make_mission()
    factories.make_deadline(
        mission=source,
        title={"en": "Visas", "ru": "Визы"},
        count=40,
        done_on=FRIDAY,
        note="By post",
        owner=factories.make_user(),
    )
    factories.make_deadline(mission=source, title="Hotels", count=10, unit="working_days")
    factories.make_deadline(mission=target, title="Hotels", count=10, unit="days")

    assert deadlines.copy(source, target) == 2
    assert deadlines.copy(source, target) == 0

    rows = [
        (row.title_en, row.title_ru, row.count, row.unit, row.done_on, row.note, row.owner)
        for row in target.deadlines.order_by("pk")
    ]
    assert rows == [
        ("Hotels", "", 10, "days", None, "", None),
        ("Visas", "Визы", 40, "days", None, "By post", None),
        ("Hotels", "", 10, "working_days", None, "", None),
    ]
    assert source.deadlines.count() == 2
    assert target.deadlines.last().history.count() == 1
