"""One mailing: each letter by rank and how it stands, and what a person may do about it.

What was perhaps sent is sent again only by somebody who has been told that she may have got it already. A
draft of a message stands here as its form (message_page.py).
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.db.models import Count as Number
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import asking
from backoffice.frame import desk
from backoffice.letters import lines, message_page
from backoffice.rights import access
from delegations.models import Mailing, Notice
from delegations.models.notices import MailingKind, MailingState, NoticeState
from delegations.notices import outbox, sending
from missions.models import Mission
from wording import numbers

GIVES = message_page.SENDS
AGAIN = "delegations.change_notice"
ON_A_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, mailing: int) -> HttpResponse:
    """Show the letters of a mailing, or do what was sent."""
    mission = access.mission_for(request, pk, *message_page.SEES)
    row = of_mission(mission, mailing)
    if row.kind == MailingKind.MESSAGE and row.state == MailingState.PREPARED:
        return message_page.edit(request, mission, row)
    if request.method == "POST":
        return _act(request, mission, row)
    return _show(request, mission, row)


def of_mission(mission: Mission, key: int) -> Mailing:
    """A mailing of the mission. Raises Http404 for one of another or none."""
    rows = Mailing.objects.filter(mission=mission).select_related("mission", "release", "by")
    row: Mailing | None = rows.defer("release__document").filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def _act(request: HttpRequest, mission: Mission, mailing: Mailing) -> HttpResponse:
    what, _space, number = request.POST.get("do", "").partition(" ")
    if what not in VERBS:
        messages.error(request, _("Nothing was done: the form did not say what to do."))
        return _back(mission, mailing)
    needs, verb = VERBS[what]
    if not access.may(request.user, mission, needs):
        raise PermissionDenied
    try:
        said = verb(request, mailing, number)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return _back(mission, mailing)


def _give(request: HttpRequest, mailing: Mailing, number: str) -> str:
    given = outbox.give(mailing, by=asking.member(request))
    return ngettext(
        "%(number)s letter is given to be sent.", "%(number)s letters are given to be sent.", given
    ) % {"number": given}


def _stop(request: HttpRequest, mailing: Mailing, number: str) -> str:
    stopped = outbox.stop(mailing)
    return ngettext("%(number)s letter is not sent.", "%(number)s letters are not sent.", stopped) % {
        "number": stopped
    }


def _again(request: HttpRequest, mailing: Mailing, number: str) -> str:
    key = numbers.whole(number)
    rows = mailing.notices.select_related("mailing__mission", "delegate__person")
    notice = rows.filter(pk=key).first() if key is not None else None
    if notice is None:
        raise Http404
    outbox.send_again(notice)
    return _("The letter to %(person)s is sent again.") % {"person": notice.delegate}


def _again_failed(request: HttpRequest, mailing: Mailing, number: str) -> str:
    """Those alone of which it is certain that nobody got them."""
    tried = 0
    for notice in mailing.notices.filter(state=NoticeState.FAILED).select_related("mailing__mission"):
        try:
            outbox.send_again(notice)
        except ValidationError:
            continue  # somebody else was faster
        tried += 1
    return ngettext(
        "%(number)s letter that failed is tried again.",
        "%(number)s letters that failed are tried again.",
        tried,
    ) % {"number": tried}


def _late(request: HttpRequest, mailing: Mailing, number: str) -> str:
    """What is sent from the form of a draft that is none any more."""
    raise message_page.given()


VERBS: dict[str, tuple[str, Callable[[HttpRequest, Mailing, str], str]]] = {
    "give": (GIVES, _give),
    "stop": (GIVES, _stop),
    "again": (AGAIN, _again),
    "again-failed": (AGAIN, _again_failed),
    "send": (GIVES, _late),
    "save": (GIVES, _late),
}


def _show(request: HttpRequest, mission: Mission, mailing: Mailing) -> HttpResponse:
    sending.settle()
    lang, zone = get_language() or "en", mission.zone_name()
    place = Case(
        *(When(state=state, then=Value(number)) for number, state in enumerate(lines.ORDER)),
        output_field=IntegerField(),
    )
    rows = Notice.objects.filter(mailing=mailing).select_related("delegate__person").annotate(place=place)
    shown = Paginator(rows.order_by("place", "delegate__precedence", "pk"), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    [line] = lines.of_mailings([mailing], lang, zone)
    given = mailing.state == MailingState.SENT
    listed = lines.of_notices(shown.object_list, lang, zone, given=given)
    states = _states(mailing)
    context = {
        "title": line.title,
        "line": line,
        "shown": shown,
        "lines": listed,
        "prepared": mailing.state == MailingState.PREPARED,
        "waiting": states.get(NoticeState.WAITING, 0),
        "failed": states.get(NoticeState.FAILED, 0) if given else 0,
        "uncertain": states.get(NoticeState.UNCERTAIN, 0),
        "gives": access.may(request.user, mission, GIVES),
        "agains": access.may(request.user, mission, AGAIN),
    }
    return desk.page(request, "backoffice/mailing.html", context, mission=mission, section=desk.PEOPLE)


def _states(mailing: Mailing) -> dict[Any, int]:
    counted = mailing.notices.order_by().values_list("state").annotate(number=Number("pk"))
    return dict(counted)


def _back(mission: Mission, mailing: Mailing) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:missions_mission_letter", args=[mission.pk, mailing.pk]))
