"""What somebody types into a visit's report, kept while she types: hers alone, on whichever device.

Each time it is kept it gets another stamp. Whoever keeps it next says which one her page had, so that of two
devices the second is told, and nothing of the first is lost.
"""

import datetime
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import ciphers
from missions.models import ProgrammeItem
from reports.models import ReportDraft

type Typed = Mapping[str, list[str]]

DAYS = 90  # after which what nobody came back to is forgotten
LONGEST = 300_000  # letters of all that is typed
MOST = 2_000  # fields
NONE = 0  # the stamp of no draft


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept: the values of each field, and since when."""

    typed: dict[str, list[str]]
    stamp: int
    saved_at: datetime.datetime


class KeptElsewhere(Exception):
    """The draft is not the one that the page had: another device kept it, or it was saved or thrown away."""

    def __init__(self, now: ReportDraft | None) -> None:
        super().__init__("kept elsewhere")
        self.stamp = now.stamp if now else NONE
        self.saved_at = now.saved_at if now else None


def of(user: Any, item: ProgrammeItem) -> Kept | None:
    """What she typed and has not saved; None also where its key is gone."""
    row = ReportDraft.objects.filter(user=user, item=item).first()
    if row is None:
        return None
    try:
        return Kept(json.loads(ciphers.decrypt(row.typed_encrypted)), row.stamp, row.saved_at)
    except InvalidToken:
        return None


def others(user: Any, item: ProgrammeItem) -> list[ReportDraft]:
    """Drafts of others who may still sign in, the latest first: for whose and when alone."""
    rows = ReportDraft.objects.filter(item=item, user__is_active=True, user__is_staff=True)
    return list(
        rows.exclude(user=user).select_related("user").defer("typed_encrypted").order_by("-saved_at", "pk")
    )


def keep(user: Any, item: ProgrammeItem, typed: Typed, had: int) -> Kept:
    """Keep what she typed in the place of the draft with the stamp `had`.

    Raises KeptElsewhere where that is not the draft any more, ValidationError where it is too long.
    """
    fields = {name: list(values) for name, values in typed.items()}
    letters = sum(len(value) for values in fields.values() for value in values)
    if letters > LONGEST or sum(map(len, fields.values())) > MOST:
        raise ValidationError(_("This is more than is kept as a draft. Save it."), code="long")
    written = ciphers.encrypt(json.dumps(fields, ensure_ascii=False))
    stamp, at = secrets.randbelow(2**31 - 1) + 1, timezone.now()
    try:
        with transaction.atomic():
            row = ReportDraft.objects.select_for_update().filter(user=user, item=item).first()
            if (row.stamp if row else NONE) != had:
                raise KeptElsewhere(row)
            row = row or ReportDraft(user=user, item=item)
            row.typed_encrypted, row.stamp, row.saved_at = written, stamp, at
            row.save()
    except IntegrityError:
        raise KeptElsewhere(ReportDraft.objects.filter(user=user, item=item).first()) from None
    return Kept(fields, stamp, at)


def forget(user: Any, item: ProgrammeItem, had: int) -> None:
    """Forget the draft with the stamp `had`: it is saved. What another device kept meanwhile stays."""
    ReportDraft.objects.filter(user=user, item=item, stamp=had).delete()


def throw_away(user: Any, item: ProgrammeItem) -> None:
    """Forget what she typed, on whichever device, since she says so."""
    ReportDraft.objects.filter(user=user, item=item).delete()


def forget_old() -> int:
    """Forget what nobody came back to for 90 days. Returns the number of drafts."""
    before = timezone.now() - datetime.timedelta(DAYS)
    return int(ReportDraft.objects.filter(saved_at__lt=before).delete()[0])
