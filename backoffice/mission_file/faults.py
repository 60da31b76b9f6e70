"""What is wrong with a mission file: where, which rule, and the value that breaks it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_VALUE = 80

# What stands for "no value": the rule is about a thing that is not there.
NOTHING = object()


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule; `path` is like `items[3].starts_at`, empty for the file as a whole."""

    path: str
    rule: str
    value: str = ""

    def __str__(self) -> str:
        return ": ".join(
            part for part in (self.path, self.rule + (f" ({self.value})" if self.value else "")) if part
        )


class Refused(Exception):
    """The files are not loaded, nothing is saved. `faults` are all that were found, by the file's name."""

    def __init__(self, faults: Mapping[str, Iterable[Fault]]) -> None:
        self.faults = {name: tuple(found) for name, found in faults.items() if found}
        super().__init__("\n".join(self.lines()))

    def lines(self) -> Iterator[str]:
        """One line for each fault, file by file."""
        for name, found in self.faults.items():
            for fault in found:
                yield f"{name}: {fault}"


def fault(path: str, rule: object, value: object = NOTHING) -> Fault:
    """A fault whose value is shown shortened, as it stands in the file."""
    return Fault(path, str(rule).rstrip("."), "" if value is NOTHING else shown(value))


def shown(value: object) -> str:
    """A value of the file as JSON, cut where it gets long."""
    text = json.dumps(_cut(value), ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _cut(value: Any) -> Any:
    """Long things shortened before they are written out: a fault may be about the whole file."""
    if isinstance(value, str):
        return value[: LONGEST_VALUE + 1]
    if isinstance(value, list):
        return [_cut(entry) for entry in value[:5]]
    if isinstance(value, dict):
        return {str(key)[:LONGEST_VALUE]: _cut(entry) for key, entry in list(value.items())[:5]}
    return value
