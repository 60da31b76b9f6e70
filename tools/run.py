"""make run: Keruen on this machine, from nothing to an address to open.

Everything that can be refused is looked at before anything is changed; then the database is brought up to
date, web server and task worker are started, and both end with this program. Either is started again when it
ends by itself.
"""

import http.client
import io
import os
import signal
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from tools import catalogues, keys, start

WORKERS = 2
PATIENCE = 60  # seconds for the first answer
GRACE = 10  # seconds between asking a program to end and ending it
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
RESTARTS = 3  # of one program, within RESTARTS_WITHIN seconds
RESTARTS_WITHIN = 300


@dataclass(slots=True)
class Program:
    """A program that is started again when it ends by itself."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes]
    restarts: list[float] = field(default_factory=list)  # monotonic seconds

    def restart(self) -> None:
        """Start it once more. Raises Refused if it ended too often within a short time."""
        now = time.monotonic()
        self.restarts = [moment for moment in self.restarts if now - moment < RESTARTS_WITHIN]
        if len(self.restarts) == RESTARTS:
            raise start.Refused(
                f"The {self.name} ended {RESTARTS + 1} times within {RESTARTS_WITHIN // 60} minutes "
                "(its last words are above), so Keruen stops."
            )
        print(f"The {self.name} ended by itself; starting it again.", file=sys.stderr, flush=True)
        self.restarts.append(now)
        end_group(self.process)  # processes that it left behind
        self.process = start.child(self.command)


def main() -> int:
    """Run until Ctrl-C or until one of the programs cannot be kept running."""
    os.umask(0o077)  # keys, database and mail are the owner's alone
    listen()
    started: list[Program] = []
    try:
        run(started)
    except start.Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        stop(started)
    return 0


def run(started: list[Program]) -> None:
    """Make everything ready, start the programs and watch them."""
    number = start.port()
    start.refuse_taken(number)
    with start.held(number):
        keys.ensure(start.ENV, os.environ)
        start.read_env()
        os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{number}")
        start.set_up()
        start.check_database()
        prepare()
        web_server = start_program("web server", start.web_server("127.0.0.1", number, WORKERS), started)
        words = welcome()  # while the server starts
        wait_for_answer(number, web_server)
        remind()
        start_program("task worker", start.task_worker(), started)
        print(f"\nKeruen is running; Ctrl-C stops it.\n\n{words}", flush=True)
        keep_running(started)


def start_program(name: str, command: list[str], started: list[Program]) -> Program:
    program = Program(name, command, start.child(command))
    started.append(program)
    return program


def listen() -> None:
    """End at each of the signals by which one asks for it.

    SIGINT too: a program that is started in the background may inherit that it is ignored.
    """
    for name in SIGNALS:
        signal.signal(name, interrupt)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Interrupt `run`, and once more each second until it has ended.

    An exception that is raised while an object is finalised is lost, so one is not enough. Outside of `run`
    none is raised: it would leave `main` before the programs are stopped.
    """
    signal.setitimer(signal.ITIMER_REAL, 1, 1)
    while frame is not None:
        if frame.f_code is run.__code__:
            raise KeyboardInterrupt
        frame = frame.f_back


def prepare() -> None:
    """Bring database, catalogues and static files up to date."""
    from django.core.management import call_command  # settings are read by now
    from django.core.management.sql import emit_post_migrate_signal
    from django.db import DatabaseError

    catalogues.compile_changed()
    start.collect_static()
    try:
        if start.is_behind():
            print("Bringing the database up to date ...", flush=True)
            call_command("migrate", interactive=False, verbosity=0)
        else:  # the roles of staff are renewed at each start, as after migrating
            emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    except DatabaseError as error:
        why = start.one_line(error)
        raise start.Refused(f"The database at {start.described()} refuses its tables: {why}") from None


def welcome() -> str:
    """Fill an empty database; the words to show once the server answers."""
    from django.core.management import call_command
    from django.db import connections

    words = io.StringIO()
    call_command("welcome", stdout=words)
    connections.close_all()
    return words.getvalue()


def remind() -> None:
    """Have the worker write to whoever has to be reminded; on a server a timer does so each morning."""
    from django.core.management import call_command
    from django.db import connections

    call_command("remind", verbosity=0)
    connections.close_all()


def wait_for_answer(number: int, web_server: Program) -> None:
    """Wait until the web server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if web_server.process.poll() is not None:
            raise start.Refused("The web server ended by itself (its last words are above), so Keruen stops.")
        connection = http.client.HTTPConnection("127.0.0.1", number, timeout=5)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        connection.close()
        time.sleep(0.05)
    raise start.Refused(f"The web server did not answer within {PATIENCE} seconds.")


def keep_running(started: list[Program]) -> None:
    """Watch the programs; start again what ended by itself."""
    while True:
        for program in started:
            if program.process.poll() is not None:
                program.restart()
        time.sleep(0.5)


def stop(started: list[Program]) -> None:
    """Ask the programs to end, and end those that do not, with all that they started."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    for name in SIGNALS:
        signal.signal(name, signal.SIG_IGN)
    for program in started:
        program.process.terminate()
    end = time.monotonic() + GRACE
    for program in started:
        with suppress(subprocess.TimeoutExpired):
            program.process.wait(max(0.0, end - time.monotonic()))
        end_group(program.process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started, at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


if __name__ == "__main__":
    code = 1
    try:
        code = main()
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)  # the interpreter would wait for threads, and an interrupted one may never end
