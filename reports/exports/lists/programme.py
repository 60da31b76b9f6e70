"""What takes place, and how one gets there: items and legs."""

from django.utils.translation import gettext_lazy as _

from delegations.models import Delegate, Leg
from missions.models import Host, ProgrammeItem
from reports.exports.columns import field, name_in, several, text_in
from reports.exports.lists.one import MISSION, ROW_ID, List, sectors

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
        sectors("topics", _("topics"), "items"),
        field(ProgrammeItem, "dress"),
        field(ProgrammeItem, "language"),
        field(ProgrammeItem, "interpreter"),
        field(ProgrammeItem, "photo_rules"),
        field(ProgrammeItem, "order"),
        field(ProgrammeItem, "staff_notes"),
        field(ProgrammeItem, MISSION, _("mission")),
        field(ProgrammeItem, "uid", ROW_ID),
    ),
    ("title", "day", "starts_at", "stop__place__name", "kind", "status", "visibility", MISSION),
    row_id="uid",
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
        field(Leg, "ref", ROW_ID),
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
    row_id="ref",
)
