"""Questions put to the database in SQL, where the ORM takes far longer to ask than the database to answer.

Only for what is asked at every request or belongs to the first rendering of a feed; the rest asks its models.
"""

import datetime
from typing import Any

from django.db import connection


def answered(question: str, *parameters: str | int) -> list[tuple[Any, ...]]:
    """The rows that answer a question, with every moment aware, as a model would give it; JSON stays text."""
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        return [tuple(_aware(value) for value in row) for row in cursor.fetchall()]


def _aware(value: Any) -> Any:
    """A moment with its zone: SQLite keeps them in UTC and without."""
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        return value.replace(tzinfo=datetime.UTC)
    return value
