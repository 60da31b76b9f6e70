"""What every test may ask for. The environment itself is made in environment.py, which pytest loads first."""

import os
from pathlib import Path
from typing import Any
from unittest import TestCase

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

ROWS = {"_django_db_helper", "django_db_setup"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that may open no database runs on one engine; the walks come first, since workers share out the rest."""
    for item in items:
        if not _may_open_a_database(item):
            item.add_marker(pytest.mark.once)
    items.sort(key=lambda item: "/tests/walk/" not in item.path.as_posix())


def _may_open_a_database(item: pytest.Item) -> bool:
    of_a_class = issubclass(getattr(item, "cls", None) or object, TestCase)
    asked_for = ROWS & set(getattr(item, "fixturenames", ()))
    return of_a_class or bool(asked_for) or item.get_closest_marker("django_db") is not None


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
