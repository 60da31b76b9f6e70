"""Items on days that do not suit: outside the days of their stop, or when the host's country does not work.

Where a day is approximate, neither is judged. Weekends and holidays matter where somebody receives: at
visits, meetings and talks, and wherever a host is named; not on the way and in free time. Of an item of
several days only the first is looked at: a dinner ends after midnight, an exhibition is open on Sundays.
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache, partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backoffice.clashes import telling
from backoffice.clashes.cautions import Caution, Kind, Level, Page, cause_of
from backoffice.clashes.facts import Item, Stop
from backoffice.clashes.programme import Programme, pages_of
from missions import working_days
from missions.models import HostState, ItemKind
from wording import countries, dates

RECEIVED = frozenset(
    (
        ItemKind.SITE_VISIT,
        ItemKind.VISIT,
        ItemKind.MEETING,
        ItemKind.NEGOTIATIONS,
        ItemKind.TALKS,
        ItemKind.B2B,
        ItemKind.PRESENTATION,
    )
)
NOT_RECEIVED = frozenset((ItemKind.ARRIVAL, ItemKind.DEPARTURE, ItemKind.TRANSFER, ItemKind.FREE_TIME))


def cautions(programme: Programme) -> list[Caution]:
    """All cautions of these kinds; of all items whose days are approximate one line speaks."""
    found: list[Caution] = []
    untold: list[Item] = []
    for item in programme.items:
        if item.day is not None:
            found += about(programme, item)
            if item.day_approximate and countries_of(programme, item):
                untold.append(item)
    return [*found, *([_days_untold(untold)] if untold else [])]


def about(programme: Programme, item: Item) -> list[Caution]:
    """The cautions of these kinds that are about one item."""
    found: list[Caution] = []
    if item.day is None:
        return found
    stop = programme.stop(item)
    if stop is not None and stop.first_day is not None:
        found += _outside(programme, item, stop, stop.first_day)
    if not item.day_approximate:
        for country in countries_of(programme, item):
            if not _works(item.day, country):
                found.append(_day_off(programme, item, item.day, country))
    return found


def _outside(programme: Programme, item: Item, stop: Stop, first: dt.date) -> Iterator[Caution]:
    last, day = stop.last_day or first, item.day or first
    # Who travels on ends elsewhere, on whatever day.
    ends = day if item.to_place else item.ends_on or day
    if first <= day <= last and first <= ends <= last:
        return
    approximate = item.day_approximate or stop.days_approximate

    def say(named: bool) -> str:
        sentence = (
            _("Cannot tell whether “%(item)s” (%(when)s) is within the days of its stop %(stop)s, %(days)s.")
            if approximate
            else _("“%(item)s” (%(when)s) is outside the days of its stop %(stop)s, %(days)s.")
        )
        days = dates.day_range(first, last, telling.language())
        return sentence % {
            "item": telling.title(item),
            "when": programme.telling.when(item),
            "stop": telling.text(stop.place.names),
            "days": dates.about(days, telling.language()) if stop.days_approximate else days,
        }

    yield Caution(
        Kind.OUTSIDE_STOP,
        Level.UNKNOWN if approximate else Level.CAUTION,
        (item.pk,),
        cause_of(
            Kind.OUTSIDE_STOP, item.key, item.day, ends, item.day_approximate,
            stop.key, first, last, stop.days_approximate,
        ),
        say,
        gettext_lazy("Move the item, put it at another stop, or change the days of the stop."),
        put_right=lambda: (
            *pages_of(item),
            (Page.MISSION, programme.facts.pk, _("Days of the stops")),
        ),
    )  # fmt: skip


def countries_of(programme: Programme, item: Item) -> tuple[str, ...]:
    """The countries of those who receive: of the hosts, else of the stop; none where nobody receives."""
    if item.kind in NOT_RECEIVED:
        return ()
    hosts = [host for host in item.hosts if host.state != HostState.DECLINED]
    if not hosts and not item.host_unnamed and item.kind not in RECEIVED:
        return ()
    stop = programme.stop(item)
    here = stop.place.country if stop else ""
    if not hosts:
        return (here,) if here else ()
    found = {host.country or here for host in hosts}
    return tuple(sorted(found - {""}))


def _day_off(programme: Programme, item: Item, day: dt.date, country: str) -> Caution:
    holiday = _is_holiday(day, country)

    def say(named: bool) -> str:
        sentence = (
            _("“%(item)s” (%(when)s): %(day)s is a public holiday in this country: %(country)s.")
            if holiday
            else _("“%(item)s” (%(when)s): %(day)s is a day of the weekend in this country: %(country)s.")
        )
        return sentence % {
            "item": telling.title(item),
            "when": programme.telling.when(item),
            "day": dates.full_date(day, telling.language()),
            "country": countries.country_name(country, telling.language()),
        }

    return Caution(
        Kind.DAY_OFF,
        Level.CAUTION,
        (item.pk,),
        cause_of(Kind.DAY_OFF, item.key, day, country, holiday),
        say,
        gettext_lazy("Move the item to a working day, or make sure that the host is there."),
        put_right=partial(pages_of, item),
    )


@lru_cache(maxsize=4096)
def _works(day: dt.date, country: str) -> bool:
    return working_days.is_working_day(day, country)


@lru_cache(maxsize=4096)
def _is_holiday(day: dt.date, country: str) -> bool:
    return working_days.is_holiday(day, country)


def _days_untold(items: list[Item]) -> Caution:
    items = sorted(items, key=lambda item: (item.day or dt.date.min, item.key))

    def say(named: bool) -> str:
        return ngettext(
            "Cannot tell whether %(number)d item is on a working day of its host, since its day is"
            " approximate: %(items)s.",
            "Cannot tell whether %(number)d items are on working days of their hosts, since their days are"
            " approximate: %(items)s.",
            len(items),
        ) % {"number": len(items), "items": telling.some_titles(items)}

    return Caution(
        Kind.DAY_OFF,
        Level.UNKNOWN,
        (),
        cause_of(Kind.DAY_OFF, *sorted((item.key, item.day) for item in items)),
        say,
        gettext_lazy("Settle the days."),
        put_right=lambda: pages_of(*items[: telling.NAMED_AT_MOST]),
    )
