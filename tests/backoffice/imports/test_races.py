"""Several people and a crash while a file is taken in: all of it or nothing, and once. faults.md 39, 41, 42"""

import pytest

from backoffice.imports import registry, storage, taking_in
from backoffice.imports.kind import Circumstances
from backoffice.models import Import
from delegations.models import Delegate
from partners.models import Person
from tests import factories
from tests.backoffice.imports.sheets import xlsx
from tests.together import at_once, codes, killed

pytestmark = pytest.mark.django_db(transaction=True)

TAKE_IN = """
from backoffice.imports import registry, taking_in
from backoffice.imports.kind import Circumstances
from backoffice.models import Import
number, digest, statements = sys.argv[2:]
made = Import.objects.get(pk=number)
with wait_after(int(statements)):
    at = Circumstances(made.mission, made.by, "en")
    taking_in.take_in(registry.KINDS[made.kind], made.pk, at, seen=digest)
"""
PEOPLE = ["Family name (en)", "Given names (en)", "Organisation", "Precedence"]


def imported(mission, user, count=3):
    """An import of so many people, and the digest of its preview."""
    factories.make_organisation(name=f"Union {mission.pk}")
    kind = registry.KINDS["people"]
    at = Circumstances(mission, user, "en")
    rows = [[f"Orazowa{number}", "Aýgül", f"Union {mission.pk}", None] for number in range(count)]
    made = Import(kind=kind.key, mission=mission, by=user, file_name="a.xlsx")
    made.rows_encrypted = storage.packed(kind.read("a.xlsx", xlsx(PEOPLE, *rows), at))
    preview = taking_in.look(kind, made, at)
    taking_in.remember(made, preview)
    made.save()
    return made, preview.digest()


def take(made, digest):
    at = Circumstances(made.mission, made.by, "en")
    return taking_in.take_in(registry.KINDS[made.kind], made.pk, at, seen=digest)


@pytest.mark.parametrize("people", [2, 4])
def test_a_file_is_taken_in_once_though_many_press_the_button(people):
    made, digest = imported(factories.make_mission(), factories.make_user(is_superuser=True))

    outcomes = at_once(*[lambda: take(made, digest)] * people)

    assert codes(outcomes) == ["applied"] * (people - 1)
    assert (Person.objects.count(), Delegate.objects.count()) == (3, 3)
    assert Person.history.count() == 3


def test_of_two_files_that_bring_the_same_people_the_second_is_told():
    mission, user = factories.make_mission(), factories.make_user(is_superuser=True)
    one, other = imported(mission, user), None
    other = Import.objects.get(pk=one[0].pk)
    other.pk = None
    other.save()

    outcomes = at_once(lambda: take(*one), lambda: take(other, one[1]))

    assert codes(outcomes) == ["changed_meanwhile"]
    assert Delegate.objects.count() == 3


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


@pytest.mark.parametrize("statement", [1, 4, 7])
def test_a_process_that_is_killed_while_it_takes_in_leaves_nothing(statement):
    """kill -9 after so many statements that write, in the one transaction."""
    made, digest = imported(factories.make_mission(), factories.make_user(is_superuser=True), 20)
    before = (Person.objects.count(), Delegate.objects.count(), Person.history.count())

    killed(TAKE_IN, made.pk, digest, statement)

    assert (Person.objects.count(), Delegate.objects.count(), Person.history.count()) == before
    made.refresh_from_db()
    assert made.applied_at is None
    take(made, digest)
    assert Delegate.objects.count() == 20
