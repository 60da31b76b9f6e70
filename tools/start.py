"""What "make run" and "make serve" share: port, settings, database, static files, the programs to start."""

import hashlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
ENV = ROOT / ".env"
LOCAL = ROOT / ".local"


class Refused(Exception):  # not a failure of the program: it says why it does not start
    """Why Keruen does not start, in one sentence for the person who started it."""


def port() -> int:
    """The port to listen on: PORT, else 8000."""
    named = os.environ.get("PORT") or "8000"
    if not named.isdecimal() or not 0 < int(named) < 65536:
        raise Refused(f"PORT is “{named}”; it must be a number from 1 to 65535.")
    return int(named)


def refuse_taken(number: int, host: str = "127.0.0.1") -> None:
    """Look before anything is changed whether the web server will get its port."""
    taken = False
    with (
        socket.socket() as probe
    ):  # macOS lets two programs bind one port in different ways: ask whether one answers
        probe.settimeout(1)
        taken = probe.connect_ex((host, number)) == 0
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except PermissionError:
            raise Refused(f"Port {number} is for root alone: choose one above 1023 (PORT=8001).") from None
        except OSError as error:
            if not taken and error.errno not in {48, 98}:  # "address already in use" on macOS and Linux
                raise Refused(
                    f"HOST is “{host}”, where this machine cannot listen: {error.strerror}."
                ) from None
            taken = True
    if taken:
        raise Refused(
            f"Port {number} is in use by another program: stop that, or choose another port (PORT=8001)."
        )


@contextmanager
def held(number: int) -> Iterator[None]:
    """Keep a free port from other starts until the web server, which shares it, listens."""
    with socket.socket() as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        with suppress(OSError):  # connections of a program that just ended may still hold it
            place.bind(("127.0.0.1", number))
        yield


def read_env() -> None:
    """Take .env into the environment, which keeps what it names itself; nothing counts as not named."""
    for name in ("DATABASE_URL", "SITE_URL", "SECRET_KEY", "FIELD_KEYS"):
        if not os.environ.get(name, "").strip():
            os.environ.pop(name, None)
    environ.Env.read_env(os.environ.get("ENV_FILE", str(ENV)))


def set_up() -> None:
    """Read the settings; a wrong one is named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("PGCONNECT_TIMEOUT", "5")  # a server that does not answer is not waited for
    try:
        import django  # only now is there an environment to read settings from

        django.setup()
    except (ImproperlyConfigured, ValueError) as error:
        raise Refused(f"A setting is missing or wrong: {one_line(error)}") from None


def check_database() -> None:
    """Refuse a database that does not answer, or that holds what this code does not know."""
    from django.db import DatabaseError, connection
    from django.db.migrations.loader import MigrationLoader

    try:
        connection.ensure_connection()
        loader = MigrationLoader(connection)
    except (DatabaseError, ImproperlyConfigured) as error:
        raise Refused(f"The database at {described()} cannot be used: {one_line(error)}") from None
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known |= set(migration.replaces)
    unknown = sorted(f"{app}.{name}" for app, name in set(loader.applied_migrations or {}) - known)
    if unknown:
        raise Refused(
            f"The database at {described()} is newer than this code (it has {unknown[-1]}): "
            "update the code, or name another database in DATABASE_URL."
        )


def is_behind() -> bool:
    """Whether the code has migrations that the database does not have."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def described() -> str:
    """Where the database is, without its password."""
    from django.db import connection

    held = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(held["NAME"])
    return f"{held['HOST'] or 'this machine'}:{held['PORT'] or 5432}/{held['NAME']}"


def collect_static() -> None:
    """Gather, name by content and compress the static files, if any of them or the packages changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    known = hashlib.sha256(str(settings.STORAGES["staticfiles"]["BACKEND"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            known.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    stamp = LOCAL / "static.sha256"
    root = Path(settings.STATIC_ROOT)
    if root.is_dir() and stamp.exists() and stamp.read_text() == known.hexdigest():
        return
    print("Gathering the static files ...", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    LOCAL.mkdir(mode=0o700, exist_ok=True)
    stamp.write_text(known.hexdigest())


# glibc keeps what threads gave back for each of them, and ever more of it: a worker of ours grows by a fifth.
SPARING = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}


def web_server(host: str, number: int, workers: int) -> list[str]:
    """The command of the web server; it starts a worker again, and ends where one ends again at once."""
    return [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--no-ws",
        "--host", host, "--port", str(number), "--workers", str(workers), "--blocking-threads", "4",
        "--log-level", "warning", "--respawn-failed-workers", "config.wsgi:application",
    ]  # fmt: skip


def task_worker() -> list[str]:
    """The command of the worker that does the tasks of every queue."""
    return [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--no-reload", "--verbosity", "0"]


def child(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a program out of reach of the terminal's Ctrl-C: whoever started it stops it."""
    return subprocess.Popen(
        command, cwd=ROOT, env=SPARING | os.environ, stdin=subprocess.DEVNULL, start_new_session=True
    )


def one_line(error: BaseException) -> str:
    """The first line of what went wrong, as a sentence."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".") + "."
