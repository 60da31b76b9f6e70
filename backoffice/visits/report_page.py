"""The page of one visit's report: written, kept, submitted, and approved or sent back.

    do=save, submit                     what is in the form
    do=add-follow, add-outcome, add-person   one more of these in the form; nothing is saved yet
    do=drop                             throw away what was typed and not saved
    do=approve, send_back, reopen       of what is shown, by whoever approves

`?write` shows the form of a report that waits for its approval. All of it works without JavaScript;
static/report-draft.js keeps what is typed while it is typed. Who types while somebody approves is told so
(423): what she typed is kept, and stands as text, for her alone, on the page of the approved report. What is
not kept (too much, or a draft of another device is there) stands on the answer alone, which says so.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import asking
from backoffice.frame import desk
from backoffice.rights import access
from backoffice.visits import blank_form, photos, shown, work_list
from backoffice.visits.forms import MOST
from backoffice.visits.sheet import Sheet, of_draft, typed
from missions import visit_reports
from missions.models import ProgrammeItem, ReportState, VisitReport
from missions.visit_reports import APPROVES, BEGINS, WRITES
from partners import meanwhile
from reports import drafts
from wording import numbers, zones

SEES = ("missions.view_programmeitem", "missions.view_visitreport")
CLOSED = 423  # HTTP: locked
ADDS = {"add-follow": "follow", "add-outcome": "outcome", "add-person": "person"}


def urls(view: Any) -> list[URLPattern]:
    """The work list, and the pages of one visit by the primary key of its item."""
    return [
        path("visits/", view(work_list.page), name="visits"),
        path("visits/<int:pk>/", view(page), name="visit_report"),
        path("visits/<int:pk>/draft/", view(draft), name="visit_draft"),
        *blank_form.urls(view),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report or its form, or do what was sent."""
    item = _item(request, pk)
    report = (
        VisitReport.objects.select_related("author", "submitted_by", "approved_by").filter(item=item).first()
    )
    do = request.POST.get("do", "")
    if request.method == "POST" and do in ("approve", "send_back", "reopen") and report is not None:
        return _decide(request, item, report, do)
    if request.method == "POST" and do == "drop":
        return _drop(request, item)
    if request.method == "POST" and _closed_to(request, item, report):
        kept = _keep(request, item, request.POST)
        return _show_report(request, item, report, sent=request.POST, kept=kept)
    if request.method == "POST":
        if not _writes(request, item, report):
            raise PermissionDenied
        return _sent(request, item, report, do)
    return _show(request, item, report)


