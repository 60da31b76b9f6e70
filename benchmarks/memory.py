"""`python -m benchmarks.memory`: what a web worker has in memory after ten thousand mixed requests.

Two workers of our web server, and the rows of `make bench`. Pages, changes, calendars, data, sign-in and what
is not found, in four languages and three encodings, in an order that is the same each time; after that papers
and the desk, which load libraries of their own. docs/performance.md says what it should be.
"""

import os
import random
import tempfile
from collections.abc import Iterator
from itertools import islice

from benchmarks.__main__ import WEEK, prepare
from benchmarks.servers import AT_ONCE, Server, running
from wording.words import LANGUAGES

WORKERS = 2
LOOKS = (400, 2_000, 10_000)  # after so many requests
AT_THE_DESK = 200  # requests for papers and pages of organisers
GOAL = 130  # MiB
ENCODINGS = ("br, gzip", "gzip", "identity")


def mixed() -> Iterator[tuple[str, dict[str, str]]]:
    """Addresses with their headers, without end."""
    choose = random.Random(1)  # noqa: S311  # an order, no secret
    of_a_mission = ("", "", "", "changes/", "programme.ics", "programme.json")
    others = ("", "", "partners/union/", "about/", "missions/nowhere/")
    without_language = ("/accounts/login/", "/healthz", "/robots.txt", "/sitemap.xml", "/nowhere")
    while True:
        lang = choose.choice(list(LANGUAGES))
        slug = choose.choices(["fourteen", "four-hundred", f"mission-{choose.randrange(278)}"], (45, 5, 50))[
            0
        ]
        kind = choose.random()
        if kind < 0.7:
            path = f"/{lang}/missions/{slug}/{choose.choice(of_a_mission)}"
        elif kind < 0.9:
            path = f"/{lang}/{choose.choice(others)}"
        else:
            path = choose.choice(without_language)
        yield path, {"Accept-Encoding": choose.choice(ENCODINGS), "Accept-Language": lang}


def at_the_desk(desk: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Papers of missions, This week and a board, in turn and without end."""
    number = 0
    while True:
        number += 1
        yield f"/en/missions/mission-{number % 278}/programme.pdf", {}
        yield desk["board"], {"Cookie": desk["cookie"]}
        yield WEEK, {"Cookie": desk["cookie"]}


def ask(server: Server, requests: Iterator[tuple[str, dict[str, str]]]) -> None:
    """Several at once, whatever the answer; each time over new connections, so that all workers get some."""
    while asked := list(islice(requests, AT_ONCE)):
        for connection, (path, headers) in zip(server.connections, asked, strict=False):
            connection.close()
            connection.request("GET", path, headers=headers)
        for connection in server.connections[: len(asked)]:
            response = connection.getresponse()
            response.read()
            if response.status >= 500:
                raise SystemExit(f"{asked} answered {response.status}")


def look(server: Server, name: str) -> None:
    """Print what each worker has, the largest last."""
    found: dict[str, int] = {}
    while len(found) < WORKERS:
        for connection in server.connections:
            connection.close()
        process, megabytes = server.ask("/memory/")[1].split()
        found[process.decode()] = int(megabytes)
    print(f"{name:36}" + "".join(f"{megabytes:8}" for megabytes in sorted(found.values())), flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="keruen-bench-") as folder:
        desk = prepare(folder)
        with running("granian", WORKERS) as server:
            load, _, _ = os.getloadavg()
            print(f"{WORKERS} workers of granian, at a load of {load:.0f}: MiB of each (goal {GOAL})")
            look(server, "after the first answer")
            requests, done = mixed(), 0
            for count in LOOKS:
                ask(server, islice(requests, count - done))
                done = count
                look(server, f"after {count} mixed requests")
            ask(server, islice(at_the_desk(desk), AT_THE_DESK))
            look(server, f"and {AT_THE_DESK} for papers and the desk")


if __name__ == "__main__":
    main()
