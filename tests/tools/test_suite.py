"""What make test says at its end."""

import sys

import pytest

from tools.suite import Steps

pytestmark = pytest.mark.once


def say(text, status=0):
    return [sys.executable, "-c", f"print({text!r}); raise SystemExit({status})"]


def test_it_ends_with_the_closing_lines_of_the_tests(capfd):
    steps = Steps({})
    steps.run("SQLite", say("==== 3 passed, 1 skipped in 0.5s ====\nthe end"))
    steps.run("lint", say("All checks passed!"))
    steps.run("PostgreSQL", say("==== 4 passed in 1.5s (0:00:01) ===="))

    assert steps.closed() == 0
    assert capfd.readouterr().out.splitlines()[-3:] == [
        "All passed.",
        "==== 3 passed, 1 skipped in 0.5s ====",
        "==== 4 passed in 1.5s (0:00:01) ====",
    ]


def test_one_failure_fails_the_whole_and_the_rest_is_run(capfd):
    steps = Steps({})
    steps.run("lint", say("E501", status=1))
    steps.run("SQLite", say("==== 1 failed, 3 passed in 0.5s ====", status=1))
    steps.run("PostgreSQL", say("==== 4 passed in 1.5s ===="))

    assert steps.closed() == 1
    assert capfd.readouterr().out.splitlines()[-3:] == [
        "Failed: lint, SQLite.",
        "==== 1 failed, 3 passed in 0.5s ====",
        "==== 4 passed in 1.5s ====",
    ]


def test_a_step_gets_the_surroundings_of_the_tests_and_its_own(capfd):
    Steps({"SHARED": "yes"}).run(
        "step",
        [sys.executable, "-c", "import os; print(os.environ['SHARED'], os.environ['OWN'])"],
        {"OWN": "also"},
    )

    assert "yes also" in capfd.readouterr().out


def test_what_runs_together_is_told_in_order_and_each_failure_counts(capfd):
    wait = "import sys, time; time.sleep(0.2); print('slow'); sys.exit(1)"
    steps = Steps({"SHARED": "yes"})
    quick = [sys.executable, "-c", "import os; print(os.environ['SHARED'], os.environ['OWN'])"]

    steps.run_together([("types", [sys.executable, "-c", wait], {}), ("lint", quick, {"OWN": "also"})])

    assert steps.failed == ["types"]
    assert capfd.readouterr().out == "\n--- types\nslow\n\n--- lint\nyes also\n"
