"""The columns of a sheet: what each is called in four languages, and how its cells are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import override

from backoffice.imports import spoken, values
from backoffice.imports.values import Reader
from wording.translated import translated_fields
from wording.words import LANGUAGES


@dataclass(frozen=True, eq=False)  # a column is itself alone
class Column:
    """One column, or for a text in languages one for each; `key` is the model and its field: “leg.mode”."""

    key: str
    label: Any
    read: Reader
    in_languages: bool = False
    personal: bool = False
    required: bool = False
    choices: type[models.TextChoices] | None = None
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hint: Any = ""
    example: Any = ""

    @property
    def model(self) -> str:
        return self.key.partition(".")[0]

    @property
    def name(self) -> str:
        return self.key.partition(".")[2]

    def names(self) -> dict[str, set[str]]:
        """Its folded names, each with the languages that it is from; the field's own name is from none."""
        found: dict[str, set[str]] = {spoken.folded(self.name): set()}
        for lang in LANGUAGES:
            with override(lang):
                label = spoken.folded(str(self.label))
            for name in (label, *map(spoken.folded, self.aliases.get(lang, ()))):
                found.setdefault(name, set()).add(lang)
        return found

    def heading(self, lang: str = "") -> str:
        """What stands over the column in a template, in the active language."""
        label = str(self.label)
        label = label[:1].upper() + label[1:]
        return f"{label} ({lang})" if lang else label


def of(model: type[models.Model], name: str, **more: Any) -> Column:
    """The column for a field of a model: its name, its choices and how it is read are the field's own."""
    translated = translated_fields(model).get(name)
    one: Any = model._meta.get_field(translated.columns[0] if translated else name)
    more.setdefault("label", translated.verbose_name if translated else one.verbose_name)
    more.setdefault("read", _reader(one, more.get("choices")))
    more.setdefault("hint", one.help_text)
    return Column(f"{model._meta.model_name}.{name}", in_languages=translated is not None, **more)


def _reader(one: Any, choices: type[models.TextChoices] | None) -> Reader:
    if choices is not None:
        return values.choice_of(choices)
    match one:
        case models.BooleanField():
            return values.yes_no
        case models.DateField():
            return values.day
        case models.TimeField():
            return values.clock
        case models.IntegerField():
            return values.whole
        case models.TextField():
            return values.block
    return values.line
