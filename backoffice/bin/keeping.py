"""Putting deleted rows into the bin, and emptying it."""

import datetime
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.ciphers import field_cipher
from backoffice.frame import rows as of_missions
from backoffice.models import Deleted, PrintedList
from delegations.models import (
    AccessLink,
    Delegate,
    Notice,
    Proposal,
    Regret,
    Stay,
    SurveyAnswer,
    TravelDocument,
)
from missions.models import Attachment, Mission
from partners.models import Contact, Person
from reports.models import ReportDraft

DAYS = 30
# What a list said goes for good with its mission: nothing but the next list asks for it.
# A travel document, and what somebody typed and did not save, go at once, for good.
NOT_KEPT = frozenset({PrintedList, ReportDraft, TravelDocument})
# An entry that holds one of these is shown to those who may see personal data.
ABOUT_PEOPLE = frozenset(
    {Person, Contact, Delegate, Stay, AccessLink, Notice, Proposal, Regret, SurveyAnswer}
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What an entry holds: its name, its rows as columns, the pointers that were set to nothing."""

    words: str
    rows: list[dict[str, Any]]
    emptied: list[dict[str, Any]]


def keep(row: Any, collector: Any, by: Any, **kwargs: Any) -> None:
    """Receiver of `partners.deletions.deleting`: put a row with all that goes with it into the bin."""
    kept_rows = (instances for kind, instances in collector.data.items() if kind not in NOT_KEPT)
    going = [one for instances in kept_rows for one in _in_order(instances)]
    # The row itself stands first: the entry bears its name.
    going = [row, *(one for one in going if one != row)]
    personal = any(type(one) in ABOUT_PEOPLE for one in going)
    kind: Any = type(row)
    mission = None if isinstance(row, Mission) else of_missions.mission_of(row)
    words = str(row)[: Deleted._meta.get_field("words").max_length]
    kept = {
        "words": words,
        "rows": [_columns(one) for one in going],
        "emptied": list(_emptied(collector, going)),
    }
    Deleted.objects.create(
        model=kind._meta.concrete_model._meta.label_lower,
        words="" if personal else words,
        mission=mission,
        personal=personal,
        rows_encrypted=_sealed(kept),
        by=by,
    )


def read(entry: Deleted) -> Kept:
    """What an entry holds. Raises ValidationError where its key is gone."""
    try:
        return Kept(**json.loads(field_cipher().decrypt(bytes(entry.rows_encrypted))))
    except InvalidToken:
        raise ValidationError(
            _("This was encrypted with a key that is gone; it cannot be read any more."), code="key"
        ) from None


def oldest() -> datetime.datetime:
    """The moment before which nothing that was deleted is kept."""
    return timezone.now() - datetime.timedelta(DAYS)


@transaction.atomic
def purge() -> int:
    """Throw away for good what was deleted more than thirty days ago. Returns the number of entries."""
    # Unlocked: what comes back at this moment has left the bin, and its files stay, since a row has them.
    return throw_away(Deleted.objects.filter(at__lt=oldest()))


def throw_away(entries: Iterable[Deleted]) -> int:
    """Delete entries for good, with the files that went with them. Returns their number."""
    entries = list(entries)
    names = [name for entry in entries for name in _files_of(entry)]
    number = int(Deleted.objects.filter(pk__in=[entry.pk for entry in entries]).delete()[0])
    forget_files(names)
    return number


def erase(collector: Any, **kwargs: Any) -> None:
    """Receiver of `partners.deletions.erasing`: forget the files of rows that are not put into the bin."""
    going = collector.data
    forget_files([row.file.name for row in going.get(Attachment, ())])
    forget_files([name for entry in going.get(Deleted, ()) for name in _files_of(entry)])
    if delegates := going.get(Delegate):
        _forget_words_of(list(delegates))


def _forget_words_of(delegates: list[Delegate]) -> None:
    """What these delegates said of items that lie in the bin goes with them."""
    keys = {delegate.pk for delegate in delegates}
    missions = {delegate.mission_id for delegate in delegates}
    entries = Deleted.objects.select_for_update().filter(mission__in=missions, personal=True)
    for entry in entries.order_by("pk"):
        try:
            kept = read(entry)
        except ValidationError:
            continue  # its key is gone: nobody can read it any more
        rows = [row for row in kept.rows if not _is_word_of(row, keys)]
        if len(rows) < len(kept.rows):
            entry.rows_encrypted = _sealed({"words": kept.words, "rows": rows, "emptied": kept.emptied})
            entry.save(update_fields=["rows_encrypted"])


def _is_word_of(row: dict[str, Any], delegates: set[int]) -> bool:
    return row["model"] == Regret._meta.label_lower and row["columns"]["delegate_id"] in delegates


def _sealed(kept: dict[str, Any]) -> bytes:
    return field_cipher().encrypt(json.dumps(kept, ensure_ascii=False).encode())


def forget_files_of(mission: Mission) -> None:
    """Forget the files of a mission that is deleted for good, and of what lies in its bin."""
    forget_files(mission.attachments.order_by().values_list("file", flat=True))
    entries = Deleted.objects.filter(mission=mission)
    forget_files([name for entry in entries for name in _files_of(entry)])


def forget_files(names: Iterable[str]) -> None:
    """Once the transaction has ended well, delete these files, unless a row has them then."""
    asked = {name for name in names if name}
    if asked:
        transaction.on_commit(lambda: _delete_files(asked), robust=True)


def _delete_files(names: set[str]) -> None:
    file: Any = Attachment._meta.get_field("file")
    living = set(Attachment.objects.filter(file__in=names).order_by().values_list("file", flat=True))
    for name in names - living:
        file.storage.delete(name)


def _files_of(entry: Deleted) -> Iterable[str]:
    """The files of an entry, and of the entries that went into it with their mission."""
    try:
        rows = read(entry).rows
    except ValidationError:
        return  # its key is gone: nobody can tell any more
    for row in rows:
        if row["model"] == Attachment._meta.label_lower:
            yield row["columns"]["file"]
        elif row["model"] == Deleted._meta.label_lower:
            yield from _files_of(Deleted(rows_encrypted=b64decode(row["columns"]["rows_encrypted"])))


def _in_order(instances: Iterable[models.Model]) -> list[Any]:
    return sorted(instances, key=lambda one: one.pk)


def _columns(row: models.Model) -> dict[str, Any]:
    kind: Any = type(row)
    return {
        "model": kind._meta.concrete_model._meta.label_lower,
        "columns": {field.attname: _plain(field, row) for field in row._meta.concrete_fields},
    }


def _plain(field: Any, row: models.Model) -> Any:
    """The value of a column as JSON has it; `to_python` of the field reads it back."""
    value = field.value_from_object(row)
    if value is None or isinstance(field, models.JSONField) or isinstance(value, bool | int | float):
        return value
    if isinstance(field, models.BinaryField):
        return b64encode(bytes(value)).decode()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _emptied(collector: Any, going: list[Any]) -> Iterable[dict[str, Any]]:
    """The rows that stay and lose what they point to: which column of which row, and what stood there."""
    gone = {(type(one), one.pk) for one in going}
    for (field, _value), groups in collector.field_updates.items():
        for found in groups:
            for row in found:
                if (type(row), row.pk) not in gone:
                    yield {
                        "model": row._meta.label_lower,
                        "pk": row.pk,
                        "column": field.name,
                        "value": field.value_from_object(row),
                    }
