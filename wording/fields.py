"""Model fields that refuse what nobody means, each with its rule in one sentence.

To the database they are Django's own: migrations see no difference.
"""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

YEARS = range(1900, 2201)
LAST_PLACE = 32_767


def is_likely(day: datetime.date | None) -> bool:
    """Whether a day is unknown, or in a year in which somebody could travel."""
    return day is None or day.year in YEARS


def validate_year(day: datetime.date) -> None:
    """Refuse a year that can only be a slip, and in which clocks cannot be reckoned with.

    >>> validate_year(datetime.date(2200, 12, 31))
    >>> validate_year(datetime.date(1, 1, 1))
    Traceback (most recent call last):
    django.core.exceptions.ValidationError: ['Give a year between 1900 and 2200.']
    """
    if not is_likely(day):
        raise ValidationError(
            _("Give a year between %(first)s and %(last)s."),
            code="year",
            params={"first": YEARS[0], "last": YEARS[-1]},
        )


class DayField[ST, GT](models.DateField[ST, GT]):
    """A day of a mission, in a likely year."""

    default_validators = [validate_year]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs


class OrderField[ST, GT](models.PositiveIntegerField[ST, GT]):
    """A place in an order, small enough for every database."""

    _sentence = _("Give a whole number from 0 to 32,767.")
    default_validators = [MinValueValidator(0, _sentence), MaxValueValidator(LAST_PLACE, _sentence)]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        # The bounds of a form's own field would be told a second time, in other words.
        field = super().formfield(**{**kwargs, "min_value": None})
        if field is not None:
            field.widget.attrs |= {"min": 0, "max": LAST_PLACE}
        return field
