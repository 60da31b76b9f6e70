"""The board's one address: read it, open a form in it by the address, act by sending a form.

    ?add=2023-12-04_12   the form of a new item in this column
    ?edit=5, ?move=5     the forms of an item, in its slot

A form that is sent is answered by leading back to the slot, or shown again with what was typed. All of it
works without JavaScript; static/board.js puts the answers in the place of the page.
"""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.board import acts, markup, reading, steps, undoing
from backoffice.board.acts import Work
from backoffice.board.columns import Spot, spot, spot_of
from backoffice.board.forms import AddForm, EditForm, MoveForm
from backoffice.board.slots import Slot, State
from backoffice.frame import desk
from backoffice.hosts import answers
from backoffice.rights import access
from missions.admin.items import ItemForm
from missions.models import Mission, ProgrammeItem
from partners import meanwhile
from wording import dates, numbers, zones
from wording.translated import texts
from wording.words import pick

SEES = ("missions.view_programmeitem",)
CHANGES = ("missions.change_programmeitem",)
NAMES = "delegations.view_delegate"
HOSTS = "missions.view_host"
ADDS = ("missions.add_programmeitem",)
QUICK = ("earlier", "later", "copy", "cancel", "reinstate", "undo", "drop")


@dataclass(frozen=True, slots=True)
class Opened:
    """A form that stands open on the board: which, where, and the item that it is about."""

    kind: str
    form: forms.BaseForm
    column: str = ""
    item: ProgrammeItem | None = None
    rows: reading.Programme | None = None

    def __post_init__(self) -> None:
        """Let the keyboard begin where there is something to type, or to put right."""
        fields = {field.name: field.field for field in self.form.visible_fields()}
        first = next((name for name in self.form.errors if name in fields), next(iter(fields)))
        fields[first].widget.attrs["autofocus"] = True

    @property
    def query(self) -> str:
        """Where the form is sent to, and where it stands on the page that answers."""
        if self.item is None:
            return f"?add={self.column}"
        return f"?{self.kind}={self.item.pk}#item-{self.item.pk}"


