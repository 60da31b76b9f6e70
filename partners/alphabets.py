"""Search in every alphabet: “қазақ” finds “ҚАЗАҚ” on either database, whatever its own locale knows.

SQLite knows the case of ASCII letters alone, and so does a PostgreSQL cluster made with the locale C. SQLite
gets functions of ours in place of its own; PostgreSQL is told, in each comparison without case, to fold by
Unicode (ICU).
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField
from django.db.models.lookups import BuiltinLookup, IContains, IEndsWith, IExact, IStartsWith
from django.db.models.sql.compiler import SQLCompiler

# Present in every PostgreSQL with ICU, as Debian and the PostgreSQL project build it.
UNICODE = 'COLLATE "und-x-icu"'


def use_unicode_case(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of connection_created: give SQLite a LIKE, an upper and a lower that know every alphabet."""
    if connection.vendor != "sqlite":
        return
    create = connection.connection.create_function
    create("like", 2, _like, deterministic=True)
    create("like", 3, _like, deterministic=True)
    create("upper", 1, _changed(str.upper), deterministic=True)  # of icontains=F(...)
    create("lower", 1, _changed(str.lower), deterministic=True)


def _changed(change: Callable[[str], str]) -> Callable[[Any], str | None]:
    return lambda value: None if value is None else change(str(value))


def _like(pattern: Any, value: Any, escape: str = "") -> bool | None:
    """SQL's LIKE without regard to case; NULL in, NULL out."""
    if pattern is None or value is None:
        return None
    return _matcher(str(pattern), escape).fullmatch(str(value).casefold()) is not None


@lru_cache(maxsize=512)
def _matcher(pattern: str, escape: str) -> re.Pattern[str]:
    parts: list[str] = []
    characters = iter(pattern)
    for character in characters:
        if character == escape:
            parts.append(re.escape(next(characters, "").casefold()))
        elif character == "%":
            parts.append(".*")
        elif character == "_":
            parts.append(".")
        else:
            parts.append(re.escape(character.casefold()))
    return re.compile("".join(parts), re.DOTALL)


class _ByUnicode(BuiltinLookup[Any]):
    """A comparison without case with a plain value, folded by Unicode on PostgreSQL too."""

    operator = "LIKE"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        if not self.rhs_is_direct_value() or self.bilateral_transforms:
            return super().as_sql(compiler, connection)
        left, left_params = compiler.compile(self.lhs)
        right, right_params = self.process_rhs(compiler, connection)
        sql = f"UPPER(({left})::text {UNICODE}) {self.operator} UPPER({right}::text {UNICODE})"
        return sql, (*left_params, *right_params)


class _IContains(_ByUnicode, IContains):
    pass


class _IStartsWith(_ByUnicode, IStartsWith):
    pass


class _IEndsWith(_ByUnicode, IEndsWith):
    pass


class _IExact(_ByUnicode, IExact):
    operator = "="


def fold_by_unicode() -> None:
    """Let every comparison without case know every alphabet; called once, when the app is ready."""
    connection_created.connect(use_unicode_case, dispatch_uid="partners.alphabets")
    for lookup in (_IContains, _IStartsWith, _IEndsWith, _IExact):
        CharField.register_lookup(lookup)
        TextField.register_lookup(lookup)
