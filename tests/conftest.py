"""What every test may ask for. The environment itself is made in environment.py, which pytest loads first."""

import os
from pathlib import Path
from typing import Any
from unittest import TestCase

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

from tests import emptying, migrated

# "ci" finds the same examples in every run, "again" fewer of them on the second database; "thorough" goes with the
# marker of the same name.
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100, print_blob=True)
settings.register_profile("again", settings.get_profile("ci"), max_examples=30)
settings.register_profile(
    "thorough",
    deadline=None,
    max_examples=10_000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("again" if os.environ["DATABASE_URL"].startswith("postgres") else "ci")

ROWS = {"_django_db_helper", "django_db_setup"}
WALKS = "/tests/walk/"
COUNTED_WALKS = ("superuser", "coordinator")  # of all readers and roles, who meets the most pages


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that may open no database runs on one engine; long ones come first, since workers share out the rest."""
    for item in items:
        if not _may_open_a_database(item):
            item.add_marker(pytest.mark.once)
    items.sort(key=lambda item: not _walks(item))
    items.sort(key=_is_counted)


def pytest_configure(config: pytest.Config) -> None:
    """Branches are counted where an example was written for them, not where chance or one more walk comes by."""
    if branches := config.pluginmanager.get_plugin("tests.branches"):
        config.pluginmanager.register(branches.Branches(_is_counted))


def _walks(item: pytest.Item) -> bool:
    return WALKS in item.path.as_posix()


def _is_counted(item: pytest.Item) -> bool:
    if is_hypothesis_test(getattr(item, "obj", None)):
        return False
    return not _walks(item) or getattr(getattr(item, "callspec", None), "id", "") in COUNTED_WALKS


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
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep in mind what migrating made, which stays when a test is followed by an empty database."""
    with django_db_blocker.unblock():
        emptying.remember()


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
