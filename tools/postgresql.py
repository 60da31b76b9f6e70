"""A PostgreSQL server for the length of a test run: free port, temporary folder, gone afterwards."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tools import machine

# Nothing here outlives the run, so nothing need reach the disk or be tidied up. To compile a question that
# joins many tables takes longer than to answer it from a handful of rows.
IN_A_HURRY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "shared_buffers": "256MB",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "60",
}
PATIENCE = 30  # seconds for the server to come up


@contextmanager
def server() -> Iterator[str]:
    """The DATABASE_URL of a fresh server, which ends with the block, whatever happens in it."""
    programs = machine.postgresql()
    if programs is None:
        sys.exit("No PostgreSQL on this machine.")
    user = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="keruen-postgresql-"))
    password = secrets.token_urlsafe(12)
    try:
        key = folder / "password"
        key.write_text(password)
        if user is not None:
            shutil.chown(key, user)
            shutil.chown(folder, user)
        make_cluster(programs, folder, key, user)
        port = free_port()
        settings = IN_A_HURRY | {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "timezone": "UTC",
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", *options],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder,
                start_new_session=True, **identity(user),
            )  # fmt: skip
        try:
            url = f"postgres://keruen:{password}@127.0.0.1:{port}/postgres"
            wait_for(url, process, folder / "log")
            yield url
        finally:
            process.send_signal(signal.SIGINT)  # "fast": open connections are cut
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged() -> str | None:
    """Who runs the server: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def identity(user: str | None) -> dict[str, Any]:
    """What subprocess needs to become that user."""
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def make_cluster(programs: Path, folder: Path, key: Path, user: str | None) -> None:
    """Letters of every alphabet have both cases, and rows sort by code point as they do in SQLite."""
    locale = ["--locale=C.UTF-8"] if sys.platform == "linux" else ["--locale=en_US.UTF-8", "--lc-collate=C"]
    command: list[str | Path] = [
        programs / "initdb", "-D", folder / "data", "-U", "keruen", "--encoding=UTF8", *locale,
        "--auth=scram-sha-256", f"--pwfile={key}", "--no-sync",
    ]  # fmt: skip
    made = subprocess.run(command, capture_output=True, text=True, cwd=folder, **identity(user))
    if made.returncode:
        sys.exit(f"PostgreSQL could not make a database in {folder}: {made.stderr.strip()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(PATIENCE * 10):
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start: {log.read_text(errors='replace').strip()}")


if __name__ == "__main__":  # try something by hand: python -m tools.postgresql COMMAND...
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with server() as database_url:
        subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": database_url})
