"""make serve: the web server of a production machine, fed by its environment (docs/operate.md).

python -m tools.serve ready    before each start of a new version: catalogues, static files, migrations
python -m tools.serve          the web server itself, in the place of this process
"""

import os
import sys

from tools import catalogues, start

NEEDED = ["SITE_URL", "SECRET_KEY", "FIELD_KEYS", "DATABASE_URL"]


def main(only_ready: bool) -> int:
    """Refuse with one sentence, or become the web server."""
    try:
        number = start.port()
        host = os.environ.get("HOST") or "127.0.0.1"
        count = workers()
        if not only_ready:
            start.refuse_taken(number, host)
        start.read_env()
        refuse_missing()
        start.set_up()
        start.check_database()
        catalogues.compile_changed()
        start.collect_static()
        if only_ready:
            migrate()
            return 0
        refuse_older_schema()
    except start.Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    command = start.web_server(host, number, count)
    print(f"Keruen serves {os.environ['SITE_URL']} on {host}:{number}.", flush=True)
    os.execve(command[0], command, start.SPARING | os.environ)


def refuse_missing() -> None:
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise start.Refused(f"{', '.join(missing)} {verb} not set: see docs/operate.md.")
    if len(os.environ["SECRET_KEY"]) < 50:
        raise start.Refused("SECRET_KEY is too short: it needs at least 50 characters, made at random.")


def migrate() -> None:
    from django.core.management import call_command  # settings are read by now

    call_command("migrate", interactive=False, verbosity=1)
    call_command("createcachetable")  # does nothing unless CACHE_URL names one


def refuse_older_schema() -> None:
    """Several machines may serve one database, so none of them changes it on its own."""
    if start.is_behind():
        raise start.Refused(
            f"The database at {start.described()} is older than this code: run make ready first."
        )


def workers() -> int:
    """How many processes serve: WORKERS, else one for each processor."""
    named = os.environ.get("WORKERS") or str(os.cpu_count() or 1)
    if not named.isdecimal() or int(named) < 1:
        raise start.Refused(f"WORKERS is “{named}”; it must be a number from 1 on.")
    return int(named)


if __name__ == "__main__":
    sys.exit(main(only_ready=sys.argv[1:] == ["ready"]))
