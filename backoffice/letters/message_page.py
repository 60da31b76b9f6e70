"""A letter to several, written, looked at and given to be sent: to a filtered group, or an urgent one to all.

It is saved as a draft first. The page then says how many get it and who does not, and shows the first letters
as they will go out. What is sent is what was looked at: where text or recipients have changed meanwhile,
nothing goes out and the page says so.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import asking
from backoffice.frame import desk
from backoffice.letters import message_form, recipients, travel_letter
from backoffice.letters.message_form import MessageForm
from backoffice.letters.recipients import Filters, Travellers
from backoffice.letters.shown import Shown, shown
from backoffice.rights import access
from delegations import placeholders, reading
from delegations.models import Delegate, Mailing
from delegations.models.notices import MailingKind, MailingState, Reason
from delegations.notices import letters, outbox, telling
from missions.models import Mission
from partners import meanwhile
from wording.words import Words

SEES = ("delegations.view_mailing", "delegations.view_delegate")
WRITES = "delegations.add_mailing"
SENDS = "delegations.change_mailing"
FIRST = 3  # letters shown before sending, of as many languages as there are among the recipients


@dataclass(frozen=True, slots=True)
class Drawn:
    """Who gets a draft, who is left out since no address is known, and the seal of what is looked at."""

    getting: list[Delegate]
    without: list[Delegate]
    seal: str


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter that is not there yet: saving it makes the draft."""
    mission = access.mission_for(request, pk, *SEES, WRITES)
    mailing = Mailing(mission=mission, kind=MailingKind.MESSAGE, by=asking.member(request))
    if request.method != "POST":
        return _form_page(request, mission, mailing, MessageForm())
    if request.POST.get("about") == placeholders.JOURNEYS:
        travel_letter.write_into(mailing)
        return _drafted(request, mission, mailing)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _form_page(request, mission, mailing, form)
    form.write_into(mailing)
    return _drafted(request, mission, mailing)


def _drafted(request: HttpRequest, mission: Mission, mailing: Mailing) -> HttpResponse:
    mailing.save()
    messages.success(request, _("The draft is saved. Nobody has been written to."))
    return _to(mission, mailing)


def edit(request: HttpRequest, mission: Mission, mailing: Mailing) -> HttpResponse:
    """A draft: save it, send it, or throw it away; `mailing` is a prepared message of the mission."""
    if request.method != "POST":
        form = MessageForm(initial=message_form.initial(mailing))
        return _form_page(request, mission, mailing, form)
    if not access.may(request.user, mission, SENDS):
        raise PermissionDenied
    match request.POST.get("do"):
        case "save":
            return _save(request, mission, mailing)
        case "send":
            return _verb(request, mission, mailing, _send)
        case "stop":
            return _verb(request, mission, mailing, _throw_away)
    messages.error(request, _("Nothing was done: the form did not say what to do."))
    return _to(mission, mailing)


def _save(request: HttpRequest, mission: Mission, mailing: Mailing) -> HttpResponse:
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                outbox.locked(mission)
                now = _prepared(mailing)
                if _version(now) != request.POST.get("version"):
                    raise meanwhile.SavedMeanwhile(
                        _("Somebody changed this draft meanwhile. What you typed stands here; save again."),
                        code="saved_meanwhile",
                    )
                form.write_into(now)
                now._history_user = asking.member(request)
                now.save()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The draft is saved. Nobody has been written to."))
            return _to(mission, mailing)
    return _form_page(request, mission, mailing, form)


def _verb(request: HttpRequest, mission: Mission, mailing: Mailing, verb: Any) -> HttpResponse:
    try:
        with transaction.atomic():
            outbox.locked(mission)
            said = verb(request, mission, _prepared(mailing))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return _to(mission, mailing)


def _send(request: HttpRequest, mission: Mission, mailing: Mailing) -> str:
    """Of two who press at once the second finds that it was given already."""
    drawn = draw(mailing, recipients.travellers(mission))
    if drawn.seal != request.POST.get("seal"):
        raise meanwhile.SavedMeanwhile(
            _("The text, or who gets it, has changed since you looked. Look at it again, then send it."),
            code="saved_meanwhile",
        )
    if not drawn.getting:
        raise ValidationError(_("Nobody gets this letter, so it is not sent."), code="nobody")
    number = outbox.give(mailing, by=asking.member(request), recipients=[*drawn.getting, *drawn.without])
    return ngettext(
        "%(number)s letter is given to be sent.", "%(number)s letters are given to be sent.", number
    ) % {"number": number}


