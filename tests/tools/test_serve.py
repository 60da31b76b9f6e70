"""make serve: the production start, with real programs in a clone."""

import sqlite3

import pytest

from tests import migrated
from tests.tools.test_run import sentence
from tools import keys

pytestmark = pytest.mark.once


@pytest.fixture
def production(tmp_path):
    """What the environment of a production machine names."""
    return {
        "SITE_URL": "https://keruen.example.org",
        "SECRET_KEY": "a key of a production machine, made at random, they say",
        "FIELD_KEYS": keys.field_key(),
        "DATABASE_URL": f"sqlite:///{tmp_path}/production.sqlite3",
        "CACHE_URL": "dbcache://keruen_cache",
    }


@pytest.mark.parametrize("name", ["SITE_URL", "SECRET_KEY", "FIELD_KEYS", "DATABASE_URL"])
def test_a_missing_setting_is_named(refused, production, name):
    assert refused("serve", **production | {name: ""}) == f"{name} is not set: see docs/operate.md."


def test_all_missing_settings_are_named_at_once(clone):
    assert sentence(clone.make("serve")) == (
        "SITE_URL, SECRET_KEY, FIELD_KEYS, DATABASE_URL are not set: see docs/operate.md."
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        (
            "SITE_URL",
            "keruen.example.org",
            "A setting is missing or wrong: SITE_URL is “keruen.example.org”.",
        ),
        (
            "SITE_URL",
            "https://keruen.example.org/path",
            "A setting is missing or wrong: SITE_URL is “https://",
        ),
        (
            "TRUSTED_PROXY_COUNT",
            "two",
            "A setting is missing or wrong: TRUSTED_PROXY_COUNT is “two”; it must be a whole number.",
        ),
        ("SECRET_KEY", "short", "SECRET_KEY is too short"),
        ("FIELD_KEYS", "no key", "A setting is missing or wrong: FIELD_KEYS"),
        ("DATABASE_URL", "oracle://there", "A setting is missing or wrong: DATABASE_URL must begin with "),
        (
            "DATABASE_URL",
            "postgres://u:secret@127.0.0.1:1/k",
            "The database at 127.0.0.1:1/k cannot be used: ",
        ),
        ("PORT", "https", "PORT is “https”; it must be a number from 1 to 65535."),
        ("WORKERS", "many", "WORKERS is “many”; it must be a number from 1 on."),
    ],
)
def test_a_wrong_setting_is_named(refused, production, name, value, words):
    refusal = refused("serve", **production | {name: value})

    assert refusal.startswith(words)
    assert "secret" not in refusal


def test_it_serves_only_a_database_made_ready(clone, production, tmp_path):
    """A table is missing there, as of an older version: how all are made from nothing, test_run.py shows."""
    file = tmp_path / "production.sqlite3"
    migrated.copy_file(file)
    with sqlite3.connect(file) as database:
        database.execute("DROP TABLE django_session")
        database.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    database.close()

    assert sentence(clone.make("serve", **production)) == (
        f"The database at {file} is older than this code: run make ready first."
    )

    assert clone.make("ready", **production).returncode == 0
    clone.start("serve", **production)
    clone.wait_until_said("Keruen serves https://keruen.example.org on 127.0.0.1:")
    clone.wait_until_answered()

    behind_proxy = {"Host": "keruen.example.org", "X-Forwarded-Proto": "https"}
    assert clone.status("/admin/", **behind_proxy) == 302
    assert clone.status("/en/about/", **behind_proxy) == 200
    assert clone.status("/en/about/", **behind_proxy | {"Host": "other.example.org"}) == 400
    assert clone.status("/en/about/", Host="keruen.example.org") == 301
    with sqlite3.connect(file) as database:
        rows = database.execute(
            "SELECT (SELECT count(*) FROM accounts_user), (SELECT count(*) FROM django_session)"
        ).fetchone()
    database.close()
    assert rows == (0, 0)
