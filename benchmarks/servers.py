"""The web servers that are measured: one process serves, and says itself how much CPU time it has taken."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tools import start

PORT = int(os.environ.get("PORT") or "8000")
APPLICATION = "config.wsgi:application"
# Ours, with the options of tools/start.py; and the one by which the goals were set.
COMMANDS = {
    "granian": [
        "granian", "--interface", "wsgi", "--no-ws", "--blocking-threads", "4", "--workers", "1",
        "--host", "127.0.0.1", "--port", str(PORT), "--log-level", "warning", APPLICATION,
    ],
    "gunicorn": [
        "gunicorn", "--worker-class", "gthread", "--threads", "4", "--workers", "1", "--keep-alive", "60",
        "--bind", f"127.0.0.1:{PORT}", "--log-level", "warning", APPLICATION,
    ],
}  # fmt: skip
AT_ONCE = 8
HEADERS = {"Accept-Encoding": "br, gzip", "Accept-Language": "en"}


class Server:
    """A running server, asked as browsers ask, over connections that stay open.

    With one request at a time a server falls asleep after each, and waking it would be most of a hello.
    """

    def __init__(self) -> None:
        self.connections = [HTTPConnection("127.0.0.1", PORT, timeout=60) for _ in range(AT_ONCE)]

    def ask(self, path: str, status: int = 200, **headers: str) -> tuple[str, bytes]:
        """ETag and body of one answer; any other status than the one expected ends the measuring."""
        return self.ask_often(path, 1, status, **headers)

    def ask_often(self, path: str, times: int, status: int = 200, **headers: str) -> tuple[str, bytes]:
        """The same request so often, on all connections at once; ETag and body of the last answer."""
        found = ("", b"")
        for done in range(0, times, AT_ONCE):
            asked = self.connections[: times - done]
            for connection in asked:
                connection.request("GET", path, headers=HEADERS | headers)
            for connection in asked:
                response = connection.getresponse()
                found = (response.headers.get("ETag", ""), response.read())
                if response.status != status:
                    raise SystemExit(f"{path} answered {response.status}")
        return found

    def cpu(self) -> float:
        """CPU seconds of the process that serves, so far."""
        return float(self.ask("/cpu/")[1])


@contextmanager
def running(name: str, workers: int = 1) -> Iterator[Server]:
    """A server of this name with so many processes, on another processor than its reader if there are two."""
    processors = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if len(processors) > 1:
        os.sched_setaffinity(0, processors[:1])  # the server inherits it
    program, *options = COMMANDS[name]
    options[options.index("--workers") + 1] = str(workers)
    command = [Path(sys.executable).parent / program, *options]
    process = subprocess.Popen(command, env=start.SPARING | os.environ)  # noqa: S603  # ours
    try:
        if len(processors) > 1:
            os.sched_setaffinity(0, processors[1:])
        yield _answering(process)
    finally:
        process.terminate()
        process.wait()
        if processors:
            os.sched_setaffinity(0, processors)


def _answering(process: subprocess.Popen[bytes]) -> Server:
    for _ in range(300):
        server = Server()
        try:
            server.ask("/hello/")
        except OSError:
            time.sleep(0.1)
        else:
            return server
        if process.poll() is not None:
            break
    raise SystemExit(f"The server does not answer on port {PORT}: PORT names another one.")
