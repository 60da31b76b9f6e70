"""Two people or organisations become one: first what moves, what is there twice, what differs; then the act.

    ?rows=12,7       the first is kept; the other one may be kept instead

Whoever merges must be allowed to change and to delete in all missions in which either has a part.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backoffice.frame import desk
from backoffice.rights import access, belonging
from missions.models import Mission
from partners import choosing, merging
from partners.desk import PERSONAL_DATA
from partners.models import Organisation, Person
from wording import numbers

PERSONAL = {"email", "phone"}
LONGEST = 200  # letters of a value that is shown
HERE = {Person: desk.PEOPLE, Organisation: desk.PARTNERS}


@dataclass(frozen=True, slots=True)
class Side:
    """What one of both has, of fields that differ."""

    which: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """Fields that differ, to choose from one of both."""

    name: str
    label: str
    sides: tuple[Side, Side]


def urls(view: Any) -> list[URLPattern]:
    """The addresses of these pages, below the admin's own."""
    return [
        path("partners/person/merge/", view(_page_of(Person)), name="partners_person_merge"),
        path(
            "partners/organisation/merge/", view(_page_of(Organisation)), name="partners_organisation_merge"
        ),
    ]


def address(model: type[Model], *keys: int) -> str:
    """The page on which these two rows are merged."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_merge"
    return f"{reverse(name)}?rows={','.join(map(str, keys))}"


def may_merge(user: Any, model: type[Model]) -> bool:
    """Whether she may merge rows of this kind in some mission."""
    return all(user.has_perm(permission) for permission in _permissions(model))


def _page_of(model: Any) -> Any:
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: HttpRequest) -> HttpResponse:
        """Show what merging would do, or merge."""
        if not may_merge(request.user, model):
            raise PermissionDenied
        asked = request.GET.get("rows", "")
        if not asked:
            return _show_nothing(request, model)
        kept, gone = _rows(request, model, asked)
        if refused := _refusal(request, model, kept, gone):
            return _show(request, model, kept, gone, [refused], may=False)
        return (
            _merge(request, model, kept, gone)
            if request.method == "POST"
            else _show(request, model, kept, gone)
        )

    return page


def _merge(request: HttpRequest, model: Any, kept: Any, gone: Any) -> HttpResponse:
    choices: dict[str, str] = {
        name.removeprefix("take-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("take-")
    }
    if not _sees_personal_data(request.user, kept, gone):
        choices = {name: value for name, value in choices.items() if name not in PERSONAL}
    words = {"gone": str(gone), "kept": str(kept)}
    try:
        with transaction.atomic():
            # The missions first, as every page does: in another order two would wait for ever.
            keys = _missions(model, kept, gone)
            list(Mission.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
            if refused := _refusal(request, model, kept, gone):
                raise ValidationError(refused)
            made = merging.merge(
                kept, gone, by=request.user, choices=choices, seen=request.POST.get("seen", "-")
            )
    except ValidationError as error:
        left = model.objects.filter(pk__in=[kept.pk, gone.pk]).count()
        if left == 2:
            return _show(request, model, kept, gone, error.messages, chosen=choices)
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(_list(model))
    messages.success(request, _("“%(gone)s” is merged into “%(kept)s”.") % words)
    return HttpResponseRedirect(reverse(f"admin:partners_{model._meta.model_name}_change", args=[made.pk]))


def _sees_personal_data(user: Any, kept: Any, gone: Any) -> bool:
    """Whether she may see, and so choose, what is personal of both."""
    return bool(user.has_perm(PERSONAL_DATA, kept) and user.has_perm(PERSONAL_DATA, gone))


def _rows(request: HttpRequest, model: Any, asked: str) -> tuple[Any, Any]:
    """The two rows that the address names. Raises Http404 where there are not two that the reader sees."""
    keys = [numbers.whole(key) for key in asked.split(",")]
    if len(keys) != 2 or None in keys:
        raise Http404
    seen = access.narrow(request.user, model.objects.all(), "view")
    rows = {row.pk: row for row in seen.filter(pk__in=keys)}
    if len(rows) != 2:
        raise Http404
    return rows[keys[0]], rows[keys[1]]


def _refusal(request: HttpRequest, model: Any, *rows: Any) -> str:
    """Why this reader may not merge these, whom others may; empty where she may."""
    allowed = access.missions_with(request.user, *_permissions(model))
    everywhere = all(access.everywhere(request.user, each) for each in _permissions(model))
    if everywhere and access.sees_all(request.user):
        return ""
    if all(request.user.has_perm(each, row) for each in _permissions(model) for row in rows):
        keys = _missions(model, *rows)
        if keys <= set(allowed.filter(pk__in=keys).values_list("pk", flat=True)):
            return ""
    return _("One of them has a part in a mission in which you may not change and delete such entries.")


def _missions(model: Any, *rows: Any) -> set[int]:
    """The missions in which one of the rows has a part."""
    keys = [row.pk for row in rows]
    queries: list[QuerySet[Any]] = []
    for relation in merging.references(model):
        related: Any = relation.related_model
        if related._meta.auto_created:
            other = next(field for field in related._meta.fields if field.related_model not in (None, model))
            ways = belonging.PATHS.get(other.related_model._meta.label, ())
            queries += [_of(related, {relation.field.name: keys}, f"{other.name}__{way}") for way in ways]
        ways = belonging.PATHS.get(related._meta.label, ())
        queries += [_of(related, {relation.field.name: keys}, way) for way in ways]
    end = "person" if model is Person else "organisation"
    queries += [_of(part, {f"{key}__{end}": keys}, way) for part, key, way in belonging.PARTS]
    found = queries[0].union(*queries[1:]).order_by()
    return {key for (key,) in found if key is not None}


def _of(related: Any, asked: dict[str, list[int]], way: str) -> QuerySet[Any]:
    wanted = Q(**{f"{name}__in": keys for name, keys in asked.items()})
    found: QuerySet[Any] = related._base_manager.filter(wanted).order_by().values_list(way)
    return found


def _permissions(model: Any) -> tuple[str, str]:
    name = f"{model._meta.app_label}.{{}}_{model._meta.model_name}"
    return name.format("change"), name.format("delete")


def _list(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _show(
    request: HttpRequest,
    model: Any,
    kept: Any,
    gone: Any,
    wrong: list[str] | None = None,
    *,
    may: bool = True,
    chosen: dict[str, str] | None = None,
) -> HttpResponse:
    made = merging.plan(kept, gone) if may else None
    shows_personal = _sees_personal_data(request.user, kept, gone)
    asked = (
        [
            _question(choice, chosen or {})
            for choice in choosing.choices(kept, gone)
            if shows_personal or choice.name not in PERSONAL
        ]
        if may
        else []
    )
    context = {
        "title": _("Merge “%(gone)s” into “%(kept)s”") % {"gone": gone, "kept": kept},
        "model": model,
        "kept": kept,
        "gone": gone,
        "wrong": wrong or [],
        "plan": made,
        "moved": _moved(made) if made else [],
        "twice": [_twice(each) for each in made.twice] if made else [],
        "questions": asked,
        "other_way": address(model, gone.pk, kept.pk),
        "list": _list(model),
        "kept_address": _address_of(kept),
        "gone_address": _address_of(gone),
    }
    return desk.page(request, "backoffice/merge.html", context, section=HERE[model])


def _show_nothing(request: HttpRequest, model: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("Merge two entries"),
        "list": _list(model),
        "plan": None,
        "wrong": [],
    }
    return desk.page(request, "backoffice/merge.html", context, section=HERE[model])


def _address_of(row: Any) -> str:
    return reverse(f"admin:partners_{row._meta.model_name}_change", args=[row.pk])


def _question(choice: choosing.Choice, chosen: dict[str, str]) -> Question:
    which = chosen.get(choice.name, choice.default)
    sides = [
        Side(each, _words(choice, values), which == each)
        for each, values in ((choosing.KEPT, choice.kept), (choosing.GONE, choice.gone))
    ]
    label = str(capfirst(str(choice.fields[0].verbose_name)))
    if len(choice.fields) > 1:
        language = dict(settings.LANGUAGES)[choice.name.rsplit("_", 1)[1]]
        label = _("Name (%(language)s)") % {"language": language}
    return Question(choice.name, label, (sides[0], sides[1]))


def _words(choice: choosing.Choice, values: tuple[Any, ...]) -> str:
    words = []
    for field, value in zip(choice.fields, values, strict=True):
        if isinstance(value, bool):
            words.append(_("yes") if value else _("no"))
        elif value in (None, ""):
            continue
        elif field.is_relation:
            words.append(str(field.related_model._default_manager.filter(pk=value).first() or ""))
        else:
            words.append(str(dict(field.flatchoices).get(value, value)))
    text = " ".join(words)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _moved(made: merging.Plan) -> list[tuple[str, int]]:
    """What leads on, by kind: “delegates: 3”."""
    found: dict[str, int] = {}
    for (model, name), keys in made.moved.items():
        if model._meta.auto_created:
            ends: list[Any] = [end for end in model._meta.fields if end.is_relation and end.name != name]
            label = ends[0].related_model._meta.verbose_name_plural
        else:
            label = model._meta.verbose_name_plural
        found[str(capfirst(str(label)))] = found.get(str(capfirst(str(label))), 0) + len(keys)
    return list(found.items())


def _twice(each: merging.Twice) -> str:
    """What both have and one may have once, and which of both stays."""
    row = each.stays
    words = {"stays": str(row), "kind": row._meta.verbose_name}
    match row._meta.label:
        case "delegations.Delegate":
            words |= {"where": str(row.mission), "place": row.precedence}
            return (
                _("Both are delegates of “%(where)s”. “%(stays)s” with precedence %(place)s stays.") % words
            )
        case "partners.Contact":
            words["where"] = str(row.organisation)
            return _("Both are contacts at “%(where)s”. “%(stays)s” stays, public only if both are.") % words
        case "missions.Host":
            words["where"] = str(row.item)
            return _("Both are hosts of “%(where)s”. The one that is kept stays.") % words
        case "missions.Party":
            words["where"] = str(row.mission)
            return _("Both have the same role in “%(where)s”. The one that is kept stays.") % words
        case "delegations.Delegation":
            words["where"] = str(row.mission)
            return _("Both send a delegation on “%(where)s”. It becomes one.") % words
        case "delegations.Attendance":
            words["where"] = str(row.item)
            return _("Both are noted at “%(where)s”. The note about the one that is kept stays.") % words
    return _("There are two of one thing (%(kind)s). “%(stays)s” stays.") % words


def merge_two(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
    """An action of a list: lead to the page that merges the two rows that were chosen."""
    keys = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
    if len(keys) != 2:
        model_admin.message_user(request, _("Choose two rows to merge."), messages.WARNING)
        return None
    return HttpResponseRedirect(address(model_admin.model, *keys))


def add_actions() -> None:
    """Let the lists of people and organisations lead here."""
    from django.utils.translation import gettext_lazy

    act = admin.action(permissions=["change", "delete"], description=gettext_lazy("Merge two…"))(merge_two)
    for model in (Person, Organisation):
        model_admin: Any = admin.site.get_model_admin(model)
        model_admin.actions = [*(model_admin.actions or ()), act]
