"""A translated model field: one column per language, one attribute for readers.

`title = Translated(models.CharField, _("title"), max_length=200)` makes the columns title_en, title_ru,
title_kk and title_tk, none required alone and none ever NULL, and the attribute `title`: the text in the
active language, else in the next one of the settings' order that has it. Columns are ordinary fields:
migrations, history, forms, searches and constraints see nothing unusual.
"""

from functools import cache
from typing import Any, Self, overload

from django.conf import settings
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import get_language

from wording.words import Words, pick, pick_name

COLUMN_LANGUAGES = tuple(settings.LANGUAGES)


class Translated:
    """The columns that hold one text in each language; `required` asks forms for at least one of them.

    A `name` is looked for in the script of its reader first (`wording.words.languages_of_name`).

    `columns` are their names, in the order of the settings' languages.
    """

    def __init__(
        self,
        field_class: type[models.Field[Any, Any]],
        verbose_name: Any,
        *,
        required: bool = False,
        name: bool = False,
        **options: Any,
    ) -> None:
        self.field_class = field_class
        self.verbose_name = verbose_name
        self.required = required
        self.is_name = name
        self.options = options
        self.name = ""
        self.columns: tuple[str, ...] = ()
        self.by_language: tuple[tuple[str, str], ...] = ()  # of each language its column

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        """Called by Django's model metaclass: add the columns, and this object as the readers' attribute."""
        self.name = name
        self.by_language = tuple((code, f"{name}_{code}") for code, _ in COLUMN_LANGUAGES)
        self.columns = tuple(column for _code, column in self.by_language)
        # An abstract parent's columns reach its children as fields; only the attribute has to be set again.
        for code, language in COLUMN_LANGUAGES:
            label = format_lazy("{name} ({language})", name=self.verbose_name, language=language)
            field = self.field_class(label, blank=True, default="", **self.options)
            cls.add_to_class(f"{name}_{code}", field)
        setattr(cls, name, self)

    @overload
    def __get__(self, instance: None, owner: type[models.Model]) -> Self: ...
    @overload
    def __get__(self, instance: models.Model, owner: type[models.Model]) -> str: ...
    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Self | str:
        if instance is None:
            return self
        words = self.words(instance, get_language() or settings.LANGUAGE_CODE)
        return words.text if words else ""

    def words(self, instance: models.Model, lang: str) -> Words | None:
        """The text as a reader of `lang` gets it, with the language that it is in."""
        return (pick_name if self.is_name else pick)(self.texts(instance), lang)

    def texts(self, instance: models.Model) -> dict[str, str]:
        """The text by language, without the languages that lack it."""
        return {code: text for code, column in self.by_language if (text := getattr(instance, column))}

    @property
    def short_description(self) -> Any:
        """What the admin writes over a list's column of this text."""
        return self.verbose_name

    @property
    def admin_order_field(self) -> str:
        """By which column the admin sorts a list of this text."""
        return self.columns[0]


@cache
def translated_fields(model: type[models.Model]) -> dict[str, Translated]:
    """The translated fields of a model by name, in the order of their definition."""
    found: dict[str, Translated] = {}
    for ancestor in reversed(model.__mro__):
        found |= {name: value for name, value in vars(ancestor).items() if isinstance(value, Translated)}
    return found


def texts(instance: models.Model, name: str) -> dict[str, str]:
    """The texts of one translated field of a row, by language; absent where empty."""
    return translated_fields(type(instance))[name].texts(instance)


def columns(*names: str) -> list[str]:
    """The columns of the translated fields so named: for searches, fieldsets and forms."""
    return [f"{name}_{code}" for name in names for code, _ in COLUMN_LANGUAGES]
