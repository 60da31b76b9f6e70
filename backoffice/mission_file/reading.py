"""From bytes to plain data: everything that can be wrong with a file before one looks at what it says."""

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from backoffice.mission_file.faults import Fault, fault, shown

# A mission of 400 items in four languages with five releases has about 5 MB.
LARGEST = 20 * 1024 * 1024
DEEPEST = 40
# Such a mission has 150,000. In memory, a file of nothing but values takes thirty times its size.
MOST_VALUES = 500_000
NO_TEXT = re.compile("[\0\ud800-\udfff]")


class Unreadable(ValueError):
    """The file is no JSON that we take; the text says why in one sentence."""


def read(path: Path) -> tuple[Any, list[Fault]]:
    """The data of a file, or the faults for which it cannot be read."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        return None, [fault("", _("the file cannot be opened: %(reason)s") % {"reason": error.strerror})]
    return parse(content)


def parse(content: bytes) -> tuple[Any, list[Fault]]:
    """The data of the bytes of a file, or the faults for which they cannot be read."""
    if len(content) > LARGEST:
        size = _("the file has more than %(size)d MB; a mission file is never that large")
        return None, [fault("", size % {"size": LARGEST // 1024 // 1024})]
    # Each value but the outermost has a comma or a bracket before it; those in texts are counted too.
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES:
        many = _("the file has more than %(number)d values; a mission file never has as many")
        return None, [fault("", many % {"number": MOST_VALUES})]
    try:
        data = _decoded(content)
    except Unreadable as error:
        return None, [fault("", error)]
    return data, _unusable(data)


def _decoded(content: bytes) -> Any:
    try:
        # Some editors put a byte order mark first, which JSON does not know.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("the file is not UTF-8: byte %(number)d is no text") % {"number": error.start}
        ) from None
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_float, parse_int=_int
        )
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno, "reason": error.msg}
        raise Unreadable(
            _("the file is no JSON, or cut off: line %(line)d, column %(column)d: %(reason)s") % place
        ) from None
    except RecursionError:
        raise Unreadable(_too_deep()) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable(_("the key %(key)s stands twice in one object") % {"key": shown(key)})
        found[key] = value
    return found


def _no_number(name: str) -> NoReturn:
    raise Unreadable(_("%(name)s is no number of JSON") % {"name": name})


def _float(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _no_number(text[:20])


def _int(text: str) -> int:
    # Python refuses to read numbers of thousands of digits; nothing of ours has more than ten.
    return int(text) if len(text) <= 20 else _no_number(text[:20] + "…")


def _too_deep() -> str:
    return _("the file is nested more than %(depth)d levels deep") % {"depth": DEEPEST}


def _unusable(data: Any) -> list[Fault]:
    """Faults that would break whatever walks or stores the data: too deep, or text that no database holds."""
    faults: list[Fault] = []
    # One iterator for each level: a hostile file must not make a longer list than it is itself.
    levels: list[tuple[str, Iterator[tuple[str, Any]]]] = [("", iter([("", data)]))]
    while levels:
        path, entries = levels[-1]
        step, value = next(entries, (None, None))
        if step is None:
            levels.pop()
        elif isinstance(value, str):
            if not _storable(value):
                where = (path + step).removeprefix(".")
                faults.append(fault(where, _("holds a character that is no text, such as U+0000")))
        elif isinstance(value, dict | list):
            if len(levels) > DEEPEST:
                return [fault("", _too_deep())]
            if isinstance(value, dict) and not all(map(_storable, value)):
                faults.append(fault((path + step).removeprefix("."), _("has a key that is no text")))
            else:
                levels.append((path + step, _steps(value)))
    return faults


def _steps(value: dict[str, Any] | list[Any]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        return ((f".{key}", entry) for key, entry in value.items())
    return ((f"[{index}]", entry) for index, entry in enumerate(value))


def _storable(text: str) -> bool:
    return NO_TEXT.search(text) is None
