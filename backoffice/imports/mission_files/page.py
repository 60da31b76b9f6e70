"""The pages of bringing a whole mission in: a mission file is uploaded, looked at, taken in or put away."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from backoffice.frame import desk, rows
from backoffice.imports import preview, requests, storage
from backoffice.imports.mission_files import showing, taking_in
from backoffice.mission_file import reading, sections
from backoffice.mission_file.faults import Fault, Refused
from backoffice.mission_file.outcome import Done
from backoffice.models import Import, ImportKind
from backoffice.rights import access

ADD = "missions.add_mission"
FAULTS_SHOWN = 200
# A hundred a second are loaded, and whoever wants to write on SQLite meanwhile waits 20 seconds at most.
MOST_ROWS = 1_500
SUFFIXES = (".json",)
WORDS = {
    Done.NEW: preview.LABELS[preview.State.NEW],
    Done.CHANGED: preview.LABELS[preview.State.CHANGED],
    Done.DELETED: gettext_lazy("deleted"),
    Done.SAME: gettext_lazy("there already"),
}
LOOKS = {
    Done.NEW: " state--done",
    Done.CHANGED: " state--moved",
    Done.DELETED: " state--cancelled",
    Done.SAME: "",
}
SECTIONS = {section.name: section for section in (*sections.TOP_LEVEL, sections.HOSTS, sections.ITEM_GROUPS)}
LISTED = [name for name in SECTIONS if name != sections.MISSION.name]  # the mission has a part of its own
OPEN = ("stops", "items")  # their rows are shown without being asked for


type Counts = dict[str, dict[str, int]]  # by section, how many rows there are of each fate


class MissionFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
            "missing": gettext_lazy("Choose a file."),
        },
    )


def urls(view: Any) -> list[URLPattern]:
    """The addresses of these pages, below the admin's own."""
    # The size of a request is looked at before it is read, and reading it is what asks for the token.
    upload.csrf_exempt = True  # type: ignore[attr-defined]  # as csrf_exempt sets it
    return [
        path("missions/mission/import/", view(upload), name="missions_mission_file_import"),
        path("missions/mission/import/<int:number>/", view(look), name="missions_mission_file_preview"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a mission file; POST reads it and leads to its preview. One that is too large is not read."""
    _may_bring_in(request)
    if request.method == "POST" and requests.is_larger(request, reading.LARGEST):
        return _upload_page(request, MissionFileForm(), [_too_large()], status=413)
    answer: HttpResponse = csrf_protect(_upload)(request)
    return answer


def _upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _upload_page(request, MissionFileForm())
    form = MissionFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form)
    storage.purge()
    file = form.cleaned_data["file"]
    name = str(file.name)[-requests.LONGEST_NAME :]
    data, faults = None, []
    if storage.is_full(_waiting(request)):
        faults = [Fault("", storage.too_many())]
    elif not name.lower().endswith(SUFFIXES):
        faults = [Fault("", _("a mission file is JSON, and its name ends with .json"))]
    elif file.size > reading.LARGEST:
        faults = [_too_large()]
    else:
        data, faults = reading.parse(file.read())
    if not faults and _rows_in(data) > MOST_ROWS:
        many = _("the file has more than %(number)d rows; only the command load_mission takes as many")
        faults = [Fault("", many % {"number": MOST_ROWS})]
    if not faults:
        try:
            shown = taking_in.look(request.user, name, data)
        except Refused as refused:
            faults = list(refused.faults[name])
    if faults:
        return _upload_page(request, form, faults, data)
    user: Any = request.user
    imported = Import(kind=ImportKind.MISSION_FILE, file_name=name, by=user)
    taking_in.keep(imported, data, shown)
    imported.save()
    return HttpResponseRedirect(_address(imported))


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, number: int) -> HttpResponse:
    """What would come of a mission file; POST takes it in, looks at it again or puts it away."""
    _may_bring_in(request)
    user: Any = request.user
    imported = get_object_or_404(Import, pk=number, kind=ImportKind.MISSION_FILE, by=user)
    if request.method == "POST":
        return _act(request, imported)
    if imported.applied_at:
        return _done_page(request, imported)
    if taking_in.kept(imported)[1].get("lang") != get_language():
        # What is kept are sentences: who reads another language by now is told them in that.
        _look_again(user, imported)
    return _preview_page(request, imported)


def _look_again(user: Any, imported: Import) -> None:
    """Raises Http404 where it was put away or taken in this moment."""
    try:
        taking_in.look_again(user, imported.pk)
        imported.refresh_from_db()
    except Import.DoesNotExist:
        raise Http404 from None


def _act(request: HttpRequest, imported: Import) -> HttpResponse:
    try:
        match request.POST.get("action"):
            case "discard" if imported.applied_at is None:
                imported.delete()
                messages.success(request, _("The file is put away; nothing was taken in."))
                return HttpResponseRedirect(_upload_address())
            case "look" if imported.applied_at is None:
                taking_in.look_again(request.user, imported.pk)
            case "take":
                _take(request, imported)
            case _:
                messages.error(request, _("Choose what is to be done with the file."))
    except Import.DoesNotExist:
        raise Http404 from None
    return HttpResponseRedirect(_address(imported))


def _take(request: HttpRequest, imported: Import) -> None:
    try:
        mission = taking_in.take_in(request.user, imported.pk, request.POST.get("seen", ""))
    except ValidationError as error:
        if error.code == "changed_meanwhile":
            taking_in.look_again(request.user, imported.pk)
        messages.error(request, error.messages[0])
        return
    messages.success(request, _("“%(mission)s” is taken in.") % {"mission": mission})


def _upload_page(
    request: HttpRequest,
    form: MissionFileForm,
    faults: list[Fault] | None = None,
    data: Any = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "title": _("Bring a mission in"),
        "form": form,
        "size": reading.LARGEST // 1024 // 1024,
        "waiting": [(one, _address(one)) for one in _waiting(request).defer("rows_encrypted")],
        "days": storage.KEPT.days,
        **_faults(showing.refused(faults or [], data)),
    }
    return desk.page(
        request, "backoffice/import_mission.html", context, section=desk.PROGRAMME, status=status
    )


def _waiting(request: HttpRequest) -> QuerySet[Import]:
    """Her files that are neither taken in nor put away."""
    user: Any = request.user
    return Import.objects.filter(kind=ImportKind.MISSION_FILE, by=user, applied_at=None)


def _preview_page(request: HttpRequest, imported: Import) -> HttpResponse:
    _data, shown = taking_in.kept(imported)
    counts = shown.get("counts", {})
    totals = _totals(counts)
    changes = any(totals[done] for done in Done if done is not Done.SAME)
    context = {
        "title": _("Preview: %(file)s") % {"file": imported.file_name},
        "imported": imported,
        "shown": shown,
        "changes": changes,
        **_table(counts),
        "deleted": totals[Done.DELETED],
        "publishes": changes and shown["mission"]["public"] and _publishes(shown),
        "lists": [
            (
                name,
                _words_of(name),
                name in OPEN,
                [_row(row) for row in listed],
                sum(counts[name].values()) - len(listed),
                any(row["when"] or row["changes"] for row in listed),
            )
            for name, listed in shown.get("rows", {}).items()
            if listed
        ],
        "releases": [_row(row) for row in shown.get("releases", ())],
        "upload": _upload_address(),
        **_faults(shown.get("faults", [])),
    }
    return desk.page(request, "backoffice/import_mission_preview.html", context, section=desk.PROGRAMME)


def _done_page(request: HttpRequest, imported: Import) -> HttpResponse:
    mission = imported.mission
    seen = mission is not None and access.may(request.user, mission, access.SEES_A_MISSION)
    context = {
        "title": imported.file_name,
        "imported": imported,
        "brought": mission if seen else None,
        "address": rows.first_page_of(mission, request.user) if mission is not None and seen else "",
        **_table(imported.decisions.get("done", {})),
        "upload": _upload_address(),
    }
    return desk.page(request, "backoffice/import_mission_done.html", context, section=desk.PROGRAMME)


def _publishes(shown: showing.Shown) -> bool:
    """Whether the public sees something new at once."""
    mission = shown["mission"]
    return bool(
        mission["new"] or mission["was"] or any(one["done"] != Done.SAME for one in shown["releases"])
    )


def _totals(counts: Counts) -> dict[Done, int]:
    return {done: sum(of_section.get(done, 0) for of_section in counts.values()) for done in Done}


def _table(counts: Counts) -> dict[str, Any]:
    """The counts as a table: the fates that any row has, and by section how many rows have each."""
    totals = _totals({name: of_section for name, of_section in counts.items() if name in LISTED})
    met = [done for done in Done if totals[done]]
    return {
        "columns": [WORDS[done] for done in met],
        "counts": [
            (_words_of(name), [counts[name].get(done, 0) for done in met])
            for name in LISTED
            if name in counts
        ],
    }


def _words_of(name: str) -> str:
    return str(SECTIONS[name].model._meta.verbose_name_plural)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    done = Done(row["done"])
    return {**row, "state": WORDS[done], "look": LOOKS[done]}


def _faults(faults: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "faults": faults[:FAULTS_SHOWN],
        "number": len(faults),
        "left": max(0, len(faults) - FAULTS_SHOWN),
    }


def _rows_in(data: Any) -> int:
    """How many entries the sections of a file have, or its items have hosts or groups, if these are more."""
    if not isinstance(data, dict):
        return 0
    sections_of = [rows for rows in data.values() if isinstance(rows, list)]
    items = [item for rows in sections_of for item in rows if isinstance(item, dict)]
    counted: list[list[Any]] = [
        sections_of,
        *([item.get(name) for item in items] for name in ("hosts", "groups")),
    ]
    return max(map(_entries_of, counted))


def _entries_of(lists: list[Any]) -> int:
    return sum(len(rows) for rows in lists if isinstance(rows, list))


def _too_large() -> Fault:
    return Fault(
        "",
        _("the file has more than %(size)d MB; a mission file is never that large")
        % {"size": reading.LARGEST // 1024 // 1024},
    )


def _may_bring_in(request: HttpRequest) -> None:
    """Raises PermissionDenied for who may not add missions; what a file may do is looked at row by row."""
    if not request.user.has_perm(ADD):
        raise PermissionDenied


def _address(imported: Import) -> str:
    return reverse("admin:missions_mission_file_preview", args=[imported.pk])


def _upload_address() -> str:
    return reverse("admin:missions_mission_file_import")
