"""The words of the admin's scripts, with those that Django's own catalogue lacks."""

from typing import Any

from django.conf import settings
from django.views.i18n import JavaScriptCatalog


class _Catalog(JavaScriptCatalog):
    packages = ["django.contrib.admin"]

    def get_paths(self, packages: Any) -> list[Any]:
        """The admin's catalogues, then ours in its place."""
        return [*super().get_paths(packages), *settings.LOCALE_PATHS]


catalog = _Catalog.as_view()
