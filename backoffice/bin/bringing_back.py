"""Bringing an entry of the bin back: all its rows under their old keys, or a sentence that says why not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from backoffice.bin import keeping, reading
from backoffice.mission_file import saving
from backoffice.models import Deleted
from delegations.models import AccessLink, Attendance, Leg, SurveyAnswer
from missions import follow_ups, visit_reports
from missions.models import DraftLink, FollowUp, FormerSlug, Mission, Outcome, ProgrammeItem, Stop
from wording.lists import enumerated

REASON = gettext_noop("brought back")
NOT_KEPT = gettext_lazy("This is no longer kept: it was brought back, or deleted for good.")
# Days, zones and addresses around these may have changed since.
CHECKED = (Mission, Stop, ProgrammeItem, Leg)
# They are back as what was, and open nothing: so whoever may bring back what they led to may bring them too.
LINKS = (AccessLink, DraftLink)

type Model = type[models.Model]


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """The row that an entry was named after, how much of what hung on it could not come with it, and how
    many links that held have ended."""

    row: Any
    left: int
    ended: int


class Gone(ValidationError):
    """The entry is no longer in the bin."""


def bring_back(pk: int, by: Any) -> BroughtBack:
    """Make the rows of an entry again, in one transaction, with a line in the history of each.

    Raises Gone where somebody else was faster, and ValidationError where something that it needs is gone or
    its place is taken; nothing is changed then.
    """
    try:
        return _bring_back(pk, by)
    except IntegrityError:
        # What `_refuse_taken` cannot foresee: somebody took the place in this very moment.
        raise ValidationError(_("Its place was taken this moment. Look again."), code="taken") from None


@transaction.atomic
def _bring_back(pk: int, by: Any) -> BroughtBack:
    entry = taken_out(pk)
    kept = keeping.read(entry)
    rows = [_row(data) for data in kept.rows]
    root = rows[0]
    there = _without_orphans(rows)
    _refuse_lacking(there, entry, by)
    _refuse_taken(there)
    _refuse_approved(there)
    ended = _end_links(there)
    _promise_again(there, kept)
    _insert(there, by)
    left = len(rows) - len(there) + _point_again(kept.emptied, by)
    for row in there:
        if isinstance(row, CHECKED):
            _check(row)
    entry.delete()
    return BroughtBack(root, left, ended)


def taken_out(pk: int) -> Deleted:
    """The entry, locked for the one who deals with it first. Raises Gone for who comes second."""
    entry = Deleted.objects.select_for_update().filter(pk=pk, at__gte=keeping.oldest()).first()
    if entry is None:
        raise Gone(NOT_KEPT, code="gone")
    return entry


def _row(data: dict[str, Any]) -> Any:
    model = apps.get_model(data["model"])
    values = {}
    for field in model._meta.concrete_fields:
        if field.attname in data["columns"]:
            value = data["columns"][field.attname]
            values[field.attname] = value if isinstance(field, models.JSONField) else field.to_python(value)
    return model(**values)


def _refusal(row: Any, why: Any) -> ValidationError:
    kind = capfirst(str(row._meta.verbose_name))
    return ValidationError(
        _("Not brought back: %(kind)s “%(row)s”. %(why)s"),
        code="refused",
        params={"kind": kind, "row": _name(row), "why": why},
    )


def _name(row: Any) -> str:
    try:
        return str(row)
    except models.ObjectDoesNotExist:
        return f"#{row.pk}"  # what it was named after is gone


def _without_orphans(rows: list[Any]) -> list[Any]:
    """The rows whose own rows are there: what would have gone with something else meanwhile is left out.

    Raises ValidationError where the first row, or one that forbids what happened, misses something.
    """
    root, kept = rows[0], list(rows)
    while True:
        missing = _missing(kept)
        if not missing:
            return kept
        orphans = set()
        for row, field in missing:
            if field.null and field.remote_field.on_delete is models.SET_NULL:
                setattr(row, field.attname, None)
            elif row is not root and field.remote_field.on_delete is models.CASCADE:
                orphans.add(id(row))
            else:
                why = _("What stood there as “%(field)s” is gone.") % {"field": field.verbose_name}
                raise _refusal(row, why)
        kept = [row for row in kept if id(row) not in orphans]


def _missing(rows: list[Any]) -> list[tuple[Any, Any]]:
    """Each row with a field of it that points to nothing."""
    known: dict[Model, set[Any]] = defaultdict(set)
    wanted: dict[Model, set[Any]] = defaultdict(set)
    for row in rows:
        known[type(row)].add(row.pk)
        for field in _pointers(row):
            wanted[field.related_model._meta.concrete_model].add(getattr(row, field.attname))
    for model, keys in wanted.items():
        asked = keys - known[model]
        if asked:
            known[model] |= set(model._base_manager.filter(pk__in=asked).values_list("pk", flat=True))
    return [
        (row, field)
        for row in rows
        for field in _pointers(row)
        if getattr(row, field.attname) not in known[field.related_model._meta.concrete_model]
    ]


def _pointers(row: Any) -> Iterator[Any]:
    for field in row._meta.concrete_fields:
        if field.is_relation and getattr(row, field.attname) is not None:
            yield field


def _refuse_lacking(rows: list[Any], entry: Deleted, by: Any) -> None:
    """Raise ValidationError where a kind of row is among them that she may not add where it was."""
    kinds = [model for model, _rows in _by_model(rows) if model not in LINKS]
    if lacking := [str(model._meta.verbose_name_plural) for model in reading.not_addable(by, entry, kinds)]:
        raise ValidationError(
            _("Not brought back, for you may not add what belongs to it: %(kinds)s."),
            code="lacking",
            params={"kinds": enumerated(lacking)},
        )


def _refuse_taken(rows: list[Any]) -> None:
    """Raise ValidationError where another row has what only one may have: a key, a slug, a rank."""
    for model, group in _by_model(rows):
        for names, sentence in _unique(model):
            mine = {tuple(getattr(row, name) for name in names): row for row in group}
            mine = {key: row for key, row in mine.items() if None not in key}
            found = model._base_manager.filter(**{f"{names[0]}__in": {key[0] for key in mine}})
            for key in found.values_list(*names):
                if key in mine:
                    raise _refusal(mine[key], sentence)
    slugs = {row.slug: row for row in rows if isinstance(row, Mission)}
    for slug in FormerSlug.objects.filter(slug__in=slugs).values_list("slug", flat=True):
        raise _refusal(slugs[slug], _("This slug was the address of another mission; links still use it."))


def _refuse_approved(rows: list[Any]) -> None:
    """Raise ValidationError where they would change who was at a visit of which the report is approved.

    A visit that comes back with them is not there yet, and so has no report.
    """
    at = {row.item_id: row for row in rows if isinstance(row, Attendance)}
    for item in ProgrammeItem.objects.filter(pk__in=at).order_by("pk"):
        try:
            visit_reports.refuse_if_approved(item)
        except ValidationError as error:
            raise _refusal(at[item.pk], " ".join(error.messages)) from None


def _unique(model: Model) -> Iterator[tuple[tuple[str, ...], str]]:
    """The columns of which no two rows may have the same, each with the sentence for who does."""
    yield (model._meta.pk.attname,), _("It is there again already.")
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield (
                (field.attname,),
                _("Another row has its “%(field)s” now.") % {"field": field.verbose_name},
            )
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
            fields: list[Any] = [model._meta.get_field(name) for name in constraint.fields]
            names = tuple(field.attname for field in fields)
            plain = constraint.violation_error_message == constraint.default_violation_error_message
            yield names, _("Its place is taken.") if plain else str(constraint.violation_error_message)


def _by_model(rows: Iterable[Any]) -> list[tuple[Model, list[Any]]]:
    groups: dict[Model, list[Any]] = {}
    for row in rows:
        groups.setdefault(type(row), []).append(row)
    return list(groups.items())


def _end_links(rows: list[Any]) -> int:
    """A deletion ended the links that went with it: they open nothing again. Returns how many had held."""
    now, held = timezone.now(), 0
    for row in rows:
        if isinstance(row, LINKS) and row.revoked_at is None:
            held += row.expires_at is None or row.expires_at > now
            row.revoked_at = now
    return held


def _promise_again(rows: list[Any], kept: keeping.Kept) -> None:
    """An outcome that a delegate told, and that was deleted before outcomes said so, says so from now on."""
    told = {row.outcome_id for row in rows if isinstance(row, SurveyAnswer)} | {
        found["value"]
        for found in kept.emptied
        if (found["model"], found["column"]) == (SurveyAnswer._meta.label_lower, "outcome")
    }
    silent = {
        data["columns"]["id"]
        for data in kept.rows
        if data["model"] == Outcome._meta.label_lower and "needs_confirmation" not in data["columns"]
    }
    for row in rows:
        if isinstance(row, Outcome) and row.pk in told & silent:
            row.needs_confirmation = True
            row.published = row.published and row.confirmed_on is not None


def _insert(rows: list[Any], by: Any) -> None:
    """Save the rows, and then their histories, which tell what each of them names."""
    groups = _by_model(rows)
    for model, group in groups:
        model._base_manager.bulk_create(group)
    for model, group in groups:
        if hasattr(model, "history"):
            saving.write_history(model, group, _many(model), update=False, reason=REASON, by=by)


def _many(model: Any) -> list[str]:
    """The fields of many rows that a history keeps."""
    return [field.name for field in model._meta.many_to_many if hasattr(model.history.model, field.name)]


def _point_again(emptied: list[dict[str, Any]], by: Any) -> int:
    """Let rows that stayed point to what is back, if they point to nothing. Returns how many do not."""
    left = 0
    for found in emptied:
        model = apps.get_model(found["model"])
        row: Any = model._base_manager.select_for_update().filter(pk=found["pk"]).first()
        permission = f"{model._meta.app_label}.change_{model._meta.model_name}"
        field: Any = model._meta.get_field(found["column"])
        if row is None or getattr(row, field.attname) is not None or not by.has_perm(permission, row):
            left += 1
            continue
        setattr(row, field.attname, field.target_field.to_python(found["value"]))
        changed = [field.name]
        if isinstance(row, FollowUp) and follow_ups.forget_why(row, field.name):
            changed.append("closing_reason")
        row._history_user, row._change_reason = by, REASON
        row.save(update_fields=changed)
    return left


def _check(row: Any) -> None:
    fresh = type(row)._base_manager.get(pk=row.pk)
    try:
        fresh.clean()
    except ValidationError as error:
        raise _refusal(fresh, " ".join(error.messages)) from None
