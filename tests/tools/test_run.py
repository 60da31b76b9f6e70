"""make run, with real programs in a clone."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.conftest import PATIENCE, Clone
from tools import keys, run

pytestmark = pytest.mark.once


def sentence(make: subprocess.CompletedProcess[str]) -> str:
    """What make run said when it refused: one line, then make's own."""
    lines = make.stderr.strip().splitlines()
    assert make.returncode == 2  # make's way of saying that a command left with 1
    assert len(lines) == 2, make.stderr
    assert lines[1].startswith("make: *** ")
    assert lines[1].endswith("Error 1")
    return lines[0]


def password(said: str) -> str:
    return re.search(r"organiser@example\.org, password (\S+)", said)[1]


def personal_link(said: str) -> str:
    return re.search(r"A delegate +http://127\.0\.0\.1:\d+(/l/\S+/)", said)[1]


def parent(process: int) -> int:
    """Return the process that started this one; 0 where it has ended."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def children(clone: Clone, words: str) -> set[int]:
    """Return the processes that were started by one of the same command line."""
    found = {number for number, command in clone.processes() if words in command}
    return {number for number in found if parent(number) in found}


def done_task(clone: Clone) -> str:
    """Return the state of a task that was queued now, once it has been done."""
    code = """
import time
from reports.reminders.sending import remind
result = remind.enqueue(0)
while not result.is_finished:
    time.sleep(0.1)
    result.refresh()
print(result.status)
"""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", code]
    done = subprocess.run(
        command, cwd=clone.folder, env=clone.environment, capture_output=True, text=True, timeout=PATIENCE
    )
    return done.stdout.strip() or done.stderr


def test_it_starts_from_nothing_and_again_and_leaves_nothing_running(newcomer):
    make = newcomer.start("run")
    first = newcomer.wait_until_said("running")
    assert newcomer.status("/healthz") == 200
    assert newcomer.status("/admin/") == 302
    for language in ("en", "ru", "kk", "tk"):
        assert newcomer.status(f"/{language}/missions/kazakhstan-turkmenistan-december-2023/") == 200
    assert newcomer.status(personal_link(first)) == 200
    newcomer.wait_until_running("db_worker")
    for name in (".env", ".local/password", "db.sqlite3"):
        assert (newcomer.folder / name).stat().st_mode & 0o077 == 0, f"{name} is the owner's alone"

    os.killpg(make.pid, signal.SIGINT)  # the terminal's Ctrl-C
    make.wait(PATIENCE)
    assert newcomer.processes() == []

    make = newcomer.start("run")
    again = newcomer.wait_until_said("running")
    assert "Bringing the database up to date" not in again
    assert "Gathering the static files" not in again
    assert password(again) == password(first)
    assert newcomer.status(personal_link(first)) == 404
    assert newcomer.status(personal_link(again)) == 200

    os.killpg(make.pid, signal.SIGINT)
    make.wait(PATIENCE)
    assert newcomer.processes() == []
    assert newcomer.status("/healthz") == 0


def test_killed_web_worker_and_task_worker_are_started_again(clone):
    make = clone.start("run")
    clone.wait_until_said("running")
    before = children(clone, "granian")
    assert len(before) == run.WORKERS

    for worker in before:
        os.kill(worker, signal.SIGKILL)
    clone.wait_until(lambda: len(children(clone, "granian") - before) == run.WORKERS)
    clone.wait_until_answered()
    assert make.poll() is None

    worker = clone.wait_until_running("db_worker")
    os.kill(worker, signal.SIGKILL)
    clone.wait_until(lambda: clone.running("db_worker") not in (0, worker))
    assert done_task(clone) == "SUCCESSFUL"
    assert "The task worker ended by itself; starting it again.\n" in clone.said()

    os.killpg(make.pid, signal.SIGINT)
    make.wait(PATIENCE)
    assert clone.processes() == []


def test_killed_web_server_is_started_again(clone):
    make = clone.start("run")
    clone.wait_until_said("running")
    server = parent(children(clone, "granian").pop())

    os.kill(server, signal.SIGKILL)

    clone.wait_until_said("The web server ended by itself; starting it again.\n")
    clone.wait_until_answered()
    os.killpg(make.pid, signal.SIGINT)
    make.wait(PATIENCE)
    assert clone.processes() == []


def test_program_that_ends_again_and_again_ends_everything(clone):
    """The task worker cannot run: its command is broken."""
    (clone.folder / "manage.py").write_text("raise SystemExit('The worker is broken.')")
    make = clone.start("run")

    make.wait(PATIENCE)

    said = clone.said()
    assert said.count("The worker is broken.") == 4
    assert said.count("The task worker ended by itself; starting it again.\n") == 3
    assert (
        "The task worker ended 4 times within 5 minutes (its last words are above), so Keruen stops.\n"
        in said
    )
    assert make.returncode == 2
    assert clone.processes() == []


def test_web_worker_that_ends_at_once_again_and_again_ends_everything(clone):
    (clone.folder / "config" / "wsgi.py").write_text("raise SystemExit('The page is broken.')")
    make = clone.start("run")

    make.wait(PATIENCE)

    said = clone.said()
    assert "The web server ended by itself (its last words are above), so Keruen stops.\n" in said
    assert "Worker crash loop detected" in said
    assert clone.processes() == []


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
    make.wait(PATIENCE)
    assert clone.said() == f"{said}\nStopping ...\n"
    assert clone.processes() == []


def test_a_signal_is_heard_although_it_comes_while_an_object_is_thrown_away(clone):
    late = """
import os, signal
class Late:
    def __del__(self):
        if os.environ.get("MAKELEVEL") and not os.path.exists("sent"):
            open("sent", "w").close()
            os.kill(os.getpid(), signal.SIGTERM)
            sum(range(1000))
Late()
"""
    (clone.folder / "missions" / "__init__.py").write_text(late)
    make = clone.start("run")

    make.wait(PATIENCE)

    assert make.returncode == 0
    assert "Exception ignored" in clone.said()
    assert clone.said().endswith("\nStopping ...\n")
    assert clone.processes() == []


HANGING = """
import threading
threading.Thread(target=threading.Event().wait).start()
"""
ANOTHER_INTERRUPT = """
import os, signal, sys
class Terminal:
    def write(self, words):
        if "Stopping" in words:
            os.kill(os.getpid(), signal.SIGALRM)
        return sys.__stdout__.write(words)
    def flush(self):
        sys.__stdout__.flush()
sys.stdout = Terminal()
"""
CLOSED_TERMINAL = """
import sys
class Terminal:
    def write(self, words):
        if "Stopping" in words:
            raise BrokenPipeError
        return sys.__stdout__.write(words)
    def flush(self):
        sys.__stdout__.flush()
sys.stdout = Terminal()
"""


@pytest.mark.parametrize("terminal", ["", ANOTHER_INTERRUPT, CLOSED_TERMINAL])
def test_a_start_ends_although_one_of_its_threads_does_not(clone, terminal):
    """As where it is interrupted while static files are compressed by several at once.

    It is interrupted each second until it has ended, so on a busy machine once more while it stops.
    """
    (clone.folder / "missions" / "__init__.py").write_text(HANGING + terminal)
    make = clone.start("run")
    clone.wait_until_said("Gathering the static files")

    os.killpg(make.pid, signal.SIGINT)
    make.wait(PATIENCE)

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
