"""The record of what staff took away, which triggers keep from being changed, and how they like their lists.

SQLite drops the triggers of a table that a later migration rebuilds: such a migration has to make these again, by
`make_triggers`.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


TABLES = ("reports_export", "reports_exportend")

SQLITE = """
CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'what was recorded is never changed'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION reports_refuse_update() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what was recorded is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION reports_refuse_update()
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
        schema_editor.execute("DROP FUNCTION reports_refuse_update()")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('missions', '0007_money_of_outcomes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('list_key', models.CharField(max_length=60, verbose_name='what')),
                ('form', models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'XLSX'), ('vcf', 'vCard'), ('pdf', 'PDF'), ('docx', 'DOCX')], max_length=10, verbose_name='form')),
                ('lang', models.CharField(max_length=10, verbose_name='language')),
                ('columns', models.JSONField(blank=True, default=list, verbose_name='columns')),
                ('filters', models.JSONField(blank=True, default=dict, verbose_name='filters')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('mission', models.ForeignKey(blank=True, db_constraint=False, help_text='Empty: of several missions.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='missions.mission', verbose_name='mission')),
            ],
            options={
                'verbose_name': 'export',
                'verbose_name_plural': 'exports',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ExportEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(choices=[('sent', 'complete'), ('broken_off', 'broken off'), ('cancelled', 'cancelled'), ('refused', 'refused: the right was gone'), ('failed', 'failed')], max_length=20, verbose_name='result')),
                ('rows', models.PositiveIntegerField(verbose_name='rows')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('export', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='reports.export', verbose_name='export')),
            ],
            options={
                'verbose_name': 'end of an export',
                'verbose_name_plural': 'ends of exports',
                'ordering': ['export_id', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ExportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'being made'), ('ready', 'ready'), ('over', 'over')], default='waiting', max_length=20, verbose_name='state')),
                ('asked', models.JSONField(default=dict)),
                ('rows_total', models.PositiveIntegerField(default=0, verbose_name='rows in all')),
                ('rows_done', models.PositiveIntegerField(default=0, verbose_name='rows done')),
                ('worked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last worked at')),
                ('stored_as', models.CharField(blank=True, editable=False, max_length=100)),
                ('size', models.PositiveBigIntegerField(default=0, help_text='In bytes.', verbose_name='size')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('export', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='file', to='reports.export', verbose_name='export')),
            ],
            options={
                'verbose_name': 'exported file',
                'verbose_name_plural': 'exported files',
                'ordering': ['-expires_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ListLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_key', models.CharField(max_length=60, verbose_name='list')),
                ('columns', models.JSONField(default=list, verbose_name='columns')),
                ('form', models.CharField(choices=[('csv', 'CSV'), ('xlsx', 'XLSX'), ('vcf', 'vCard'), ('pdf', 'PDF'), ('docx', 'DOCX')], default='xlsx', max_length=10, verbose_name='form')),
                ('each_language', models.BooleanField(default=False, help_text='Of texts; else the reader’s language.', verbose_name='a column for each language')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='list_layouts', to=settings.AUTH_USER_MODEL, verbose_name='member of staff')),
            ],
            options={
                'verbose_name': 'layout of a list',
                'verbose_name_plural': 'layouts of lists',
                'ordering': ['user_id', 'list_key', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('form__in', ['csv', 'xlsx', 'vcf', 'pdf', 'docx'])), name='reports_export_form_valid'),
        ),
        migrations.AddConstraint(
            model_name='exportend',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['sent', 'broken_off', 'cancelled', 'refused', 'failed'])), name='reports_exportend_result_valid'),
        ),
        migrations.AddConstraint(
            model_name='exportfile',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'ready', 'over'])), name='reports_exportfile_state_valid'),
        ),
        migrations.AddConstraint(
            model_name='listlayout',
            constraint=models.UniqueConstraint(fields=('user', 'list_key'), name='reports_listlayout_unique', violation_error_message='This list has a layout already.'),
        ),
        migrations.AddConstraint(
            model_name='listlayout',
            constraint=models.CheckConstraint(condition=models.Q(('form__in', ['csv', 'xlsx', 'vcf', 'pdf', 'docx'])), name='reports_listlayout_form_valid'),
        ),
        migrations.RunPython(make_triggers, drop_triggers),
    ]
