"""Rows on the page of another row: who saves second is told what the first did to them, and loses nothing.

The form of such rows carries a fingerprint of them as they were shown, and when that was. It costs no query:
the rows are read in any case. When they have changed meanwhile, nothing is saved: what was typed stands there
again, a row that is gone as a new one, and the next press of the button is a decision.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from partners import beside, meanwhile
from wording import zones
from wording.meanwhile import NOTHING

SEEN = "seen"
TOLD = 10  # rows of which a sentence tells
LATENESS = datetime.timedelta(seconds=5)  # by which an entry may be older than the page that lacks it


class Together(beside.RowsBeside):
    """For formsets of rows that have a history, before Django's own class."""

    clock: ClassVar[Any] = None  # what tells the zone of the row on whose page they stand: see DeskAdmin
    model: Any
    form: Any
    fk: Any
    data: Any
    instance: Any
    is_bound: bool
    prefix: str
    _non_form_errors: Any

    @cached_property
    def management_form(self) -> Any:
        form: Any = forms.BaseFormSet.management_form.func(self)  # type: ignore[attr-defined]  # a cached property
        form.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput)
        if self.is_bound:
            form.full_clean()
        else:
            form.initial = {
                **(form.initial or {}),
                SEEN: f"{self._fingerprint()} {timezone.now().timestamp()}",
            }
        return form

    def full_clean(self) -> None:
        told = self._changed_meanwhile()
        super().full_clean()
        if told is not None:
            self._non_form_errors.extend(told.error_list)

    def _changed_meanwhile(self) -> ValidationError | None:
        """The refusal, if the rows are not those that were shown; and the data for another try."""
        if not self.is_bound or not self.instance.pk or not self.management_form.is_valid():
            return None
        fingerprint, _space, at = self.management_form.cleaned_data.get(SEEN, "").partition(" ")
        now = self._fingerprint()
        if fingerprint == now:
            return None
        entries = list(self._entries_since(at))
        self._try_again(f"{now} {timezone.now().timestamp()}")
        newest = entries[0] if entries else None
        zone = self.clock(self.instance) if self.clock else "UTC"
        return ValidationError(
            _(
                "%(rows)s: %(who)s changed these at %(when)s, while they lay open here: %(what)s. "
                "Your entries stand below, not saved yet; saving again puts them in the place of the others."
            ),
            code="saved_meanwhile",
            params={
                "rows": capfirst(self.model._meta.verbose_name_plural),
                "who": meanwhile.people(entries),
                "when": zones.moment(newest.history_date, zone, get_language() or "en")
                if newest
                else NOTHING,
                "what": "; ".join(self._told(entries)) or NOTHING,
            },
        )

    def _fingerprint(self) -> str:
        rows = [
            [field.value_from_object(row) for field in row._meta.concrete_fields]
            for row in sorted(self.get_queryset(), key=lambda row: row.pk)
        ]
        plain = json.dumps(rows, cls=DjangoJSONEncoder, default=str)
        return hashlib.sha256(plain.encode()).hexdigest()[:20]

    def _entries_since(self, at: str) -> models.QuerySet[Any]:
        try:
            moment = datetime.datetime.fromtimestamp(float(at), tz=datetime.UTC) - LATENESS
        except (ValueError, OverflowError, OSError):
            moment = timezone.now()
        history: Any = self.model.history
        entries: models.QuerySet[Any] = history.filter(
            **{self.fk.attname: self.instance.pk}, history_date__gt=moment
        )
        return entries.order_by("-history_id").select_related("history_user")

    def _told(self, entries: list[Any]) -> Iterator[str]:
        labels = {name: str(field.label) for name, field in self.form.base_fields.items() if field.label}
        for entry in entries[:TOLD]:
            title = f"“{_title(entry)}”"
            match entry.history_type:
                case "+":
                    yield gettext("new: %(row)s") % {"row": title}
                case "-":
                    yield gettext("deleted: %(row)s") % {"row": title}
                case _:
                    before = entry.prev_record
                    found = list(meanwhile.differences(entry, before, labels)) if before else []
                    yield f"{title}: {', '.join(found) or NOTHING}"

    def _try_again(self, seen: str) -> None:
        """Carry the rows as they are now; what was typed into a row that is gone becomes a new row."""
        data = self.data.copy()
        there = {str(row.pk) for row in self.get_queryset()}
        key = self.model._meta.pk.name
        management = self.management_form.cleaned_data
        initial, total = management["INITIAL_FORMS"], management["TOTAL_FORMS"]
        old = [self._row(data, number) for number in range(total)]
        kept = [row for number, row in enumerate(old) if number < initial and row.get(key, [""])[0] in there]
        gone = [
            row for number, row in enumerate(old) if number < initial and row.get(key, [""])[0] not in there
        ]
        again = [
            {name: value for name, value in row.items() if name != key} for row in gone if "DELETE" not in row
        ]
        rows = [*kept, *old[initial:], *again]
        for number, row in enumerate(old):
            for name in row:
                del data[f"{self.prefix}-{number}-{name}"]
        for number, row in enumerate(rows):
            for name, values in row.items():
                data.setlist(f"{self.prefix}-{number}-{name}", values)
        data[f"{self.prefix}-{SEEN}"] = seen
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(kept))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(rows))
        self.data = data
        for made in ("management_form", "forms"):
            self.__dict__.pop(made, None)

    def _row(self, data: Any, number: int) -> dict[str, list[str]]:
        start = f"{self.prefix}-{number}-"
        return {name.removeprefix(start): data.getlist(name) for name in data if name.startswith(start)}


def _title(entry: Any) -> str:
    try:
        return str(entry.instance)
    except ObjectDoesNotExist:
        return f"#{entry.id}"  # what it was named by is deleted
