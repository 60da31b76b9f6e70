"""What came of missions: visits and their reports, follow-ups, outcomes."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.cells import Cell
from missions.models import FollowUp, Host, Mission, Outcome, ProgrammeItem, ReportState, VisitReport
from reports.exports.columns import field, person, said, several, text_in
from reports.exports.lists.one import MISSION, List, organisations, user
from wording import dates


def _due(values: Sequence[Any], lang: str) -> Cell:
    day, precision = values
    return dates.partial_date(day, precision, lang) if day else None


def _report(values: Sequence[Any], lang: str) -> Cell:
    (state,) = values
    return str(ReportState(state).label) if state else gettext("not written")


REPORT_TEXTS = ("topics", "findings", "opportunities", "obstacles", "agreed_points", "others")
VISITS = List(
    "visits",
    _("visits and meetings"),
    ProgrammeItem,
    (
        field(ProgrammeItem, "title", _("item")),
        field(ProgrammeItem, MISSION, _("mission")),
        field(ProgrammeItem, "day"),
        field(ProgrammeItem, "starts_at"),
        field(ProgrammeItem, "stop__place__name", _("stop")),
        field(ProgrammeItem, "kind"),
        several(
            "hosts",
            _("hosts"),
            lambda: Host._base_manager.all(),
            "item",
            lambda lang: text_in("organisation__name", lang),
            ("order", "pk"),
        ),
        said("report", VisitReport._meta.verbose_name, ("report__state",), _report),
        user("author", _("author"), "report__author"),
        *(
            field(ProgrammeItem, f"report__{name}")
            for name in ("outcome_code", "cleared", "submitted_at", "approved_at", "language", "summary")
        ),
        *(field(ProgrammeItem, f"report__{name}") for name in REPORT_TEXTS),
        field(ProgrammeItem, "uid"),
    ),
    ("title", "day", "stop__place__name", MISSION, "report", "author"),
    register="register",
    rights=("missions.view_programmeitem", "missions.view_visitreport"),
)
VISIT_REPORTS = List(
    "visit-reports",
    VisitReport._meta.verbose_name_plural,
    VisitReport,
    (
        field(VisitReport, "item__title", _("item")),
        field(VisitReport, "item__mission__title", _("mission")),
        field(VisitReport, "item__day"),
        field(VisitReport, "item__stop__place__name", _("stop")),
        field(VisitReport, "item__kind"),
        several(
            "hosts",
            _("hosts"),
            lambda: Host._base_manager.all(),
            "item__report",
            lambda lang: text_in("organisation__name", lang),
            ("order", "pk"),
        ),
        field(VisitReport, "outcome_code"),
        field(VisitReport, "state"),
        user("author", _("author"), "author"),
        field(VisitReport, "cleared"),
        field(VisitReport, "submitted_at"),
        field(VisitReport, "approved_at"),
        field(VisitReport, "language"),
        field(VisitReport, "summary"),
        *(field(VisitReport, name) for name in REPORT_TEXTS),
        field(VisitReport, "ref"),
    ),
    ("item__title", "item__mission__title", "state", "author", "cleared"),
)
FOLLOW_UPS = List(
    "follow-ups",
    FollowUp._meta.verbose_name_plural,
    FollowUp,
    (
        field(FollowUp, "title"),
        field(FollowUp, "kind"),
        field(FollowUp, "state"),
        field(FollowUp, "state_changed_on"),
        field(FollowUp, "state_words"),
        said("due", _("due, in words"), ("due_on", "due_precision"), _due),
        field(FollowUp, "due_on"),
        field(FollowUp, "due_precision"),
        field(FollowUp, "our_organisation__name", _("our organisation")),
        person("our_owner", "our_owner__person", _("our owner")),
        user("responsible", FollowUp._meta.get_field("responsible").verbose_name, "responsible"),
        field(FollowUp, "priority"),
        organisations("counterparts", _("counterparts"), "follow_ups"),
        field(FollowUp, "sides_words"),
        field(FollowUp, "published"),
        field(FollowUp, MISSION, _("mission")),
        field(FollowUp, "item__title", _("comes from")),
        field(FollowUp, "place__name", _("place")),
        field(
            FollowUp, "result_mission__title", _("mission it became"), elsewhere=("result_mission", Mission)
        ),
        field(FollowUp, "result_document__title", FollowUp._meta.get_field("result_document").verbose_name),
        field(FollowUp, "result_link"),
        field(FollowUp, "closing_reason"),
        field(FollowUp, "closed_on"),
        field(FollowUp, "ref"),
    ),
    (
        *("title", "kind", "state", "due_on", "due_precision", "our_organisation__name", "responsible"),
        *("counterparts", "published", MISSION),
    ),
)
OUTCOMES = List(
    "outcomes",
    Outcome._meta.verbose_name_plural,
    Outcome,
    (
        field(Outcome, "title"),
        field(Outcome, "kind"),
        field(Outcome, "certainty"),
        field(Outcome, "amount"),
        field(Outcome, "currency"),
        field(Outcome, "dated_on"),
        organisations("ours", _("our side"), "outcomes_ours"),
        organisations("theirs", _("their side"), "outcomes_theirs"),
        person("confirmed_by", "confirmed_by__person", Outcome._meta.get_field("confirmed_by").verbose_name),
        field(Outcome, "confirmed_on"),
        user(
            "confirmation_noted_by",
            Outcome._meta.get_field("confirmation_noted_by").verbose_name,
            "confirmation_noted_by",
        ),
        field(Outcome, "paper__title", Outcome._meta.get_field("paper").verbose_name),
        field(Outcome, "confidential"),
        field(Outcome, "published"),
        field(Outcome, MISSION, _("mission")),
        field(Outcome, "item__title", _("comes from")),
        field(Outcome, "source"),
        field(Outcome, "corrected_on"),
        field(Outcome, "correction"),
        field(Outcome, "ref"),
    ),
    (
        *("title", "kind", "certainty", "amount", "currency", "dated_on", "ours", "theirs", "confidential"),
        *("published", MISSION),
    ),
)
