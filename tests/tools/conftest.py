"""A copy of the code in a folder of its own, as a newcomer's clone would be, and the programs started in it."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENTS = [
    "accounts", "backoffice", "config", "delegations", "documents", "examples", "locale", "missions", "partners",
    "reports", "requirements", "static", "templates", "tools", "wording", "Makefile", "manage.py", "pyproject.toml",
]  # fmt: skip
PATIENCE = 300  # seconds: a guard against waiting for ever, far more than a busy machine needs
# What an earlier test, or the developer, may have set.
OURS = re.compile(
    r"^(COVERAGE_.*|DATABASE_URL|DEMO_PASSWORD|DJANGO_.*|ENV_FILE|FIELD_KEYS|HOST|MAKE.*|PORT|SECRET_KEY|SITE_URL|WORKERS)$"
)

# A program that says, for each start on a line of its own, what the start refused: each is a copy of this process.
REFUSING = """
import contextlib, io, json, os, signal, sys
import django.db.migrations.loader
from tools import run, serve
for line in sys.stdin:
    program, environment = json.loads(line)
    child = os.fork()
    if child == 0:
        signal.alarm(60)  # where it is no refusal, a server would run for ever
        os.environ.clear()
        os.environ.update(environment)
        said, wrong = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(wrong):
            code = run.main() if program == "run" else serve.main(only_ready=False)
        print(json.dumps([code, said.getvalue(), wrong.getvalue()]), flush=True)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print("null", flush=True)
"""


class Clone:
    """The code in a folder, and what is started there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {name: value for name, value in os.environ.items() if not OURS.match(name)}
        self.environment["PORT"] = str(self.port)
        self.started: list[subprocess.Popen[str]] = []

    def make(self, *targets: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run make to its end."""
        return subprocess.run(
            ["make", "--no-print-directory", *targets],
            cwd=self.folder,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def start(self, *targets: str, **environment: str) -> subprocess.Popen[str]:
        """Start make in a process group of its own, as a shell does; its words go to a file."""
        with (self.folder / "said").open("w") as said:
            process = subprocess.Popen(
                ["make", "--no-print-directory", *targets],
                cwd=self.folder,
                env=self.environment | environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def said(self) -> str:
        return (self.folder / "said").read_text()

    def wait_until(self, holds: Callable[[], object]) -> None:
        """Wait for a condition. Raises AssertionError where nothing runs in the folder any more."""
        end = time.monotonic() + PATIENCE
        while not holds():
            running = self.processes()
            going_on = running and time.monotonic() < end
            assert going_on or holds(), f"{self.said()}\n{running}"
            time.sleep(0.05)

    def wait_until_said(self, words: str) -> str:
        """What was said so far, once it holds these words."""
        self.wait_until(lambda: words in self.said())
        return self.said()

    def processes(self) -> list[tuple[int, str]]:
        """Number and command line of each process that runs in the folder."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "cwd").resolve() == self.folder.resolve():
                    command = (process / "cmdline").read_text().replace("\0", " ")
                    found.append((int(process.name), command))
            except OSError:
                continue  # ended meanwhile, or another user's
        return found

    def running(self, words: str) -> int:
        """The number of a process with these words in its command line; 0 where there is none."""
        return next((number for number, command in self.processes() if words in command), 0)

    def wait_until_running(self, words: str) -> int:
        """The number of a process with these words in its command line, once there is one."""
        self.wait_until(lambda: self.running(words))
        return self.running(words)

    def wait_until_answered(self) -> None:
        self.wait_until(lambda: self.status("/healthz"))

    def status(self, path: str, **headers: str) -> int:
        """The HTTP status of a path; 0 where nothing listens."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.build_opener(NoRedirect).open(request, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect to the one who asked."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def copied(folder: Path, *, left_out: tuple[str, ...] = ()) -> Clone:
    """A clone with packages installed and nothing else."""
    folder.mkdir()
    for name in CONTENTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns(*left_out))
        elif source.exists():
            shutil.copy2(source, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return Clone(folder)


def end(clone: Clone) -> None:
    """End whatever still runs in the folder, so that a test that failed makes no other one fail."""
    while running := clone.processes():
        for number, _command in running:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        time.sleep(0.05)
    for process in clone.started:
        process.kill()
        process.wait()


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Clone]:
    """A clone in which nothing was ever started."""
    clone = copied(tmp_path / "keruen", left_out=("__pycache__", "*.mo"))
    yield clone
    end(clone)


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Clone]:
    """A clone that is compiled already."""
    clone = copied(tmp_path / "keruen")
    yield clone
    end(clone)


@pytest.fixture(scope="session")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Ask for the one sentence with which a program does not start in an environment; it says nothing else."""
    clone = copied(tmp_path_factory.mktemp("refused") / "keruen")

    def refusal(program: str, **environment: str) -> str:
        assert process.stdin
        assert process.stdout
        (clone.folder / ".env").unlink(missing_ok=True)  # keys that another start has made
        process.stdin.write(json.dumps([program, clone.environment | environment]) + "\n")
        process.stdin.flush()
        code, said, wrong = json.loads(process.stdout.readline())
        assert (code, said, wrong.count("\n"), wrong[-1:]) == (1, "", 1, "\n"), wrong
        return str(wrong.strip())

    with subprocess.Popen(
        [sys.executable, "-c", REFUSING],
        cwd=clone.folder,
        env=clone.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield refusal
