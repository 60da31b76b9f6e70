"""The folder into which letters are written where no mail server is set: read back, the newest first.

The folder holds the e-mails of all missions, those with personal links, and those about passwords. Whoever
is no administrator reads those alone whose Message-ID stands in a row of the mission's outbox.
"""

import re
import time
from collections.abc import Collection, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings

FILES = 200  # the newest files that are looked through
_BETWEEN = re.compile(rb"^-{79}\n", re.MULTILINE)
_ID = re.compile(rb"^Message-ID:\s*(<[^>\s]{1,200}>)", re.MULTILINE | re.IGNORECASE)


def place() -> Path | None:
    """The folder; None where letters go to a mail server."""
    default: dict[str, Any] = settings.MAILERS["default"]
    if not default["BACKEND"].startswith("django.core.mail.backends.filebased."):
        return None
    return Path(default["OPTIONS"]["file_path"])


def purge() -> int:
    """Delete the files of the folder that no letter was written into for so many days; how many.

    `MAIL_FOLDER_DAYS` says for how many; 0 keeps everything. A process writes all its letters into one file.
    """
    folder, days = place(), settings.MAIL_FOLDER_DAYS
    if folder is None or not folder.is_dir() or days <= 0:
        return 0
    last = time.time() - days * 24 * 60 * 60
    old = [file for file in folder.glob("*.log") if file.stat().st_mtime < last]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def messages() -> Iterator[tuple[str, EmailMessage]]:
    """Yield all e-mails in the folder with their Message-IDs, the newest first."""
    folder = place()
    if folder is None or not folder.is_dir():
        return
    # A file is named by the moment of its process's first e-mail, and may hold much later ones.
    newest = sorted(folder.glob("*.log"), key=lambda file: (file.stat().st_mtime, file.name), reverse=True)
    for file in newest[:FILES]:
        for raw in reversed(_BETWEEN.split(file.read_bytes())):
            if found := _ID.search(raw):
                yield found[1].decode("ascii", "replace"), message_from_bytes(raw, policy=policy.default)


def letters(wanted: Collection[str]) -> Iterator[tuple[str, EmailMessage]]:
    """Yield the e-mails with these Message-IDs, each once, as `messages` does."""
    left = set(wanted)
    for key, message in messages() if left else ():
        if key in left:
            left.remove(key)
            yield key, message
        if not left:
            return
