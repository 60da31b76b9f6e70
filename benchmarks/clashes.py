"""`python -m benchmarks.clashes`: what the check for clashes costs, beside a bare sort and sweep.

The bare one knows nothing but numbers: it sorts begin, end and people of all items, and keeps for each person
when her last one is over. CPU time of this process, in turn in one run, without any database; `make bench`
prints it too. docs/performance.md says what it should be.
"""

import datetime as dt
import gc
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from math import log

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))
ITEMS, DELEGATES = 10_000, 500
GOAL = 5.0  # × sort and sweep
GOAL_SAVED = 10.0  # milliseconds


def seconds(act: Callable[[], object]) -> float:
    """CPU time of one act; the garbage of the one before is not its own."""
    gc.collect()
    before = time.process_time()
    act()
    return time.process_time() - before


def measure() -> None:
    """Measure and print; Django is set up."""
    from backoffice.clashes import again
    from backoffice.clashes.check import check
    from backoffice.clashes.programme import Programme
    from benchmarks.programmes import bare, programme, sort_and_sweep

    facts, half = programme(ITEMS, DELEGATES), programme(ITEMS // 2, DELEGATES)
    numbers = bare(facts)
    kept = Programme(facts)
    item = replace(facts.items[ITEMS // 2 + 1], starts_at=dt.time(9, 5), ends_at=dt.time(12))
    acts: dict[str, Callable[[], object]] = {
        "bare": lambda: sort_and_sweep(numbers),
        "check": lambda: check(facts),
        "half": lambda: check(half),
        "item": lambda: again.saved(kept, item),
        "everyone": lambda: again.saved(kept, replace(item, for_everyone=True, groups=())),
    }
    for act in acts.values():
        act()  # the first time calendars and zones are read, which takes half a second
    took: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(ROUNDS):
        for name, act in acts.items():
            took[name].append(seconds(act))
    sweep = statistics.median(took["bare"]) * 1000
    print(f"\n{ITEMS} items, {DELEGATES} delegates, {len(check(facts))} cautions:")
    print(f"a bare sort and sweep takes {sweep:.1f} ms of CPU here")
    print(f"{'':36}{'min':>8}{'median':>8}{'max':>8}{'goal':>8}")
    n_log_n = ITEMS * log(ITEMS) / (ITEMS // 2 * log(ITEMS // 2))
    line(
        "all cautions, × sort and sweep",
        [a / b for a, b in zip(took["check"], took["bare"], strict=True)],
        GOAL,
    )
    line(
        "all cautions, × half of the items",
        [a / b for a, b in zip(took["check"], took["half"], strict=True)],
        n_log_n,
    )
    line("one saved item, ms", [1000 * one for one in took["item"]], GOAL_SAVED)
    line("one saved item for everyone, ms", [1000 * one for one in took["everyone"]], GOAL_SAVED)


def line(name: str, figures: list[float], goal: float) -> None:
    print(f"{name:36}{min(figures):8.2f}{statistics.median(figures):8.2f}{max(figures):8.2f}{goal:8.2f}")


def main() -> None:
    os.environ |= {
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "a key for measuring alone " * 3,
        "FIELD_KEYS": "a2VydWVuIGtleSBmb3IgdGVzdHMsIG5vdGhpbmcgbW8=",
        "SITE_URL": "http://127.0.0.1:8000",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    import django

    django.setup()
    measure()


if __name__ == "__main__":
    main()
