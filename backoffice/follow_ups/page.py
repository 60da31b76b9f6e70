"""One follow-up: all that is known of it, how its state came about, and the verbs that change it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.follow_ups import forms, register
from backoffice.frame import desk, parties, rows
from backoffice.frame.rows import address_of
from backoffice.rights import access
from missions import follow_ups
from missions.follow_ups import Verb
from missions.models import CLOSED_STATES, FollowUp
from missions.pages import agreed
from partners import meanwhile
from partners.models import Organisation
from wording import dates, numbers, zones

SEES, CHANGES, ADDS_MISSIONS = "missions.view_followup", "missions.change_followup", "missions.add_mission"
BESIDE = (
    "mission__home",
    "mission__series",
    "item__stop__place",
    "place",
    "our_organisation",
    "our_owner__person",
    "responsible",
    "result_mission",
    "result_document",
)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it, or do one thing with it: “do=done”, with the version that was looked at (`seen`)."""
    acts = request.method == "POST"
    found = FollowUp.objects.select_related(*BESIDE).prefetch_related("counterparts")
    row = access.row_for(request, found, pk, CHANGES if acts else SEES)
    wrong = _act(request, row) if acts else None
    if isinstance(wrong, HttpResponse):
        return wrong
    return _show(request, row, wrong)


def _act(request: HttpRequest, row: FollowUp) -> HttpResponse | forms.NoteForm:
    """Do it and lead back to the page; where something is missing, the form that says what."""
    user: Any = request.user
    back = HttpResponseRedirect(reverse("admin:follow_up", args=[row.pk]))
    asked = request.POST.get("do", "")
    if asked not in Verb.values:
        messages.error(request, _("Nothing was done: the form did not say what to do."))
        return back
    verb = Verb(asked)
    form = forms.FORMS[verb](request.POST, row=row, user=user, verb=verb)
    if not form.is_valid():
        return form
    try:
        changed = follow_ups.change(
            row,
            verb,
            by=user,
            reason=form.cleaned_data["reason"],
            result=form.result(),
            seen=numbers.whole(request.POST.get("seen", "")) or 0,
        )
    except ValidationError as refusal:
        if hasattr(refusal, "error_dict") and set(refusal.error_dict) <= set(form.fields):
            form.add_error(None, refusal)
            return form
        messages.error(request, " ".join(refusal.messages))
        return back
    said = _("“%(follow_up)s”: %(state)s.")
    messages.success(request, said % {"follow_up": changed, "state": changed.get_state_display()})
    return back


def _sides(row: FollowUp) -> list[Organisation]:
    return [*filter(None, [row.our_organisation]), *row.counterparts.all()]


def _show(request: HttpRequest, row: FollowUp, wrong: forms.NoteForm | None) -> HttpResponse:
    user: Any = request.user
    lang, mission = get_language() or "en", row.mission
    zone = mission.zone_told()
    changes = access.may(user, mission, CHANGES)
    made = row.result_mission
    verbs = _verbs(row, user, wrong) if changes else []
    context = {
        "title": str(row),
        "row": row,
        "line": register.line(row, mission.today(), lang),
        "led": parties.opened(user, _sides(row)),
        "seen": meanwhile.version(row),
        "at_once": [form for form in verbs if type(form) is forms.NoteForm],
        "verbs": [form for form in verbs if type(form) is not forms.NoteForm],
        "wrong": wrong,
        "changes": changes,
        "becomes": changes
        and made is None
        and row.state not in CLOSED_STATES
        and bool(user.has_perm(ADDS_MISSIONS)),
        "made": made,
        "made_page": rows.first_page_of(made, user)
        if made is not None and access.may(user, made, access.SEES_A_MISSION)
        else "",
        "item_page": address_of("missions_programmeitem_change", row.item_id)
        if row.item_id and access.may(user, mission, "missions.view_programmeitem")
        else "",
        "mission_page": rows.first_page_of(mission, user),
        "document_page": address_of("missions_attachment_change", row.result_document_id)
        if row.result_document_id and access.may(user, mission, "missions.view_attachment")
        else "",
        "closed_on": dates.long_date(row.closed_on, lang) if row.closed_on else "",
        "past": [
            {
                "state": agreed.state_of(past.state, None, None, lang),
                "at": zones.moment(past.at, zone, lang),
                "by": past.by,
                "reason": past.reason,
            }
            for past in follow_ups.states_of(row)
        ],
    }
    return desk.page(request, "backoffice/follow_up.html", context, mission=mission, section=desk.REPORTS)


def _verbs(row: FollowUp, user: Any, wrong: forms.NoteForm | None) -> list[forms.NoteForm]:
    """A form for each verb that its state allows; the one with which something was wrong says it."""
    return [
        wrong
        if wrong is not None and wrong.verb == verb
        else forms.FORMS[verb](row=row, user=user, verb=verb)
        for verb in follow_ups.possible(row)
    ]
