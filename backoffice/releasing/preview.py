"""The next version before it is released, as any of its readers will see it, in any language.

Rendered by the templates of the real pages; kept by no cache.
"""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.releasing import choosing, readers
from backoffice.releasing.choosing import As
from backoffice.rights import access
from delegations import itinerary as personal
from delegations import reading
from delegations.models import Delegate
from missions import document as documents
from missions import itinerary as itineraries
from missions import previews, release
from missions.document import Document
from missions.models import Mission, Release
from missions.pages.markup import escape
from missions.parts import Kind
from wording.words import Words

SEES_TRAVEL = ("delegations.view_leg", "delegations.view_stay")
SEES_PERSONAL = "partners.view_personal_data"


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """`?as=` says as whom, `?lang=` in which language."""
    mission = choosing.readable(request, pk)
    lang, asked = choosing.language(request), request.GET.get("as", "")
    names = access.may(request.user, mission, choosing.SEES_PEOPLE)
    delegates = readers.travelling(mission)
    now = documents.make(mission, readers.members(delegates))
    seen_as = choosing.reader(asked, None, now, delegates, names=names)
    context: dict[str, Any] = {
        "mission": mission,
        "told": _("Draft preview, not released"),
        "seen_as": seen_as.label,
        "interface": get_language() or "en",
        "readers": choosing.options(asked, None, now, delegates, names=names),
        "languages": choosing.languages(lang),
        "releases": access.may(request.user, mission, choosing.RELEASES),
    }
    last = release.newest(mission)
    with translation.override(lang):
        if seen_as.now.kind == Kind.DELEGATE:
            body = _personal(request, mission, seen_as, now, last, lang, context)
        else:
            body = _programme(request, seen_as, now, last, lang, context)
    response = HttpResponse(body)
    response["Content-Language"] = lang
    response["X-Robots-Tag"] = "noindex"
    return response


def _programme(
    request: HttpRequest,
    seen_as: As,
    now: Document,
    last: Release | None,
    lang: str,
    context: dict[str, Any],
) -> str:
    """The mission's page, for the public and for hosts."""
    itinerary = previews.read(now, seen_as.now, lang)
    before = itineraries.make(last.document, seen_as.before, lang) if last else None
    told = _("Draft preview, not released")
    number = last.number + 1 if last else 1
    made = previews.page(itinerary, told, number=number, before=before)
    return render_to_string("backoffice/preview.html", {**context, "page": made}, request)


def _personal(
    request: HttpRequest,
    mission: Mission,
    seen_as: As,
    now: Document,
    last: Release | None,
    lang: str,
    context: dict[str, Any],
) -> str:
    """The delegate's page; of a group, without anybody's journeys and hotels."""
    delegate = None
    if seen_as.delegate and access.may(request.user, mission, *SEES_TRAVEL):
        delegate = Delegate.objects.select_related("person", "mission").get(pk=seen_as.delegate.pk)
    made = personal.preview(
        now,
        seen_as.now.groups,
        lang,
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        delegate=delegate,
    )
    hidden = bool(delegate) and not access.may(request.user, mission, SEES_PERSONAL)
    if hidden:
        made = replace(made, nights=tuple(replace(night, room="", room_mate=None) for night in made.nights))
    told = SafeString(f"<b>{escape(_('Draft preview, not released'))}</b>.")
    context = {
        **context,
        "page": replace(reading.page(made), version=told),
        "name": (delegate.person.full_name(lang) if delegate else None) or Words(seen_as.label, lang),
        "hidden": hidden,
        "alone": delegate is None,
    }
    return render_to_string("backoffice/preview_personal.html", context, request)
