"""What a delegate agrees to before her travel document is kept: the text, its version, for how long.

The text stands in the catalogues of all languages. Whoever changes it gives it another `VERSION`: who agreed
to an earlier one is asked again when she next saves.
"""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

VERSION = "2026-11"


def days() -> int:
    """For how many days after the mission's last day a document is kept that is entered now."""
    return int(settings.TRAVEL_DOCUMENT_DAYS)


def text(kept_days: int) -> list[str]:
    """Its paragraphs, in the active language."""
    return [
        _(
            "Kept for this mission alone is what is printed in your passport, as it is typed here. It is "
            "needed to ask for visas and permits, to announce you at borders and to book tickets."
        ),
        _(
            "Who receives it: the embassy or consulate, the host’s ministry of foreign affairs, and the "
            "authorities that give visas and permits; hotels are told how your name is spelt. Nobody else."
        ),
        _(
            "It crosses borders: these authorities are in the countries of the mission, whose rules about "
            "personal data may differ from those of your own."
        ),
        ngettext(
            "It is kept encrypted until %(days)d day after the mission’s last day, and is then deleted.",
            "It is kept encrypted until %(days)d days after the mission’s last day, and is then deleted.",
            kept_days,
        )
        % {"days": kept_days},
        _("A member of staff needs a right of its own to see it, and each look is recorded."),
        _(
            "You may withdraw your consent at any time, here or by telling the organiser: the document is "
            "deleted at once. What an authority has received by then stays with it."
        ),
    ]
