from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    name = "backoffice"
    verbose_name = _("back office")
    default = True


class KeruenAdminConfig(admin_apps.AdminConfig):
    """Puts Keruen's site in the place of the stock admin site."""

    default_site = "backoffice.site.KeruenAdminSite"
    default = False