def _throw_away(request: HttpRequest, mission: Mission, mailing: Mailing) -> str:
    outbox.stop(mailing)
    return _("The draft is put aside; nobody gets it.")


def _prepared(mailing: Mailing) -> Mailing:
    """The draft as it is now. Raises ValidationError where it is none any more."""
    now = Mailing.objects.select_related("mission").get(pk=mailing.pk)
    if now.state != MailingState.PREPARED:
        raise given()
    return now


def given() -> ValidationError:
    """That a draft is none any more."""
    return ValidationError(_("This was given to be sent, or put aside, meanwhile."), code="given")


def draw(mailing: Mailing, travellers: Travellers) -> Drawn:
    """Who gets this draft now."""
    found = travellers.found(recipients.of(mailing.filters))
    getting = [one for one in found if one.person.email]
    parts = [message_form.initial(mailing), [(one.pk, one.person.email) for one in found]]
    return Drawn(
        getting,
        [one for one in found if not one.person.email],
        hashlib.sha256(repr(parts).encode()).hexdigest(),
    )


def _form_page(request: HttpRequest, mission: Mission, mailing: Mailing, form: MessageForm) -> HttpResponse:
    lang = get_language() or "en"
    travellers = recipients.travellers(mission)
    filters: Filters = form.filters if form.is_bound else recipients.of(mailing.filters)
    saved = mailing.pk is not None
    drawn = draw(mailing, travellers) if saved else None
    context = {
        "title": _("A letter to several") if saved else _("Write to several"),
        "mailing": mailing if saved else None,
        "version": _version(mailing) if saved else "",
        "form": form,
        "filters": filters,
        "choices": travellers.choices(filters, lang),
        "every": len(travellers.everyone),
        "placeholders": placeholders.NAMES.items(),
        "drawn": drawn,
        "getting": [_name(one, lang) for one in drawn.getting] if drawn else [],
        "without": [_name(one, lang) for one in drawn.without] if drawn else [],
        **(_links(mailing, drawn.getting, lang) if drawn else {}),
        "first": _first(mailing, drawn.getting, travellers, lang) if drawn else [],
        "sends": access.may(request.user, mission, SENDS),
    }
    return desk.page(request, "backoffice/message.html", context, mission=mission, section=desk.PEOPLE)


def _links(mailing: Mailing, getting: list[Delegate], lang: str) -> dict[str, Any]:
    """Of whose pages the letter tells an address: for how many one is made, and whose was ended."""
    told = [
        one for one in telling.reaches(mailing.mission, getting) if letters.opens_pages(mailing, one.lang)
    ]
    ended = [one for one in told if one.unreachable == Reason.LINK_ENDED]
    return {
        "linked": sum(one.link is None for one in told) - len(ended),
        "ended": [_name(one.delegate, lang) for one in ended],
    }


def _first(
    mailing: Mailing, getting: list[Delegate], travellers: Travellers, lang: str
) -> list[tuple[Words, Shown]]:
    """The letters of the first recipients of each language, three at most."""
    of_languages: dict[str, Delegate] = {}
    for delegate in getting:
        of_languages.setdefault(reading.language_of(delegate), delegate)
    first = list(of_languages.items())[:FIRST]
    if not first:
        return []
    told = any(letters.tells_journeys(mailing, code) for code, _delegate in first)
    shared = letters.share(mailing.mission, travellers.untold() if told else None)
    found = []
    for code, delegate in first:
        letter = letters.message(mailing, delegate, code, None, hidden=True, shared=shared)
        found.append((_name(delegate, lang), shown(letter)))
    return found


def _name(delegate: Delegate, lang: str) -> Words:
    return delegate.person.full_name(lang) or Words(str(delegate), lang)


def _version(mailing: Mailing) -> str:
    """The number of the newest entry of its history."""
    newest = mailing.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return str(newest or 0)


def _to(mission: Mission, mailing: Mailing) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:missions_mission_letter", args=[mission.pk, mailing.pk]))
