"""`python -m benchmarks`: CPU time of each public answer as a ratio to a hello with the same middleware.

Everything is asked of the WSGI application in this process, in turn, over several rounds; the table gives
minimum, median and maximum of the ratios by round. docs/performance.md says what they should be.
"""

import gc
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
REPEATS = 200
FIRST_REPEATS = 10
GOALS = {
    "mission page of 14, repeated": 1.6,
    "mission page of 400, repeated": 1.6,
    "mission page, 304": 1.4,
    "mission page, without the memory": 3.0,
    "mission page of 14, first": 15.0,
    "programme.ics, first": 10.0,
    "programme.ics, repeated": 1.6,
    "home of 300 missions, repeated": 1.6,
}


def prepare(folder: str) -> None:
    """A database of its own, unless DATABASE_URL names one that may be filled."""
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ |= {
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "a key for measuring alone " * 3,
        "FIELD_KEYS": "a2VydWVuIGtleSBmb3IgdGVzdHMsIG5vdGhpbmcgbW8=",
        "SITE_URL": "http://127.0.0.1:8000",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.urls"


def asker(application: Any) -> Callable[..., tuple[str, dict[str, str], bytes]]:
    """A function that asks for a path as a browser would and gives status, headers and body."""
    from io import BytesIO
    from wsgiref.util import setup_testing_defaults

    def ask(path: str, **headers: str) -> tuple[str, dict[str, str], bytes]:
        environ: dict[str, Any] = {}
        setup_testing_defaults(environ)
        environ |= {
            "PATH_INFO": path,
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_ACCEPT_ENCODING": "br, gzip",
            "HTTP_ACCEPT_LANGUAGE": "en",
            "wsgi.input": BytesIO(),
            **headers,
        }
        seen: list[Any] = []
        response = application(environ, lambda status, given, *_: seen.extend([status, dict(given)]))
        body = b"".join(response)
        response.close()
        return seen[0], seen[1], body

    return ask


def cpu(act: Callable[[], object], repeats: int) -> float:
    """CPU seconds of this process for one act, as the mean of so many."""
    started = time.process_time()
    for _ in range(repeats):
        act()
    return (time.process_time() - started) / repeats


def measure() -> dict[str, list[float]]:
    """The ratios to hello of each round, by what was asked."""
    from django.core.cache import cache
    from django.core.wsgi import get_wsgi_application
    from django.db import connection

    from benchmarks.missions import many_missions, mission_of
    from missions import editions

    ask = asker(get_wsgi_application())
    mission_of(14, "fourteen")
    mission_of(400, "four-hundred")
    many_missions(298)
    page, big, feed = (
        "/en/missions/fourteen/",
        "/en/missions/four-hundred/",
        "/en/missions/fourteen/programme.ics",
    )
    etag = ask(page)[1]["ETag"]

    def fresh(path: str) -> None:
        cache.clear()
        editions.forget()
        ask(path)

    def without_memory() -> None:
        editions.forget()
        ask(page)

    acts: dict[str, tuple[Callable[[], object], int]] = {
        "mission page of 14, repeated": (lambda: ask(page), REPEATS),
        "mission page of 400, repeated": (lambda: ask(big), REPEATS),
        "mission page, 304": (lambda: ask(page, HTTP_IF_NONE_MATCH=etag), REPEATS),
        "mission page, without the memory": (without_memory, REPEATS),
        "programme.ics, repeated": (lambda: ask(feed), REPEATS),
        "home of 300 missions, repeated": (lambda: ask("/en/"), REPEATS),
        "mission page of 14, first": (lambda: fresh(page), FIRST_REPEATS),
        "mission page of 400, first": (lambda: fresh(big), FIRST_REPEATS),
        "programme.ics, first": (lambda: fresh(feed), FIRST_REPEATS),
        "home of 300 missions, first": (lambda: fresh("/en/"), FIRST_REPEATS),
    }
    for path in ("/hello/", page, big, feed, "/en/"):
        status = ask(path)[0]
        if status != "200 OK":
            raise SystemExit(f"{path} answered {status}")
    ratios: dict[str, list[float]] = {name: [] for name in acts}
    hellos = []
    for _ in range(ROUNDS):
        for name, (act, repeats) in acts.items():
            act()
            gc.collect()
            hello = cpu(lambda: ask("/hello/"), REPEATS)
            hellos.append(hello)
            ratios[name].append(cpu(act, repeats) / hello)
    print(f"{connection.vendor}: one hello takes {statistics.median(hellos) * 1000:.3f} ms of CPU here")
    return ratios


def report(ratios: dict[str, list[float]]) -> None:
    print(f"{'× hello':36}{'min':>8}{'median':>8}{'max':>8}{'goal':>8}")
    for name, found in ratios.items():
        goal = f"{GOALS[name]:8.1f}" if name in GOALS else f"{'':8}"
        print(f"{name:36}{min(found):8.2f}{statistics.median(found):8.2f}{max(found):8.2f}{goal}")
    few, many = (statistics.median(ratios[f"mission page of {count}, first"]) for count in (14, 400))
    print(f"first rendering, × hello for an item: {few / 14:.2f} of 14, {many / 400:.2f} of 400")
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="keruen-bench-") as folder:
        prepare(folder)
        import django
        from django.conf import settings

        django.setup()
        settings.STATIC_ROOT = Path(folder) / "static"
        from django.core.management import call_command

        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("migrate", verbosity=0, interactive=False)
        report(measure())


if __name__ == "__main__":
    main()
