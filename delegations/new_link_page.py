"""Where somebody whose link opens nothing asks for hers again, by her e-mail address.

The answer is the same whoever asks, and takes as long: whether an address is known is found out by a worker.
"""

import hashlib

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from delegations import invitations
from delegations.views import private, whom_to_ask
from missions import limits

OF_A_NETWORK, MINUTE = 10, 60
OF_AN_ADDRESS, HOUR = 3, 60 * 60


class AddressForm(forms.Form):
    """The address to which links are sent."""

    email = forms.EmailField(
        label=_("E-mail address to which your link was sent"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Give your e-mail address."),
            "invalid": _("Give a whole e-mail address, such as name@example.org."),
        },
    )


@login_not_required
@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest) -> HttpResponse:
    """The form; what was asked is answered by an e-mail or by nothing, and the page says so beforehand."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if limits.counted(f"new-link:{limits.network_of(request)}", MINUTE) > OF_A_NETWORK:
            return render(request, "429.html", status=429)
        if form.is_valid():
            _ask(form.cleaned_data["email"])
            return HttpResponseRedirect(f"{reverse('my:new_link')}?asked")
    context = {"form": form, "asked": "asked" in request.GET, **whom_to_ask()}
    return render(request, "delegations/new_link.html", context)


def _ask(email: str) -> None:
    """Pass it on, but not so often that somebody could fill another's mailbox."""
    alike = email.upper().casefold()  # as databases compare: the capital of "ı" is that of "i"
    digest = hashlib.sha256(alike.encode("utf-8", "surrogatepass")).hexdigest()
    if limits.counted(f"new-link-for:{digest}", HOUR) <= OF_AN_ADDRESS:
        invitations.ask(email)
