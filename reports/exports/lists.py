"""The lists that staff take away: which rows each has, its columns, and which of them its page shows.

Travel documents are in none. What is personal is marked with the row whose missions decide about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delegations.models import Delegate, Leg, Stay
from documents.cells import Cell, Heading, Sort
from missions.models import FollowUp, Group, Host, Mission, Outcome, ProgrammeItem, ReportState, VisitReport
from partners.models import Contact, Organisation, Person, Sector
from reports.exports.columns import (
    Column,
    Part,
    Reader,
    field,
    heading,
    name_in,
    person,
    said,
    several,
    text_in,
)
from wording import dates


@dataclass(frozen=True, slots=True)
class List:
    """One list: its key in addresses, its rows, its columns in order, the keys of those shown at first.

    Where `register` is the key of a page of ours (backoffice/exports/sources.py), that page alone has such
    rows, to whom `rights` give them.
    """

    key: str
    label: Any
    model: type[models.Model]
    columns: tuple[Column, ...]
    shown: tuple[str, ...]
    register: str = ""
    rights: tuple[str, ...] = ()

    def column(self, key: str) -> Column | None:
        """The column of this key, if there is one."""
        return next((column for column in self.columns if column.key == key), None)

    def offered(self, user: Any) -> list[Column]:
        """The columns that exist for this reader."""
        return [column for column in self.columns if column.offered(user)]


def _organisations(key: str, label: Any, back: str) -> Column:
    return several(
        key,
        label,
        lambda: Organisation._base_manager.all(),
        back,
        lambda lang: text_in("name", lang),
        ("slug", "pk"),
    )


def _sectors(key: str, label: Any, back: str) -> Column:
    return several(
        key,
        label,
        lambda: Sector._base_manager.all(),
        back,
        lambda lang: text_in("name", lang),
        ("slug", "pk"),
    )


def _user(key: str, label: Any, path: str) -> Column:
    name = Coalesce(
        NullIf(Trim(Concat(F(f"{path}__first_name"), Value(" "), F(f"{path}__last_name"))), Value("")),
        F(f"{path}__email"),
        output_field=models.TextField(),
    )

    def parts(reader: Reader) -> Sequence[Part]:
        return [Part(Heading(heading(label), Sort.TEXT, 22), (name,))]

    return Column(key, label, parts)


def _due(values: Sequence[Any], lang: str) -> Cell:
    day, precision = values
    return dates.partial_date(day, precision, lang) if day else None


def _report(values: Sequence[Any], lang: str) -> Cell:
    (state,) = values
    return str(ReportState(state).label) if state else gettext("not written")


MISSION = "mission__title"
OF_DELEGATE = ("pk", Delegate)
OF_STAY = ("pk", Stay)
OF_PERSON = ("person", Person)

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
        _user("author", _("author"), "report__author"),
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
        _user("author", _("author"), "author"),
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
        field(FollowUp, "state_words"),
        said("due", _("due, in words"), ("due_on", "due_precision"), _due),
        field(FollowUp, "due_on"),
        field(FollowUp, "due_precision"),
        field(FollowUp, "our_organisation__name", _("our organisation")),
        person("our_owner", "our_owner__person", _("our owner")),
        _user("responsible", FollowUp._meta.get_field("responsible").verbose_name, "responsible"),
        field(FollowUp, "priority"),
        _organisations("counterparts", _("counterparts"), "follow_ups"),
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
        _organisations("ours", _("our side"), "outcomes_ours"),
        _organisations("theirs", _("their side"), "outcomes_theirs"),
        person("confirmed_by", "confirmed_by__person", Outcome._meta.get_field("confirmed_by").verbose_name),
        field(Outcome, "confirmed_on"),
        _user(
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
DELEGATES = List(
    "delegates",
    Delegate._meta.verbose_name_plural,
    Delegate,
    (
        person("person", "person", _("full name")),
        *(field(Delegate, f"person__{part}") for part in ("family_name", "given_name", "patronymic")),
        field(Delegate, "precedence"),
        field(Delegate, "capacity"),
        field(Delegate, "delegation__organisation__name", _("sending organisation")),
        field(Delegate, "organisation__name", _("own organisation")),
        field(Delegate, "position"),
        field(Delegate, "state"),
        said(
            "is_head",
            _("head"),
            ("delegation__head", "pk"),
            lambda values, lang: str(_("yes") if values[0] == values[1] else _("no")),
            10,
        ),
        several(
            "groups",
            _("groups"),
            lambda: Group._base_manager.filter(personal=False),
            "delegates",
            lambda lang: text_in("name", lang),
        ),
        field(Delegate, "person__phone", masked=OF_DELEGATE),
        field(Delegate, "person__email", masked=OF_DELEGATE),
        field(Delegate, "languages", masked=OF_DELEGATE),
        field(Delegate, "diet", masked=OF_DELEGATE),
        field(Delegate, "access_needs", masked=OF_DELEGATE),
        field(Delegate, "arrival_wish", masked=OF_DELEGATE),
        field(Delegate, "consent_on"),
        field(Delegate, MISSION, _("mission")),
        field(Delegate, "person__ref", _("reference")),
    ),
    (
        "person",
        "precedence",
        "capacity",
        "delegation__organisation__name",
        "state",
        "is_head",
        "diet",
        MISSION,
    ),
)
CONTACTS = List(
    "contacts",
    Contact._meta.verbose_name_plural,
    Contact,
    (
        person("person", "person", _("full name")),
        *(field(Contact, f"person__{part}") for part in ("family_name", "given_name", "patronymic")),
        field(Contact, "organisation__name", _("organisation")),
        field(Contact, "position"),
        field(Contact, "public"),
        field(Contact, "person__phone", masked=OF_PERSON),
        field(Contact, "person__email", masked=OF_PERSON),
        field(Contact, "person__ref", _("reference")),
    ),
    ("person", "organisation__name", "position", "public"),
)
ORGANISATIONS = List(
    "organisations",
    Organisation._meta.verbose_name_plural,
    Organisation,
    (
        field(Organisation, "name", _("organisation")),
        field(Organisation, "legal_name"),
        field(Organisation, "kind"),
        field(Organisation, "place__name", _("place")),
        field(Organisation, "parent__name", _("parent organisation")),
        _sectors("sectors", _("sectors"), "organisations"),
        field(Organisation, "website"),
        field(Organisation, "published"),
        field(Organisation, "slug"),
        field(Organisation, "profile"),
    ),
    ("name", "kind", "place__name", "parent__name", "published"),
)
PROGRAMME = List(
    "programme",
    ProgrammeItem._meta.verbose_name_plural,
    ProgrammeItem,
    (
        field(ProgrammeItem, "title"),
        field(ProgrammeItem, "day"),
        field(ProgrammeItem, "day_approximate"),
        field(ProgrammeItem, "ends_on"),
        field(ProgrammeItem, "starts_at"),
        field(ProgrammeItem, "ends_at"),
        field(ProgrammeItem, "time_approximate"),
        field(ProgrammeItem, "part_of_day"),
        field(ProgrammeItem, "stop__place__name", _("stop")),
        field(ProgrammeItem, "to_place__name", _("ends at another place")),
        field(ProgrammeItem, "venue"),
        field(ProgrammeItem, "address"),
        several(
            "hosts",
            _("hosts"),
            lambda: Host._base_manager.all(),
            "item",
            lambda lang: text_in("organisation__name", lang),
            ("order", "pk"),
        ),
        field(ProgrammeItem, "host_unnamed"),
        field(ProgrammeItem, "kind"),
        field(ProgrammeItem, "status"),
        field(ProgrammeItem, "visibility"),
        field(ProgrammeItem, "for_everyone"),
        field(ProgrammeItem, "public_title"),
        field(ProgrammeItem, "description"),
        _sectors("topics", _("topics"), "items"),
        field(ProgrammeItem, "dress"),
        field(ProgrammeItem, "language"),
        field(ProgrammeItem, "interpreter"),
        field(ProgrammeItem, "photo_rules"),
        field(ProgrammeItem, "order"),
        field(ProgrammeItem, "staff_notes"),
        field(ProgrammeItem, MISSION, _("mission")),
        field(ProgrammeItem, "uid"),
    ),
    ("title", "day", "starts_at", "stop__place__name", "kind", "status", "visibility", MISSION),
)
LEGS = List(
    "legs",
    Leg._meta.verbose_name_plural,
    Leg,
    (
        field(Leg, "mode"),
        field(Leg, "carrier"),
        field(Leg, "number"),
        field(Leg, "from_place__name", _("from")),
        field(Leg, "departs_on"),
        field(Leg, "departs_at"),
        field(Leg, "to_place__name", _("to")),
        field(Leg, "arrives_on"),
        field(Leg, "arrives_at"),
        several(
            "passengers",
            _("passengers"),
            lambda: Delegate._base_manager.all(),
            "legs",
            lambda lang: name_in("person", lang),
            ("precedence", "pk"),
        ),
        field(Leg, "item__title", _("programme item")),
        field(Leg, MISSION, _("mission")),
        field(Leg, "ref", _("reference of the leg")),
    ),
    (
        "mode",
        "carrier",
        "number",
        "from_place__name",
        "to_place__name",
        "departs_on",
        "departs_at",
        "arrives_on",
        "arrives_at",
        MISSION,
    ),
)
STAYS = List(
    "stays",
    Stay._meta.verbose_name_plural,
    Stay,
    (
        person("delegate", "delegate__person", _("delegate")),
        field(Stay, "hotel"),
        field(Stay, "address"),
        field(Stay, "place__name", _("place")),
        field(Stay, "arrives_on"),
        field(Stay, "leaves_on"),
        field(Stay, "room", masked=OF_STAY),
        person("shared_with", "shared_with__person", _("shared with"), masked=OF_STAY),
        field(Stay, "delegate__mission__title", _("mission")),
        field(Stay, "ref"),
    ),
    ("delegate", "hotel", "place__name", "arrives_on", "leaves_on", "room"),
)
LISTS = {
    one.key: one
    for one in (
        VISITS,
        VISIT_REPORTS,
        FOLLOW_UPS,
        OUTCOMES,
        DELEGATES,
        CONTACTS,
        ORGANISATIONS,
        PROGRAMME,
        LEGS,
        STAYS,
    )
}
BY_MODEL = {one.model: one for one in LISTS.values() if not one.register}
