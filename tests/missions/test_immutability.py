"""A release is never changed: not in code, and not by SQL on either engine."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import ProtectedError

from missions import release
from missions.models import Immutable, Release, ResultsRelease
from tests.factories import make_mission, make_user

MODELS = [Release, ResultsRelease]


def make_release(model):
    mission, user = make_mission(), make_user()
    if model is Release:
        return release.release(mission, by=user, members={}, replaces=None)
    return release.release_results(mission, by=user, replaces=None)


def change_in_memory(row):
    row.number = 7
    row.document = {}


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.save(),
        lambda row: row.save(update_fields=["number"]),
        lambda row: row.save(force_update=True),
        lambda row: row.delete(),
        lambda row: type(row).objects.filter(pk=row.pk).update(number=7),
        lambda row: type(row).objects.filter(pk=row.pk).delete(),
        lambda row: type(row).objects.all().delete(),
        lambda row: type(row).objects.live().update(number=7) if isinstance(row, Release) else row.save(),
        lambda row: type(row).objects.bulk_update([row], ["number"]),
        lambda row: type(row).objects.update_or_create(mission=row.mission, defaults={"number": 7}),
        lambda row: row.mission.releases.update(number=7) if isinstance(row, Release) else row.save(),
        lambda row: row.mission.releases.all().delete() if isinstance(row, Release) else row.delete(),
    ],
    ids=[
        "save", "some fields", "force", "delete", "update", "delete some", "delete all", "update live",
        "bulk_update", "update_or_create", "update of a mission", "delete of a mission",
    ],
)  # fmt: skip
def test_a_release_is_not_changed_in_code(model, change):
    row = make_release(model)
    before = model.objects.values().get(pk=row.pk)
    change_in_memory(row)

    with pytest.raises(Immutable, match="never"), transaction.atomic():
        change(row)

    assert model.objects.values().get(pk=row.pk) == before


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "change",
    [
        lambda row: type(row)(pk=row.pk, mission=make_mission(), number=7, document={}).save(),
        lambda row: type(row)(pk=row.pk, mission=row.mission, number=7, document={}).save_base(raw=True),
        lambda row: type(row)._base_manager.filter(pk=row.pk).update(number=7),
        lambda row: type(row).objects.bulk_create(
            [type(row)(mission=row.mission, number=row.number, document={})],
            update_conflicts=True,
            unique_fields=["mission", "number"],
            update_fields=["document"],
        ),
        lambda row: connection.cursor().execute(f"UPDATE {row._meta.db_table} SET number = 7"),  # noqa: S608
        lambda row: connection.cursor().execute(f"UPDATE {row._meta.db_table} SET note_en = ''"),  # noqa: S608
        lambda row: connection.cursor().execute(
            f"UPDATE {row._meta.db_table} SET by_id = NULL WHERE id = {row.pk}"  # noqa: S608
        ),
    ],
    ids=[
        "a row with its key",
        "as a fixture",
        "base manager",
        "upsert",
        "SQL",
        "SQL of the same",
        "SQL of one",
    ],
)
def test_a_release_is_not_changed_in_the_database(model, change):
    row = make_release(model)
    before = model.objects.values().get(pk=row.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        change(row)

    assert list(model.objects.values()) == [before]


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS)
def test_a_number_is_there_once_in_a_mission(model):
    row = make_release(model)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(mission=row.mission, number=row.number, document={})


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS)
def test_neither_the_mission_nor_the_user_of_a_release_can_be_deleted(model):
    row = make_release(model)

    for owner in (row.mission, row.by):
        with pytest.raises(ProtectedError):
            owner.delete()


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS)
def test_releases_go_with_a_whole_mission_alone_and_by_name(model):
    row, other = make_release(model), make_release(model)

    assert model.objects.filter(mission=row.mission).discard() == 1

    assert list(model.objects.all()) == [other]
    assert not hasattr(model.objects, "discard")
    with pytest.raises(AttributeError):
        model.objects.delete()


def update_by_sql(table):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET number = number + 1")  # noqa: S608
        return cursor.rowcount


@pytest.mark.django_db(transaction=True)
def test_the_triggers_stand_at_the_head_of_the_migrations_and_go_and_come_with_theirs():
    """A migration that rebuilds the table on SQLite loses them: it has to make them again."""
    rows = [make_release(model) for model in MODELS]
    tables = [row._meta.db_table for row in rows]
    for table in tables:
        with pytest.raises(DatabaseError, match="a release is never changed"):
            update_by_sql(table)

    migration = MigrationLoader(connection).get_migration("missions", "0002_releases_are_immutable")
    with connection.schema_editor() as editor:
        migration.unapply(ProjectState(), editor)
    try:
        assert [update_by_sql(table) for table in tables] == [1, 1]
    finally:
        with connection.schema_editor() as editor:
            migration.apply(ProjectState(), editor)

    for row in rows:
        row.refresh_from_db()
        assert row.number == 2
        with pytest.raises(DatabaseError, match="a release is never changed"):
            update_by_sql(row._meta.db_table)
