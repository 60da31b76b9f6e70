"""What every page of the desk has: the bar with its menu, the mission one is working on, the way back."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from missions.models import Mission

WEEK, PROGRAMME, PEOPLE, PARTNERS, REPORTS, RECORDS = (
    "week",
    "programme",
    "people",
    "partners",
    "reports",
    "records",
)


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    mission: Mission | None = None,
    section: str = "",
    status: int = 200,
) -> TemplateResponse:
    """A page of the desk; `section` is the entry of the menu that it belongs to.

    The context should have a `title`, the page's one heading.
    """
    request.current_app = admin.site.name
    return TemplateResponse(
        request,
        template,
        {**admin.site.each_context(request), "mission": mission, "section": section, **context},
        status=status,
    )
