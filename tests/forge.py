"""A process that has read the code once, for all those that are killed: each of them is a copy of it.

It hears a deed on each line, with the name of the database and the arguments of the deed, and lets a copy do it. That
says its number; then what the deed says. When it is over, how it ended is said (as os.waitpid has it).
"""

import json
import os
import sys
import time
import traceback
from typing import Any

import django
from django.db import connection, connections


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def wait(*_arguments: object, **_named: object) -> None:
    """Stay until the end that comes from outside."""
    say("waiting")
    time.sleep(60)


def wait_after(number: int) -> Any:
    """A context in which the process waits after so many statements that write."""
    written = []

    def stop(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(sql)
            if len(written) == number:
                wait()
        return answer

    return connection.execute_wrapper(stop)


def do(deed: str, database: str, arguments: list[str]) -> int:
    """The deed finds its arguments from `sys.argv[1]` on, and can `wait`; the status with which the process ends."""
    say(os.getpid())
    connection.settings_dict["NAME"] = database
    sys.argv[1:] = arguments
    try:
        exec(deed, {"sys": sys, "wait": wait, "wait_after": wait_after})  # noqa: S102  a deed stands in our own tests
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def read_once(deed: str) -> None:
    """Import what the deed will import, so that its copies find it read."""
    for line in deed.splitlines():
        if line.startswith(("import ", "from ")):
            exec(line, {})  # noqa: S102  as above: an import of such a deed


def main() -> None:
    django.setup()
    for line in sys.stdin:
        deed, database, arguments = json.loads(line)
        read_once(deed)
        connections.close_all()
        child = os.fork()
        if child == 0:
            os._exit(do(deed, database, arguments))
        say(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
