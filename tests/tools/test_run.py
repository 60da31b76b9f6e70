"""make run, with real programs in a clone."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import time

import pytest

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


def test_it_starts_from_nothing_and_again_quickly_and_leaves_nothing_running(clone):
    begun = time.monotonic()
    make = clone.start("run")
    first = clone.wait_until_said("running")
    assert time.monotonic() - begun < 60
    assert clone.status("/healthz") == 200
    assert clone.status("/admin/") == 302
    for language in ("en", "ru", "kk", "tk"):
        assert clone.status(f"/{language}/missions/kazakhstan-turkmenistan-december-2023/") == 200
    assert clone.status(personal_link(first)) == 200
    clone.wait_until_running("db_worker")
    for name in (".env", ".local/password", "db.sqlite3"):
        assert (clone.folder / name).stat().st_mode & 0o077 == 0, f"{name} is the owner's alone"

    os.killpg(make.pid, signal.SIGINT)  # the terminal's Ctrl-C
    make.wait(20)
    assert clone.processes() == []

    begun = time.monotonic()
    make = clone.start("run")
    again = clone.wait_until_said("running")
    assert time.monotonic() - begun < 20  # less than 5 on a machine that does nothing else
    assert password(again) == password(first)
    assert clone.status(personal_link(first)) == 404
    assert clone.status(personal_link(again)) == 200

    make.terminate()
    make.wait(20)
    clone.wait_until_running(None)
    assert clone.status("/healthz") == 0


def test_ctrl_c_stops_a_start_in_the_background_which_inherits_that_it_is_ignored(clone):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        make = clone.start("run")
    finally:
        signal.signal(signal.SIGINT, before)
    said = clone.wait_until_said("Gathering the static files")

    os.killpg(make.pid, signal.SIGINT)
    make.wait(20)

    assert clone.said() == f"{said}\nStopping ...\n"
    assert clone.processes() == []


def test_a_signal_is_heard_although_it_comes_while_an_object_is_thrown_away(clone):
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
    command = [clone.folder / ".venv" / "bin" / "python", "-c", script]

    done = subprocess.run(command, cwd=clone.folder, capture_output=True, text=True, timeout=60)

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


def test_a_port_is_taken_from_the_moment_that_a_start_has_found_it_free(clone):
    """Web servers share a port with others of one user: two starts at once would both answer there."""
    clone.start("run")
    clone.wait_until_said("Gathering the static files")

    refusal = sentence(clone.make("run"))

    assert refusal == (
        f"Port {clone.port} is in use by another program: stop that, or choose another port (PORT=8001)."
    )


def test_when_a_program_ends_by_itself_everything_stops(clone):
    make = clone.start("run")
    clone.wait_until_said("running")

    os.kill(clone.wait_until_running("db_worker"), signal.SIGKILL)
    make.wait(20)

    assert "The task worker ended by itself" in clone.said()
    assert clone.processes() == []


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
def test_a_port_that_is_none_is_named(clone, port):
    assert sentence(clone.make("run", PORT=port)) == f"PORT is “{port}”; it must be a number from 1 to 65535."


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
def test_a_database_out_of_reach_is_named_without_its_password(clone, url, words):
    run = clone.make("run", DATABASE_URL=url)

    assert sentence(run).startswith(words)
    assert "secret" not in run.stdout + run.stderr


def test_a_file_that_is_no_database_is_named(clone):
    (clone.folder / "db.sqlite3").write_text("This is a letter, and a long one at that." * 30)

    assert "db.sqlite3 cannot be used: file is not a database." in sentence(clone.make("run"))


def test_a_database_newer_than_the_code_is_refused_unchanged(clone):
    """faults.md 76: what the start script does not look at breaks later."""
    file = clone.folder / "db.sqlite3"
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

    refusal = sentence(clone.make("run"))

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
