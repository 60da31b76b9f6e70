"""The admin site: stock Django admin under Keruen's name."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class KeruenAdminSite(AdminSite):
    """The organiser's desk; each room registers its own models with it."""

    site_header = site_title = "Keruen"
    index_title = _("Back office")
