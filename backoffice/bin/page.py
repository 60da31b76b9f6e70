"""The page of what was deleted: what, when, by whom, how long it is kept; brought back or gone for good."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.returning import only_sent
from backoffice.bin import bringing_back, keeping, reading
from backoffice.frame import desk
from backoffice.models import Deleted
from wording import numbers, zones

ON_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the page shows it."""

    entry: Deleted
    kind: str
    words: str
    at: str
    left: str
    may_bring_back: bool
    may_delete: bool


def urls(view: Any) -> list[URLPattern]:
    """The addresses of this page, below the admin's own."""
    return [
        path("deleted/", view(page), name="backoffice_deleted"),
        path("deleted/back/", view(bring_back), name="backoffice_deleted_bring_back"),
        path("deleted/for-good/", view(for_good), name="backoffice_deleted_for_good"),
    ]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The entries that the reader may deal with, newest first."""
    rows = reading.found_by(request.user).select_related("mission__home", "by").order_by("-at", "-pk")
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Deleted"),
        "lines": [_line(request, entry) for entry in shown],
        "shown": shown,
        "days": keeping.DAYS,
    }
    return desk.page(request, "backoffice/deleted.html", context, section=desk.RECORDS)


@only_sent
def bring_back(request: HttpRequest) -> HttpResponse:
    """Make the rows of an entry again, or say why that cannot be."""
    entry = _asked(request, "add")
    if entry is None:
        return _back()
    try:
        found = bringing_back.bring_back(entry.pk, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back()
    messages.success(request, _("“%(row)s” is back.") % {"row": found.row})
    if found.left:
        sentence = ngettext(
            "%(number)s row that belonged to it could not come back: what it needs is gone or has changed.",
            "%(number)s rows that belonged to it could not come back: what they need is gone or has changed.",
            found.left,
        )
        messages.warning(request, sentence % {"number": found.left})
    if found.ended:
        sentence = ngettext(
            "%(number)s link that led to it has ended; make a new one where one is needed.",
            "%(number)s links that led to it have ended; make new ones where they are needed.",
            found.ended,
        )
        messages.warning(request, sentence % {"number": found.ended})
    return _back()


@only_sent
def for_good(request: HttpRequest) -> HttpResponse:
    """Throw an entry away; there is no way back."""
    entry = _asked(request, "delete")
    if entry is None:
        return _back()
    try:
        with transaction.atomic():
            keeping.throw_away([bringing_back.taken_out(entry.pk)])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is deleted for good."))
    return _back()


def _asked(request: HttpRequest, action: str) -> Deleted | None:
    """The entry that was asked for; None where the reader finds none, who is told that it is not kept.

    Raises PermissionDenied for who finds it and may not do this with it.
    """
    key = numbers.whole(request.POST.get("entry", "")) or 0
    entry = reading.found_by(request.user).select_related("mission").filter(pk=key).first()
    if entry is None:
        messages.error(request, bringing_back.NOT_KEPT)
    elif not reading.may(request.user, entry, action):
        raise PermissionDenied
    return entry


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:backoffice_deleted"))


def _line(request: HttpRequest, entry: Deleted) -> Line:
    clock = entry.mission.zone_told() if entry.mission else "UTC"
    whole = keeping.DAYS - (timezone.now() - entry.at).days
    return Line(
        entry,
        capfirst(str(apps.get_model(entry.model)._meta.verbose_name)),
        _words(entry),
        zones.moment(entry.at, clock, get_language() or "en"),
        ngettext("%(number)s day", "%(number)s days", whole) % {"number": whole},
        reading.may(request.user, entry, "add"),
        reading.may(request.user, entry, "delete"),
    )


def _words(entry: Deleted) -> str:
    """What it is called; of people the name stands in what is encrypted alone."""
    if not entry.personal:
        return entry.words
    try:
        return keeping.read(entry).words
    except ValidationError:
        return "–"
