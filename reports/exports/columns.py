"""The columns that a list may have as a file: what each is called, what it asks for and makes of the answer.

A list is read by one query of tuples, whatever it has: names of several rows come as one text each, texts in
the reader's language are chosen by the database, and what a reader may not see of a row is not fetched.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, StringAgg, Subquery, Value, When
from django.db.models.functions import Concat, Trim
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.cells import Cell, Heading, Sort
from partners.desk import PERSONAL_DATA
from partners.narrowing import narrow
from wording import names
from wording.translated import translated_fields
from wording.words import LANGUAGES

_TEXT = models.TextField()

type Make = Callable[..., Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a list is read: in which language, and whether each text has a column for every language."""

    user: Any
    lang: str
    each: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One column of the file: its heading, what it asks for, and its cells from what came, chunk by chunk."""

    heading: Heading
    sources: tuple[Any, ...]
    make: Make | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """What can be chosen: one column, or for a text in languages one for each.

    `masked` leads from the row to the one whose missions decide whether personal data of it may be seen, with
    its model; `elsewhere` to a row of another mission, which stands there for whoever sees it.
    """

    key: str
    label: Any
    parts: Callable[[Reader], Sequence[Part]]
    masked: tuple[str, type[models.Model]] | None = None
    elsewhere: tuple[str, type[models.Model]] | None = None

    def offered(self, user: Any) -> bool:
        """Whether the column exists for this reader."""
        return self.masked is None or bool(user.has_perm(PERSONAL_DATA))

    def of(self, reader: Reader) -> list[Part]:
        """Its columns in the file. Of a row that the reader may not see so closely they are empty."""
        found = list(self.parts(reader))
        for path, model, action in (
            *((*each, PERSONAL_DATA) for each in (self.masked,) if each),
            *((*each, "view") for each in (self.elsewhere,) if each),
        ):
            rows: QuerySet[Any] = model._base_manager.all()
            seen = narrow(reader.user, rows, action)
            if seen is not rows:
                may = Exists(seen.order_by().filter(pk=OuterRef(path)))
                found = [_only_where(may, part) for part in found]
        return found


def _only_where(may: Exists, part: Part) -> Part:
    sources = tuple(Case(When(may, then=_expression(one)), default=None) for one in part.sources)
    return Part(part.heading, sources, part.make)


def _expression(source: Any) -> Any:
    return F(source) if isinstance(source, str) else source


def heading(label: Any, lang: str = "") -> str:
    """What stands over a column, in the active language, as the sheets that are brought in have it."""
    words = capfirst(str(label))
    return f"{words} ({lang})" if lang else words


def field(model: type[models.Model], path: str, label: Any = None, **more: Any) -> Column:
    """The column of a field, or of a translated text; `path` leads to it from the row."""
    *way, name = path.split("__")
    there: Any = model
    for step in way:
        there = there._meta.get_field(step).related_model
    if (text := translated_fields(there).get(name)) is not None:
        column = there._meta.get_field(text.columns[0])
        letters = 40 if isinstance(column, models.TextField) else 28
        # Names of other rows are said once: a sheet that is brought in finds the rows by them.
        own = way in ([], ["person"])
        return _in_languages(path, label or text.verbose_name, letters, own, **more)
    one = there._meta.get_field(name)
    return Column(path, label or one.verbose_name, _plain(path, label or one.verbose_name, one), **more)


def _plain(path: str, label: Any, one: Any) -> Callable[[Reader], Sequence[Part]]:
    def parts(reader: Reader) -> Sequence[Part]:
        words = heading(label)
        if one.choices:
            labels = {value: str(said) for value, said in one.flatchoices}
            return [
                Part(
                    Heading(words, Sort.TEXT),
                    (path,),
                    lambda cells: [labels.get(cell, cell) for cell in cells],
                )
            ]
        match one:
            case models.BooleanField():
                said = {True: _("yes"), False: _("no"), None: None}
                return [
                    Part(Heading(words, Sort.TEXT, 10), (path,), lambda cells: [said[cell] for cell in cells])
                ]
            case models.DateTimeField():
                return [Part(Heading(f"{words} (UTC)", Sort.MOMENT, 17), (path,), _naive)]
            case models.DateField():
                return [Part(Heading(words, Sort.DAY, 12), (path,))]
            case models.TimeField():
                return [Part(Heading(words, Sort.CLOCK, 10), (path,))]
            case models.DecimalField():
                return [Part(Heading(words, Sort.AMOUNT, 16), (path,))]
            case models.IntegerField():
                return [Part(Heading(words, Sort.NUMBER, 10), (path,))]
            case models.UUIDField():
                return [Part(Heading(words, Sort.TEXT, 38), (path,), lambda cells: list(map(str, cells)))]
        return [Part(Heading(words, Sort.TEXT, 40 if isinstance(one, models.TextField) else 22), (path,))]

    return parts


def _naive(cells: Sequence[Any]) -> Sequence[Cell]:
    return [cell and cell.astimezone(datetime.UTC).replace(tzinfo=None) for cell in cells]


def _in_languages(path: str, label: Any, letters: int, own: bool, **more: Any) -> Column:
    def parts(reader: Reader) -> Sequence[Part]:
        if reader.each and own:
            return [
                Part(Heading(heading(label, lang), Sort.TEXT, letters), (f"{path}_{lang}",))
                for lang in LANGUAGES
            ]
        return [Part(Heading(heading(label), Sort.TEXT, letters), (text_in(path, reader.lang),))]

    return Column(path, label, parts, **more)


def text_in(path: str, lang: str) -> Any:
    """A translated text in this language, else in the first that has it, else empty."""
    order = (lang, *(code for code in LANGUAGES if code != lang))
    # Nearly always the first is taken, and no other is looked at.
    texts = (When(**{f"{path}_{code}__gt": ""}, then=F(f"{path}_{code}")) for code in order)
    return Case(*texts, default=Value(""), output_field=_TEXT)


def name_in(path: str, lang: str) -> Any:
    """A person's whole name as `Person.full_name` has it, but for blanks within: see `one_blank`."""
    before = f"{path}__" if path else ""
    order = (lang, *(code for code in LANGUAGES if code != lang))

    def whole(code: str) -> Any:
        family, given, patronymic = (
            F(f"{before}{part}_{code}") for part in ("family_name", "given_name", "patronymic")
        )
        blank = Value(" ")
        return Case(
            When(
                Q(**{f"{before}name_order": names.FAMILY_FIRST}),
                then=Concat(family, blank, given, blank, patronymic),
            ),
            default=Concat(given, blank, patronymic, blank, family),
        )

    return Trim(
        Case(
            *(When(Q(**{f"{before}family_name_{code}__gt": ""}), then=whole(code)) for code in order),
            default=Value(""),
            output_field=_TEXT,
        )
    )


