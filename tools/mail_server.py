"""A mail server for tests and benchmarks: it takes letters on this machine, and can be told how to behave.

Python's standard library alone; one thread for each line.
"""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast


class Server(socketserver.ThreadingTCPServer):
    """Keeps what it took (`letters`, as bytes), and answers a command as `answers` says, else kindly.

    Commands are EHLO, MAIL, RCPT, DATA, and END for the end of a letter. The answer "hang up" hangs up
    without a word; at END the letter is kept before.
    """

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, *, port: int = 0, keep: bool = True) -> None:
        super().__init__(("127.0.0.1", port), _Line)
        self.keep = keep
        self.letters: list[bytes] = []
        self.taken = 0
        self.answers: dict[str, str] = {}

    @property
    def mailers(self) -> dict[str, Any]:
        """`settings.MAILERS` that send here."""
        options = {"host": "127.0.0.1", "port": self.server_address[1], "timeout": 20}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}

    def take(self, letter: bytes) -> None:
        """Keep a letter, or count it alone."""
        self.taken += 1
        if self.keep:
            self.letters.append(letter)


@contextmanager
def running(*, port: int = 0, keep: bool = True) -> Iterator[Server]:
    """A server that runs until the end of the block, on any port that is free or on this one."""
    with Server(port=port, keep=keep) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


KINDLY = {"EHLO": "250 here", "DATA": "354 go on", "QUIT": "221 bye"}


class _Line(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 here")
        for line in self.rfile:
            command = line[:4].decode("ascii", "replace").strip().upper()
            if not self.answered(command) or command == "QUIT":
                return
            if command == "DATA" and "DATA" not in self.of.answers:
                self.of.take(b"".join(iter(self.rfile.readline, b".\r\n")))
                if not self.answered("END"):
                    return

    @property
    def of(self) -> Server:
        return cast(Server, self.server)

    def answered(self, command: str) -> bool:
        """Whether it was; not if the line is to be hung up."""
        answer = self.of.answers.get(command) or KINDLY.get(command, "250 well")
        if answer != "hang up":
            self.say(answer)
        return answer != "hang up"

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())
