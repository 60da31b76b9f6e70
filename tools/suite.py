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

from tests import environment
from tools import catalogues, gate, machine, postgresql

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
HTML = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
SUMMARY = re.compile(r"=+ .*\b(passed|failed|error|errors|no tests ran)\b.* =+$")

CHECKS: list[tuple[str, list[str | Path]]] = [
    ("lint", [BIN / "ruff", "check", "."]),
    ("format", [BIN / "ruff", "format", "--check", "."]),
    ("templates", [BIN / "djade", "--check", *HTML]),
    ("types", [BIN / "mypy"]),
    ("import rules", [BIN / "lint-imports"]),
]
MORE_CHECKS: list[tuple[str, list[str | Path]]] = [
    ("catalogues", [sys.executable, "-m", "tools.catalogues", "check"]),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
]
PRODUCTION = {"SITE_URL": "https://keruen.example.org", "SMTP_HOST": "smtp.example.org"}
DEPLOY = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
COVERED = [sys.executable, "-m", "coverage", "run", "-m"]
PYTEST = ["pytest", "-n", "2", "--dist", "worksteal"]


def main(only_checks: bool) -> int:
    surroundings = dict(os.environ)
    environment.prepare(surroundings)
    steps = Steps(surroundings)
    for name, command in CHECKS:
        steps.run(name, command)
    if not only_checks:
        machine.install_what_is_missing()
        catalogues.compile_changed()
        for name, command in MORE_CHECKS:
            steps.run(name, command)
        steps.run("check --deploy", [sys.executable, *DEPLOY], PRODUCTION)
        suites(steps)
    return steps.closed()


def suites(steps: "Steps") -> None:
    """The tests: on SQLite, on PostgreSQL without those that no database changes, and in a browser.

    Scenarios are walked in a browser on both databases.
    """
    gate.forget()
    chromium = {"CHROMIUM": machine.chromium() or ""}
    steps.run("SQLite", [*COVERED, *PYTEST, "-m", "not browser and not thorough"])
    with postgresql.server() as url:
        which = "scenario or not (browser or thorough or once)"
        # Nothing in the code asks which database it is on, so branches are counted on one.
        on = {"DATABASE_URL": url, **chromium}
        steps.run("PostgreSQL", [sys.executable, "-m", *PYTEST, "-m", which], on)
    steps.run("browser", [*COVERED, *PYTEST, "-m", "browser and not thorough"], chromium)
    steps.run("coverage", [sys.executable, "-m", "tools.gate"])


class Steps:
    """Runs one program after the other and remembers what they said."""

    def __init__(self, surroundings: Mapping[str, str]) -> None:
        self.surroundings = surroundings
        self.failed: list[str] = []
        self.summaries: list[str] = []

    def run(self, name: str, command: Sequence[str | Path], extra: Mapping[str, str] | None = None) -> None:
        """Show the program's words as they come; keep pytest's closing line."""
        print(f"\n--- {name}", flush=True)
        said = ""
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env={**self.surroundings, **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                for line in process.stdout or ():
                    print(line, end="", flush=True)
                    said = line.strip() if SUMMARY.match(line.strip()) else said
            except KeyboardInterrupt:
                process.terminate()
                raise
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
