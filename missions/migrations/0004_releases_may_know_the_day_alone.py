"""The day of a release may be all that is known of it. SQLite rebuilds both tables, which drops their triggers."""

from importlib import import_module

from django.db import migrations, models

immutable = import_module("missions.migrations.0002_releases_are_immutable")


def make_triggers_again(apps, schema_editor):
    """On SQLite, whether they are gone or not; PostgreSQL keeps the triggers of a table that gets a column."""
    if schema_editor.connection.vendor != "postgresql":
        for table in immutable.TABLES:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_immutable")
        immutable.make_triggers(apps, schema_editor)


def hour_unknown():
    return models.BooleanField(default=False, help_text='Readers are told its day in UTC alone.', verbose_name='the hour is not known')


class Migration(migrations.Migration):

    dependencies = [
        ('missions', '0003_planning_and_attachments'),
    ]

    operations = [
        # Going back, this comes last.
        migrations.RunPython(migrations.RunPython.noop, make_triggers_again),
        migrations.AddField(model_name='release', name='hour_unknown', field=hour_unknown()),
        migrations.AddField(model_name='resultsrelease', name='hour_unknown', field=hour_unknown()),
        migrations.RunPython(make_triggers_again, migrations.RunPython.noop),
    ]
