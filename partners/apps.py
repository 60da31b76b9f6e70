from django.apps import AppConfig
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = capfirst(_("partners"))

    def ready(self) -> None:
        from partners import alphabets  # lookups need the models' fields

        alphabets.fold_by_unicode()
