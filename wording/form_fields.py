"""Form fields for times and dates that are typed as text."""

import datetime
import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wording import dates
from wording.typed_dates import NotADate, in_words, parse_date
from wording.typed_text import quoted
from wording.typed_times import NotATime, parse_time, parse_times

# What a form itself writes into its fields needs no explanation.
_OWN_TIME = re.compile(r"\d\d:\d\d(?::\d\d)?")
_OWN_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}")


class TimeField(forms.TimeField):
    """A local time of day, in any form that a person would understand."""

    widget = forms.TimeInput(format="%H:%M", attrs={"size": 6, "autocomplete": "off"})

    def to_python(self, value: Any) -> datetime.time | None:
        """Return the time. Raises `ValidationError` with the text and an example."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return parse_time(value)
        except NotATime as error:
            raise ValidationError(str(error), code="invalid") from error


class DateField(forms.DateField):
    """A day, in any form that a person would understand, from a text field or a native date input."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: Any) -> datetime.date | None:
        """Return the day. Raises `ValidationError` that says what is wrong."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return parse_date(value).day
        except NotADate as error:
            raise ValidationError(str(error), code="invalid") from error


def readings(form: forms.BaseForm) -> Iterator[str]:
    """Yield a sentence for each time and date of a valid form that was not typed as forms show it."""
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        typed = str(form.data.get(form.add_prefix(name)) or "").strip()
        if not typed or value is None:
            continue
        if isinstance(field, TimeField) and not _OWN_TIME.fullmatch(typed):
            read = dates.clock(value)
        elif isinstance(field, DateField) and not _OWN_DATE.fullmatch(typed):
            read = in_words(value)
        else:
            continue
        yield _("%(field)s: “%(typed)s” was read as %(read)s.") % {
            "field": field.label,
            "typed": quoted(typed),
            "read": read,
        }


def split_range(form: forms.BaseForm, start: str, end: str) -> None:
    """Spread a range that was typed into a field for the start over both fields, if the end is empty."""
    first, last = form.add_prefix(start), form.add_prefix(end)
    if not form.is_bound or start not in form.fields or str(form.data.get(last) or "").strip():
        return
    try:
        starts_at, ends_at = parse_times(str(form.data.get(first) or ""))
    except NotATime:
        return
    if ends_at is not None:
        data: Any = form.data.copy()  # type: ignore[attr-defined]  # the stubs know a mapping, a request gives a QueryDict
        data[first], data[last] = f"{starts_at:%H:%M}", f"{ends_at:%H:%M}"
        form.data = data
