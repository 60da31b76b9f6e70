"""The PostgreSQL server of a test run."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tools import postgresql

pytestmark = pytest.mark.once


def folder_of(url):
    """Where the server of this address keeps its data."""
    with psycopg.connect(url) as connection:
        return Path(connection.execute("SHOW data_directory").fetchone()[0]).parent


def test_it_knows_both_cases_of_every_alphabet_and_its_password_and_leaves_nothing_when_the_tests_fail():
    left = []

    def failing_tests():
        with postgresql.server() as url:
            left.append((url, folder_of(url)))
            _it_has_both_cases_and_sorts_by_code_point(url)
            _only_who_knows_the_password_comes_in(url)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing_tests()

    [(url, folder)] = left
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def _it_has_both_cases_and_sorts_by_code_point(url):
    with psycopg.connect(url) as connection:
        upper = connection.execute("SELECT upper('қазақ ýüpek')").fetchone()
        names = connection.execute(
            "SELECT x FROM unnest(ARRAY['б', 'Ә', 'а', 'B', 'a']) AS x ORDER BY x"
        ).fetchall()

    assert upper == ("ҚАЗАҚ ÝÜPEK",)
    assert [name for (name,) in names] == sorted("бӘаBa")


def _only_who_knows_the_password_comes_in(url):
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url.replace(url.split(":")[2].split("@")[0], "guessed"), connect_timeout=2)


def test_it_ends_with_the_one_who_started_it():
    wait = "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(60)"
    command = [sys.executable, "-m", "tools.postgresql", sys.executable, "-c", wait]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as started:
        folder = folder_of(started.stdout.readline().strip())
        assert folder.exists()
        started.terminate()

    assert not folder.exists()


def test_root_does_not_run_it_itself():
    assert postgresql.unprivileged() == (None if os.geteuid() else "postgres")
