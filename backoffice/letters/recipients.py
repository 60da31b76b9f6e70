"""To whom a letter to several goes: those who travel and whom each filter lets through, in protocol order.

Filters are kept with the letter as they were chosen, and asked anew whenever it is looked at or sent: who has
come into a group since gets it, who has withdrawn does not. What a filter names and is gone lets nobody in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from delegations import protocol, seen, surveys, travel_news
from delegations.models import Capacity, Delegate, DelegateState, SurveyAnswer, SurveyRound
from delegations.travel_news import Piece
from missions.models import Mission
from partners.models import Organisation
from wording import numbers
from wording.words import Words

SEVERAL = ("groups", "organisations", "capacities")
ALONE = ("not_seen", "not_checked", "travel_changed")
ROUND = "not_answered"


@dataclass(frozen=True, slots=True)
class Filters:
    """Whom a letter goes to; an empty part lets everybody through.

    Groups and organisations are keys. `not_seen`: who has still to see the newest version; `not_checked`: who
    has not looked through her own details; `travel_changed`: who has to hear of a changed journey or hotel.
    `not_answered`: the round of the survey that she has not answered.
    """

    groups: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()
    capacities: tuple[str, ...] = ()
    not_seen: bool = False
    not_checked: bool = False
    travel_changed: bool = False
    not_answered: str = ""

    def kept(self) -> dict[str, Any]:
        """As they stand in the row of a mailing."""
        several = {name: list(getattr(self, name)) for name in SEVERAL if getattr(self, name)}
        alone = {name: True for name in ALONE if getattr(self, name)}
        return several | alone | ({ROUND: self.not_answered} if self.not_answered else {})


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a filter can have."""

    value: str
    words: Words | str
    chosen: bool


@dataclass(slots=True)
class Travellers:
    """Those who travel on a mission, with their groups, and what can be chosen among them."""

    mission: Mission
    everyone: list[Delegate]
    _asked: set[int] | None = field(default=None)
    _answered: set[int] | None = field(default=None)
    _untold: dict[int, list[Piece]] | None = field(default=None)

    def found(self, filters: Filters) -> list[Delegate]:
        """Those whom the filters let through, in protocol order."""
        return [one for one in self.everyone if self._let(one, filters)]

    def choices(self, filters: Filters, lang: str) -> dict[str, list[Choice]]:
        """What each filter can be, of what occurs."""
        return {
            "groups": self._groups(filters),
            "organisations": self._organisations(filters, lang),
            "capacities": [
                Choice(value, str(Capacity(value).label), value in filters.capacities)
                for value in Capacity.values
                if any(_capacity(one) == value for one in self.everyone)
            ],
            "rounds": self._rounds(filters),
        }

    def _let(self, delegate: Delegate, filters: Filters) -> bool:
        if filters.groups and not any(group.pk in filters.groups for group in delegate.groups.all()):
            return False
        if filters.organisations and _organisation(delegate).pk not in filters.organisations:
            return False
        if filters.capacities and _capacity(delegate) not in filters.capacities:
            return False
        if filters.not_checked and delegate.checked_at is not None:
            return False
        if filters.not_answered and delegate.pk in self._have_answered(filters.not_answered):
            return False
        if filters.travel_changed and delegate.pk not in self.untold():
            return False
        return not filters.not_seen or delegate.pk in self._still_asked()

    def untold(self) -> dict[int, list[Piece]]:
        """By key, who has to hear of changed journeys or a changed hotel, and of which."""
        if self._untold is None:
            self._untold = travel_news.of(self.mission, self.everyone)
        return self._untold

    def _still_asked(self) -> set[int]:
        if self._asked is None:
            self._asked = {one.delegate.pk for one in seen.standings(self.mission) if one.asked}
        return self._asked

    def _have_answered(self, asked: str) -> set[int]:
        if self._answered is None:
            said = SurveyAnswer.objects.filter(delegate__mission=self.mission, round=asked)
            self._answered = set(said.order_by().values_list("delegate", flat=True))
        return self._answered

    def _rounds(self, filters: Filters) -> list[Choice]:
        """The rounds of the survey that have opened."""
        today = self.mission.today()
        return [
            Choice(
                asked.value,
                _("only who has not answered %(when)s") % {"when": asked.label},
                asked == filters.not_answered,
            )
            for asked in SurveyRound
            if surveys.opens_on(self.mission, asked) <= today
        ]

    def _groups(self, filters: Filters) -> list[Choice]:
        known = {group.pk: group for one in self.everyone for group in one.groups.all()}
        named = ((pk, str(group)) for pk, group in sorted(known.items()))
        return [Choice(str(pk), name, pk in filters.groups) for pk, name in named if name]

    def _organisations(self, filters: Filters, lang: str) -> list[Choice]:
        known = {row.pk: row for row in map(_organisation, self.everyone)}
        return [
            Choice(str(pk), Organisation.name.words(row, lang) or str(row), pk in filters.organisations)
            for pk, row in known.items()
        ]


def travellers(mission: Mission) -> Travellers:
    """Read them; two queries."""
    rows = protocol.in_order(mission).select_related("mission").prefetch_related("groups")
    return Travellers(mission, list(rows.exclude(state=DelegateState.WITHDRAWN)))


def typed(sent: QueryDict) -> Filters:
    """The filters of a form; what is no number, or no capacity, is passed over."""
    several = {name: sent.getlist(name) for name in SEVERAL}
    return _read(several | {name: name in sent for name in ALONE} | {ROUND: sent.get(ROUND, "")})


def of(kept: Mapping[str, Any]) -> Filters:
    """The filters that stand in the row of a mailing."""
    return _read(kept)


def _read(told: Mapping[str, Any]) -> Filters:
    return Filters(
        groups=_keys(told.get("groups", ())),
        organisations=_keys(told.get("organisations", ())),
        capacities=tuple(value for value in Capacity.values if value in told.get("capacities", ())),
        not_answered=asked if (asked := told.get(ROUND, "")) in SurveyRound.values else "",
        **{name: bool(told.get(name)) for name in ALONE},
    )


def _keys(values: Sequence[Any] | Iterable[Any]) -> tuple[int, ...]:
    found = (numbers.whole(str(value)) for value in values)
    return tuple(sorted({key for key in found if key is not None}))


def _organisation(delegate: Delegate) -> Organisation:
    return delegate.organisation or delegate.delegation.organisation


def _capacity(delegate: Delegate) -> str:
    """Who leads is the head, whatever her row says."""
    return Capacity.HEAD if delegate.delegation.head_id == delegate.pk else delegate.capacity
