"""Random missions as mission files, the rows made of them, and what people do to these rows.

Every text is there once, so that it betrays where a reader found it: "Canary staff notes of item 12x en". What
stands in a plan and in no document of a release is for staff, or for the delegate herself, alone:

    @given(strategies.plans())
    def test_...(plan):
        with strategies.undone():
            mission = strategies.build(plan)
            released = strategies.release(mission)
            never = strategies.texts(plan) - strategies.texts(released.document)

`tests.missions.documents.forbidden` says what each audience may not read of the document itself.
"""

import datetime
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from hypothesis import strategies as st

from backoffice.mission_file import load
from delegations.models import members_of_groups
from missions import release as releases
from missions.models import (
    Mission,
    MissionState,
    ProgrammeItem,
    Release,
    Visibility,
)
from tests.entries import ZONES, Maker

type Plan = dict[str, Any]

FIRST_DAY = datetime.date(2023, 12, 4)


@st.composite
def plans(draw: st.DrawFn, *, odd: bool = False, people: bool = True, max_items: int = 6) -> Plan:
    """A draft of a mission as a mission file has it, valid in every respect, without releases.

    `odd` adds markup, quotation marks and rare letters to its texts. Without `people` nobody travels.
    """
    made = Maker(draw, odd)
    places = [made.place(zone) for zone in draw(st.lists(st.sampled_from(ZONES), min_size=2, max_size=4))]
    sectors = [made.sector() for _ in range(draw(st.integers(0, 2)))]
    organisations = made.organisations(places, sectors)
    persons = [made.person() for _ in range(draw(st.integers(1, 4)) if people else 0)]
    contacts = [made.contact(person, organisations) for person in persons if people and made.yes()]
    days = [FIRST_DAY + datetime.timedelta(day) for day in range(draw(st.integers(1, 5)))]
    stops = [made.stop(order, places, days) for order in range(draw(st.integers(0, 4)))]
    groups = [made.group() for _ in range(draw(st.integers(0, 3)))]
    series = [made.series()] if made.yes() else []
    mission = made.mission(days, places, sectors, series)
    items = [made.item(stops, places, days, sectors, groups) for _ in range(draw(st.integers(0, max_items)))]
    for item in items:
        if hosts := made.hosts(organisations, contacts):
            item["hosts"] = hosts
    delegations = [made.delegation(one) for one in organisations if people and persons and made.yes()]
    delegates = made.delegates(persons, delegations, organisations, groups)
    outcomes = [made.outcome(items, organisations) for _ in range(draw(st.integers(0, 2)))]
    plan = {
        "format": 1,
        "mission": mission,
        "series": series,
        "places": places,
        "sectors": sectors,
        "organisations": organisations,
        "people": persons,
        "contacts": contacts,
        "parties": made.parties(organisations, contacts),
        "stops": stops,
        "groups": groups,
        "items": items,
        "deadlines": [_deadline(made) for _ in range(draw(st.integers(0, 3)))],
        "delegations": delegations,
        "delegates": delegates,
        "attendances": made.attendances(items, delegates, contacts),
        "legs": [made.leg(items, places, delegates) for _ in range(draw(st.integers(0, 2)))],
        "stays": [made.stay(one, delegates, places) for one in delegates if made.yes()],
        "visit_reports": [made.visit_report(item, sectors) for item in items if made.yes()],
        "follow_ups": [
            made.follow_up(order, items, places, organisations, contacts)
            for order in range(draw(st.integers(0, 2)))
        ],
        "outcomes": outcomes,
        "outcome_years": made.outcome_years(outcomes),
    }
    return {name: value for name, value in plan.items() if value != []}


def _deadline(made: Maker) -> dict[str, Any]:
    """A deadline of nobody: who does it is in no file."""
    said = {"done_on": "2023-11-20", "note": made.text("staff note of a deadline")} if made.yes() else {}
    unit = {"unit": "working_days"} if made.yes() else {}
    title = made.texts("deadline", required=True)
    return {"ref": made.ref(), "title": title, "count": made.one_of([0, 1, 30, 1000]), **unit, **said}


