"""A substitution writes no more of a row than what passes, and who saves such a row waits for it."""

import re

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from delegations import protocol, substitution
from tests import factories

pytestmark = pytest.mark.django_db


def test_what_others_saved_of_a_row_meanwhile_is_not_written_over():
    """faults.md 39"""
    mission = factories.make_mission()
    old = factories.make_delegate(mission=mission)
    mate = factories.make_delegate(mission=mission)
    leg = factories.make_leg(mission=mission, passengers=[old, mate])
    factories.make_stay(delegate=old, hotel="Before")
    factories.make_stay(delegate=mate, shared_with=old)
    factories.make_attendance(item=factories.make_item(mission=mission), delegate=old)
    leg.refresh_from_db()

    with protocol.on(mission, None) as work, CaptureQueriesContext(connection) as asked:
        substitution.substitute(work, work.delegate(old.pk), factories.make_person())

    written = {}
    for query in asked:
        found = re.match(r'UPDATE "delegations_(stay|leg|attendance)" SET (.*) WHERE', query["sql"], re.S)
        if found:
            written.setdefault(found[1], set()).update(re.findall(r'"(\w+)" =', found[2]))
    assert written == {
        "stay": {"delegate_id", "shared_with_id", "changed_at"},
        "leg": {"changed_at"},
        "attendance": {"delegate_id"},
    }


@pytest.mark.parametrize("kind", ["stay", "attendance"])
def test_who_saves_takes_the_lock_of_the_mission_first(kind):
    """faults.md 41"""
    mission = factories.make_mission()
    delegate = factories.make_delegate(mission=mission)
    if kind == "stay":
        row = factories.make_stay(delegate=delegate)
    else:
        row = factories.make_attendance(item=factories.make_item(mission=mission), delegate=delegate)
    row = type(row).objects.get(pk=row.pk)

    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        admin.site.get_model_admin(type(row)).lock(row)

    tables = [re.search(r'FROM "(\w+)"', query["sql"])[1] for query in asked if "SELECT" in query["sql"]]
    assert tables[-2:] == ["missions_mission", f"delegations_{kind}"]
