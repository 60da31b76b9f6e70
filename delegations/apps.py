from django.apps import AppConfig
from django.db.models.signals import pre_delete
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"
    verbose_name = capfirst(_("delegations"))

    def ready(self) -> None:
        """Write the letters about a version in the transaction that makes it; forget who is erased."""
        from delegations import host_names, rescheduled
        from delegations.notices import outbox
        from missions.release import days_moved, released
        from partners.models import Contact, Person

        released.connect(outbox.written, dispatch_uid="delegations.notices")
        days_moved.connect(rescheduled.follow, dispatch_uid="delegations.rescheduled")
        pre_delete.connect(host_names.forget_contact, sender=Contact, dispatch_uid="delegations.host_names")
        pre_delete.connect(host_names.forget_person, sender=Person, dispatch_uid="delegations.host_names")
