"""`python -m benchmarks`: what each public answer costs a web server, as a ratio to a hello.

CPU time of the process that serves, its own work of HTTP included, asked over one connection from another
process; the hello has the same middleware. Minimum, median and maximum of the ratios by round;
docs/performance.md says what they should be.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable

from benchmarks.servers import COMMANDS, Server, running

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
REPEATS = 300
FIRST_REPEATS = 20
WARM_UP = 30  # every thread has its connection to the database, and knows the words of the language
GOALS = {
    "mission page of 14, repeated": 1.6,
    "mission page of 400, repeated": 1.6,
    "mission page, 304": 1.4,
    "mission page, without the memory": 3.0,
    "mission page of 14, first": 15.0,
    "programme.ics, first": 10.0,
    "programme.ics, repeated": 1.6,
    "home of 300 missions, repeated": 1.6,
    "my programme of 14": 20.0,
    "board of 60 items": 60.0,
    "This week of 20 missions": 60.0,
}
HOME = "/en/"
PAGE = "/en/missions/fourteen/"
BIG = "/en/missions/four-hundred/"
FEED = "/en/missions/fourteen/programme.ics"
PAPER = "/en/missions/fourteen/programme.pdf"
WEEK = "/admin/"
DESK = (
    "my programme of 400",
    "board of 60 items",
    "This week of 20 missions",
)  # heavier, and asked by one person at a time
DESK_REPEATS = 40


def prepare(folder: str) -> dict[str, str]:
    """A database of its own, unless DATABASE_URL names one that may be filled; its missions, static files.

    Returns the address of the board, and the cookies of whoever works at the desk and of a delegate.
    """
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ |= {
        "BENCH_FOLDER": folder,
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "a key for measuring alone " * 3,
        "FIELD_KEYS": "a2VydWVuIGtleSBmb3IgdGVzdHMsIG5vdGhpbmcgbW8=",
        "SITE_URL": "http://127.0.0.1:8000",
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0, interactive=False)
    from benchmarks.missions import many_missions, mission_of, travelled, worked_on

    own = travelled([mission_of(14, "fourteen"), mission_of(400, "four-hundred")])
    many_missions(278)
    board = mission_of(60, "sixty")
    session = worked_on([board, *(mission_of(14, f"week-{number}") for number in range(19))])
    connections.close_all()
    return {
        "board": f"/admin/missions/mission/{board.pk}/board/",
        "cookie": f"sessionid={session}",
        "own": f"sessionid={own}",
    }


def acts(server: Server, desk: dict[str, str]) -> dict[str, Callable[[int], object]]:
    """What asks so often for one answer, by its name."""
    etag, _body = server.ask(PAGE)

    def again(path: str, status: int = 200, **headers: str) -> Callable[[int], object]:
        return lambda times: server.ask_often(path, times, status, **headers)

    def anew(path: str, forget: str = "pages") -> Callable[[int], object]:
        """One after the other, for of two at once one would find what the other has just rendered."""
        return lambda times: [server.ask(path, **{"X-Forget": forget}) for _ in range(times)]

    def at_the_desk(path: str, cookie: str = "cookie", **headers: str) -> Callable[[int], object]:
        asked = {"Cookie": desk[cookie], **headers}
        return lambda times: [server.ask(path, **asked) for _ in range(times)]

    return {
        "mission page of 14, repeated": again(PAGE),
        "mission page of 400, repeated": again(BIG),
        "mission page, 304": again(PAGE, 304, **{"If-None-Match": etag}),
        "programme.ics, repeated": again(FEED),
        "home of 300 missions, repeated": again(HOME),
        "mission page, without the memory": anew(PAGE, "memory"),
        "mission page of 14, first": anew(PAGE),
        "mission page of 400, first": anew(BIG),
        "programme.ics, first": anew(FEED),
        "programme.pdf, first": anew(PAPER),
        "programme.pdf, two languages, first": anew(f"{PAPER}?with=ru"),
        "home of 300 missions, first": anew(HOME),
        "my programme of 14": at_the_desk("/en/my/fourteen/", "own"),
        "my programme of 400": at_the_desk("/en/my/four-hundred/", "own"),
        "board of 60 items": at_the_desk(desk["board"]),
        "board of 60 items, first": at_the_desk(desk["board"], **{"X-Forget": "pages"}),
        "This week of 20 missions": at_the_desk(WEEK),
        "This week of 20 missions, first": at_the_desk(WEEK, **{"X-Forget": "pages"}),
    }


def measure(server: Server, desk: dict[str, str]) -> tuple[list[float], dict[str, list[float]]]:
    """CPU seconds of hello, and the ratios to it, of each round."""

    def cpu(act: Callable[[int], object], repeats: int) -> float:
        act(1)  # others have made it forget what it is asked for
        before = server.cpu()
        act(repeats)
        return (server.cpu() - before) / repeats

    asked = acts(server, desk)
    for act in asked.values():
        act(WARM_UP)
    ratios: dict[str, list[float]] = {name: [] for name in asked}
    hellos = []
    for _ in range(ROUNDS):
        for name, act in asked.items():
            hellos.append(cpu(lambda times: server.ask_often("/hello/", times), REPEATS))
            repeats = FIRST_REPEATS if name.endswith("first") else REPEATS
            repeats = min(repeats, DESK_REPEATS) if name in DESK else repeats
            ratios[name].append(cpu(act, repeats) / hellos[-1])
    return hellos, ratios


def report(name: str, hellos: list[float], ratios: dict[str, list[float]]) -> None:
    from django.db import connection

    hello = statistics.median(hellos) * 1000
    print(f"\n{name}, {connection.vendor}: one hello takes {hello:.3f} ms of CPU here")
    print(f"{'× hello':36}{'min':>8}{'median':>8}{'max':>8}{'goal':>8}")
    for asked, found in ratios.items():
        goal = f"{GOALS[asked]:8.1f}" if asked in GOALS else ""
        print(f"{asked:36}{min(found):8.2f}{statistics.median(found):8.2f}{max(found):8.2f}{goal}")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="keruen-bench-") as folder:
        desk = prepare(folder)
        for name in COMMANDS:
            with running(name) as server:
                report(name, *measure(server, desk))
        from benchmarks import clashes, papers

        papers.measure("fourteen")
        clashes.measure()
    subprocess.run([sys.executable, "-m", "benchmarks.reports"], check=True)


if __name__ == "__main__":
    main()
