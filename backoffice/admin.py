"""What the desk adds to the rooms' own pages: the ways to the pages that release and withdraw."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ActionLocation
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from backoffice.people import merge_page
from missions.models import Mission, Release

EVERYWHERE = [ActionLocation.CHANGE_FORM, ActionLocation.CHANGE_LIST]

# The kinds of staff are renewed after each migration: what a page about them saved would not last.
admin.site.unregister(Group)


def _lead_to(name: str) -> Callable[[Any, HttpRequest, QuerySet[Any]], HttpResponse | None]:
    """An action that leads to the page of this name, about the one row that was chosen."""

    def lead(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        chosen = list(queryset.values_list("pk", flat=True)[:2])
        if len(chosen) != 1:
            model_admin.message_user(request, _("Choose one row for this."), messages.WARNING)
            return None
        return HttpResponseRedirect(reverse(f"admin:{name}", args=chosen))

    return lead


def _add_action(model: type[Mission | Release], name: str, page: str, description: Any) -> None:
    action = _lead_to(page)
    action.__name__ = name
    decorate = admin.action(permissions=["release"], description=description, location=EVERYWHERE)
    model_admin: Any = admin.site.get_model_admin(model)
    model_admin.actions = [*model_admin.actions, decorate(action)]


_add_action(Mission, "release", "missions_mission_release", _("Release the programme…"))
_add_action(Mission, "publish_results", "missions_mission_results", _("Publish results…"))
_add_action(Release, "withdraw", "missions_release_withdraw", _("Withdraw this version…"))
merge_page.add_actions()
