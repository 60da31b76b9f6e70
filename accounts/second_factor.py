"""Where a second factor is required, staff reach nothing of theirs without one.

Asking at sign-in is not enough: a session may be older than the second factor, or older than the rule.
So each request of a member of staff is looked at, and her session must have shown the factor itself.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

SET_UP_HERE = "second_factor_set_up"
# Open to staff who still have to set up or show their second factor, for that is done here.
STILL_OPEN = {
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_reauthenticate",
}


@receiver(authenticator_added, dispatch_uid="accounts.second_factor")
def _remember_set_up(request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    # Whoever sets it up has typed a code of it in this session: no need to ask for the next one at once.
    if authenticator.type == Authenticator.Type.TOTP:
        request.session[SET_UP_HERE] = authenticator.pk


def _shown(request: HttpRequest) -> bool:
    """Whether this session has shown the second factor that its user has now."""
    factors = set(
        Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).values_list(
            "pk", flat=True
        )
    )
    if request.session.get(SET_UP_HERE) in factors:
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


class SecondFactorMiddleware:
    """Leads staff to set up, or to show, their second factor before any page that needs sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """After LoginRequiredMiddleware: public views are left alone, and keep no track of who reads them."""
        if not settings.SECOND_FACTOR_REQUIRED or not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated or not request.user.is_staff:
            return None
        if request.resolver_match and request.resolver_match.view_name in STILL_OPEN:
            return None
        if not is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return _lead(request, "mfa_activate_totp")
        if not _shown(request):
            return _lead(request, "mfa_reauthenticate")
        return None


def _lead(request: HttpRequest, name: str) -> HttpResponse:
    query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseRedirect(f"{reverse(name)}?{query}")
