"""Files that wait for their owner: encrypted in pieces, in the private storage, until they expire.

No address leads into that storage. Each piece is a token of FIELD_KEYS that says which one it is, so none can
be left out or moved; the last says that it is the last.
"""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from typing import IO, Any

from cryptography.fernet import InvalidToken
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.ciphers import field_cipher
from reports.models import ExportFile

KEPT = datetime.timedelta(hours=24)
FOLDER = "exports"
PIECE = 512 * 1024  # bytes, before it is encrypted
_LENGTH = 4  # bytes that tell how long a token is
MORE, LAST = b"\x00", b"\x01"


class Gone(Exception):
    """The file is not there any more, or cannot be read: it is made anew."""


def keep(content: IO[bytes]) -> str:
    """Store the content encrypted; its name there."""
    name = f"{FOLDER}/{uuid.uuid4()}"
    return default_storage.save(name, _Encrypted(content))


def read(name: str) -> Iterator[bytes]:
    """The content piece by piece. Raises Gone where a piece is missing, also after some were given."""
    try:
        stored = default_storage.open(name)
    except FileNotFoundError:
        raise Gone from None
    with stored:
        number, more = 0, True
        while more:
            length = int.from_bytes(stored.read(_LENGTH))
            try:
                piece = field_cipher().decrypt(stored.read(length))
            except InvalidToken:
                raise Gone from None
            if int.from_bytes(piece[1:9]) != number:
                raise Gone
            yield piece[9:]
            number, more = number + 1, piece[:1] == MORE


def delete(name: str) -> None:
    """Delete what is stored under this name."""
    default_storage.delete(name)


def drop(files: Iterable[ExportFile]) -> int:
    """Delete these files, and what is known of them but the record. Returns their number."""
    number = 0
    for file in files:
        if file.stored_as:
            delete(file.stored_as)
        number += ExportFile.objects.filter(pk=file.pk).delete()[0]
    return number


def purge() -> int:
    """Delete the files that have expired, and those of members of staff who may not sign in any more."""
    return drop(_over().order_by("pk"))


def drop_of_closed(instance: Any, **kwargs: Any) -> None:
    """Receiver of post_save: whose account is closed has no files any more."""
    if not (instance.is_active and instance.is_staff):
        drop(ExportFile.objects.filter(export__by=instance).order_by("pk"))


def _over() -> QuerySet[ExportFile]:
    return ExportFile.objects.filter(
        Q(expires_at__lte=timezone.now()) | Q(export__by__is_active=False) | Q(export__by__is_staff=False)
    )


class _Encrypted(File[Any]):
    """What the storage takes: the tokens of a content, made as they are written."""

    def __init__(self, content: IO[bytes]) -> None:
        super().__init__(content)
        self.content = content

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        number, piece = 0, self.content.read(PIECE)
        while True:
            after = self.content.read(PIECE)
            token = field_cipher().encrypt((MORE if after else LAST) + number.to_bytes(8) + piece)
            yield len(token).to_bytes(_LENGTH)
            yield token
            if not after:
                return
            number, piece = number + 1, after
