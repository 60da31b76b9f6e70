"""The surroundings of a test run: its own keys, files and database, whatever the developer's own are.

pytest loads this first (`addopts` in pyproject.toml), before Django's settings are read. A DATABASE_URL that
names a PostgreSQL server is obeyed; Django makes a test database of its own there.
"""

import atexit
import functools
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, MutableMapping
from pathlib import Path

import pytest

from tests import emptying
from tools import catalogues

# What a developer may have set, most of it for config/settings.py: tests run without.
FORGOTTEN = [
    "BEHIND_PROXY",
    "CACHE_URL",
    "DEBUG",
    "DEMO_PASSWORD",
    "MAIL_FROM",
    "NOTICES_WAIT",
    "PYTHONDONTWRITEBYTECODE",
    "SECURITY_CONTACT",
    "SMTP_HOST",
    "SMTP_PASSWORD",
    "SMTP_PORT",
    "SMTP_TLS",
    "SMTP_USER",
    "TRUSTED_PROXY_COUNT",
]
FOLDER = "KERUEN_TEST_FOLDER"


def prepare(environ: MutableMapping[str, str]) -> None:
    """Change the environment to that of the tests; a worker of xdist finds it made by its parent."""
    if FOLDER not in environ:
        environ[FOLDER] = tempfile.mkdtemp(prefix="keruen-tests-")
        atexit.register(shutil.rmtree, environ[FOLDER], ignore_errors=True)
    for name in FORGOTTEN:
        environ.pop(name, None)
    if not environ.get("DATABASE_URL", "").startswith("postgres"):
        environ["DATABASE_URL"] = f"sqlite:///{environ[FOLDER]}/keruen.sqlite3"
    environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    environ["ENV_FILE"] = os.devnull
    environ["MEDIA_ROOT"] = f"{environ[FOLDER]}/media"
    environ["SITE_URL"] = "http://127.0.0.1:8000"
    environ["SECRET_KEY"] = "a key for tests alone: " + "0123456789abcdef" * 4
    environ["FIELD_KEYS"] = "a2VydWVuIGtleSBmb3IgdGVzdHMsIG5vdGhpbmcgbW8="


prepare(os.environ)
sys.dont_write_bytecode = False  # to compile all that is imported takes longer than to import it


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Do without what only speed in production needs, and keep SQLite in a file.

    Several connections to a database in memory lock each other in ways that no file does.
    """
    from django.conf import settings  # after the environment is made
    from simple_history.manager import HistoryManager

    catalogues.compile_changed()
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # simple-history makes this class anew whenever a row is saved, which takes longer than the saving.
    HistoryManager.from_queryset = functools.cache(HistoryManager.from_queryset)
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ[FOLDER]) / "test.sqlite3")
    else:
        # A browser keeps its line to the server open, and a thread its connection with it: no database is
        # dropped under that.
        database["CONN_MAX_AGE"] = 0
    emptying.install()


def pytest_collection_finish() -> None:
    """Look seldom for rubbish: what was imported never becomes any, and to look at it takes a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Each test starts in English, with empty caches."""
    from django.core.cache import cache
    from django.utils import translation

    from missions import editions

    cache.clear()
    editions.forget()
    with translation.override("en"):
        yield
