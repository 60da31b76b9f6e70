"""The addresses that let a browser keep a delegate's pages, and an app stand on her telephone.

What the worker keeps is read from the pages themselves; of these addresses only `contents` knows who asks.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from delegations import offline
from delegations.sessions import DelegateRequest
from delegations.views import delegate_required, page_language

SCRIPT = Path(settings.BASE_DIR, "static", "offline-worker.js")
KEPT_BY_ALL = "public, max-age=0, s-maxage=60"
# The worker may ask this site, and do nothing else.
POLICY = "default-src 'none'; connect-src 'self'"


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the copy; at the root, since files and personal links do not lie below /my/."""
    response = HttpResponse(SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = KEPT_BY_ALL
    response["Content-Security-Policy"] = POLICY
    return response


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the pages look as an app, in the language of the address; the same for everyone."""
    icons = [
        {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        *(_icon(size, purpose) for size, purpose in ((192, "any"), (512, "any"), (512, "maskable"))),
    ]
    response = JsonResponse(
        {
            "id": "/my",
            "name": _("Keruen, my programme"),
            "short_name": "Keruen",
            "description": _("My programme of a mission, on the telephone and without a network."),
            "lang": page_language(),
            "dir": "ltr",
            "start_url": reverse("my:missions"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#0b3f45",
            "icons": icons,
        },
        json_dumps_params={"ensure_ascii": False},
        content_type="application/manifest+json; charset=utf-8",
    )
    response["Cache-Control"] = KEPT_BY_ALL
    return response


@delegate_required
@require_safe
def contents(request: DelegateRequest) -> HttpResponse:
    """What is to be kept for whoever reads here, as JSON: see `offline.contents`."""
    return JsonResponse(offline.contents(request, page_language()))


@login_not_required
@require_safe
def no_connection(request: HttpRequest) -> HttpResponse:
    """What is shown without a network where nothing is saved; the same for everyone."""
    return render(request, "delegations/no_connection.html")


def _icon(size: int, purpose: str) -> dict[str, str]:
    return {
        "src": static(f"icon-{size}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
