"""Travel documents, and the record of who had to do with them, which a trigger keeps from being changed.

SQLite drops the triggers of a table that a later migration rebuilds: such a migration has to make this one again, by
`make_trigger`.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


TABLE = "delegations_traveldocumentlook"

SQLITE = """
CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'what was recorded is never changed'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION delegations_refuse_update() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'what was recorded is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION delegations_refuse_update()
"""


def make_trigger(apps, schema_editor):
    """Each engine has its own words for a trigger."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
        schema_editor.execute(POSTGRESQL.format(table=TABLE))
    else:
        schema_editor.execute(SQLITE.format(table=TABLE))


def drop_trigger(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(f"DROP TRIGGER {TABLE}_immutable" + (f" ON {TABLE}" if on_postgresql else ""))
    if on_postgresql:
        schema_editor.execute("DROP FUNCTION delegations_refuse_update()")


class Migration(migrations.Migration):

    dependencies = [
        ('delegations', '0006_letters_to_delegates'),
        ('missions', '0006_numbers_to_call'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TravelDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fields_encrypted', models.TextField(editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('consent_version', models.CharField(max_length=20, verbose_name='version of the consent')),
                ('consent_language', models.CharField(max_length=8, verbose_name='language of the consent')),
                ('kept_days', models.PositiveSmallIntegerField(help_text='Days after the mission’s last day, as was consented to.', verbose_name='kept for')),
                ('consented_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='consented at')),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='saved at')),
                ('consent_by', models.ForeignKey(blank=True, help_text='Empty: the delegate herself.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='consent recorded by')),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='travel_documents', to='delegations.delegate', verbose_name='delegate')),
            ],
            options={
                'verbose_name': 'travel document',
                'verbose_name_plural': 'travel documents',
                'ordering': ['delegate_id', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('delegate',), name='delegations_traveldocument_unique', violation_error_message='A travel document of this delegate is kept already.')],
            },
        ),
        migrations.CreateModel(
            name='TravelDocumentLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('act', models.CharField(choices=[('consented', 'consented'), ('saved', 'entered'), ('looked', 'looked at'), ('listed', 'in the visa list'), ('withdrawn', 'consent withdrawn, document deleted'), ('deleted', 'deleted with its delegate'), ('purged', 'deleted on its day')], max_length=20, verbose_name='what')),
                ('delegate_key', models.PositiveBigIntegerField(verbose_name='number of the delegate')),
                ('link_key', models.PositiveBigIntegerField(blank=True, help_text='By which the delegate came.', null=True, verbose_name='number of the personal link')),
                ('details', models.CharField(blank=True, max_length=60, verbose_name='details')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('mission', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='missions.mission', verbose_name='mission')),
            ],
            options={
                'verbose_name': 'look at a travel document',
                'verbose_name_plural': 'looks at travel documents',
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('act__in', ['consented', 'saved', 'looked', 'listed', 'withdrawn', 'deleted', 'purged'])), name='delegations_traveldocumentlook_act_valid'), models.CheckConstraint(condition=models.Q(('by__isnull', True), ('link_key__isnull', True), _connector='OR'), name='delegations_traveldocumentlook_one_reader', violation_error_message='Either a member of staff or a delegate looked.')],
            },
        ),
        migrations.RunPython(make_trigger, drop_trigger),
    ]
