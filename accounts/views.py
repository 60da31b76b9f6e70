"""The two pages around sign-in that allauth does not have."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def account_home(request: HttpRequest) -> HttpResponse:
    """What belongs to one's own account: second factor and password."""
    return HttpResponseRedirect(reverse("mfa_index"))


@login_not_required
@require_safe
def signup_closed(request: HttpRequest) -> HttpResponse:
    """Says who makes accounts here. allauth names this address in places, so it answers."""
    return render(request, "account/signup_closed.html")
