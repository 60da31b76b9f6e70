"""A server of the tests that can really be stopped: it hangs up on everybody, and nothing listens at its port."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler

type HangsUp = Callable[[str, str], bool]  # of method and path: whether the line is cut without an answer


class _Server(ThreadedWSGIServer):
    """Knows its lines: those that a browser keeps open would be served long after the port is closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: set[socket.socket] = set()
        self.hangs_up: HangsUp = lambda method, path: False

    def process_request(self, request: Any, client_address: Any) -> None:
        self.lines.add(request)
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        for line in self.lines:
            with suppress(OSError):  # the other side was first
                line.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever was answered just then is of no interest."""


class _Handler(QuietWSGIRequestHandler):
    """Hangs up without a word on whoever is to meet that."""

    server: _Server

    def parse_request(self) -> bool:
        known = super().parse_request()
        if known and self.server.hangs_up(self.command, self.path):
            self.close_connection = True
            return False
        return bool(known)


class _Thread(LiveServerThread):
    def _create_server(self, connections_override: Any = None) -> _Server:
        return _Server((self.host, self.port), _Handler)


class Server:
    """At one address for the whole test: `stop` it, `start` it again; `static` serves the static files."""

    def __init__(self, static: Any = StaticFilesHandler) -> None:
        self.port = 0
        self.static = static
        self.thread: _Thread | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.thread = _Thread("127.0.0.1", self._site, port=self.port)
        self.thread.daemon = True
        self.thread.start()
        self.thread.is_ready.wait()
        if self.thread.error:
            raise self.thread.error
        self.port = self.thread.port

    def _site(self, _with_media: Any) -> Any:
        """Without Django's handler for tests, which hands uploaded files to anybody who asks."""
        return self.static(WSGIHandler())

    def stop(self) -> None:
        """Nobody is answered from now on, nor on a line that is open."""
        if self.thread is None:
            return
        server = self.thread.httpd
        self.thread.terminate()
        server.hang_up()
        self.thread = None

    @contextmanager
    def hanging_up(self, hangs_up: HangsUp) -> Iterator[None]:
        """For a while, on those requests of which this says so."""
        assert self.thread is not None
        httpd = self.thread.httpd
        httpd.hangs_up = hangs_up
        yield
        httpd.hangs_up = lambda method, path: False


@contextmanager
def server(**options: Any) -> Iterator[Server]:
    """Runs until the test is over."""
    made = Server(**options)
    try:
        yield made
    finally:
        made.stop()
