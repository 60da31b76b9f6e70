"""What is said of how a file was read: kept as a code with its values, and worded for whoever looks.

A file waits for days, and is looked at in other languages than that of whoever brought it.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from wording import quotes

type Remark = tuple[str, Mapping[str, Any]]

SENTENCES = {
    "no_year": _("The day has no year: taken from the mission."),
    "counted_day": _("The day is counted from the first day of the mission."),
    "after_the_end": _("“%(text)s” is after the last day of the mission; the day is left open."),
    "several_days": _("“%(text)s” names several days; the day is left open."),
    "weekday": _("The weekday in “%(text)s” is not that of the date."),
    "no_day": _("The day is not known."),
    "unread": _("Could not be read: “%(text)s”."),
    "guessed_kind": _("The kind is guessed from the words."),
    "other_clock": _("The time was told by another clock; it is %(time)s in %(zone)s."),
    "new_uid": _("The UID of the event cannot be kept here; the item gets a new one."),
    "above": ngettext_lazy(
        "%(number)d line above the first day was not read.",
        "%(number)d lines above the first day were not read.",
        "number",
    ),
    "titles": ngettext_lazy(
        "%(number)d line above the first day is read as a title and becomes no row: %(lines)s.",
        "%(number)d lines above the first day are read as titles and become no rows: %(lines)s.",
        "number",
    ),
    "own_row": _("This line has no time: it is a row of its own. Look whether it is an item."),
    "marked": _("It says “%(text)s”."),
    "marked_day": _("The heading of its day says “%(text)s”."),
    "not_understood": _("The line has neither a time nor a known kind."),
    "class": _("The calendar marks the event as not public: %(value)s."),
    "no_headings": _("A table has no headings; its columns were told by what is in them."),
    "recurring": ngettext_lazy(
        "%(number)d recurring event was not read: write each of its days as an event.",
        "%(number)d recurring events were not read: write each of their days as an event.",
        "number",
    ),
    "gone": ngettext_lazy(
        "%(number)d cancelled event of no item here was not read.",
        "%(number)d cancelled events of no item here were not read.",
        "number",
    ),
    "windows_1251": _("The file is no UTF-8; it was read as Windows-1251. Look whether letters are right."),
    "first_sheet": _("Only the first sheet, “%(sheet)s”, is read; not: %(others)s."),
    "merged": ngettext_lazy(
        "%(number)d merged range: each of its cells has the value of the first.",
        "%(number)d merged ranges: each of their cells has the value of the first.",
        "number",
    ),
    "personal": _("Not read, since you may not see personal data: %(columns)s."),
    "examples": ngettext_lazy(
        "%(number)d row is an example and not read.",
        "%(number)d rows are examples and not read.",
        "number",
    ),
}
QUOTED = 80  # letters of what could not be read


def remark(code: str, **values: Any) -> Remark:
    """One of `SENTENCES` as it is kept."""
    return code, values


def unread(text: str) -> Remark:
    """That a text could not be read."""
    return remark("unread", text=text[:QUOTED])


def worded(kept: Any) -> str:
    """A kept remark in the language that is active; one from before there were codes, as it stands."""
    if isinstance(kept, str):
        return kept
    code, values = kept
    return quotes.nested(str(SENTENCES[code] % values))
