"""A copy of the code in a folder of its own, as a newcomer's clone would be, and the programs started in it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CONTENTS = [
    "accounts", "backoffice", "config", "delegations", "documents", "examples", "locale", "missions", "partners",
    "reports", "requirements", "static", "templates", "tools", "wording", "Makefile", "manage.py", "pyproject.toml",
]  # fmt: skip
# What an earlier test, or the developer, may have set.
OURS = re.compile(
    r"^(COVERAGE_.*|DATABASE_URL|DEMO_PASSWORD|DJANGO_.*|ENV_FILE|FIELD_KEYS|HOST|MAKE.*|PORT|SECRET_KEY|SITE_URL|WORKERS)$"
)


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
            timeout=120,
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

    def wait_until_said(self, words: str, seconds: float = 60) -> str:
        """What was said so far, once it holds these words."""
        end = time.monotonic() + seconds
        while words not in self.said():
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)
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

    def wait_until_running(self, words: str | None, seconds: float = 20) -> int:
        """The number of a process of that command line, once there is one; None: until there is no process."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.processes()
            if words is None and not found:
                return 0
            for number, command in found:
                if words is not None and words in command:
                    return number
            time.sleep(0.05)
        raise AssertionError(self.processes())

    def wait_until_answered(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not self.status("/healthz"):
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)

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


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Clone]:
    """A clone with packages installed and nothing else; what was started there ends with the test."""
    folder = tmp_path / "keruen"
    folder.mkdir()
    for name in CONTENTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        elif source.exists():
            shutil.copy2(source, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    clone = Clone(folder)
    yield clone
    for process in clone.started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)
