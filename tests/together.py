"""Several who act at once, each in a thread and a connection of her own, and a process that is killed."""

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

# What a process does before its deed: it works on our database, and can `wait` to be killed.
BEGIN = """
import sys, time
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
def wait(*args, **kwargs):
    print("waiting", flush=True)
    time.sleep(60)
def wait_after(number):
    # After so many statements that write.
    written = []
    def stop(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(sql)
            if len(written) == number:
                wait()
        return answer
    return connection.execute_wrapper(stop)
"""


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
    `second` is over, or for a second where that waits for it. So whoever waits for nobody comes in between every
    time.
    """
    reached, over, answered = Event(), Event(), []

    def stop(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if words in sql:
            answered.append(sql)
            if len(answered) == times:
                reached.set()
                over.wait(LINGER)
        return answer

    def lead() -> Any:
        with connection.execute_wrapper(stop):
            try:
                return first()
            finally:
                assert reached.is_set(), f"no statement with {words}"

    def follow() -> Any:
        assert reached.wait(PATIENCE)
        try:
            return second()
        finally:
            over.set()

    return at_once(lead, follow)


def codes(outcomes: list[Any]) -> list[str]:
    """The codes of the refusals among these outcomes, in order."""
    return sorted(str(outcome.code) for outcome in outcomes if isinstance(outcome, ValidationError))


def pressed_at_once(press: Callable[[Client, int], Any], people: int = PEOPLE) -> list[Any]:
    """The answers to `press(client, number)` by so many members of staff who begin together."""
    return at_once(*(partial(press, signed_in(), number) for number in range(people)))


def killed(deed: str, *arguments: object) -> None:
    """Run the words of `deed` in a process of its own and kill it (kill -9) where it waits.

    It finds its arguments from `sys.argv[2]` on.
    """
    command = [sys.executable, "-c", BEGIN + deed, str(connection.settings_dict["NAME"])]
    connections.close_all()
    with subprocess.Popen(  # our own words
        [*command, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        heard = process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        wrong = process.communicate(timeout=PATIENCE)[1]
    assert (heard, process.returncode) == ("waiting\n", -signal.SIGKILL), wrong
    time.sleep(0.2)  # a server notices that a client is gone
