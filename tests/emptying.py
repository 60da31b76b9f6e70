"""How the database is emptied after a test whose rows others could see.

Django truncates a hundred tables on PostgreSQL, most of which hold nothing, and on both engines makes kinds of rows,
permissions and kinds of staff anew. Here rows are deleted, and what migrating made of the code alone stays where no
test has changed it: that takes a fifth.
"""

from typing import Any

# Filled by what listens to the end of migrating, which a flush has to call where they are emptied.
MADE_BY_MIGRATING = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions")

_made: dict[str, Any] = {}


def remember() -> None:
    """Note what migrating has made: before any test, and whenever it is made anew."""
    _made.update(_rows())


def _rows() -> dict[str, Any]:
    from django.db import connection  # after the environment is made

    with connection.cursor() as cursor:
        found = {}
        for table in MADE_BY_MIGRATING:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608  names of our own tables
            found[table] = cursor.fetchall()
    return found


def install() -> None:
    """Have Django's flush do it; where it is to reset sequences, too, it does as ever."""
    from django.core.management.commands import flush
    from django.db import connection

    kind = type(connection.ops)
    whole, emit = kind.sql_flush, flush.emit_post_migrate_signal
    stay = False

    def sql_flush(ops: Any, style: Any, tables: list[str], **how: bool) -> list[str]:
        nonlocal stay
        stay = not any(how.values()) and _rows() == _made
        if any(how.values()):
            return list(whole(ops, style, tables, **how))
        names = [ops.quote_name(table) for table in tables if not (stay and table in MADE_BY_MIGRATING)]
        deleted = [f"DELETE FROM {name};" for name in names]  # noqa: S608  names of our own tables
        if connection.vendor != "postgresql":
            return deleted
        # What another line has begun is waited for, as by TRUNCATE; in one statement, since the way costs most.
        return [" ".join([f"LOCK TABLE {', '.join(names)};", *deleted])]

    def emit_post_migrate_signal(*arguments: Any, **named: Any) -> None:
        if not stay:
            emit(*arguments, **named)
            remember()

    kind.sql_flush = sql_flush
    flush.emit_post_migrate_signal = emit_post_migrate_signal
