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
from backoffice.clashes.facts import Item
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
    found = [caution for item in programme.items for caution in about(programme, item)]
    untold = [
        item
        for item in programme.items
        if item.day and item.day_approximate and countries_of(programme, item)
    ]
    return [*found, *([_days_untold(untold)] if untold else [])]


def about(programme: Programme, item: Item) -> Iterator[Caution]:
    """The cautions of these kinds that are about one item."""
    if item.day is None:
        return
    outside = _outside(programme, item)
    if outside is not None:
        yield outside
    if not item.day_approximate:
        for country in countries_of(programme, item):
            off = _day_off(programme, item, country)
            if off is not None:
                yield off


def _outside(programme: Programme, item: Item) -> Caution | None:
    stop = programme.stop(item)
    if stop is None or stop.first_day is None or item.day is None:
        return None
    first, last = stop.first_day, stop.last_day or stop.first_day
    # Who travels on ends elsewhere, on whatever day.
    ends = item.day if item.to_place else item.ends_on or item.day
    if first <= item.day <= last and first <= ends <= last:
        return None
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

    return Caution(
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
    hosts = [host for host in item.hosts if host.state != HostState.DECLINED] if item.hosts else []
    if not hosts and not item.host_unnamed and item.kind not in RECEIVED:
        return ()
    stop = programme.stop(item)
    here = stop.place.country if stop else ""
    found = {host.country or here for host in hosts} or {here}
    return tuple(sorted(found - {""}))


def _day_off(programme: Programme, item: Item, country: str) -> Caution | None:
    day = item.day
    if day is None or _works(day, country):
        return None
    holiday = working_days.is_holiday(day, country)

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
