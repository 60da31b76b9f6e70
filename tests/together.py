"""Several who act at once, each in a thread and a connection of her own, and a process that is killed."""

import atexit
import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier, Event
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import Client

from tests.backoffice.pages import signed_in

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60  # seconds
PEOPLE = 4
LINGER = 1  # second for which somebody stays in the middle of what she does
GLANCE = 0.005  # seconds between two looks whether somebody waits


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What came of each deed when all begin together: what it returned, or the refusal that it raised."""
    together = Barrier(len(deeds), timeout=PATIENCE)

    def done(deed: Callable[[], Any]) -> Any:
        try:
            together.wait()
            return deed()
        except ValidationError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(done, deed) for deed in deeds]]


def in_between(
    first: Callable[[], Any], words: str, second: Callable[[], Any], *, times: int = 1
) -> list[Any]:
    """What came of both, as `at_once` says it, where `second` begins in the middle of `first`.

    The middle is where `first` has had the answer to as many statements with these words. There it stays until
    `second` is over or waits for it, or for a second where none of both is seen. So whoever waits for nobody comes in
    between every time.
    """
    reached, over, writing, answered = Event(), Event(), Event(), []

    def stop(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if words in sql:
            answered.append(sql)
            if len(answered) == times:
                reached.set()
                end = time.monotonic() + LINGER
                while not (over.wait(GLANCE) or _is_waited_for(writing)) and time.monotonic() < end:
                    pass
        return answer

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("BEGIN", "INSERT", "UPDATE", "DELETE")):
            writing.set()
        try:
            return execute(sql, params, many, context)
        finally:
            writing.clear()

    def lead() -> Any:
        with connection.execute_wrapper(stop):
            try:
                return first()
            finally:
                assert reached.is_set(), f"no statement with {words}"

    def follow() -> Any:
        assert reached.wait(PATIENCE)
        try:
            with connection.execute_wrapper(note):
                return second()
        finally:
            over.set()

    return at_once(lead, follow)


def _is_waited_for(writing: Event) -> bool:
    """Whether the other one can go on only after our transaction: on SQLite one alone writes, and from its beginning."""
    line = connection.connection
    if connection.vendor == "sqlite":
        return bool(line.in_transaction and writing.is_set())
    with line.cursor() as cursor:  # past the wrappers
        asked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        return bool(cursor.execute(asked).fetchone()[0])


def codes(outcomes: list[Any]) -> list[str]:
    """The codes of the refusals among these outcomes, in order."""
    return sorted(str(outcome.code) for outcome in outcomes if isinstance(outcome, ValidationError))


def pressed_at_once(press: Callable[[Client, int], Any], people: int = PEOPLE) -> list[Any]:
    """The answers to `press(client, number)` by so many members of staff who begin together."""
    return at_once(*(partial(press, signed_in(), number) for number in range(people)))


class Born:
    """A process that does what the words of `deed` say, on our database; tests/forge.py says what they find there."""

    def __init__(self, deed: str, *arguments: object) -> None:
        name = str(connection.settings_dict["NAME"])
        self._others = _others()  # a browser's thread may have one
        connections.close_all()
        self._forge = _forge()
        assert self._forge.stdin
        self._forge.stdin.write(json.dumps([deed, name, list(map(str, arguments))]) + "\n")
        self._forge.stdin.flush()
        self.number = int(self.heard())

    def heard(self) -> str:
        """Its next line; after its end, how it ended."""
        assert self._forge.stdout
        return self._forge.stdout.readline().strip()

    def kill(self) -> int:
        """End it as a lost machine would (kill -9), if it has not ended by itself; how it ended."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.number, signal.SIGKILL)
        return self.ended()

    def ended(self) -> int:
        """How it ended, once it has, and the database knows it."""
        status = int(self.heard())
        end = time.monotonic() + PATIENCE
        while _others() > self._others:
            assert time.monotonic() < end, "its connection is still there"
            time.sleep(GLANCE)
        return status


@functools.cache
def _forge() -> subprocess.Popen[str]:
    """The one process from which those that are killed descend; it ends with us."""
    forge = subprocess.Popen(
        [sys.executable, "-m", "tests.forge"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(forge.communicate)
    return forge


def _others() -> int:
    """How many other connections our database has; a file has none."""
    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def killed(deed: str, *arguments: object) -> None:
    """Have a process of its own do the `deed`, and kill it where it waits."""
    one = Born(deed, *arguments)
    heard = one.heard()
    assert heard == "waiting", heard
    assert one.kill() == signal.SIGKILL