def name_part_in(path: str, part: str, lang: str) -> Any:
    """One part of a person's name, in the script in which `name_in` has the whole."""
    order = (lang, *(code for code in LANGUAGES if code != lang))
    return Case(
        *(
            When(**{f"{path}__family_name_{code}__gt": ""}, then=F(f"{path}__{part}_{code}"))
            for code in order
        ),
        default=Value(""),
        output_field=_TEXT,
    )


def one_blank(cells: Sequence[Any]) -> Sequence[Cell]:
    """Names with one blank between their parts."""
    return [" ".join(cell.split()) if cell else None for cell in cells]


def person(key: str, path: str, label: Any, **more: Any) -> Column:
    """The column of somebody's name; `path` leads to the person."""

    def parts(reader: Reader) -> Sequence[Part]:
        return [Part(Heading(heading(label), Sort.TEXT, 28), (name_in(path, reader.lang),), one_blank)]

    return Column(key, label, parts, **more)


def several(
    key: str,
    label: Any,
    rows: Callable[[], QuerySet[Any]],
    back: str,
    words: Callable[[str], Any],
    order: Sequence[str] = ("pk",),
    **more: Any,
) -> Column:
    """The column of the names of several rows, with semicolons between, as in sheets that are brought in.

    `back` leads from these rows to that of the list; `words` is a name of theirs in a language.
    """

    def parts(reader: Reader) -> Sequence[Part]:
        joined = (
            rows()
            .filter(**{back: OuterRef("pk")})
            .order_by()
            .values(back)
            .annotate(joined_names=StringAgg(words(reader.lang), Value("; "), order_by=tuple(order)))
            .values("joined_names")
        )
        return [Part(Heading(heading(label), Sort.TEXT, 40), (Subquery(joined),), one_blank)]

    return Column(key, label, parts, **more)


def said(
    key: str,
    label: Any,
    sources: Sequence[str],
    words: Callable[[Sequence[Any], str], Cell],
    letters: int = 22,
) -> Column:
    """The column of what is said about several fields of a row together, in the reader's language."""

    def parts(reader: Reader) -> Sequence[Part]:
        def make(*columns: Sequence[Any]) -> Sequence[Cell]:
            return [words(values, reader.lang) for values in zip(*columns, strict=True)]

        return [Part(Heading(heading(label), Sort.TEXT, letters), tuple(sources), make)]

    return Column(key, label, parts)
