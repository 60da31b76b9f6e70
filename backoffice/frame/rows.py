"""Which mission a row of the back office belongs to, and at which addresses missions and rows are."""

from functools import cache, lru_cache
from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import NoReverseMatch, reverse

from backoffice.rights import access
from missions.models import Mission

_WAYS = (("mission",), ("item", "mission"), ("delegate", "mission"), ("delegation", "mission"))


@cache
def ways_to_mission(model: type[models.Model]) -> tuple[tuple[str, ...], ...]:
    """By which fields rows of this model lead to their mission; none for rows that belong to no mission."""
    return tuple(way for way in _WAYS if _leads(model, way))


def _leads(model: Any, way: tuple[str, ...]) -> bool:
    for name in way:
        try:
            model = model._meta.get_field(name).related_model
        except FieldDoesNotExist:
            return False
    return model is Mission


def mission_of(row: Any) -> Mission | None:
    """The mission that the row is or belongs to."""
    if isinstance(row, Mission):
        return row
    for way in ways_to_mission(type(row)) if isinstance(row, models.Model) else ():
        found = row
        for name in way:
            found = getattr(found, name, None)
        if isinstance(found, Mission):
            return found
    return None


def filter_of(model: type[models.Model]) -> str:
    """What the address of the model's list asks for one mission with; empty where it has no such filter."""
    model_admin = admin.site._registry.get(model)
    filters = model_admin.list_filter if model_admin else ()
    named = {each[0] if isinstance(each, tuple) else each for each in filters}
    for way in ways_to_mission(model):
        if "__".join(way) in named:
            return f"{'__'.join(way)}__id__exact"
    return ""


def list_of(model: type[models.Model], mission: Mission | None = None) -> str:
    """The address of the model's list; of the mission's rows alone where one is given and the list can."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    asked = filter_of(model) if mission else ""
    return f"{address}?{asked}={mission.pk}" if asked and mission else address


@lru_cache(maxsize=4096)
def visits(mission: Mission | None = None) -> str:
    """The address of the work list of visit reports; of one mission where one is given."""
    return reverse("admin:visits") + (f"?mission={mission.pk}" if mission else "")


@lru_cache(maxsize=4096)
def address_of(name: str, *args: Any) -> str:
    """The address of a page of the back office; empty where there is no page of that name.

    Kept, for one page of the desk leads to hundreds.
    """
    try:
        return reverse(f"admin:{name}", args=args)
    except NoReverseMatch:
        return ""


def page_above(name: str, mission: Mission | None) -> str:
    """The address of a page of a mission, or of a page of all missions as it is for this one."""
    if name.startswith("missions_mission_"):
        return address_of(name, mission.pk) if mission else ""
    return address_of(name) + (f"?mission={mission.pk}" if mission else "")


def first_page_of(mission: Mission, user: Any) -> str:
    """Where work on a mission begins: its board, or its record for who sees no more of it."""
    board = address_of("missions_mission_board", mission.pk)
    if board and access.may(user, mission, "missions.view_programmeitem"):
        return board
    return address_of("missions_mission_change", mission.pk)
