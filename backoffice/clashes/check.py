"""The check of a whole mission, and of one item after it was saved."""

from collections.abc import Callable
from math import inf

from backoffice.clashes import calendar_days, declined, languages, legs, nights, people, permits, twice
from backoffice.clashes.cautions import Caution, Level
from backoffice.clashes.facts import Facts
from backoffice.clashes.programme import Programme

KINDS: tuple[Callable[[Programme], list[Caution]], ...] = (
    people.cautions,
    twice.cautions,
    legs.cautions,
    calendar_days.cautions,
    nights.cautions,
    languages.cautions,
    permits.cautions,
    declined.cautions,
)
_RANK = {level: rank for rank, level in enumerate(Level)}


def check(facts: Facts) -> list[Caution]:
    """All cautions, clashes first, then in the order of days; the same for rows in any order."""
    programme = Programme(facts)
    return in_order(programme, [caution for kind in KINDS for caution in kind(programme)])


def in_order(programme: Programme, cautions: list[Caution]) -> list[Caution]:
    """By level, then by when the first of its items is, then by cause, which is as good as any order."""
    spans = programme.span_of_item

    def begins(caution: Caution) -> float:
        found = [spans[item].begin for item in caution.items if item in spans]
        return min(found, default=inf)

    return sorted(cautions, key=lambda one: (_RANK[one.level], begins(one), one.kind, one.cause))
