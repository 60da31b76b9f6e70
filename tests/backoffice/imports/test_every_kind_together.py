"""Files of every kind taken in by several at once, beside somebody who edits, and by a process that is killed.

faults.md 39, 41, 42: all of a file comes, once, and over nothing that its reader has not seen.
"""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backoffice.imports import registry, storage, taking_in
from backoffice.imports.kind import Circumstances
from backoffice.models import Import
from delegations.models import Delegate
from tests import factories
from tests.backoffice.imports.sheets import xlsx
from tests.backoffice.imports.waiting import KINDS, MODELS, make, rows_there
from tests.together import at_once, codes, in_between, killed

pytestmark = pytest.mark.django_db(transaction=True)

TAKE_IN = """
from backoffice.models import Import
from tests.backoffice.imports.waiting import Waiting
number, digest, statements = sys.argv[1:]
file = Waiting(Import.objects.get(pk=number), digest, None, "", None)
with wait_after(int(statements)):
    file.take()
"""


PEOPLE = ["Family name (en)", "Given names (en)", "Organisation", "Precedence"]
# How many people, delegates, organisations, contacts, items, legs, stops and entries of items' history come.
ADDED = {
    "people": [5, 5, 0, 0, 0, 0, 0, 0],
    "organisations": [5, 0, 5, 5, 0, 0, 0, 0],
    "items": [0, 0, 0, 0, 5, 0, 0, 6],
    "legs": [0, 0, 0, 0, 0, 5, 0, 0],
    "programme": [0, 0, 0, 0, 5, 0, 0, 6],
    "calendar": [0, 0, 0, 0, 5, 0, 0, 6],
    "mission_file": [0, 0, 0, 0, 4, 0, 0, 7],
}


def counted():
    return [model._base_manager.count() for model in MODELS]


def made_and_counted(kind):
    return make(kind), counted()


def read(file):
    """In the statement that reads the rows which the file changes."""
    return f'FROM "{type(file.row)._meta.db_table}"'


def added(before):
    """How many rows came since, by model."""
    return [now - then for now, then in zip(counted(), before, strict=True)]


@pytest.mark.parametrize("kind", KINDS)
def test_of_those_who_take_the_same_file_in_at_once_one_does(kind):
    file, before = made_and_counted(kind)

    outcomes = at_once(file.take, file.take, file.take)

    assert codes(outcomes) == ["applied", "applied"]
    assert added(before) == ADDED[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_files_that_say_the_same_the_second_is_told(kind):
    file = make(kind)

    outcomes = in_between(file.take, read(file), file.again().take)

    assert codes(outcomes) == ["changed_meanwhile"]
    assert sorted(Import.objects.values_list("applied_at", flat=True), key=str)[-1] is None


def test_of_two_files_that_only_add_the_same_rows_one_does():
    """No row is there to be locked: the second waits for the mission."""
    mission, user = factories.make_mission(), factories.make_user(is_superuser=True)
    kind = registry.KINDS["items"]

    def taking():
        at = Circumstances(mission, user, "en")
        made = Import(kind=kind.key, mission=mission, by=user, file_name="a.xlsx")
        made.rows_encrypted = storage.packed(
            kind.read("a.xlsx", xlsx(["Title", "Kind"], ["Talks", "meeting"]), at)
        )
        made.save()
        seen = taking_in.look(kind, made, at).digest()
        return partial(taking_in.take_in, kind, made.pk, at, seen=seen)

    outcomes = in_between(taking(), 'FROM "missions_programmeitem"', taking())

    assert codes(outcomes) == ["changed_meanwhile"]
    assert mission.items.count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_changes_between_the_preview_and_the_acceptance_is_not_overwritten(kind):
    file = make(kind)
    file.edit()
    before = rows_there()

    assert codes(at_once(file.take)) == ["changed_meanwhile"]

    assert rows_there() == before
    assert file.value() == file.other


@pytest.mark.parametrize("kind", KINDS)
def test_who_edits_a_row_while_it_is_taken_in_loses_nothing(kind):
    """The edit comes after the file: all is read, nothing is written yet."""
    file = make(kind)
    with CaptureQueriesContext(connection) as asked:
        file.look()
    once = sum(read(file) in query["sql"] for query in asked)
    looks_twice = connection.features.has_select_for_update and kind != "mission_file"

    in_between(file.take, read(file), file.edit, times=once * 2 + 1 if looks_twice else once)

    assert file.value() == file.other


@pytest.mark.parametrize("statement", [1, 3, 5])
@pytest.mark.parametrize("kind", KINDS)
def test_a_process_that_is_killed_while_it_takes_in_leaves_nothing(kind, statement):
    file = make(kind)
    before = rows_there()

    # A mission file deletes first, which is a transaction of its own within the whole.
    written = statement * 3 if kind == "mission_file" else statement
    killed(TAKE_IN, file.imported.pk, file.digest, written)

    assert rows_there() == before
    file.take()
    assert rows_there() != before
    assert Import.objects.get().applied_at is not None


def test_ranks_change_places_while_new_delegates_take_others():
    mission, user = factories.make_mission(), factories.make_user(is_superuser=True)
    union = factories.make_organisation(name="Union")
    delegation = factories.make_delegation(mission=mission, organisation=union)
    for family in ("First", "Second"):
        factories.make_delegate(
            mission=mission,
            delegation=delegation,
            person=factories.make_person(family_name=family, given_name="A"),
        )
    kind, at = registry.KINDS["people"], Circumstances(mission, user, "en")
    rows = [["First", "A", None, 20], ["Second", "A", None, 30], ["Third", "A", "Union", 10]]
    made = Import(kind=kind.key, mission=mission, by=user, file_name="a.xlsx")
    made.rows_encrypted = storage.packed(kind.read("a.xlsx", xlsx(PEOPLE, *rows), at))
    made.save()

    taking_in.take_in(kind, made.pk, at, seen=taking_in.look(kind, made, at).digest())

    assert [
        (one.person.family_name_en, one.precedence) for one in Delegate.objects.order_by("precedence")
    ] == [
        ("Third", 10),
        ("First", 20),
        ("Second", 30),
    ]
