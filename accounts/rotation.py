"""All that is encrypted with FIELD_KEYS, written anew with the newest key.

Found by name: each column that ends in “_encrypted”, of whatever room; and the secrets of second factors.
Each row is locked while it is written anew, so whoever saves meanwhile loses nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import models, transaction

from accounts.ciphers import field_cipher

SUFFIX = "_encrypted"
SECRETS = ("secret", "seed")  # of an authenticator's data


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many values of one column were written anew, and how many no key of ours opens."""

    column: str
    rotated: int
    unreadable: int


def rotate() -> list[Rotated]:
    """Write everything anew; what cannot be read stays as it is."""
    return [*(_column(model, field) for model, field in columns()), _second_factors()]


def columns() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Each encrypted column there is."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name.endswith(SUFFIX):
                yield model, field


def _column(model: type[models.Model], field: models.Field[Any, Any]) -> Rotated:
    rotated = unreadable = 0
    for key in model._base_manager.order_by("pk").values_list("pk", flat=True):
        rows = model._base_manager.filter(pk=key)
        with transaction.atomic():
            stored = rows.select_for_update().values_list(field.name, flat=True).first()
            if not stored:
                continue
            try:
                fresh = field_cipher().rotate(bytes(stored) if not isinstance(stored, str) else stored)
            except InvalidToken:
                unreadable += 1
                continue
            rows.update(**{field.name: fresh.decode() if isinstance(stored, str) else fresh})
            rotated += 1
    return Rotated(f"{model._meta.label}.{field.name}", rotated, unreadable)


def _second_factors() -> Rotated:
    rotated = unreadable = 0
    for key in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=key).first()
            for name in SECRETS:
                if row is None or name not in row.data:
                    continue
                try:
                    row.data[name] = field_cipher().rotate(row.data[name]).decode()
                except InvalidToken:
                    unreadable += 1
                    continue
                row.save(update_fields=["data"])
                rotated += 1
    return Rotated("second factors", rotated, unreadable)
