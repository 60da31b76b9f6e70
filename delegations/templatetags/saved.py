"""When a page was saved, in the words of its copy: `{% load saved %}`."""

from django import template

from delegations.reading import Page
from delegations.sessions import DelegateRequest
from missions.pages import times
from wording import dates, zones
from wording.phrases import phrase

register = template.Library()


@register.simple_tag
def moment_saved(request: DelegateRequest, page: Page | None, lang: str) -> str:
    """ "5 December 2023, 18:20 Ashgabat time": by the clock by which the page tells its version."""
    moment = request.copied_at
    if moment is None:
        return ""
    if page is None:
        zone = request.delegates[0].mission.zone_told()
        return f"{dates.released_at(moment, zones.zone_info(zone), lang)} {phrase('local_time', lang)}"
    made = page.personal.itinerary
    told = dates.released_at(moment, zones.zone_info(made.zone), lang)
    return f"{told} {times.zone_name(made.zone, lang, [stop.place for stop in made.stops])}"
