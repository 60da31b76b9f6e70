"""Everything a change must pass.

    python -m tools.suite          all of it, on both databases
    python -m tools.suite check    lint, types, import rules and templates alone

Every step runs, whatever the ones before it said; the faults are named at the end.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests import environment, migrated
from tools import catalogues, gate, machine, postgresql

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
HTML = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
SUMMARY = re.compile(r"=+ .*\b(passed|failed|error|errors|no tests ran)\b.* =+$")

type Step = tuple[str, Sequence[str | Path], Mapping[str, str]]

CHECKS: list[Step] = [
    ("lint", [BIN / "ruff", "check", "."], {}),
    ("format", [BIN / "ruff", "format", "--check", "."], {}),
    ("templates", [BIN / "djade", "--check", *HTML], {}),
    ("types", [BIN / "mypy"], {}),
    ("import rules", [BIN / "lint-imports"], {}),
]
PRODUCTION = {"SITE_URL": "https://keruen.example.org", "SMTP_HOST": "smtp.example.org"}
DEPLOY = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
MORE_CHECKS: list[Step] = [
    ("catalogues", [sys.executable, "-m", "tools.catalogues", "check"], {}),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    ("check --deploy", [sys.executable, *DEPLOY], PRODUCTION),
]
PYTEST = [sys.executable, "-m", "pytest", "--dist", "worksteal", "-n", "2"]
ONE_MORE = ["-n", "3"]  # where one of the workers waits for a browser, and both for a server
COUNTED = ["-p", "tests.branches"]


def main(only_checks: bool) -> int:
    surroundings = dict(os.environ)
    environment.prepare(surroundings)
    steps = Steps(surroundings)
    if only_checks:
        steps.run_together(CHECKS)
    else:
        machine.install_what_is_missing()
        catalogues.compile_changed()
        everything(steps)
    return steps.closed()


def everything(steps: "Steps") -> None:
    """Checks and tests: on SQLite, on PostgreSQL without those that no database changes, and in a browser.

    Scenarios 1 to 4 are walked in a browser on both databases, the others on PostgreSQL. Two kinds of work
    run beside each other, so that one has the processors while the other waits for a browser, a disk or a
    single program; no more, or what is measured by the clock would be late.
    """
    gate.forget()
    migrated.forget()
    chromium = {"CHROMIUM": machine.headless_chromium() or ""}
    on_sqlite: Step = ("SQLite", [*PYTEST, *COUNTED, "-m", "not browser and not thorough"], {})
    steps.run_together([*CHECKS, *MORE_CHECKS, on_sqlite])
    # A branch is counted where a test of its own takes it.
    which = "browser and not (thorough or postgresql)"
    in_a_browser: Step = ("browser", [*PYTEST, "-m", which, "tests/browser"], chromium)
    with postgresql.server() as url:
        which = "scenario or postgresql or not (browser or thorough or once)"
        # Nothing in the code asks which database it is on, so branches are counted on one.
        on = {"DATABASE_URL": url, **chromium}
        steps.run_together([("PostgreSQL", [*PYTEST, *ONE_MORE, "-m", which], on), in_a_browser])
    steps.run("coverage", [sys.executable, "-m", "tools.gate"])


class Steps:
    """Runs one program after the other and remembers what they said."""

    def __init__(self, surroundings: Mapping[str, str]) -> None:
        self.surroundings = surroundings
        self.failed: list[str] = []
        self.summaries: list[str] = []

    def run(self, name: str, command: Sequence[str | Path], extra: Mapping[str, str] | None = None) -> None:
        """Show the program's words as they come; keep pytest's closing line."""
        self.run_together([(name, command, extra or {})])

    def run_together(self, steps: Sequence[Step]) -> None:
        """Start these programs at once and show what each said, one after the other."""
        processes = [self._start(command, extra) for _, command, extra in steps]
        try:
            for (name, _, _), process in zip(steps, processes, strict=True):
                self._follow(name, process)
        except KeyboardInterrupt:
            for process in processes:
                process.terminate()
                process.wait()
            raise

    def _start(self, command: Sequence[str | Path], extra: Mapping[str, str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env={**self.surroundings, **extra},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _follow(self, name: str, process: subprocess.Popen[str]) -> None:
        print(f"\n--- {name}", flush=True)
        said = ""
        with process:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                said = line.strip() if SUMMARY.match(line.strip()) else said
        if process.returncode:
            self.failed.append(name)
        if said:
            self.summaries.append(said)

    def closed(self) -> int:
        """Say once more what the tests said, then what failed."""
        print()
        if self.failed:
            print(f"Failed: {', '.join(self.failed)}.")
        else:
            print("All passed.")
        print("\n".join(self.summaries), flush=True)
        return 1 if self.failed else 0


if __name__ == "__main__":
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # PostgreSQL ends with the run, however that ends
    try:
        sys.exit(main(only_checks=sys.argv[1:] == ["check"]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