def urls() -> list[URLPattern]:
    """The address of the board, below the admin's own."""
    return [
        path("missions/mission/<int:pk>/board/", admin.site.admin_view(board), name="missions_mission_board")
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the board, or do what was sent."""
    if request.method == "POST":
        return _act(request, pk)
    mission = access.mission_for(request, pk, *SEES)
    return _show(request, mission, _asked(request, mission))


def _act(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what was sent: a button says “do=earlier 5 1234” (what, of which item, in which version)."""
    adding = "add" in request.GET
    mission = access.mission_for(request, pk, *(ADDS if adding else CHANGES))
    if adding:
        return _add(request, mission)
    for kind, act in (("edit", _edit), ("move", _move)):
        if kind in request.GET:
            return act(request, mission, _number(request.GET[kind]))
    what, *numbers = request.POST.get("do", "").split(" ")
    if what not in QUICK or not 0 < len(numbers) < 3:
        messages.error(request, _("Nothing was done: the form did not say what to do."))
        return _back(mission)
    return _quick(request, mission, what, [_number(number) for number in numbers])


def _quick(request: HttpRequest, mission: Mission, what: str, numbers: list[int]) -> HttpResponse:
    """An act that asks for nothing more; one that cannot be is refused in a sentence beside the slot."""
    beside = numbers[0]
    if what == "copy":
        access.mission_for(request, mission.pk, *ADDS)
    try:
        with acts.on(mission, request.user) as work:
            if what == "undo":
                beside = undoing.about(work, numbers[0])
                said = steps.words(undoing.undo(work, numbers[0])) + "."
            else:
                item = work.item(numbers[0], numbers[1] if len(numbers) > 1 else None)
                beside, said = _done(request, work, what, item)
    except ValidationError as error:
        return _back(mission, beside, request, " ".join(error.messages), messages.ERROR)
    return _back(mission, beside, request, said)


def _done(request: HttpRequest, work: Work, what: str, item: ProgrammeItem) -> tuple[int, str]:
    """Do it; beside which item it is said, and the sentence."""
    title = {"item": str(item)}
    match what:
        case "earlier":
            acts.shift(work, item, -1)
            return item.pk, _("“%(item)s” now stands earlier.") % title
        case "later":
            acts.shift(work, item, 1)
            return item.pk, _("“%(item)s” now stands later.") % title
        case "copy":
            made = acts.copy(work, item)
            return made.pk, _("This is a copy: tentative, its hosts not asked yet.")
        case "cancel":
            acts.cancel(work, item)
            return item.pk, _("“%(item)s” is cancelled. It stays listed.") % title
        case "reinstate":
            acts.reinstate(work, item)
            return item.pk, _("“%(item)s” takes place after all.") % title
    where = spot_of(request.POST.get("spot", ""))
    if where is None:
        raise Http404
    before = request.POST.get("before", "")
    other = work.item(_number(before)) if before else None
    done = acts.move(work, item, where, before=other, placed=True)
    return item.pk, _moved(item, bool(done))


def _moved(item: ProgrammeItem, done: bool) -> str:
    if not done:
        return _("“%(item)s” stands there already.") % {"item": item}
    day = dates.long_date(item.day, get_language() or "en") if item.day else _("day not known")
    where = f"{item.stop}, {day}" if item.stop else day
    return _with_hours(_("“%(item)s” is moved: %(where)s.") % {"item": item, "where": where}, item)


def _with_hours(said: str, item: ProgrammeItem | None) -> str:
    """Add the times as they were understood: “10:00–11:30, Ashgabat time (UTC+5).”"""
    if item is None or item.starts_at is None:
        return said
    lang = get_language() or "en"
    hours = dates.clock_range(item.starts_at, item.ends_at) if item.ends_at else dates.clock(item.starts_at)
    place = pick(texts(item.stop.place, "name"), lang) if item.stop else None
    return f"{said} {hours}, {zones.zone_phrase(place, item.zone_name(), item.day, lang)}."


def _add(request: HttpRequest, mission: Mission) -> HttpResponse:
    column = request.GET["add"]
    with acts.on(mission, request.user) as work:
        item = ProgrammeItem(mission=work.mission, order=work.next_number())
        form = AddForm(request.POST, instance=item, auto_id="board_%s")
        if form.is_valid():
            acts.add(work, lambda: _saved(work, form))
            added = _("“%(item)s” is added.") % {"item": item}
            return _back(mission, item.pk, request, _with_hours(added, item))
    return _show(request, mission, Opened("add", form, column))


def _edit(request: HttpRequest, mission: Mission, number: int) -> HttpResponse:
    with acts.on(mission, request.user) as work:
        before, item = work.item(number), work.item(number)
        form = EditForm(request.POST, instance=item, auto_id="board_%s")
        if form.is_valid():
            done = acts.edit(work, before, lambda: _saved(work, form))
            said = _("“%(item)s” is saved.") if done else _("Nothing was changed in “%(item)s”.")
            said = _with_hours(said % {"item": item}, item if done else None)
            return _back(mission, item.pk, request, said)
    return _show(request, mission, Opened("edit", form, spot(before).key, before))


def _saved(work: Work, form: Any) -> ProgrammeItem:
    form.instance._history_user = work.by
    saved: ProgrammeItem = form.save()
    return saved


def _move(request: HttpRequest, mission: Mission, number: int) -> HttpResponse:
    with acts.on(mission, request.user) as work:
        item = work.item(number)
        found = reading.spots(work.mission, reading.programme(work.mission))
        form = MoveForm(request.POST, found=found, auto_id="board_%s")
        if form.is_valid():
            try:
                return _moved_by_form(request, work, item, form)
            except ValidationError as error:
                form.add_refusal(error)
                item = work.item(number)
    return _show(request, mission, Opened("move", form, spot(item).key, item))


def _moved_by_form(request: HttpRequest, work: Work, item: ProgrammeItem, form: MoveForm) -> HttpResponse:
    typed = form.cleaned_data
    if typed["seen"] != (version := meanwhile.version(item)):
        form.see(version)
        labels = acts.labels()
        raise meanwhile.refusal(item, typed["seen"], labels, work.mission.zone_name())
    where: Spot = typed["spot"]
    with transaction.atomic():  # a refusal in the middle leaves no half of the act
        done = acts.move(work, item, where, hours=(typed["starts_at"], typed["ends_at"]))
    return _back(work.mission, item.pk, request, _moved(item, bool(done)))


def _asked(request: HttpRequest, mission: Mission) -> Opened | None:
    """The form that the address asks for. Raises Http404 for a column or an item that is not there."""
    for kind in ("add", "edit", "move"):
        if kind in request.GET:
            if not access.may(request.user, mission, *(ADDS if kind == "add" else CHANGES)):
                raise PermissionDenied
            return _new_form(mission, kind, request.GET[kind])
    return None


def _new_form(mission: Mission, kind: str, asked: str) -> Opened:
    if kind == "add":
        where = spot_of(asked)
        if where is None:
            raise Http404
        item = ProgrammeItem(mission=mission, day=where.day, stop_id=where.stop)
        return Opened("add", AddForm(instance=item, auto_id="board_%s"), asked)
    rows = reading.programme(mission)
    item = rows.item(_number(asked))
    column = spot(item).key
    if kind == "edit":
        groups = [group.pk for group in item.groups.all()]
        form = EditForm(
            instance=item, initial={"seen": item.seen or 0, "taking_part": groups}, auto_id="board_%s"
        )
        return Opened("edit", form, column, item, rows)
    initial = {
        "spot": column,
        "starts_at": item.starts_at,
        "ends_at": item.ends_at,
        "seen": item.seen or 0,
    }
    moving = MoveForm(initial=initial, found=reading.spots(mission, rows), auto_id="board_%s")
    return Opened("move", moving, column, item, rows)


def _show(request: HttpRequest, mission: Mission, opened: Opened | None) -> HttpResponse:
    heard = list(messages.get_messages(request))
    said: dict[int, tuple[Any, ...]] = {}
    for message in heard:
        if message.extra_tags.startswith("item-"):
            number = int(message.extra_tags.removeprefix("item-"))
            said[number] = (*said.get(number, ()), message)
    alone = opened.item.pk if opened and opened.item else None
    names = request.user.has_perm(NAMES, mission)
    if opened and isinstance(opened.form, ItemForm):
        opened.form.tell_names(names)
    read = reading.board(mission, names=names, opened=alone, rows=opened.rows if opened else None)
    if opened and isinstance(opened.form, ItemForm):
        opened.form.offer_stops(read.stops)
    last_steps = reading.last_steps(mission)
    changes = access.may(request.user, mission, *CHANGES)
    adds = changes and access.may(request.user, mission, *ADDS)
    answered = answers.items_waiting(mission) if access.may(request.user, mission, HOSTS) else set()
    days = _drawn(request, read, opened, said, answered, changes=changes, adds=adds)
    context = {
        "title": _("Programme board"),
        "came_from": access.narrow(request.user, mission.came_from.select_related("mission"), "view"),
        "board": read,
        "days": days,
        "cautions": markup.cautions(tuple(read.cautions), get_language() or "en") if read.cautions else "",
        "steps": last_steps,
        "opened": opened,
        "lede": reading.lede(mission),
        "changes": changes,
        "adds": adds,
        "releases": access.may(request.user, mission, "missions.release_mission"),
        "messages": [
            message
            for message in heard
            if not (message.extra_tags.startswith("item-") and int(message.extra_tags[5:]) in read.items)
        ],
        "answered": len(answered & read.items),
        "undoable": _undoable(mission, last_steps, request.user) if changes else None,
        "zone": read.zone,
    }
    return desk.page(request, "backoffice/board.html", context, mission=mission, section=desk.PROGRAMME)


def _undoable(mission: Mission, newest: list[Any], by: Any) -> Any:
    return steps.next_to_undo(mission, newest, by, more=len(newest) == reading.STEPS_READ)


def _drawn(
    request: HttpRequest,
    read: reading.Board,
    opened: Opened | None,
    said: dict[int, tuple[Any, ...]],
    answered: set[int],
    *,
    changes: bool,
    adds: bool,
) -> list[str]:
    """Each day as markup, kept or, where a form is open or something is said, fresh."""
    lang = get_language() or "en"
    token = get_token(request) if changes else ""
    days: list[str] = []
    for number, day in enumerate(read.days, 1):
        for row in day.rows:
            drawn: list[str] = []
            for found in row:
                slot = _marked(found) if found.pk in answered else found
                is_open = opened is not None and opened.item is not None and opened.item.pk == slot.pk
                if is_open or slot.pk in said:
                    context = {
                        "opened": opened if is_open else None,
                        "said": said.get(slot.pk, ()),
                        "changes": changes,
                        "adds": adds,
                        "csrf_token": token,
                    }
                    drawn.append(markup.fresh(slot, context))
                else:
                    drawn.append(markup.kept(slot, lang, changes, adds))
            day.drawn.append(drawn)
        if opened is None:
            days.append(markup.day(day, number, adds, lang))
        else:
            days.append(markup.fresh_day(day, number, {"opened": opened, "adds": adds, "csrf_token": token}))
    return days


def _marked(slot: Slot) -> Slot:
    """A slot about which a host has answered, until somebody decides."""
    return replace(slot, states=(*slot.states, State(_("A host has answered"), "moved")))


def _back(
    mission: Mission,
    beside: int = 0,
    request: HttpRequest | None = None,
    said: str = "",
    level: int = messages.SUCCESS,
) -> HttpResponse:
    """Lead back to the board, to the slot beside which something is to be said."""
    if request is not None:
        messages.add_message(request, level, said, extra_tags=f"item-{beside}")
    anchor = f"#item-{beside}" if beside else ""
    return HttpResponseRedirect(reverse("admin:missions_mission_board", args=[mission.pk]) + anchor)


def _number(text: str) -> int:
    """A number that a row may have. Raises Http404 for any other text."""
    number = numbers.whole(text)
    if number is None:
        raise Http404
    return number
