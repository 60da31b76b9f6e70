"""Values of fields in words, as they stand in a history that was read as JSON."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backoffice.mission_history.names import Names, or_number
from wording import dates

LONGEST = 400  # characters of a text; the history of the row has the whole


def said(field: Any, value: Any, names: Names) -> str:
    """The value in words; an empty text where there is none."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(field, models.ForeignKey):
        model: Any = field.related_model
        return or_number(names, model, int(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        return str(value)
    if isinstance(field, models.DateField):
        return dates.long_date(dt.date.fromisoformat(value), get_language() or "en")
    if isinstance(field, models.TimeField):
        return dates.clock(dt.time.fromisoformat(value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return Truncator(str(value)).chars(LONGEST)
