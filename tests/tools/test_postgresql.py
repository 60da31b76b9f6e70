"""The PostgreSQL server of a test run."""

import os
import tempfile
from pathlib import Path

import psycopg
import pytest

from tools import postgresql

pytestmark = pytest.mark.once


def folders():
    return set(Path(tempfile.gettempdir()).glob("keruen-postgresql-*"))


def test_it_knows_both_cases_of_every_alphabet_and_sorts_by_code_point():
    with postgresql.server() as url, psycopg.connect(url) as connection:
        upper = connection.execute("SELECT upper('қазақ ýüpek')").fetchone()
        names = connection.execute(
            "SELECT x FROM unnest(ARRAY['б', 'Ә', 'а', 'B', 'a']) AS x ORDER BY x"
        ).fetchall()

    assert upper == ("ҚАЗАҚ ÝÜPEK",)
    assert [name for (name,) in names] == sorted("бӘаBa")


def test_it_ends_and_leaves_nothing_when_the_tests_fail():
    before = folders()
    urls = []

    def failing_tests():
        with postgresql.server() as url:
            urls.append(url)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing_tests()

    assert folders() == before
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(urls[0], connect_timeout=2)


def test_only_who_knows_the_password_comes_in():
    with postgresql.server() as url, pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url.replace(url.split(":")[2].split("@")[0], "guessed"), connect_timeout=2)


def test_root_does_not_run_it_itself():
    assert postgresql.unprivileged() == (None if os.geteuid() else "postgres")
