"""What somebody had made as a file: how far it is, the way to fetch it; and who took what away."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backoffice.exports import making, sources
from backoffice.exports.page import MEDIA_TYPES, disposition
from backoffice.frame import desk
from backoffice.rights import access
from missions.admin.moments import told
from reports.exports import storage
from reports.exports.lists import LISTS
from reports.models import Export, ExportFile, ExportForm, ExportResult, FileState
from wording.lists import enumerated

SHOWN = 50
READS_RECORD = "reports.view_export"
MISSION_REPORT = "mission_report"  # as its page records that it was taken


def urls(view: Any) -> list[URLPattern]:
    """The files of whoever looks, one of them, and the record."""
    return [
        path("exports/", view(record), name="exports"),
        path("exports/<int:number>/", view(progress), name="export_progress"),
        path("exports/<int:number>/file/", view(file), name="export_file"),
    ]


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """Her own files, and below who took what away: all that she took herself, and what is in her missions."""
    user: Any = request.user
    rows = Export.objects.select_related("by", "mission", "end")
    # An export of several missions is read by whoever made it, and by superusers.
    seen = access.narrow(user, rows, READS_RECORD)
    if seen is not rows:
        seen = rows.filter(Q(pk__in=seen.order_by().values("pk")) | Q(by=user))
    paginator = Paginator(seen.order_by("-at", "-pk"), SHOWN)
    shown = paginator.get_page(request.GET.get("page"))
    files = ExportFile.objects.filter(export__by=user).select_related("export__end")
    context = {
        "title": _("Taken away as files"),
        "files": [_file_line(one) for one in files],
        "lines": [_line(one) for one in shown],
        "shown": shown,
        "whole": access.sees_all(user) or user.has_perm(READS_RECORD),
    }
    return desk.page(request, "backoffice/exports.html", context, section=desk.REPORTS)


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, number: int) -> HttpResponseBase:
    """How far a file is. What is sent cancels it, or begins it anew."""
    row = _hers(request, number)
    if request.method == "POST":
        if request.POST.get("do") == "again" and _can_begin_anew(row):
            row = making.again(row)
        elif request.POST.get("do") == "cancel":
            making.stop(row, ExportResult.CANCELLED)
        return HttpResponseRedirect(reverse("admin:export_progress", args=[row.pk]))
    context = {"title": _("Export: %(list)s") % {"list": _name(row.export)}, "file": _file_line(row)}
    return desk.page(request, "backoffice/export_progress.html", context, section=desk.REPORTS)


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponseBase:
    """The file. Who has lost a right since is told that there is none, and it is deleted."""
    row = _hers(request, number)
    if row.state != FileState.READY or row.expires_at <= timezone.now():
        raise Http404
    of = LISTS.get(row.asked["list"])
    user: Any = request.user
    opts: Any = of.model._meta if of else None
    page_seen = of is not None and user.has_perms([f"{opts.app_label}.view_{opts.model_name}", *of.rights])
    if not page_seen or not sources.still_stands(user, row.asked["standing"]):
        storage.drop([row])
        raise Http404
    try:
        pieces = storage.read(row.stored_as)
        first = next(pieces)
    except storage.Gone:
        raise Http404 from None

    def whole() -> Any:
        yield first
        yield from pieces

    form = ExportForm(row.export.form)
    answer = StreamingHttpResponse(whole(), content_type=MEDIA_TYPES[form])
    answer["Content-Disposition"] = disposition(row.export.list_key, form, row.export.at)
    answer["Content-Length"] = str(row.size)
    return answer


def _hers(request: HttpRequest, number: int) -> ExportFile:
    """The file of this number, for its owner alone. Raises Http404."""
    user: Any = request.user
    rows = ExportFile.objects.select_related("export__by", "export__end")
    row = rows.filter(pk=number, export__by=user).first()
    if row is None:
        raise Http404
    return row


def _can_begin_anew(row: ExportFile) -> bool:
    return bool(row.asked) and (row.state == FileState.OVER or making.is_silent(row))


def _name(export: Export) -> str:
    of = LISTS.get(export.list_key)
    if of:
        return str(of.label)
    return _("Mission report") if export.list_key == MISSION_REPORT else export.list_key


def _mission(export: Export) -> str:
    """Its mission; an entry outlives that."""
    if export.mission_id is None:
        return _("several")
    return str(export.mission) if export.mission else f"#{export.mission_id}"


def _columns(export: Export) -> str:
    of = LISTS.get(export.list_key)
    found = [of.column(key) if of else None for key in export.columns]
    return enumerated(
        [str(column.label) if column else key for column, key in zip(found, export.columns, strict=True)]
    )


def _end(export: Export) -> Any:
    return getattr(export, "end", None)


def _line(export: Export) -> dict[str, Any]:
    end = _end(export)
    return {
        "export": export,
        "name": _name(export),
        "at": told(export.at, "UTC"),
        "mission": _mission(export),
        "result": end.get_result_display() if end else "",
        "rows": end.rows if end else "",
        "columns": _columns(export),
    }


def _file_line(row: ExportFile) -> dict[str, Any]:
    end = _end(row.export)
    return {
        "row": row,
        "name": _name(row.export),
        "form": row.export.get_form_display(),
        "expires": told(row.expires_at, "UTC"),
        "is_ready": row.state == FileState.READY,
        "goes_on": row.state in (FileState.WAITING, FileState.RUNNING) and not making.is_silent(row),
        "is_silent": making.is_silent(row),
        "can_begin_anew": _can_begin_anew(row),
        "result": end.get_result_display() if end and row.state == FileState.OVER else "",
    }
