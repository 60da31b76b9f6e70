"""The pages of bringing data in: a file is uploaded, looked at row by row, decided about and taken in."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from backoffice.frame import desk
from backoffice.imports import correcting, reading, registry, requests, storage, taking_in, templates
from backoffice.imports.kind import Circumstances, Kind
from backoffice.imports.kinds import restrictions
from backoffice.imports.preview import LEAVE_OUT, NEW, Preview, Row, State
from backoffice.imports.table import LARGEST, Unreadable
from backoffice.models import Import
from backoffice.rights import access
from missions.models import Mission

RESTRICTED = "restricted"  # the tab of rows that only staff may see
SHOWN = 50  # rows on one page
LOOKS = {
    State.WRONG: " state--cancelled",
    State.QUESTION: " state--moved",
    State.LEFT_OUT: " state--tentative",
    State.NEW: " state--done",
    State.CHANGED: " state--moved",
    State.UNCHANGED: "",
}


class UploadForm(forms.Form):
    """What the file is, and the file."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What the file is"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the file is.")},
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
            "missing": gettext_lazy("Choose a file."),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the texts"),
        required=False,
        choices=[("", gettext_lazy("as each text is")), *settings.LANGUAGES],
    )

    def __init__(self, *args: Any, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["kind"]
        choices.choices = [(kind.key.value, kind.label) for kind in kinds]


def urls(view: Any) -> list[URLPattern]:
    """The addresses of these pages, below the admin's own."""
    # The size of a request is looked at before it is read, and reading it is what asks for the token.
    upload.csrf_exempt = True  # type: ignore[attr-defined]  # as csrf_exempt sets it
    mission = "missions/mission/<int:pk>/import/"
    return [
        path(mission, view(upload), name="missions_mission_import"),
        path(f"{mission}template/", view(template), name="missions_mission_import_template"),
        path(f"{mission}<int:number>/", view(look), name="missions_mission_import_preview"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file; POST reads it and leads to its preview. A request that is too large is not read."""
    at, kinds = _may_bring_in(request, pk)
    if request.method == "POST" and requests.is_larger(request, LARGEST):
        form = UploadForm(kinds=kinds)
        return _upload_page(request, at, kinds, form, reading.too_large(), status=413)
    answer: HttpResponse = csrf_protect(_upload)(request, at, kinds)
    return answer


def _upload(request: HttpRequest, at: Circumstances, kinds: list[Kind]) -> HttpResponse:
    if request.method != "POST":
        form = UploadForm(kinds=kinds, initial={"kind": request.GET.get("kind") or kinds[0].key.value})
        return _upload_page(request, at, kinds, form)
    form = UploadForm(request.POST, request.FILES, kinds=kinds)
    if not form.is_valid():
        return _upload_page(request, at, kinds, form)
    storage.purge()
    if storage.is_full(_waiting(at)):
        return _upload_page(request, at, kinds, form, storage.too_many())
    file, kind = form.cleaned_data["file"], registry.KINDS[form.cleaned_data["kind"]]
    try:
        reading.check_size(file.size)
        if not str(file.name).lower().endswith(kind.suffixes):
            raise Unreadable(
                _("“%(kind)s” is read from files that end with %(suffixes)s.")
                % {"kind": kind.label, "suffixes": ", ".join(kind.suffixes)}
            )
        at.text_lang = form.cleaned_data["language"]
        content = kind.read(str(file.name), file.read(), at)
    except Unreadable as error:
        return _upload_page(request, at, kinds, form, str(error))
    imported = Import(
        kind=kind.key,
        mission=at.mission,
        file_name=str(file.name)[-requests.LONGEST_NAME :],
        rows_encrypted=storage.packed(content),
        by=at.user,
    )
    taking_in.remember(imported, kind.preview(content, at))
    imported.save()
    return HttpResponseRedirect(_address(imported))


@require_http_methods(["GET", "HEAD"])
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet to fill in, in the reader's language: ?kind=people&as=csv."""
    at, kinds = _may_bring_in(request, pk)
    asked = request.GET.get("kind", kinds[0].key.value)
    kind = next((one for one in kinds if one.key.value == asked and one.fills_in), None)
    made = templates.made(kind, request.GET.get("as", "xlsx"), at) if kind else None
    if kind is None or made is None:
        raise Http404
    content, media_type, suffix = made
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="keruen-{kind.key.value}.{suffix}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What would come of a file, row by row; POST decides about rows, takes the file in or away."""
    at, _kinds = _may_bring_in(request, pk)
    imported = get_object_or_404(Import, pk=number, mission=at.mission, by=at.user)
    kind = registry.kind_of(imported.kind)
    if kind is None:
        raise Http404
    if not all(at.may(permission) for permission in kind.permissions):
        raise PermissionDenied
    if request.method == "POST":
        return _act(request, kind, imported, at)
    return _preview_page(request, kind, imported, at)


def _act(request: HttpRequest, kind: Kind, imported: Import, at: Circumstances) -> HttpResponse:
    match request.POST.get("action"):
        case "decide":
            return _decide(request, kind, imported, at)
        case "discard" if imported.applied_at is None:
            imported.delete()
            messages.success(request, _("The file is put away; nothing was taken in."))
            return HttpResponseRedirect(_upload_address(at.mission))
        case "take":
            return _take(request, kind, imported, at)
    messages.error(request, _("Choose what is to be done with the file."))
    return HttpResponseRedirect(_address(imported))


def _decide(request: HttpRequest, kind: Kind, imported: Import, at: Circumstances) -> HttpResponse:
    """Keep what was chosen for the rows of one page."""
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=imported.pk)
        if held.applied_at is None:
            rows = dict(held.decisions.get("rows", {}))
            if correcting.correct(kind, held, request.POST):
                held.save(update_fields=["rows_encrypted"])
            preview = taking_in.look(kind, held, at)
            for row in preview.rows:
                chosen = request.POST.get(f"row-{row.decision_key}")
                if chosen in {NEW, LEAVE_OUT, *(candidate.key for candidate in row.candidates)}:
                    rows[row.decision_key] = chosen
                elif chosen == "":
                    rows.pop(row.decision_key, None)
                visibility = request.POST.get(f"visibility-{row.number}")
                if visibility in restrictions.CHOICES:
                    rows[restrictions.key(row.number)] = visibility
                elif visibility == "":
                    rows.pop(restrictions.key(row.number), None)
            held.decisions = {**held.decisions, "rows": rows}
            taking_in.remember(held, taking_in.look(kind, held, at))
            held.save(update_fields=["decisions"])
    return HttpResponseRedirect(f"{_address(imported)}?{_place(request.POST).urlencode()}")


def _take(request: HttpRequest, kind: Kind, imported: Import, at: Circumstances) -> HttpResponse:
    seen, leave_out = request.POST.get("seen", ""), bool(request.POST.get("leave_wrong_out"))
    try:
        counts = taking_in.take_in(kind, imported.pk, at, seen=seen, leave_wrong_out=leave_out)
    except Import.DoesNotExist:
        raise Http404 from None
    except ValidationError as error:
        with transaction.atomic():
            held = Import.objects.select_for_update().filter(pk=imported.pk, applied_at=None).first()
            if held is not None:
                taking_in.remember(held, taking_in.look(kind, held, at))
                held.save(update_fields=["decisions"])
        for sentence in error.messages:
            messages.error(request, sentence)
        return HttpResponseRedirect(_address(imported))
    messages.success(request, f"{_('The file is taken in.')} {_counted(counts)}.")
    return HttpResponseRedirect(_address(imported))


def _counted(counts: dict[State, int]) -> str:
    """How many rows are new and how many change, in the same words before and after."""
    said = {"new": counts[State.NEW], "changed": counts[State.CHANGED]}
    return capfirst(_("%(new)d new, %(changed)d changed") % said)


def _upload_page(
    request: HttpRequest,
    at: Circumstances,
    kinds: list[Kind],
    form: UploadForm,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "title": _("Bring data in"),
        "form": form,
        "refusal": refusal,
        "kinds": kinds,
        "suffixes": ",".join(sorted({suffix for kind in kinds for suffix in kind.suffixes})),
        "size": LARGEST // 1024 // 1024,
        "waiting": [(one, _address(one)) for one in _waiting(at).defer("rows_encrypted")],
        "days": storage.KEPT.days,
    }
    return desk.page(
        request,
        "backoffice/import.html",
        context,
        mission=at.mission,
        section=desk.PROGRAMME,
        status=status,
    )


def _waiting(at: Circumstances) -> QuerySet[Import]:
    """Her files for this mission that are neither taken in nor put away."""
    return Import.objects.filter(mission=at.mission, by=at.user, applied_at=None)


def _preview_page(request: HttpRequest, kind: Kind, imported: Import, at: Circumstances) -> HttpResponse:
    preview = taking_in.look(kind, imported, at) if imported.applied_at is None else Preview([])
    counts = preview.counts()
    state, restricted = request.GET.get("state", ""), preview.restricted()
    rows = [row for row in preview.rows if state not in list(State) or row.state == state]
    if state == RESTRICTED:
        rows = restricted
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    context = {
        "title": imported.file_name
        if imported.applied_at
        else _("Preview: %(file)s") % {"file": imported.file_name},
        "kind": kind,
        "imported": imported,
        "done": [(State(name), count) for name, count in imported.decisions.get("done", {}).items() if count],
        "preview": preview,
        "tabs": [
            ("", _("all"), len(preview.rows), state not in [*State, RESTRICTED]),
            *((one.value, one.label, counts[one], one == state) for one in State if counts[one]),
            *([(RESTRICTED, _("staff only"), len(restricted), state == RESTRICTED)] if restricted else []),
        ],
        "page": page,
        "rows": [(row, LOOKS[row.state], _choices(row)) for row in page],
        "restricted": restricted,
        "asks": any(
            row.candidates or row.cells or row.marks or row.state in (State.WRONG, State.LEFT_OUT)
            for row in page
        ),
        "place": _place(request.GET),
        "digest": preview.digest(),
        "wrong": counts[State.WRONG],
        "open": counts[State.QUESTION],
        "counted": _counted(counts),
        "saved": counts[State.NEW] + counts[State.CHANGED],
        "upload": _upload_address(at.mission),
    }
    return desk.page(
        request, "backoffice/import_preview.html", context, mission=at.mission, section=desk.PROGRAMME
    )


def _choices(row: Row) -> list[tuple[str, str, str, bool]]:
    """What can be decided about a row: value, words, why, whether it is chosen."""
    if not (row.candidates or row.state in (State.WRONG, State.LEFT_OUT)):
        return []
    offered = []
    if row.question and row.candidates:
        offered = [(one.key, one.text, one.why) for one in row.candidates]
        offered.append((NEW, row.new_words, ""))
    elif row.candidates:
        offered = [(one.key, _("The same: %(row)s") % {"row": one.text}, one.why) for one in row.candidates]
        offered.append((NEW, _("A new one"), ""))
    else:
        offered.append(("", _("Keep the row"), ""))
    if all(value != LEAVE_OUT for value, _words, _why in offered):
        offered.append((LEAVE_OUT, _("Leave the row out"), ""))
    return [(value, words, why, value == row.decision) for value, words, why in offered]


def _may_bring_in(request: HttpRequest, pk: int) -> tuple[Circumstances, list[Kind]]:
    """The mission, for who may bring something into it. Raises PermissionDenied or Http404."""
    allowed = None
    for kind in registry.KINDS.values():
        try:
            allowed = access.mission_for(request, pk, *kind.permissions)
            break
        except PermissionDenied:
            continue
    if allowed is None:
        raise PermissionDenied
    at = Circumstances(allowed, request.user, get_language() or "en")
    return at, registry.open_to(at)


def _address(imported: Import) -> str:
    return reverse("admin:missions_mission_import_preview", args=[imported.mission_id, imported.pk])


def _upload_address(mission: Mission) -> str:
    return reverse("admin:missions_mission_import", args=[mission.pk])


def _place(data: QueryDict) -> QueryDict:
    """Which rows are looked at, from an address or a form."""
    place = QueryDict(mutable=True)
    for name in ("state", "page"):
        if value := data.get(name, ""):
            place[name] = value
    return place
