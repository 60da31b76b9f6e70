"""The people of one mission in protocol order: read them, reorder them, say who leads and who comes.

A button says “do=before 12 5”: what, with whom, and beside whom. What changes the order says which version of
it was seen. The numbers are sent together: “rank-12=3”, with what they were in one field. All of it works
without JavaScript; static/people.js adds dragging and keeps the focus where it was.
"""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.frame import desk
from backoffice.lists import page as lists_page
from backoffice.people import lines as people_lines
from backoffice.people import links_page, merge_page
from backoffice.rights import access
from backoffice.travel import rights as travel_rights
from delegations import protocol
from delegations.models import Capacity, Delegate, DelegateState
from delegations.protocol import Work
from missions.models import Mission
from partners.desk import PERSONAL_DATA
from partners.models import Person
from wording import numbers

SEES = "delegations.view_delegate"
CHANGES = "delegations.change_delegate"
ADDS = "delegations.add_delegate"
ON_A_PAGE = 100
BESIDE = "delegate-"
WAS = re.compile(r"(?:\d{1,18}:\d{1,6} ?)*", re.ASCII)


def urls(view: Any) -> list[URLPattern]:
    """The address of this page, below the admin's own."""
    return [path("missions/mission/<int:pk>/people/", view(people), name="missions_mission_people")]


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the people, or do what was sent."""
    if request.method == "POST":
        mission = access.mission_for(request, pk, SEES, CHANGES)
        return _act(request, mission)
    return _show(request, access.mission_for(request, pk, SEES))


def _act(request: HttpRequest, mission: Mission) -> HttpResponse:
    what, *numbers = request.POST.get("do", "").split(" ")
    if what == "order":
        return _by_numbers(request, mission)
    wanted = 2 if what in ("before", "after") else 1
    if (what not in VERBS and what not in ("before", "after")) or len(numbers) != wanted:
        messages.error(request, _("Nothing was done: the form did not say what to do."))
        return _back(request, mission)
    keys = [_number(number) for number in numbers]
    seen = _number(request.POST.get("seen", "")) if what in MOVES else None
    try:
        with protocol.on(mission, request.user, seen) as work:
            delegates = [work.delegate(key) for key in keys]
            said = _done(work, what, *delegates)
    except ValidationError as error:
        return _back(request, mission, keys[0], " ".join(error.messages), messages.ERROR)
    return _back(request, mission, keys[0], said)


MOVES = ("before", "after", "first", "last")
VERBS = {
    "first": protocol.put_first,
    "last": protocol.put_last,
    "head": protocol.appoint_head,
    "deputy": lambda work, delegate: protocol.appoint(work, delegate, Capacity.DEPUTY),
    "member": lambda work, delegate: protocol.appoint(work, delegate, Capacity.MEMBER),
    "accept": protocol.accept,
    "confirm": protocol.confirm,
    "withdraw": protocol.withdraw,
    "back": protocol.bring_back,
}


def _done(work: Work, what: str, delegate: Delegate, *others: Delegate) -> str:
    """Do it; the sentence that says so."""
    person = {"person": delegate}
    if what in MOVES:
        verbs: Any = {"before": protocol.put_before, "after": protocol.put_after, **VERBS}
        moved = verbs[what](work, delegate, *others)
        place = [one.pk for one in work.order()].index(delegate.pk) + 1
        words = (
            _("%(person)s is now number %(place)s.")
            if moved
            else _("%(person)s is number %(place)s already.")
        )
        return words % {**person, "place": place}
    VERBS[what](work, delegate)
    match what:
        case "head":
            words = _("%(person)s is head of the delegation of %(organisation)s.")
        case "deputy":
            words = _("%(person)s is deputy head of the delegation of %(organisation)s.")
        case "member":
            words = _("%(person)s is a member of the delegation of %(organisation)s.")
        case "accept":
            words = _("%(person)s is accepted.")
        case "confirm":
            words = _("%(person)s is confirmed.")
        case "withdraw":
            words = _("%(person)s has withdrawn. Her personal links open nothing now; her rank is kept.")
        case _:
            words = _("%(person)s travels after all.")
    return words % {**person, "organisation": delegate.delegation}


def _by_numbers(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Give the places that were typed; where they cannot be given, the page says so and keeps them."""
    was = _was(request.POST.get("was", ""))
    sent = {key: request.POST.get(f"rank-{key}", "").strip() for key in was}
    typed = {key: text for key, text in sent.items() if text != str(was[key])}
    wrong = [text for text in typed.values() if not re.fullmatch(r"\d{1,6}", text, re.ASCII)]
    try:
        if wrong:
            raise ValidationError(_("“%(text)s” is no place. Give a whole number.") % {"text": wrong[0][:20]})
        with protocol.on(mission, request.user, _number(request.POST.get("seen", ""))) as work:
            changed = protocol.put_at(work, {key: int(text) for key, text in typed.items()})
    except ValidationError as error:
        return _show(request, mission, typed, error.messages)
    said = _("The new order is saved.") if changed else _("The order is as it was.")
    return _back(request, mission, 0, said)


