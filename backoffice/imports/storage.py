"""What is kept of a file between its upload and the decision: its rows, encrypted, seven days at most."""

import datetime
import json
import zlib
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.ciphers import field_cipher
from backoffice.imports.remarks import Remark
from backoffice.models import Import

KEPT = datetime.timedelta(days=7)
MOST_WAITING = 20  # files of one person in one place; all of them are listed there


@dataclass
class Content:
    """What was read of a file: `places` are (index, column, language), `lines` (number, cells as JSON).

    `assumed` are the indexes of places whose headings name no language. `extra` is for kinds that read more
    than a sheet.
    """

    places: list[list[Any]] = field(default_factory=list)
    lines: list[list[Any]] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    assumed: list[int] = field(default_factory=list)


def packed(content: Content) -> bytes:
    """The content as the database keeps it."""
    data = json.dumps(asdict(content), ensure_ascii=False, separators=(",", ":"))
    return field_cipher().encrypt(zlib.compress(data.encode()))


def unpacked(imported: Import) -> Content:
    """The content of an import; empty once it was taken in."""
    stored = bytes(imported.rows_encrypted)
    if not stored:
        return Content()
    return Content(**json.loads(zlib.decompress(field_cipher().decrypt(stored))))


def purge() -> int:
    """Delete the imports that are older than they are kept. Returns their number."""
    return Import.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def is_full(waiting: QuerySet[Import]) -> bool:
    """Whether so many of these files wait that no more are taken."""
    return waiting.count() >= MOST_WAITING


def too_many() -> str:
    """The sentence for whoever brings one more."""
    return _(
        "%(number)d files of yours wait for a decision already: take one in or put one away before the next."
    ) % {"number": MOST_WAITING}
