"""What every test may ask for. The environment itself is made in environment.py, which pytest loads first."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import migrated

# "ci" finds the same examples in every run; "thorough" goes with the marker of the same name.
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100, print_blob=True)
settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=10_000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each worker begins with a copy of one migrated database."""
    database = _database()
    if _is_file(database):
        migrated.copy_file(Path(database["TEST"]["NAME"]))
    else:
        database["TEST"]["TEMPLATE"] = migrated.template(os.environ["DATABASE_URL"])


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Django takes the copied file as it is; it goes with the folder of the run."""
    return _is_file(_database())


def _database() -> dict[str, Any]:
    from django.conf import settings as of_django  # after the environment is made

    database: dict[str, Any] = of_django.DATABASES["default"]
    return database


def _is_file(database: dict[str, Any]) -> bool:
    return bool(database["ENGINE"] == "django.db.backends.sqlite3")