def _was(text: str) -> dict[int, int]:
    """The places that the fields had before somebody typed. Raises Http404 for what no page of ours sends."""
    if not WAS.fullmatch(text):
        raise Http404
    pairs = (pair.split(":") for pair in text.split())
    return {int(key): int(place) for key, place in pairs}


def _show(
    request: HttpRequest,
    mission: Mission,
    typed: dict[int, str] | None = None,
    wrong: list[str] | None = None,
) -> HttpResponse:
    groups = list(mission.groups.order_by("pk"))
    shown = people_lines.filters(request.GET, groups)
    seen = protocol.version(mission)  # before the rows: what changes in between is told, not overwritten
    ordered = people_lines.order(mission)
    here = {delegate.pk for delegate in ordered}
    heard = list(messages.get_messages(request))
    said: dict[int, tuple[Any, ...]] = {}
    for message in heard:
        if (key := _beside(message)) in here:
            said[key] = (*said.get(key, ()), message)
    lang, personal = get_language() or "en", access.may(request.user, mission, PERSONAL_DATA)
    found = people_lines.lines(ordered, lang, shown, typed or {}, said, personal=personal)
    number = next((place // ON_A_PAGE + 1 for place, line in enumerate(found) if line.said), None)
    page = Paginator(found, ON_A_PAGE).get_page(number or request.GET.get("page"))
    context = {
        "title": _("People in protocol order"),
        "lines": page.object_list,
        "shown": page,
        "number": len(ordered),
        "travelling": sum(delegate.state != DelegateState.WITHDRAWN for delegate in ordered),
        "seen": seen,
        "was": " ".join(f"{line.delegate.pk}:{line.place}" for line in page.object_list),
        "wrong": wrong or [],
        "states": DelegateState.choices,
        "groups": [(group.pk, str(group)) for group in groups if not group.personal],
        "filters": shown,
        "messages": [message for message in heard if _beside(message) not in here],
        "changes": access.may(request.user, mission, SEES, CHANGES),
        "adds": access.may(request.user, mission, ADDS),
        "substitutes": access.may(request.user, mission, CHANGES, ADDS),
        "merges": merge_page.may_merge(request.user, Person),
        "personal": personal,
        "links": access.may(request.user, mission, *links_page.SEES),
        "lists": access.may(request.user, mission, *lists_page.SEES),
        "documents": access.may(request.user, mission, travel_rights.SEES),
        "record": access.may(request.user, mission, travel_rights.READS_RECORD),
    }
    return desk.page(request, "backoffice/people.html", context, mission=mission, section=desk.PEOPLE)


def _beside(message: Any) -> int:
    """The key of the delegate beside whom a message is said; 0 for one above all."""
    tag = message.extra_tags or ""
    return int(tag.removeprefix(BESIDE)) if tag.startswith(BESIDE) else 0


def _back(
    request: HttpRequest, mission: Mission, beside: int = 0, said: str = "", level: int = messages.SUCCESS
) -> HttpResponse:
    """Lead back to the page as it was filtered, to the line beside which something is to be said."""
    if said:
        messages.add_message(request, level, said, extra_tags=f"{BESIDE}{beside}" if beside else "")
    groups = mission.groups.all()
    query = people_lines.filters(request.GET, groups).query
    address = reverse("admin:missions_mission_people", args=[mission.pk])
    anchor = f"#delegate-{beside}" if beside else ""
    return HttpResponseRedirect(f"{address}{'?' if query else ''}{query}{anchor}")


def _number(text: str) -> int:
    """A number that a row may have. Raises Http404 for any other text."""
    number = numbers.whole(text)
    if number is None:
        raise Http404
    return number
