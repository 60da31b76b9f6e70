from django.apps import AppConfig
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class MissionsConfig(AppConfig):
    name = "missions"
    verbose_name = capfirst(_("missions"))

    def ready(self) -> None:
        from missions import follow_ups
        from partners import deletions

        for signal in (deletions.deleting, deletions.erasing):
            signal.connect(follow_ups.keep_why, dispatch_uid="missions.follow_ups")
