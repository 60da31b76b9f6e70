"""The missions' pages in the back office, by noun."""

from missions.admin import attachments, beside, items, missions, planning, releases, results

__all__ = ["attachments", "beside", "items", "missions", "planning", "releases", "results"]
