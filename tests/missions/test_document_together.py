"""Documents of many missions from rows read together: what each would be by itself, in as few queries as one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from delegations.models import members_of_all, members_of_groups
from missions import document
from missions.models import Mission, Visibility
from tests import factories

pytestmark = pytest.mark.django_db

SHAPES = st.lists(
    st.tuples(st.integers(0, 3), st.booleans(), st.sampled_from(Visibility.values)), min_size=1, max_size=3
)


def made(items, populated, visibility):
    """A mission of this many items; a populated one has whatever else a document tells."""
    mission = factories.make_mission(home=factories.make_place() if populated else None)
    stop = factories.make_stop(mission=mission)
    groups = [factories.make_group(mission=mission) for _number in range(items)]
    for number in range(items):
        item = factories.make_item(stop=stop, visibility=visibility, groups=groups[number:])
        if populated:
            item.topics.add(factories.make_sector())
            factories.make_host(item=item)
    if populated:
        mission.sectors.add(factories.make_sector())
        factories.make_party(mission=mission)
        factories.make_delegate(mission=mission, groups=groups)
        factories.make_delegate(mission=mission, groups=groups, state="withdrawn")
    return mission


@settings(max_examples=settings.default.max_examples // 4)
@given(shapes=SHAPES)
def test_read_together_each_document_is_the_same(shapes):
    missions = list(Mission.objects.filter(pk__in=[made(*shape).pk for shape in shapes]))

    rows, members = document.read_all(missions), members_of_all(missions)
    found = {each.pk: document.make(each, members[each.pk], rows[each.pk]) for each in missions}

    alone = Mission.objects.filter(pk__in=found)
    assert found == {each.pk: document.make(each, members_of_groups(each)) for each in alone}


def test_many_missions_take_as_many_queries_as_one():
    counts = []
    for more in (1, 4):
        for _number in range(more):
            made(2, False, Visibility.PUBLIC)
        with CaptureQueriesContext(connection) as queries:
            missions = list(Mission.objects.select_related("series", "home"))
            rows, members = document.read_all(missions), members_of_all(missions)
            for each in missions:
                document.make(each, members[each.pk], rows[each.pk])
        counts.append(len(queries))

    assert counts[0] == counts[1]
