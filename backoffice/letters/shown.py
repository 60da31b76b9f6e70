"""A letter as a page shows it: its words as text, its HTML part in a frame that may do nothing.

What opens somebody's pages is hidden in both: it is told in her own letter alone.
"""

import re
from dataclasses import dataclass
from email.message import EmailMessage

from django.core.mail import EmailMultiAlternatives

_LANGUAGE = re.compile(r'<html lang="([a-z-]+)"')
# What stands in an address in place of a password: of a personal link, a calendar, a host, a new password.
_SECRET = re.compile(r"(/(?:l|c|h)/)[\w-]{20,}|(/key/)[\w-]{20,}")


@dataclass(frozen=True, slots=True)
class Shown:
    """One letter: its subject, both parts, and the names of what is attached."""

    subject: str
    text: str
    html: str
    attached: tuple[str, ...]

    @property
    def lang(self) -> str:
        """The language that its HTML part says it is in; empty where it has none."""
        found = _LANGUAGE.search(self.html)
        return found[1] if found else ""


def shown(letter: EmailMultiAlternatives) -> Shown:
    """A letter that was made and not sent."""
    page = next((str(content) for content, kind in letter.alternatives if kind == "text/html"), "")
    names = (getattr(one, "filename", None) or "" for one in letter.attachments)
    return Shown(
        str(letter.subject), hidden(str(letter.body)), hidden(page), tuple(name for name in names if name)
    )


def read(message: EmailMessage) -> Shown:
    """A letter that was sent, as it lies in a folder."""
    return Shown(
        str(message.get("Subject", "")),
        hidden(_content(message, "plain")),
        hidden(_content(message, "html")),
        tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )


def hidden(text: str) -> str:
    """The text without what opens pages.

    >>> hidden("https://k.example/l/AAAAAAAAAAAAAAAAAAAAAAAA/seen/4/")
    'https://k.example/l/…/seen/4/'
    """
    return _SECRET.sub(lambda found: f"{found[1] or found[2]}…", text)


def _content(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    try:
        return str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError):  # a letter in a character set that nobody knows
        return ""
