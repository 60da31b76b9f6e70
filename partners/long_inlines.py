"""Rows beside a row: past ten of them they are a list of their own, linked with their number."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from partners import beside

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Apart:
    """Rows that have a list of their own: what they are, how many, where, and where one is added."""

    words: str
    count: int
    address: str
    add: str


class LongInlines(beside.Page):
    """For admin classes: inlines of more than ten rows are linked, if their rows have a list."""

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Iterator[Any]:
        """Those that the page sent, or will show: what it linked it does not send."""
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            sent = f"{formset.get_default_prefix()}-{forms.formsets.TOTAL_FORM_COUNT}" in request.POST
            if request.method == "POST" and obj is not None and not sent and _list_of(self, inline):
                key = forms.models._get_foreign_key(self.model, inline.model, inline.fk_name)
                if inline.get_queryset(request).filter(**{key.name: obj})[SHOWN:].exists():
                    continue
            yield formset, inline

    def get_inline_formsets(
        self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Any = None
    ) -> Any:
        """The forms beside the row; what has a list of its own is remembered for `render_change_form`."""
        shown, apart = [], []
        for formset, inline in zip(formsets, inline_instances, strict=True):
            address = _list_of(self, inline) if obj is not None and not formset.is_bound else ""
            if address and formset.initial_form_count() > SHOWN:
                apart.append(self._apart(request, formset, inline, obj, address))
            else:
                shown.append((formset, inline))
        request.inlines_apart = apart  # type: ignore[attr-defined]  # from here to render_change_form
        kept = [formset for formset, _inline in shown], [inline for _formset, inline in shown]
        return super().get_inline_formsets(request, *kept, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        context["inlines_apart"] = getattr(request, "inlines_apart", [])
        return super().render_change_form(request, context, *args, **kwargs)

    def _apart(self, request: HttpRequest, formset: Any, inline: Any, obj: Any, address: str) -> Apart:
        name = formset.fk.name
        opts = inline.opts
        add = reverse(f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_add")
        may_add = inline.has_add_permission(request, obj)
        return Apart(
            str(inline.verbose_name_plural),
            formset.initial_form_count(),
            f"{address}?{name}__id__exact={obj.pk}",
            f"{add}?{name}={obj.pk}" if may_add else "",
        )


def _list_of(model_admin: Any, inline: Any) -> str:
    """The address of the list of the inline's rows; empty where they have none."""
    opts = inline.opts
    try:
        return reverse(f"{model_admin.admin_site.name}:{opts.app_label}_{opts.model_name}_changelist")
    except NoReverseMatch:
        return ""
