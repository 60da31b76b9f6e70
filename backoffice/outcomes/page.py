"""One outcome: all that is known of it, what became of it, and the verbs that change it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.frame import desk, parties, rows
from backoffice.frame.rows import address_of
from backoffice.outcomes import forms, register
from backoffice.rights import access
from missions import outcomes
from missions.models import Outcome
from missions.models.results import UNASKED
from partners import meanwhile
from wording import money, numbers

SEES, CHANGES, ADDS_FILES = "missions.view_outcome", "missions.change_outcome", "missions.add_attachment"
RELEASES = "missions.release_mission"
BESIDE = ("mission", "item__stop__place", "confirmed_by__person", "confirmation_noted_by", "paper")

type Act = Callable[..., Any]

# What one button does without asking anything.
AT_ONCE: dict[str, Act] = {
    "take_back": outcomes.take_confirmation_back,
    "confidential": outcomes.make_confidential,
    "publish": outcomes.publish,
}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it, or do one thing with it: “do=confirm”, with the version that was looked at (`seen`)."""
    acts = request.method == "POST"
    found = Outcome.objects.select_related(*BESIDE).prefetch_related("ours", "theirs", "years")
    row = access.row_for(request, found, pk, CHANGES if acts else SEES)
    if not acts:
        return _show(request, row, {})
    wrong = _act(request, row)
    return wrong if isinstance(wrong, HttpResponse) else _show(request, found.get(pk=row.pk), wrong)


def _act(request: HttpRequest, row: Outcome) -> HttpResponse | dict[str, BaseForm]:
    """Do it and lead back to the page; where something is missing, the form that says what."""
    user: Any = request.user
    back = HttpResponseRedirect(reverse("admin:outcome", args=[row.pk]))
    asked = request.POST.get("do", "")
    seen = numbers.whole(request.POST.get("seen", "")) or 0
    form: Any = None
    if asked == "confirm":
        form = forms.ConfirmForm(request.POST, row=row, user=user)
    elif asked == "correct":
        form = forms.CorrectForm(request.POST, instance=Outcome.objects.get(pk=row.pk))
    elif asked == "paper":
        if not access.may(user, row.mission, ADDS_FILES):
            raise PermissionDenied
        form = forms.PaperForm(request.POST, request.FILES)
    elif asked not in AT_ONCE:
        messages.error(request, _("Nothing was done: the form did not say what to do."))
        return back
    if form is not None and not form.is_valid():
        return {asked: form}
    try:
        _do(asked, row, form, user, seen)
    except ValidationError as refusal:
        if form is not None and not isinstance(refusal, meanwhile.SavedMeanwhile):
            _tell(form, refusal)
            return {asked: form}
        messages.error(request, " ".join(refusal.messages))
        return back
    messages.success(request, _done(asked))
    _remind(request, row, asked)
    return back


def _do(asked: str, row: Outcome, form: Any, user: Any, seen: int) -> None:
    match asked:
        case "confirm":
            data = form.cleaned_data
            outcomes.confirm(row, data["contact"], data["on"], by=user, seen=seen)
        case "correct":
            outcomes.correct(row, form.values(), form.correction(), by=user, seen=seen)
        case "paper":
            data = form.cleaned_data
            outcomes.attach(row, data["upload"], language=data["language"], by=user, seen=seen)
        case _:
            AT_ONCE[asked](row, by=user, seen=seen)


def _tell(form: Any, refusal: ValidationError) -> None:
    """The refusal on the form: at its field where it has that, else at the file or above."""
    other = "upload" if "upload" in form.fields else None
    said = refusal.error_dict if hasattr(refusal, "error_dict") else {None: refusal.error_list}
    for name, errors in said.items():
        form.add_error(name if name in form.fields else other, errors)


def _done(asked: str) -> str:
    return {
        "confirm": _("It is noted that the company confirmed it."),
        "take_back": _("It is confirmed no more."),
        "correct": _("It is corrected, with today’s date. If the company confirmed it before, ask it again."),
        "confidential": _("It is confidential: no results that are published from now on have it."),
        "publish": _("The next results that are published have it."),
        "paper": _("The paper is attached, for staff alone."),
    }[asked]


def _remind(request: HttpRequest, row: Outcome, asked: str) -> None:
    """What the public reads changes only when the results are published again."""
    told = outcomes.told_outside(row)
    if asked in ("correct", "confidential", "take_back") and told:
        messages.warning(request, _("The public reads it as it was until the results are published again."))


def _show(request: HttpRequest, row: Outcome, wrong: dict[str, BaseForm]) -> HttpResponse:
    user: Any = request.user
    lang, mission = get_language() or "en", row.mission
    changes = access.may(user, mission, CHANGES)
    sees_files = access.may(user, mission, "missions.view_attachment")
    years = list(row.years.all())
    rest = row.amount - sum(year.amount for year in years) if row.amount is not None else None
    context = {
        "title": str(row),
        "row": row,
        "line": register.line(row, lang),
        "led": parties.opened(user, [*row.ours.all(), *row.theirs.all()]),
        "seen": meanwhile.version(row),
        "changes": changes,
        "confirm": wrong.get("confirm") or forms.ConfirmForm(row=row, user=user),
        "correct": wrong.get("correct")
        or forms.CorrectForm(instance=Outcome.objects.get(pk=row.pk) if changes else None),
        "paper": (wrong.get("paper") or forms.PaperForm())
        if changes and access.may(user, mission, ADDS_FILES)
        else None,
        "wrong": next(iter(wrong.values()), None),
        "told": outcomes.told_outside(row),
        "unasked": UNASKED if row.needs_confirmation and row.confirmed_on is None else "",
        "years": [(year.year, money.money(year.amount, row.currency, lang)) for year in years],
        "year_not_stated": money.money(rest, row.currency, lang) if years and rest else "",
        "item_page": address_of("missions_programmeitem_change", row.item_id)
        if row.item_id and access.may(user, mission, "missions.view_programmeitem")
        else "",
        "mission_page": rows.first_page_of(mission, user),
        "results_page": address_of("missions_mission_results", mission.pk)
        if access.may(user, mission, RELEASES)
        else "",
        "paper_page": address_of("missions_attachment_change", row.paper_id)
        if row.paper_id and sees_files
        else "",
        "sees_files": sees_files,
    }
    return desk.page(request, "backoffice/outcome.html", context, mission=mission, section=desk.REPORTS)
