"""When follow-ups are due: a period is over from the day after its last day, by the clock of its mission."""

import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from missions import due
from missions.due import Standing
from missions.models import DuePrecision, FollowUp
from missions.models.follow_ups import last_day
from tests import factories

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
PRECISIONS = st.sampled_from(DuePrecision.values)
ONE = dt.timedelta(1)


@given(DAYS, PRECISIONS)
def test_every_day_lies_in_exactly_one_period(day, precision):
    """The next period begins the day after this one ends, and this one where the day before ends another."""
    first, last = due.first_day(day, precision), last_day(day, precision)

    assert first <= day <= last
    assert (due.first_day(last, precision), last_day(first, precision)) == (first, last)
    assert due.first_day(last + ONE, precision) == last + ONE
    assert last_day(first - ONE, precision) == first - ONE if first > dt.date(1900, 1, 1) else True
    assert (last - first).days + 1 in {
        "day": {1},
        "month": set(range(28, 32)),
        "quarter": set(range(90, 93)),
        "year": {365, 366},
    }[precision]


@given(DAYS, PRECISIONS, st.integers(-500, 500), st.sampled_from(["proposed", "agreed", "in_progress"]))
def test_overdue_begins_the_day_after_the_period_and_soon_thirty_days_before_its_end(
    day, precision, after, state
):
    row = FollowUp(due_on=last_day(day, precision), due_precision=precision, state=state)
    today = row.due_on + dt.timedelta(after)

    told = due.standing(row, today)

    assert told == (Standing.OVERDUE if after > 0 else Standing.SOON if after >= -30 else Standing.LATER)


@given(DAYS, st.sampled_from(["done", "dropped", "superseded"]))
def test_what_is_closed_is_never_late(day, state):
    assert due.standing(FollowUp(due_on=day, due_precision="day", state=state), day + ONE) == Standing.CLOSED


def test_an_open_date_is_never_late():
    assert due.standing(FollowUp(state="agreed"), dt.date(2200, 1, 1)) == Standing.OPEN


@pytest.mark.django_db
def test_a_year_is_kept_as_its_last_day_whichever_day_is_typed():
    row = factories.make_follow_up(due_on=dt.date(2024, 3, 1), due_precision="year")
    row.full_clean()

    assert row.due_on == dt.date(2024, 12, 31)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (dt.datetime(2024, 12, 31, 18, 59, tzinfo=dt.UTC), []),
        (dt.datetime(2024, 12, 31, 19, 0, tzinfo=dt.UTC), ["Ashgabat"]),
        (dt.datetime(2024, 12, 31, 23, 59, tzinfo=dt.UTC), ["Ashgabat"]),
        (dt.datetime(2025, 1, 1, 0, 0, tzinfo=dt.UTC), ["Ashgabat", "nowhere"]),
        (dt.datetime(2025, 1, 1, 5, 0, tzinfo=dt.UTC), ["Ashgabat", "New York", "nowhere"]),
    ],
)
def test_2024_is_overdue_from_the_first_of_january_by_the_clock_of_each_mission(moment, late):
    home = factories.make_place(name="New York", country="US", zone="America/New_York")
    for title, where in (
        ("Ashgabat", {"zone": "Asia/Ashgabat"}),
        ("New York", {"home": home}),
        ("nowhere", {}),
    ):
        mission = factories.make_mission(**where)
        factories.make_follow_up(
            mission=mission, title=title, due_on=dt.date(2024, 12, 31), due_precision="year"
        )
        factories.make_follow_up(
            mission=mission, title="done", due_on=dt.date(2024, 12, 31), due_precision="year", state="done"
        )

    with time_machine.travel(moment, tick=False):
        rows = due.with_today(FollowUp.objects.all())
        found = list(rows.filter(due.OVERDUE))
        today = {row.title: row.today for row in rows if row.state != "done"}
        told = {row.title: row.mission.today() for row in FollowUp.objects.exclude(state="done")}

    assert sorted(row.title for row in found) == late
    assert today == told


@pytest.mark.django_db
@given(st.integers(0, 3 * 366 * 24 * 60), st.integers(-40, 40))
def test_the_database_and_the_reader_judge_alike(minutes, days):
    now = dt.datetime(2023, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
    mission = factories.make_mission(zone="Pacific/Kiritimati")
    row = factories.make_follow_up(
        mission=mission, due_on=(now + dt.timedelta(days)).date(), due_precision="day"
    )

    rows = due.with_today(FollowUp.objects.filter(pk=row.pk), now)
    told = {name for name, which in (("overdue", due.OVERDUE), ("soon", due.DUE_SOON)) if rows.filter(which)}

    [read] = rows
    assert told == ({str(due.standing(read, read.today))} & {"overdue", "soon"})
