"""Words that Django's admin writes in English whatever the language: said in the reader's."""

from typing import Any

from django.contrib.admin.templatetags import admin_list
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _

_ICONS = {True: "yes", False: "no", None: "unknown"}


def boolean_icon(value: bool | None) -> str:
    """The sign for yes, no or not known, with that word for who does not see it."""
    words = {True: _("yes"), False: _("no"), None: _("not known")}[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{_ICONS[value]}.svg"), words)


def say_in_every_language() -> None:
    """Put ours in the place of Django's; called once, when the app is ready."""
    of_django: Any = admin_list
    of_django._boolean_icon = boolean_icon  # its alternative text is “True”