def texts(value: Any) -> set[str]:
    """The texts of a plan or document that betray where they stand."""
    return {text for text in _strings(value) if "anary" in text}


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is undone in the end: each example of Hypothesis finds the database as the first did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def forget_everything() -> None:
    """Empty the tables of all rooms but accounts, histories and releases too."""
    names = {
        model._meta.db_table
        for app in ("partners", "missions", "delegations", "reports", "backoffice")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }
    # PostgreSQL empties no table whose foreign keys it still has to check.
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), sorted(names)):
            cursor.execute(statement)


def build(plan: Plan) -> Mission:
    """The rows of a plan, by the loader of mission files. The database must not have them."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(plan, file)
        file.flush()
        return load.load([Path(file.name)])[0].mission


def release(mission: Mission) -> Release:
    """The mission's newest release, made now if anything changed; the mission is published."""
    newest = releases.newest(mission)
    document = releases.documents.make(mission, members_of_groups(mission))
    if newest is None or newest.document != document:
        newest = releases.release(
            mission, by=None, members=members_of_groups(mission), replaces=newest.number if newest else None
        )
    mission.refresh_from_db()
    if mission.state == MissionState.DRAFT:
        releases.publish(mission, by=None)
    return newest


def release_results(mission: Mission) -> None:
    """Publish the mission's results as they are now."""
    newest = releases.newest_results(mission)
    if newest is None or newest.document != releases.results.document(mission):
        releases.release_results(mission, by=None, replaces=newest.number if newest else None)


# What people do to the rows of a mission between two releases. Each takes one item and returns whether it could.


def empty_its_groups(item: ProgrammeItem) -> bool:
    """Its groups lose their members; the item keeps the groups."""
    for group in item.groups.all():
        group.delegates.clear()
    return item.groups.exists()


def lose_its_groups(item: ProgrammeItem) -> bool:
    """No group takes part any more, past the form that would refuse it: then nobody may see the item."""
    changed = item.groups.exists()
    item.item_groups.all().delete()
    return changed


def mask(item: ProgrammeItem) -> bool:
    """The item becomes one for staff, with a public title."""
    item.visibility, item.public_title_en = Visibility.STAFF, f"Canary mask {item.uid}x"
    item.save()
    return True


def make_private(item: ProgrammeItem) -> bool:
    """A public item becomes one for the delegation."""
    was_public = item.visibility == Visibility.PUBLIC
    item.visibility = Visibility.DELEGATION if was_public else item.visibility
    item.save()
    return was_public


def make_public(item: ProgrammeItem) -> bool:
    """An item becomes public."""
    was_public = item.visibility == Visibility.PUBLIC
    item.visibility = Visibility.PUBLIC
    item.save()
    return not was_public


def withdraw_the_release(item: ProgrammeItem) -> bool:
    """The newest release of the item's mission is taken back."""
    newest = releases.newest(item.mission)
    if newest is not None:
        releases.withdraw(newest, by=None, reason="Canary reason 0x")
    return newest is not None


MOVES: tuple[Callable[[ProgrammeItem], bool], ...] = (
    empty_its_groups,
    lose_its_groups,
    mask,
    make_private,
    make_public,
    withdraw_the_release,
)


def moves(max_size: int = 4) -> st.SearchStrategy[list[tuple[Callable[[ProgrammeItem], bool], int]]]:
    """A few moves, each with a number that chooses its item: `make(mission, moves)` makes them."""
    return st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 5)), max_size=max_size)


def make(mission: Mission, moves: list[tuple[Callable[[ProgrammeItem], bool], int]]) -> None:
    """Make the moves, one after another, on items of the mission."""
    for move, number in moves:
        items = list(mission.items.order_by("pk"))
        if items:
            move(items[number % len(items)])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings(entry)
