"""One migrated database that every run copies: to migrate takes as long as three hundred tests.

It is kept below .local/ (on PostgreSQL as a database of the server) under a digest of all that decides what is in
it, and made anew when that changes. Django still migrates the copy, so what was only added is there in any case.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".local" / "tests"
DECIDE = [
    "*/migrations/*.py",
    "*/models.py",
    "*/models/*.py",
    "backoffice/rights/roles.py",
    "config/settings.py",
    "requirements/dev.txt",
]
PREFIX = "keruen_migrated_"


def forget() -> None:
    """Let the next run migrate from nothing; one that migrates now goes on, and keeps its lock."""
    with _alone():
        _clear()


def _clear() -> None:
    for old in FOLDER.glob("*.sqlite3*"):
        old.unlink()


def copy_file(target: Path) -> None:
    """Lay a migrated SQLite database at this path."""
    with _alone():
        while not (kept := FOLDER / f"{_digest()}.sqlite3").exists():
            _clear()
            making = FOLDER / "making.sqlite3"
            _migrate(f"sqlite:///{making}")
            if kept == FOLDER / f"{_digest()}.sqlite3":  # else somebody has saved a file meanwhile
                making.rename(kept)
        shutil.copy(kept, target)


def template(url: str) -> str:
    """The name of a migrated database on this PostgreSQL server, to be copied by CREATE DATABASE."""
    with _alone(), psycopg.connect(url, autocommit=True) as server:
        while (name := PREFIX + _digest()) not in (there := _databases(server)):
            for old in there:
                server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
            making = PREFIX + "making"
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
            _migrate(urlsplit(url)._replace(path=f"/{making}").geturl())
            if name == PREFIX + _digest():
                rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                server.execute(rename.format(sql.Identifier(making), sql.Identifier(name)))
    return name


def _databases(server: psycopg.Connection) -> list[str]:
    found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    return [name for (name,) in found]


def _digest() -> str:
    files = sorted(path for pattern in DECIDE for path in ROOT.glob(pattern))
    said = hashlib.sha256()
    for path in files:
        said.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return said.hexdigest()[:16]


def _migrate(url: str) -> None:
    # No test takes these branches, and to count them takes a quarter of the time.
    uncounted = {name: os.environ[name] for name in os.environ if not name.startswith("COVERAGE_PROCESS_")}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={**uncounted, "DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        check=True,
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Hold back other runs and workers meanwhile."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
