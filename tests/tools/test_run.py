"""make run, with real programs in a clone."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.tools.conftest import ROOT
from tools import keys

pytestmark = pytest.mark.once


def sentence(run: subprocess.CompletedProcess[str]) -> str:
    """What make run said when it refused: one line, then make's own."""
    lines = run.stderr.strip().splitlines()
    assert run.returncode == 2  # make's way of saying that a command left with 1
    assert len(lines) == 2, run.stderr
    assert lines[1].startswith("make: *** ")
    assert lines[1].endswith("Error 1")
    return lines[0]


def password(said: str) -> str:
    return re.search(r"organiser@example\.org, password (\S+)", said)[1]


def personal_link(said: str) -> str:
    return re.search(r"A delegate +http://127\.0\.0\.1:\d+(/l/\S+/)", said)[1]


def test_it_starts_from_nothing_and_again_quickly_and_leaves_nothing_running(newcomer):
    """The first start is stopped, the second ends because one of its programs does."""
    begun = time.monotonic()
    make = newcomer.start("run")
    first = newcomer.wait_until_said("running")
    assert time.monotonic() - begun < 60
    assert newcomer.status("/healthz") == 200
    assert newcomer.status("/admin/") == 302
    for language in ("en", "ru", "kk", "tk"):
        assert newcomer.status(f"/{language}/missions/kazakhstan-turkmenistan-december-2023/") == 200
    assert newcomer.status(personal_link(first)) == 200
    newcomer.wait_until_running("db_worker")
    for name in (".env", ".local/password", "db.sqlite3"):
        assert (newcomer.folder / name).stat().st_mode & 0o077 == 0, f"{name} is the owner's alone"

    os.killpg(make.pid, signal.SIGINT)  # the terminal's Ctrl-C
    make.wait(20)
    assert newcomer.processes() == []

    begun = time.monotonic()
    make = newcomer.start("run")
    again = newcomer.wait_until_said("running")
    assert time.monotonic() - begun < 20  # less than 5 on a machine that does nothing else
    assert password(again) == password(first)
    assert newcomer.status(personal_link(first)) == 404
    assert newcomer.status(personal_link(again)) == 200

    os.kill(newcomer.wait_until_running("db_worker"), signal.SIGKILL)
    make.wait(20)
    assert "The task worker ended by itself" in newcomer.said()
    assert newcomer.processes() == []
    assert newcomer.status("/healthz") == 0


def test_a_start_in_the_background_holds_its_port_and_stops_at_ctrl_c_which_it_inherits_as_ignored(clone):
    """Web servers share a port with others of one user: two starts at once would both answer there."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        make = clone.start("run")
    finally:
        signal.signal(signal.SIGINT, before)
    clone.wait_until_said("Gathering the static files")

    refusal = sentence(clone.make("run"))

    assert refusal == (
        f"Port {clone.port} is in use by another program: stop that, or choose another port (PORT=8001)."
    )
    said = clone.said()
    os.killpg(make.pid, signal.SIGINT)
    make.wait(20)
    assert clone.said() == f"{said}\nStopping ...\n"
    assert clone.processes() == []


def test_a_signal_is_heard_although_it_comes_while_an_object_is_thrown_away():
    script = """
import os, signal, time
from tools import run
class Late:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        sum(range(1000))
run.listen()
try:
    Late()
    time.sleep(20)
except KeyboardInterrupt:
    run.stop({})
    print("heard")
"""
    command = [sys.executable, "-c", script]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert (done.stdout, done.returncode) == ("heard\n", 0)
    assert "Exception ignored" in done.stderr


def test_a_start_ends_although_one_of_its_threads_does_not(clone):
    """As where it is interrupted while static files are compressed by several at once."""
    hanging = """
import threading
threading.Thread(target=threading.Event().wait).start()
"""
    (clone.folder / "missions" / "__init__.py").write_text(hanging)
    make = clone.start("run")
    clone.wait_until_said("Gathering the static files")

    os.killpg(make.pid, signal.SIGINT)
    make.wait(20)

    clone.wait_until_running(None)


def test_a_port_in_use_is_found_before_anything_is_touched(clone):
    with socket.socket() as other:
        other.bind(("127.0.0.1", clone.port))
        other.listen()
        before = sorted(path.name for path in clone.folder.iterdir())

        refusal = sentence(clone.make("run"))

    assert (
        refusal
        == f"Port {clone.port} is in use by another program: stop that, or choose another port (PORT=8001)."
    )
    assert sorted(path.name for path in clone.folder.iterdir()) == before


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "8000.5"])
def test_a_port_that_is_none_is_named(refused, port):
    assert refused("run", PORT=port) == f"PORT is “{port}”; it must be a number from 1 to 65535."


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (
            "postgres://keruen:secret@127.0.0.1:1/keruen",
            "The database at 127.0.0.1:1/keruen cannot be used: ",
        ),
        (
            "sqlite:////nowhere/at/all/db.sqlite3",
            "The database at /nowhere/at/all/db.sqlite3 cannot be used: ",
        ),
        (
            "mysql://keruen:secret@127.0.0.1/keruen",
            "A setting is missing or wrong: DATABASE_URL must begin with sqlite:/// or postgres://.",
        ),
        (
            "nonsense",
            "A setting is missing or wrong: DATABASE_URL must begin with sqlite:/// or postgres://.",
        ),
        (
            "postgres://keruen:secret@127.0.0.1:port/keruen",
            "A setting is missing or wrong: DATABASE_URL cannot be read",
        ),
    ],
)
def test_a_database_out_of_reach_is_named_without_its_password(refused, url, words):
    refusal = refused("run", DATABASE_URL=url)

    assert refusal.startswith(words)
    assert "secret" not in refusal


def test_a_file_that_is_no_database_is_named(refused, tmp_path):
    (tmp_path / "db.sqlite3").write_text("This is a letter, and a long one at that." * 30)

    refusal = refused("run", DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3")

    assert refusal.startswith(
        f"The database at {tmp_path}/db.sqlite3 cannot be used: file is not a database."
    )


def test_a_database_newer_than_the_code_is_refused_unchanged(refused, tmp_path):
    """faults.md 76: what the start script does not look at breaks later."""
    file = tmp_path / "db.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(
            "CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)"
        )
        database.execute(
            "INSERT INTO django_migrations VALUES (1, 'missions', '0999_from_next_year', '2030-01-01')"
        )
    database.close()
    before = file.read_bytes()

    refusal = refused("run", DATABASE_URL=f"sqlite:///{file}")

    assert refusal == (
        f"The database at {file} is newer than this code (it has missions.0999_from_next_year): "
        "update the code, or name another database in DATABASE_URL."
    )
    assert file.read_bytes() == before


def test_keys_are_made_once(tmp_path):
    file = tmp_path / ".env"
    file.write_text("SITE_URL=http://127.0.0.1:9000")

    keys.ensure(file, {})
    first = file.read_text()
    keys.ensure(file, {})

    assert file.read_text() == first
    assert [line.split("=")[0] for line in first.splitlines()] == ["SITE_URL", "SECRET_KEY", "FIELD_KEYS"]
    assert file.stat().st_mode & 0o777 == 0o600
