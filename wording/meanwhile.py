"""What whoever saves after somebody else is told, and how values are quoted there."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LONGEST = 200  # characters of a value that a sentence quotes
NOTHING = "–"

# for %(who)s, %(when)s and %(fields)s, the differences joined by “; ”
SAVED_MEANWHILE = _(
    "%(who)s saved this at %(when)s, while it lay open here. Changed meanwhile: %(fields)s. "
    "Your entries stand below, not saved yet; saving again puts them in the place of the others."
)


def quoted(value: object) -> str:
    """A value as a sentence has it: text in quotes and cut off, “yes” or “no”, a dash for none."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or NOTHING
    text = str(value)
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return f"“{cut}”" if isinstance(value, str) else cut


def difference(label: str, old: str, new: str) -> str:
    """“Day: 2023-12-04 → 2023-12-05”."""
    return f"{label}: {old} → {new}"
