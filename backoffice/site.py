"""The admin site: stock Django admin under Keruen's name, with the desk's own pages among it."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class KeruenAdminSite(AdminSite):
    """The organiser's desk; each room registers its own models with it."""

    site_header = site_title = "Keruen"
    index_title = _("Back office")

    def get_urls(self) -> Any:
        from backoffice import release_page  # the site is made before the models are there

        return [*release_page.urls(), *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """The rooms, under names that begin as headings do."""
        rooms = super().get_app_list(request, app_label)
        return [{**room, "name": capfirst(room["name"])} for room in rooms]