@require_POST
def draft(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep what is typed. Answers with its stamp.

    409 where another device kept something else meanwhile, 423 where the report is approved: `kept` says
    whether it is kept all the same.
    """
    item = _item(request, pk)
    report = VisitReport.objects.filter(item=item).first()
    if _closed_to(request, item, report):
        kept_now = _keep(request, item, request.POST)
        stamp = kept_now.stamp if kept_now else drafts.NONE
        said = _closed(is_kept=kept_now is not None)
        return JsonResponse({"said": said, "kept": bool(stamp), "stamp": stamp}, status=CLOSED)
    if not _writes(request, item, report):
        raise PermissionDenied
    user, had = asking.member(request), numbers.whole(request.POST.get("had", "")) or drafts.NONE
    try:
        kept = drafts.keep(user, item, typed(request.POST), had)
    except drafts.KeptElsewhere as elsewhere:
        at = elsewhere.saved_at
        told = zones.moment(at, item.zone_name(), get_language() or "en") if at else ""
        kept_there = drafts.of(user, item)
        copy = (kept_there.typed.get("copy") or [""])[0] if kept_there else ""
        return JsonResponse({"stamp": elsewhere.stamp, "at": told, "copy": copy}, status=409)
    except ValidationError as error:
        return JsonResponse({"said": " ".join(error.messages)}, status=400)
    at = kept.saved_at
    return JsonResponse(
        {"stamp": kept.stamp, "at": zones.moment(at, item.zone_name(), get_language() or "en")}
    )


def _item(request: HttpRequest, pk: int) -> ProgrammeItem:
    rows = ProgrammeItem.objects.select_related("mission__home", "stop__place")
    return access.row_for(request, rows, pk, *SEES)


def _writes(request: HttpRequest, item: ProgrammeItem, report: VisitReport | None) -> bool:
    if report is not None and not visit_reports.editable(report):
        return False
    return access.may(request.user, item.mission, WRITES if report else BEGINS)


def _closed_to(request: HttpRequest, item: ProgrammeItem, report: VisitReport | None) -> bool:
    """Whether she could write on it, were it not approved."""
    approved = report is not None and not visit_reports.editable(report)
    return approved and access.may(request.user, item.mission, WRITES)


def _closed(*, is_kept: bool) -> str:
    if is_kept:
        return _(
            "This report was approved meanwhile, so it is not saved. What you typed is kept, for you alone; "
            "it can be saved once the report is reopened."
        )
    return _(
        "This report was approved meanwhile, so it is not saved. What you typed is not kept either: copy it "
        "now, before you leave this page."
    )


def _drop(request: HttpRequest, item: ProgrammeItem) -> HttpResponse:
    """Forget what she typed, whatever the report is by now."""
    drafts.throw_away(asking.member(request), item)
    messages.success(request, _("What you typed and had not saved is thrown away."))
    return HttpResponseRedirect(_address(item))


def _address(item: ProgrammeItem) -> str:
    return reverse("admin:visit_report", args=[item.pk])


def _decide(request: HttpRequest, item: ProgrammeItem, report: VisitReport, do: str) -> HttpResponse:
    if not access.may(request.user, item.mission, APPROVES):
        raise PermissionDenied
    by, remark = asking.member(request), request.POST.get("remark", "")
    seen = numbers.whole(request.POST.get("seen", "")) or 0
    try:
        match do:
            case "approve":
                visit_reports.approve(report, by, seen, cleared="cleared" in request.POST)
                said = _("The report is approved.")
            case "send_back":
                visit_reports.send_back(report, by, remark, seen)
                said = _("The report is sent back. Its author reads the remark.")
            case _:
                visit_reports.reopen(report, by, remark, seen)
                said = _("The report is a draft again.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(_address(item))


def _sent(request: HttpRequest, item: ProgrammeItem, report: VisitReport | None, do: str) -> HttpResponse:
    user, lang = asking.member(request), get_language() or "en"
    # Photos first: a form that is shown again has lost its files.
    taken, refused = photos.take_in(request, item, user)
    data = request.POST.copy()
    if taken:
        messages.success(request, photos.told(taken))
    if do in ADDS:
        _one_more(data, ADDS[do])
        sheet = Sheet(user, item, report or VisitReport(), lang, data)
        kept = _keep(request, item, data)
        sheet.unjudged()
        return _show_form(request, item, report, sheet, kept=kept, at=ADDS[do], said=refused)
    sheet = Sheet(user, item, report or VisitReport(), lang, data)
    saved = sheet.save()
    if saved is None:
        return _show_form(request, item, report, sheet, kept=_keep(request, item, data), said=refused)
    for sentence in refused:
        messages.error(request, sentence)
    if do == "submit":
        try:
            visit_reports.submit(saved, user)
        except ValidationError as refusal:
            messages.error(
                request, " ".join([_("The report is saved, and not submitted yet."), *refusal.messages])
            )
        else:
            messages.success(request, _("The report is submitted. Whoever approves finds it in the list."))
    else:
        messages.success(request, _("The report is saved."))
    return HttpResponseRedirect(_address(item))


def _one_more(data: QueryDict, name: str) -> None:
    total = numbers.whole(data.get(f"{name}-TOTAL_FORMS", "")) or 0
    data[f"{name}-TOTAL_FORMS"] = str(min(total + 1, MOST))


def _keep(request: HttpRequest, item: ProgrammeItem, data: QueryDict) -> drafts.Kept | None:
    """Keep what was sent and not saved; whatever another device kept stays as it is."""
    had = numbers.whole(request.POST.get("had", "")) or drafts.NONE
    try:
        return drafts.keep(asking.member(request), item, typed(data), had)
    except (drafts.KeptElsewhere, ValidationError):
        return None


def _show(request: HttpRequest, item: ProgrammeItem, report: VisitReport | None) -> HttpResponse:
    user, lang = asking.member(request), get_language() or "en"
    waits = report is not None and report.state == ReportState.SUBMITTED and "write" not in request.GET
    if not _writes(request, item, report) or waits:
        return _show_report(request, item, report)
    kept = drafts.of(user, item)
    sheet = Sheet(user, item, report or VisitReport(), lang, of_draft(kept) if kept else None)
    sheet.unjudged()
    said = [_meanwhile(item, report, kept)] if kept and report else []
    return _show_form(
        request, item, report, sheet, kept=kept, restored=kept is not None, said=filter(None, said)
    )


def _meanwhile(item: ProgrammeItem, report: VisitReport, kept: drafts.Kept) -> str:
    """What somebody else saved since she began to type, if anything."""
    seen = numbers.whole((kept.typed.get("seen") or [""])[0]) or 0
    if seen == meanwhile.version(report):
        return ""
    refusal = meanwhile.refusal(report, seen, visit_reports.labels(), item.mission.zone_name())
    return " ".join(refusal.messages)


def _show_form(
    request: HttpRequest,
    item: ProgrammeItem,
    report: VisitReport | None,
    sheet: Sheet,
    *,
    kept: drafts.Kept | None,
    restored: bool = False,
    at: str = "",
    said: Any = (),
) -> HttpResponse:
    lang = get_language() or "en"
    context = {
        **shown.of(request, item, report, lang),
        "sheet": shown.form(sheet),
        "kept": kept,
        "kept_at": zones.moment(kept.saved_at, item.zone_name(), lang) if kept else "",
        "restored": restored,
        "opened": at,
        "told": list(said),
        "user": request.user,
    }
    return desk.page(
        request, "backoffice/visit_report.html", context, mission=item.mission, section=desk.REPORTS
    )


def _not_done(request: HttpRequest, kept: drafts.Kept | None) -> Iterator[str]:
    """What becomes of what she sent to a report that is approved."""
    yield _closed(is_kept=kept is not None)
    if photos.sent(request):
        yield _("The photographs were not taken: send them once the report is reopened.")


def _show_report(
    request: HttpRequest,
    item: ProgrammeItem,
    report: VisitReport | None,
    *,
    sent: QueryDict | None = None,
    kept: drafts.Kept | None = None,
) -> HttpResponse:
    """The report to be read; `sent` is what she sent although it is approved, `kept` its draft, if any."""
    user, lang = asking.member(request), get_language() or "en"
    may_write, closed = _writes(request, item, report), _closed_to(request, item, report)
    if sent is None and not may_write:
        kept = drafts.of(user, item)
    typed_now = sent or (of_draft(kept) if kept else None)
    approves = report is not None and access.may(request.user, item.mission, APPROVES)
    context = {
        **shown.of(request, item, report, lang),
        **shown.texts(report, lang),
        "there": shown.there(request, item, lang) if report else [],
        "approves": approves,
        "own": report is not None and visit_reports.is_own(report, request.user),
        "may_write": may_write,
        "closed": closed,
        "told": list(_not_done(request, kept)) if sent is not None else [],
        "kept_at": zones.moment(kept.saved_at, item.zone_name(), lang) if kept else "",
        "unsaved": list(shown.unsaved(Sheet(user, item, report or VisitReport(), lang, typed_now)))
        if typed_now
        else [],
        "seen": meanwhile.version(report) if report else 0,
        "longest": visit_reports.LONGEST,
    }
    return desk.page(
        request,
        "backoffice/visit_shown.html",
        context,
        mission=item.mission,
        section=desk.REPORTS,
        status=200 if sent is None else CLOSED,
    )
