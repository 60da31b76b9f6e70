"""The columns of a sheet of programme items."""

from django.utils.translation import gettext_lazy as _

from backoffice.imports import row_ids, values
from backoffice.imports.columns import Column, of
from missions.models import ItemKind, ItemStatus, PartOfDay, ProgrammeItem, Visibility

COLUMNS = (
    of(
        ProgrammeItem,
        "day",
        aliases={"en": ("date",), "ru": ("дата",), "kk": ("күн",), "tk": ("sene",)},
        example="2023-12-04",
    ),
    of(
        ProgrammeItem,
        "starts_at",
        aliases={"en": ("from", "begins", "start"), "ru": ("начало",), "kk": ("басы",), "tk": ("başy",)},
        example="09:30",
    ),
    of(
        ProgrammeItem,
        "ends_at",
        aliases={
            "en": ("to", "ends", "end"),
            "ru": ("конец", "окончание"),
            "kk": ("соңы",),
            "tk": ("soňy",),
        },
    ),
    Column(
        "programmeitem.hours",
        _("hours"),
        values.hours,
        aliases={
            "en": ("time",),
            "ru": ("время", "часы"),
            "kk": ("уақыты", "уақыт"),
            "tk": ("wagty", "wagt"),
        },
        hint=_("Beginning and end in one cell: 09:00–10:30."),
    ),
    of(
        ProgrammeItem,
        "title",
        aliases={
            "en": ("item", "event"),
            "ru": ("мероприятие", "событие", "пункт"),
            "kk": ("іс-шара",),
            "tk": ("çäre",),
        },
        example={"en": "Visit to the mill", "ru": "Посещение комбината"},
    ),
    of(ProgrammeItem, "kind", choices=ItemKind, hint=_("Needed for a new item.")),
    Column(
        "programmeitem.stop",
        _("stop"),
        values.line,
        aliases={
            "en": ("place", "city"),
            "ru": ("место", "город"),
            "kk": ("орын", "қала"),
            "tk": ("ýer", "şäher"),
        },
        hint=_("The place of a stop of the mission."),
    ),
    of(ProgrammeItem, "venue"),
    of(ProgrammeItem, "address"),
    Column(
        "programmeitem.hosts",
        _("hosts"),
        values.names,
        hint=_("Organisations, with semicolons between them; they are added to those that are there."),
    ),
    Column(
        "programmeitem.groups",
        _("groups that take part"),
        values.names,
        aliases={
            "en": ("groups", "group"),
            "ru": ("группы", "группа"),
            "kk": ("топтар",),
            "tk": ("toparlar",),
        },
        hint=_("Several with semicolons between them; empty for a new item: everyone."),
    ),
    of(ProgrammeItem, "for_everyone"),
    of(
        ProgrammeItem,
        "visibility",
        choices=Visibility,
        aliases={"en": ("visibility",), "ru": ("видимость", "кто видит", "кто может видеть")},
    ),
    of(ProgrammeItem, "status", choices=ItemStatus),
    of(ProgrammeItem, "description"),
    of(ProgrammeItem, "public_title"),
    of(ProgrammeItem, "day_approximate"),
    of(ProgrammeItem, "ends_on"),
    of(ProgrammeItem, "time_approximate"),
    of(ProgrammeItem, "part_of_day", choices=PartOfDay),
    of(ProgrammeItem, "order"),
    Column("programmeitem.to_place", _("ends at another place"), values.line, hint=_("For a transfer.")),
    of(ProgrammeItem, "host_unnamed"),
    Column(
        "programmeitem.topics",
        _("topics"),
        values.names,
        hint=_("Sectors, with semicolons between them."),
    ),
    of(ProgrammeItem, "dress"),
    of(ProgrammeItem, "language"),
    of(ProgrammeItem, "interpreter"),
    of(ProgrammeItem, "photo_rules"),
    of(ProgrammeItem, "staff_notes"),
    row_ids.column("programmeitem.uid", _("Of an item that is there already.")),
)
