"""The letter that asks delegates what came of the mission, as a draft to be looked at and changed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SUBJECT = gettext_lazy("What came of {mission}?")


def text() -> str:
    """Its text in the active language; what stands in braces is filled in for each delegate."""
    return "\n\n".join(
        (
            _("Dear {name},"),
            _("You travelled with us: {mission}, {dates}. What has come of it? A few questions:"),
            "{questions}",
            _("Only the organiser’s staff read your answers. Nothing is published without asking you."),
        )
    )
