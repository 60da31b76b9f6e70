"""The programme as plain text, to be copied into a messenger."""

import html

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.frame import desk
from backoffice.releasing import choosing
from missions import plain_text, previews
from missions.models import Release
from missions.pages import times
from missions.parts import Itinerary


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """`?of=` says “released” or “now”; `?as=` and `?lang=` as in previews."""
    chosen = choosing.programme(request, pk)
    lang, asked = choosing.language(request), request.GET.get("as", "")
    made, document, delegates, names = chosen.made, chosen.document, chosen.delegates, chosen.names
    seen_as = choosing.reader(asked, None, document, delegates, names=names)
    itinerary = previews.read(document, seen_as.now, lang)
    context = {
        "title": _("The programme as plain text"),
        "text": plain_text.text(itinerary, first_line(itinerary, made)),
        "text_language": lang,
        "seen_as": seen_as.label,
        "draft": made is None,
        "versions": chosen.versions,
        "readers": choosing.options(asked, None, document, delegates, names=names),
        "languages": choosing.languages(lang),
    }
    return desk.page(request, "backoffice/text.html", context, mission=chosen.mission, section=desk.PROGRAMME)


def first_line(itinerary: Itinerary, made: Release | None) -> str:
    """Which programme it is, in the language of the itinerary."""
    places = [stop.place for stop in itinerary.stops]
    with translation.override(itinerary.lang):
        if made is None:
            return plain_text.draft_line(itinerary, timezone.now())
        line = times.version_line(made.number, made.told_at, None, itinerary, places)
        return html.unescape(strip_tags(line))
