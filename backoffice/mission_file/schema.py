"""The published schema of the file, and what it says about a file in sentences of ours."""

import datetime
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from backoffice.mission_file.faults import Fault, fault

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SCHEMA = Path(__file__).with_name("schema.json")

FORMATS: dict[str, Callable[[str], Any]] = {
    "date": datetime.date.fromisoformat,
    "time-of-day": datetime.time.fromisoformat,
    "date-time": datetime.datetime.fromisoformat,
}

MOST = 1000


@cache
def schema() -> dict[str, Any]:
    """The schema as it is published."""
    found: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return found


def _unique_items(_validator: Any, wanted: Any, value: Any, _rule: Any) -> Iterator["ValidationError"]:
    """As the library, which compares each entry of a list with each: in a hostile file for hours."""
    from jsonschema.exceptions import ValidationError

    if wanted and isinstance(value, list):
        said = {json.dumps(entry, sort_keys=True) for entry in value}
        if len(said) < len(value):
            yield ValidationError("not unique")


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator, FormatChecker, validators  # 3 MiB of memory, for files alone

    formats = FormatChecker(formats=())
    for name, parse in FORMATS.items():
        formats.checks(name, raises=ValueError)(_known(parse))
    kind: Any = validators.extend(  # type: ignore[no-untyped-call]  # its stubs name no types
        Draft202012Validator, {"uniqueItems": _unique_items}
    )
    return kind(schema(), format_checker=formats)


def check(data: Any) -> list[Fault]:
    """Every rule of the schema that the data breaks, up to a number that nobody reads to its end."""
    every = (found for error in _validator().iter_errors(data) for found in _faults(error))
    faults = list(islice(every, MOST))
    return [*faults, more_faults()] if len(faults) == MOST else faults


def more_faults() -> Fault:
    """What is said in the place of all faults after the first."""
    return fault("", _("has %(number)d faults and more, which are not named") % {"number": MOST})


def steps(path: str) -> list[str]:
    """The steps of a path: `items[3].title` is items, 3, title."""
    return re.findall(r"[^.\[\]]+", path)


def at(path: str, *more: str | int) -> str:
    """A path with more steps: keys by dots, numbers of entries in brackets."""
    for step in more:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def _faults(error: "ValidationError") -> Iterator[Fault]:
    path = at("", *error.absolute_path)
    value: Any = error.instance
    wanted: Any = error.validator_value
    of: Any = error.schema
    match error.validator:
        case "required":
            # One error names one missing key, in its message alone.
            name = next(name for name in wanted if repr(name) in error.message)
            yield fault(at(path, name), _("is missing"))
        case "additionalProperties":
            known = of.get("properties", {})
            for name in value:
                if name not in known:
                    yield fault(at(path, name), _("is no key that this format knows"), value[name])
        case "anyOf":
            # The other choice is always null.
            yield from (
                found
                for context in error.context or ()
                if context.schema_path[0] == 0
                for found in _faults(context)
            )
        case _:
            yield fault(path, _sentence(error.validator, wanted, of), value)


def _sentence(rule: Any, wanted: Any, of: Any) -> str:
    match rule:
        case "type":
            types = wanted if isinstance(wanted, list) else [wanted]
            return _("must be %(type)s") % {"type": " / ".join(_type(name) for name in types)}
        case "enum":
            return _("must be one of %(values)s") % {"values": ", ".join(f"“{value}”" for value in wanted)}
        case "const":
            return _("must be %(value)s") % {"value": json.dumps(wanted)}
        case "format" | "pattern":
            return _("is malformed: %(rule)s") % {"rule": _described(of)}
        case "minLength" | "minItems":
            return _("must not be empty: what is not known is left out")
        case "maxLength":
            return _("has more than %(number)d characters") % {"number": wanted}
        case "minimum":
            return _("must be at least %(number)s") % {"number": wanted}
        case "maximum":
            return _("must be at most %(number)s") % {"number": wanted}
        case "uniqueItems":
            return _("names something twice")
    return _("breaks the rule %(rule)s") % {"rule": rule}


def _type(name: str) -> str:
    return {
        "object": _("an object"),
        "array": _("a list"),
        "string": _("text in quotation marks"),
        "integer": _("a whole number"),
        "number": _("a number"),
        "boolean": _("true or false"),
        "null": "null",
    }[name]


def _described(of: dict[str, Any]) -> str:
    return str(of.get("description") or of.get("format") or of.get("pattern"))


def _known(parse: Callable[[str], Any]) -> Callable[[object], bool]:
    """What is not text is the business of another rule."""

    def known(value: object) -> bool:
        return not isinstance(value, str) or parse(value) is not None

    return known


def moments(data: dict[str, Any]) -> Iterator[tuple[Any, str | int, str, str]]:
    """Each day and moment of a file that the schema accepts: container, key, path and name of its format."""
    yield from _moments(data, schema(), "")


def _moments(value: Any, rule: dict[str, Any], path: str) -> Iterator[tuple[Any, str | int, str, str]]:
    if isinstance(value, dict):
        if "then" in rule:
            rule = _resolved(rule["then" if value["masked"] else "else"])
        rules = rule.get("properties", {})
        entries: Any = ((key, entry, rules.get(key, {})) for key, entry in value.items())
    elif isinstance(value, list):
        entries = ((index, entry, rule.get("items", {})) for index, entry in enumerate(value))
    else:
        return
    for key, entry, found in entries:
        inner = _resolved(found)
        kind = inner.get("format")
        if kind in ("date", "date-time") and entry is not None:
            yield value, key, at(path, key), kind
        else:
            yield from _moments(entry, inner, at(path, key))


def _resolved(rule: dict[str, Any]) -> dict[str, Any]:
    name = rule.get("$ref")
    found: dict[str, Any] = schema()["$defs"][name.removeprefix("#/$defs/")] if name else rule
    return found
