from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate, pre_delete
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    name = "backoffice"
    verbose_name = capfirst(_("back office"))
    default = True

    def ready(self) -> None:
        from backoffice.bin import keeping
        from backoffice.frame import stock_words  # they need the models of auth
        from backoffice.lists import printings
        from backoffice.rights import roles
        from backoffice.week import forgetting
        from delegations.models import Delegate
        from partners import deletions

        stock_words.say_in_every_language()

        deletions.deleting.connect(keeping.keep, dispatch_uid="backoffice.bin")
        deletions.erasing.connect(keeping.erase, dispatch_uid="backoffice.bin")
        for signal in (deletions.deleting, deletions.erasing):
            signal.connect(forgetting.forget, dispatch_uid="backoffice.week")
        pre_delete.connect(printings.forget, sender=Delegate, dispatch_uid="backoffice.lists")
        # After the last room that has models, whose permissions are made by then.
        post_migrate.connect(
            roles.renew, sender=apps.get_app_config("delegations"), dispatch_uid="backoffice.rights.roles"
        )


class KeruenAdminConfig(admin_apps.AdminConfig):
    """Puts Keruen's site in the place of the stock admin site."""

    default_site = "backoffice.site.KeruenAdminSite"
    default = False
