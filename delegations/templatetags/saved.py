"""When a page was saved, in the words of its copy: `{% load saved %}`."""

from django import template

from delegations.reading import Page
from delegations.sessions import DelegateRequest
from missions import released_dates
from missions.pages import times

register = template.Library()


@register.simple_tag
def moment_saved(request: DelegateRequest, page: Page | None, lang: str) -> str:
    """ "5 December 2023, 18:20, Ashgabat time": by the clock by which the page tells its version."""
    moment = request.copied_at
    if moment is None:
        return ""
    if page is None:
        return times.moment_told(moment, released_dates.of(request.delegates[0].mission).zone, lang, ())
    made = page.personal.itinerary
    return times.moment_told(moment, made.zone, lang, [stop.place for stop in made.stops])
