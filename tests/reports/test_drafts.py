"""Drafts of visit reports: kept for one person, in the place of the one that she had, and not for ever."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports import drafts
from reports.models import ReportDraft
from tests import factories
from tests.strategies import undone

pytestmark = pytest.mark.django_db

SIGNS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def test_a_draft_is_of_one_person_and_one_visit():
    item, me, other = factories.make_item(), factories.make_user(), factories.make_user()

    drafts.keep(me, item, {"findings": ["x"]}, drafts.NONE)

    assert drafts.of(me, item).typed == {"findings": ["x"]}
    assert (drafts.of(other, item), drafts.of(me, factories.make_item())) == (None, None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.dictionaries(SIGNS, st.lists(SIGNS, max_size=4), max_size=6))
def test_whatever_is_typed_comes_back_as_it_was(typed):
    with undone():
        item, me = factories.make_item(), factories.make_user()

        drafts.keep(me, item, typed, drafts.NONE)

        assert drafts.of(me, item).typed == typed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=12))
def test_of_any_devices_in_any_order_none_overwrites_what_it_has_not_seen(steps):
    """Three devices keep and look in any order: what one keeps was over the newest that there was."""
    with undone():
        item, me = factories.make_item(), factories.make_user()
        had, newest = [drafts.NONE] * 3, drafts.NONE
        for number, (device, looks) in enumerate(steps):
            if looks:
                kept = drafts.of(me, item)
                had[device] = kept.stamp if kept else drafts.NONE
                continue
            if had[device] != newest:
                with pytest.raises(drafts.KeptElsewhere) as told:
                    drafts.keep(me, item, {"findings": [str(number)]}, had[device])
                assert told.value.stamp == newest
            else:
                kept = drafts.keep(me, item, {"findings": [str(number)]}, had[device])
                had[device] = newest = kept.stamp


def test_what_is_too_long_is_refused_and_the_draft_stays():
    item, me = factories.make_item(), factories.make_user()
    kept = drafts.keep(me, item, {"findings": ["x"]}, drafts.NONE)

    with pytest.raises(drafts.ValidationError):
        drafts.keep(me, item, {"findings": ["y" * (drafts.LONGEST + 1)]}, kept.stamp)

    assert drafts.of(me, item) == kept


def test_what_nobody_came_back_to_is_forgotten():
    item, me = factories.make_item(), factories.make_user()
    drafts.keep(me, item, {"findings": ["x"]}, drafts.NONE)
    drafts.keep(me, factories.make_item(), {"findings": ["y"]}, drafts.NONE)
    old = timezone.now() - datetime.timedelta(drafts.DAYS, seconds=1)
    ReportDraft.objects.filter(item=item).update(saved_at=old)

    said = io.StringIO()
    call_command("purge_report_drafts", stdout=said)

    assert said.getvalue() == "Drafts forgotten: 1.\n"
    assert drafts.of(me, item) is None
