"""Who changed what in one mission, when, and from what to what: over the histories of all its rows.

`kinds.py` knows the histories and how their entries lead to the mission, `reading.py` reads a page of them in
a few queries however many there are, `names.py` finds what rows are called, `values.py` says a value in words
and `entries.py` puts it together.
"""

from backoffice.mission_history.entries import Change, Entry, Filters, Page, page, people

__all__ = ["Change", "Entry", "Filters", "Page", "page", "people"]
