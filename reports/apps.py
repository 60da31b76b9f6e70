from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = capfirst(_("reports"))

    def ready(self) -> None:
        from accounts.models import User
        from reports.exports import storage

        post_save.connect(storage.drop_of_closed, sender=User, dispatch_uid="reports.exports")
