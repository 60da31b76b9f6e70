"""Whatever the mission: moved there and back it is the same, and its copy says the same on other days."""

import datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from backoffice.copying import planning as copying
from backoffice.copying import saving
from backoffice.mission_file import dump
from backoffice.shifting import acting, planning
from delegations.models import DelegateState
from missions.models import ItemStatus, Mission
from tests import strategies
from tests.backoffice.pages import staff

pytestmark = pytest.mark.django_db

MISSIONS = settings.default.max_examples // 4  # each is written several times


@settings(max_examples=MISSIONS, suppress_health_check=list(HealthCheck))
@given(plan=strategies.plans(odd=True), days=st.integers(-400, 400).filter(bool))
def test_there_and_back_it_is_the_same(plan, days):
    with strategies.undone():
        mission, me = strategies.build(plan), staff()
        before = dump.text(dump.data(mission))
        for by in (days, -days):
            shown = planning.all_of_it(Mission.objects.get(pk=mission.pk), by)
            assume(not shown.refusals)  # an hour that does not exist there
            acting.act(mission, lambda found, by=by: planning.all_of_it(found, by), shown.digest, me)
            moved = Mission.objects.get(pk=mission.pk)
            if by == days:
                assert moved.starts_on - mission.starts_on == datetime.timedelta(days)

        assert dump.text(dump.data(moved)) == before


@settings(max_examples=MISSIONS, suppress_health_check=list(HealthCheck))
@given(plan=strategies.plans(odd=True), days=st.integers(-400, 400))
def test_a_copy_has_every_row_that_takes_place_once(plan, days):
    with strategies.undone():
        source, me = strategies.build(plan), staff()
        before = dump.text(dump.data(source))
        choice = copying.Choice(
            titles={},
            slug="copied",
            starts_on=source.starts_on + datetime.timedelta(days),
            weekdays=False,
            template=False,
            parts=frozenset(copying.Part),
        )

        made = saving.save(copying.plan(source, choice), me)

        assert dump.text(dump.data(source)) == before
        by = datetime.timedelta(days)
        rows = [
            (item.title, item.day + by if item.day else None)
            for item in source.items.exclude(status=ItemStatus.CANCELLED).order_by("order", "pk")
        ]
        assert [(item.title, item.day) for item in made.items.order_by("order", "pk")] == rows
        travelling = source.delegates.exclude(state=DelegateState.WITHDRAWN)
        assert list(made.delegates.values_list("person", "precedence")) == list(
            travelling.values_list("person", "precedence")
        )
        assert made.groups.count() == source.groups.count()
        assert made.stops.count() == source.stops.count()
