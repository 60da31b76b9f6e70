from django.apps import AppConfig
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"
    verbose_name = capfirst(_("delegations"))

    def ready(self) -> None:
        """Write the letters about a version in the transaction that makes it."""
        from delegations.notices import outbox
        from missions.release import released

        released.connect(outbox.written, dispatch_uid="delegations.notices")
