"""Restricted places on the route for which a permit would come too late.

Counted in working days of the place's country from today on, today among them, to the day before the stop
begins. The cause does not hold today's day, so that what was accepted stays accepted while days go by; it
holds who needs a permit where that is not everyone: whoever takes part in an item there.
"""

import datetime as dt
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backoffice.clashes import telling
from backoffice.clashes.cautions import Caution, Kind, Level, Page, cause_of
from backoffice.clashes.facts import Stop
from backoffice.clashes.programme import Programme
from backoffice.clashes.taking_part import People
from missions import working_days
from wording import dates

# So far ahead no permit takes so long, and counting each day would take longer than it tells.
YEARS_AHEAD = 3


def cautions(programme: Programme) -> list[Caution]:
    """A caution for each stop at a restricted place that is still ahead and needs more days than are left."""
    found = (_caution(programme, stop) for stop in programme.facts.stops if stop.place.restricted)
    return [caution for caution in found if caution is not None]


def _caution(programme: Programme, stop: Stop) -> Caution | None:
    facts, place = programme.facts, stop.place
    begins = stop.first_day or facts.first_day
    lead = place.permit_working_days
    if begins <= facts.today or (begins - facts.today).days > 366 * YEARS_AHEAD:
        return None
    left = working_days.between(facts.today, begins, place.country)
    if lead is not None and left >= lead:
        return None
    name = partial(telling.text, place.names)
    there = [item for item in programme.items if item.stop == stop.pk]
    there.sort(key=lambda item: (item.day or dt.date.max, item.starts_at or dt.time.max, item.key))
    # While nothing is planned at a stop, everybody goes there.
    people = programme.taking.all_of(there) if there else People(whole=True)

    def say(named: bool) -> str:
        about = filter(None, (telling.people(people, named=named), telling.some_titles(there)))
        return f"{why()} {_('Concerned: %(whom)s.') % {'whom': '; '.join(about)}}"

    def why() -> str:
        if lead is None:
            return _(
                "Cannot tell whether a permit for %(place)s, a restricted zone, comes in time: how many"
                " working days it takes is not recorded."
            ) % {"place": name()}
        words = {
            "place": name(),
            "day": dates.full_date(begins, telling.language()),
            "left": ngettext("%(number)d working day", "%(number)d working days", left) % {"number": left},
            "lead": lead,
        }
        return (
            _(
                "%(place)s is a restricted zone whose permit takes this many working days: %(lead)d."
                " Left before %(day)s: %(left)s."
            )
            % words
        )

    divided = () if people.whole else people.facts()
    return Caution(
        Kind.PERMIT_LATE,
        Level.UNKNOWN if lead is None else Level.CAUTION,
        (),
        cause_of(Kind.PERMIT_LATE, stop.key, place.key, place.country, begins, lead, *divided),
        say,
        gettext_lazy("Ask for the permits at once or leave the place out; accept this once they are there."),
        lambda: telling.names(programme.taking.in_protocol_order(people)),
        put_right=lambda: (
            (Page.PLACE, place.pk, name()),
            (Page.MISSION, facts.pk, _("Days of the stops")),
        ),
    )
