"""Triggers that refuse an UPDATE of a release, whoever sends it.

SQLite drops the triggers of a table that a later migration rebuilds: such a migration has to make them again, by
`make_triggers` of this one.
"""

from django.db import migrations

TABLES = ("missions_release", "missions_resultsrelease")

SQLITE = """
CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION missions_refuse_update() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a release is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION missions_refuse_update()
"""


def make_triggers(apps, schema_editor):
    """Each engine has its own words for a trigger."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
        statement = POSTGRESQL
    else:
        statement = SQLITE
    for table in TABLES:
        schema_editor.execute(statement.format(table=table))


def drop_triggers(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_immutable" + (f" ON {table}" if on_postgresql else ""))
    if on_postgresql:
        schema_editor.execute("DROP FUNCTION missions_refuse_update()")


class Migration(migrations.Migration):
    dependencies = [("missions", "0001_initial")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
