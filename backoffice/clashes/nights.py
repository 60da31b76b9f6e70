"""Nights of the mission for which a delegate has no stay.

While no stay is kept for anybody that is said once, from a fortnight before the mission on: until then hotels
are still sought. A night begins on its day. Whoever is on a leg that arrives on a later day spends the nights
between on it. Who leaves home late or goes home early, by her legs, needs no bed before or after.
"""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache, partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backoffice.clashes import telling
from backoffice.clashes.cautions import Caution, Kind, Level, Page, cause_of
from backoffice.clashes.facts import Delegate, Facts, Leg
from backoffice.clashes.programme import Programme
from backoffice.clashes.taking_part import People
from wording import dates, lists

DAY = dt.timedelta(1)
# A mission longer than this is a mistake in its dates, not a thousand nights.
NIGHTS_AT_MOST = 366
SAID_AHEAD = 14  # days before the mission


def cautions(programme: Programme) -> list[Caution]:
    """A caution for the delegates who lack the same nights; one for all of them while there is no stay."""
    facts = programme.facts
    if not 0 < (facts.last_day - facts.first_day).days <= NIGHTS_AT_MOST:
        return []
    slept: dict[int, set[dt.date]] = {}
    for stay in facts.stays:
        # a stay of years has no more of them within the mission
        first, last = max(stay.arrives_on, facts.first_day), min(stay.leaves_on, facts.last_day)
        slept.setdefault(stay.delegate, set()).update(_nights(first, last))
    legs: dict[int, list[Leg]] = {}
    for leg in facts.legs:
        for passenger in leg.passengers:
            legs.setdefault(passenger, []).append(leg)
    lacking: dict[tuple[dt.date, ...], list[Delegate]] = {}
    for delegate in facts.delegates:
        own = legs.get(delegate.pk, [])
        missing = _needed(facts, own) - slept.get(delegate.pk, set()) - _under_way(facts, own)
        if missing:
            lacking.setdefault(tuple(sorted(missing)), []).append(delegate)
    if not facts.stays:
        return _none_yet(programme, [one for people in lacking.values() for one in people])
    return [_caution(programme, nights, people) for nights, people in lacking.items()]


def _none_yet(programme: Programme, lacking: list[Delegate]) -> list[Caution]:
    facts = programme.facts
    near = facts.first_day - DAY * SAID_AHEAD <= facts.today < facts.last_day
    if not near or not lacking:
        return []
    whole = len(lacking) == len(facts.delegates)
    delegates = sorted(lacking, key=lambda one: programme.taking.rank[one.pk])
    people = People(whole=True) if whole else People(delegates=tuple(delegates))

    def say(named: bool) -> str:
        words = {"people": telling.people(people, named=named)}
        return telling.sentence(_("%(people)s: no night of the mission has a stay yet.") % words)

    cause = cause_of(Kind.NIGHT_WITHOUT_STAY, "none", facts.first_day, facts.last_day)
    return [_about(Level.CAUTION, cause, say, delegates)]


@lru_cache(maxsize=1024)
def _nights(first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """The nights from one day to another, by the day on which each begins."""
    return frozenset(first + DAY * number for number in range(max(0, (last - first).days)))


def _needed(facts: Facts, legs: list[Leg]) -> frozenset[dt.date]:
    out = [leg.departs_on for leg in legs if leg.from_place.pk == facts.home and leg.departs_on]
    back = [leg.arrives_on for leg in legs if leg.to_place.pk == facts.home and leg.arrives_on]
    first = max(facts.first_day, min(out, default=facts.first_day))
    last = min(facts.last_day, max(back, default=facts.last_day))
    return _nights(first, last)


def _under_way(facts: Facts, legs: list[Leg]) -> set[dt.date]:
    return {
        night
        for leg in legs
        if leg.departs_on and leg.arrives_on
        for night in _nights(max(leg.departs_on, facts.first_day), min(leg.arrives_on, facts.last_day))
    }


def _caution(programme: Programme, nights: tuple[dt.date, ...], delegates: list[Delegate]) -> Caution:
    people = People(delegates=tuple(delegates))
    exact = programme.facts.days_exact

    def say(named: bool) -> str:
        sentence = (
            ngettext(
                "%(people)s: no stay for the night that begins on %(nights)s.",
                "%(people)s: no stay for the nights that begin on %(nights)s.",
                len(nights),
            )
            if exact
            else ngettext(
                "%(people)s: cannot tell whether a stay is missing for the night that begins on %(nights)s,"
                " since the days of the mission are approximate.",
                "%(people)s: cannot tell whether stays are missing for the nights that begin on %(nights)s,"
                " since the days of the mission are approximate.",
                len(nights),
            )
        )
        days = [dates.day_and_month(night, telling.language()) for night in nights[:7]]
        if len(nights) > len(days):
            days.append(telling.more(len(nights) - len(days)))
        return sentence % {
            "people": telling.sentence(telling.people(people, named=named)),
            "nights": lists.enumerated(days),
        }

    cause = cause_of(Kind.NIGHT_WITHOUT_STAY, people.facts(), nights, exact)
    return _about(Level.CAUTION if exact else Level.UNKNOWN, cause, say, delegates)


def _about(level: Level, cause: str, say: Callable[[bool], str], delegates: list[Delegate]) -> Caution:
    return Caution(
        Kind.NIGHT_WITHOUT_STAY,
        level,
        (),
        cause,
        say,
        gettext_lazy("Put in the stays, or the legs on which the nights are spent."),
        partial(telling.names, tuple(delegates)),
        lambda: tuple(
            (Page.DELEGATE, one.pk, telling.text(one.names)) for one in delegates[: telling.NAMED_AT_MOST]
        ),
    )
