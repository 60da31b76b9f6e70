"""The two pages around sign-in that allauth does not have, and those of the second factor, loaded late.

allauth's views of it bring along all of WebAuthn, with which nobody signs in here: 3 MiB that a worker need
not have before a member of staff signs in.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
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


def second_factor(request: HttpRequest) -> HttpResponseBase:
    """What she has of a second factor."""
    from allauth.mfa.base import views

    answer: HttpResponseBase = views.index(request)
    return answer


@login_not_required
def ask_second_factor(request: HttpRequest) -> HttpResponseBase:
    """Asks for it in the middle of a sign-in."""
    from allauth.mfa.base import views

    answer: HttpResponseBase = views.authenticate(request)
    return answer


def ask_second_factor_again(request: HttpRequest) -> HttpResponseBase:
    """Asks for it in a session that has not shown it lately."""
    from allauth.mfa.base import views

    answer: HttpResponseBase = views.reauthenticate(request)
    return answer
