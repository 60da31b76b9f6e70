"""make run: Keruen on this machine, from nothing to an address to open.

Everything that can be refused is looked at before anything is changed; then the database is brought up to
date, web server and task worker are started, and both end with this program.
"""

import http.client
import io
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

from tools import catalogues, keys, start

WORKERS = 2
Programs = dict[str, subprocess.Popen[bytes]]
PATIENCE = 60  # seconds for the first answer
GRACE = 10  # seconds between asking a program to end and ending it


def main() -> int:
    """Run until Ctrl-C or until one of the programs ends by itself."""
    os.umask(0o077)  # keys, database and mail are the owner's alone
    listen()
    started: Programs = {}
    try:
        number = start.port()
        start.refuse_taken(number)
        with start.held(number):
            run(number, started)
    except start.Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        stop(started)
    return 0


def run(number: int, started: Programs) -> None:
    """Make everything ready, start the programs and watch them."""
    keys.ensure(start.ENV, os.environ)
    start.read_env()
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{number}")
    start.set_up()
    start.check_database()
    prepare()
    started["web server"] = start.child(start.web_server("127.0.0.1", number, WORKERS))
    words = welcome()  # while the server starts
    wait_for_answer(number, started)
    started["task worker"] = start.child(start.task_worker())
    remind()
    print(f"\nKeruen is running; Ctrl-C stops it.\n\n{words}", flush=True)
    wait_for_end(started)


def listen() -> None:
    """End at each of the signals by which one asks for it.

    SIGINT too: a program that is started in the background may inherit that it is ignored.
    """
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(name, interrupt)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Each second once more until it is heard: what is raised while an object is thrown away is lost."""
    signal.setitimer(signal.ITIMER_REAL, 1, 1)
    raise KeyboardInterrupt


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


def wait_for_answer(number: int, started: Programs) -> None:
    """Wait until the web server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        refuse_ended(started)
        connection = http.client.HTTPConnection("127.0.0.1", number, timeout=5)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        connection.close()
        time.sleep(0.05)
    raise start.Refused(f"The web server did not answer within {PATIENCE} seconds.")


def wait_for_end(started: Programs) -> None:
    """Watch the programs; when one ends, so does everything."""
    while True:
        refuse_ended(started)
        time.sleep(0.5)


def refuse_ended(started: Programs) -> None:
    for name, process in started.items():
        if process.poll() is not None:
            raise start.Refused(f"The {name} ended by itself (its last words are above), so Keruen stops.")


def stop(started: Programs) -> None:
    """Ask the programs to end, and end those that do not, with all that they started."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for process in started.values():
        process.terminate()
    end = time.monotonic() + GRACE
    for process in started.values():
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, end - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # a thread that was interrupted, as one that compresses static files, may never end
