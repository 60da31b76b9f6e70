import django.core.validators
from django.db import migrations, models


def amount():
    return models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='amount')


class Migration(migrations.Migration):
    """SQLite keeps no more digits of a number. PostgreSQL refuses this where a sum has more: correct it first."""

    dependencies = [
        ('missions', '0004_releases_may_know_the_day_alone'),
    ]

    operations = [
        migrations.AlterField(model_name='outcome', name='amount', field=amount()),
        migrations.AlterField(model_name='historicaloutcome', name='amount', field=amount()),
    ]
