"""Questions put to the database in SQL, where the ORM takes far longer to ask than the database to answer.

Only for what is asked at every request or belongs to the first rendering of a feed; the rest asks its models.
A `Prepared` one is worded by the ORM all the same, but once in a process, and answered with its models.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, DateTimeField, Expression, Field, QuerySet, UUIDField, query

KEY: "Field[Any, Any]" = BigIntegerField()
MOMENT: "Field[Any, Any]" = DateTimeField()
REF: "Field[Any, Any]" = UUIDField()


def answered(question: str, *parameters: str | int) -> list[tuple[Any, ...]]:
    """The rows that answer a question, with every moment aware, as a model would give it; JSON stays text."""
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        return [tuple(_aware(value) for value in row) for row in cursor.fetchall()]


class Prepared:
    """A question of the ORM that is put together once, and asked with other values each time.

    `ask` is given what stands for the values, one for each of `fields`, which say of what kind they are, and
    returns a queryset of rows or of tuples. Nothing may depend on what stands there but comparisons with it.
    """

    def __init__(self, ask: Callable[..., "QuerySet[Any, Any]"], *fields: "Field[Any, Any]") -> None:
        self.ask = ask
        self.fields = fields
        self._worded: dict[str, _Worded] = {}

    def __call__(self, *values: Any) -> list[Any]:
        """What the queryset gives for these values: one query, none where no row could ever be meant."""
        worded = self._worded.get(connection.vendor)
        if worded is None:
            standing = [_Standing(number, field) for number, field in enumerate(self.fields)]
            try:
                worded = self._worded[connection.vendor] = _Worded.of(self.ask(*standing))
            except EmptyResultSet:
                return []
        given = [
            field.get_db_prep_value(value, connection)
            for field, value in zip(self.fields, values, strict=True)
        ]
        return list(worded.rows(given))


class _Standing(Expression):
    """Stands in a question for the value of this number, and is its own parameter."""

    def __init__(self, number: int, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.number = number

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Worded:
    """A question as SQL, with what the ORM needs to make rows of its answer. Shared by all threads."""

    sql: str
    parameters: tuple[Any, ...]
    compiler: Any
    converters: dict[int, Any]
    row: Callable[[list[Any]], Any]

    @classmethod
    def of(cls, asked: "QuerySet[Any, Any]") -> "_Worded":
        compiler = asked.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        selected = [column for column, *_ in compiler.select[: compiler.col_count]]
        row = _instances(compiler, asked) if asked._iterable_class is query.ModelIterable else tuple
        return cls(sql, tuple(parameters), compiler, compiler.get_converters(selected), row)

    def rows(self, values: list[Any]) -> Iterator[Any]:
        given = [values[one.number] if isinstance(one, _Standing) else one for one in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            found = cursor.fetchall()
        return map(self.row, self.compiler.apply_converters(found, self.converters))


def _instances(compiler: Any, asked: "QuerySet[Any, Any]") -> Callable[[list[Any]], Any]:
    """What makes an instance of a row, with those that are selected along with it, as a queryset does."""
    known: Any = (
        query  # what a queryset itself uses for it, which is no part of Django's documented interface
    )
    info, mode = compiler.klass_info, asked._fetch_mode  # type: ignore[attr-defined]  # no stubs for it yet
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[first:last]]
    populators = known.get_related_populators(info, compiler.select, connection.alias, mode)
    annotations = (compiler.annotation_col_map or {}).items()
    model = info["model"]

    def made(row: list[Any]) -> Any:
        instance = model.from_db(connection.alias, names, row[first:last], fetch_mode=mode)
        for populator in populators:
            populator.populate(row, instance)
        for name, position in annotations:
            setattr(instance, name, row[position])
        return instance

    return made


def _aware(value: Any) -> Any:
    """A moment with its zone: SQLite keeps them in UTC and without."""
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        return value.replace(tzinfo=datetime.UTC)
    return value
