"""Long questions to the database, put together once: the ORM takes longer over them than the database.

A question is made by the ORM for stand-ins and kept as SQL; each time it is asked, the values of the day take
their places.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from missions import questions

STAND_IN = -1_000_000_000  # no row has such a key


def key(number: int) -> int:
    """What stands for the key of a row, by its number in the question."""
    return STAND_IN - number


def answered(question: tuple[str, tuple[Any, ...]], values: Iterable[Any]) -> list[tuple[Any, ...]]:
    """The rows that answer the question for these values: of the first for `key(0)`, and so on."""
    sql, parameters = question
    known = {key(number): value for number, value in enumerate(values)}
    return questions.answered(sql, *(known.get(one, one) for one in parameters))


def moment(value: dt.datetime | str) -> dt.datetime:
    """A moment of an answer: SQLite says of a union not that it is one, and keeps all in UTC."""
    at = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
