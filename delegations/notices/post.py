"""The line to the mail server: what it took, what it surely did not, and when that cannot be told."""

import smtplib
from contextlib import suppress

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend


class Refused(Exception):
    """The mail server did not take a letter: surely nobody got it. `for_good` if it never will."""

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        super().__init__(words)
        self.words = words
        self.for_good = for_good


class Unclear(Exception):
    """The mail server was given a letter and did not say what became of it."""


class Line:
    """A line to the mail server, opened when it is needed and used for several letters."""

    def __init__(self) -> None:
        self.server: BaseEmailBackend | None = None

    def open(self) -> None:
        """Raises Refused where there is no server: nothing was sent yet."""
        if self.server is not None:
            return
        server = mailers.default
        try:
            server.open()
        except (OSError, ValueError) as error:  # every fault of smtplib is an OSError
            raise Refused(words(error)) from error
        self.server = server

    def hand_over(self, message: EmailMessage) -> None:
        """Give the server a letter. Raises Refused where it said no, Unclear where it fell silent."""
        if self.server is None:
            raise Refused("no server")
        try:
            self.server.send_messages([message])
        except smtplib.SMTPServerDisconnected as error:
            raise Unclear(words(error)) from error
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
            raise Refused(words(error), for_good=_code(error) >= 500) from error
        except (ValueError, smtplib.SMTPNotSupportedError) as error:  # an address that no letter can bear
            raise Refused(words(error), for_good=True) from error
        except Exception as error:
            raise Unclear(words(error)) from error

    def close(self) -> None:
        """Leave the mail server."""
        server, self.server = self.server, None
        if server is not None:
            with suppress(OSError):
                server.close()


def words(error: BaseException) -> str:
    """What went wrong without a word that could hold an address: servers repeat them."""
    code = _code(error) if isinstance(error, OSError) else 0
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _code(error: OSError) -> int:
    """What the server answered; of several recipients, the first one's."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _words_of in error.recipients.values()), default=0)
    return int(getattr(error, "smtp_code", 0))
