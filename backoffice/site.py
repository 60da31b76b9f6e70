"""The admin site: stock Django admin under Keruen's name, with the desk's own pages among it."""

from typing import Any

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class KeruenAdminSite(AdminSite):
    """The organiser's desk; each room registers its own models with it."""

    site_header = site_title = "Keruen"
    index_title = _("Back office")

    def get_urls(self) -> Any:
        from backoffice import release_page  # the site is made before the models are there
        from backoffice.board import page as board_page

        return [*board_page.urls(), *release_page.urls(), *super().get_urls()]
