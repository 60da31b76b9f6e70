"""The histories of a mission's rows: which there are, who may read them, how entries lead to the mission."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.db.models.constants import LOOKUP_SEP

from backoffice.rights import access
from backoffice.rights.belonging import PATHS
from missions.models import Mission
from partners.desk import PERSONAL_DATA

LEFT_OUT = {"id", "ref", "uid", "changed_at", "mission"}
# No form sets them, and their changes are told all the same.
BY_A_VERB = {"state", "head"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row with a history; `way` leads from one of its entries to the mission."""

    number: int
    model: type[Model]
    way: str

    @property
    def history(self) -> Any:
        """The entries."""
        return self.model.history  # type: ignore[attr-defined]  # what has none is no kind

    @property
    def label(self) -> str:
        """Its name in addresses."""
        return str(self.model._meta.model_name)

    @property
    def fields(self) -> list[Any]:
        """The fields whose changes are told."""
        return [
            field
            for field in self.history.model.tracked_fields
            if (field.editable or field.name in BY_A_VERB) and field.name not in LEFT_OUT
        ]

    @property
    def many(self) -> list[Any]:
        """The fields that lead to several rows, and whose changes are told."""
        return list(self.history.model._history_m2m_fields)

    def entries(self, mission: Mission) -> QuerySet[Any]:
        """The entries of the mission's rows, those of deleted rows too."""
        *relations, last = self.way.split(LOOKUP_SEP)
        if last == "pk":
            found = self.history.filter(id=mission.pk)
        elif not relations:
            found = self.history.filter(mission_id=mission.pk)
        else:
            # By the history of what it belongs to, which may be deleted.
            (relation,) = relations
            owner: Any = self.model._meta.get_field(relation).related_model
            owners = owner.history.filter(mission_id=mission.pk).order_by().values("id")
            found = self.history.filter(**{f"{relation}_id__in": owners})
        rows: QuerySet[Any] = found.order_by()
        return rows


@cache
def all_kinds() -> tuple[Kind, ...]:
    """Every kind of row that belongs to a mission and has a history."""
    models = [(apps.get_model(label), ways[0]) for label, ways in PATHS.items()]
    tracked = [(model, way) for model, way in models if hasattr(model, "history") and not model._meta.proxy]
    return tuple(Kind(number, model, way) for number, (model, way) in enumerate(tracked))


def readable(user: object, mission: Mission) -> list[Kind]:
    """The kinds whose rows the reader may see in the mission."""
    return [kind for kind in all_kinds() if access.may(user, mission, _view(kind.model))]


def hidden(user: object, mission: Mission, kind: Kind) -> frozenset[str]:
    """The fields of which the reader is not told: as in the form and history of a row."""
    page: Any = admin.site._registry.get(kind.model)
    personal = () if access.may(user, mission, PERSONAL_DATA) else getattr(page, "personal_fields", ())
    elsewhere = () if access.sees_all(user) else getattr(page, "elsewhere", ())
    return frozenset((*personal, *elsewhere, *getattr(page, "secret_fields", ())))


def _view(model: type[Model]) -> str:
    return f"{model._meta.app_label}.view_{model._meta.model_name}"
