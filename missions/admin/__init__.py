"""The missions' pages in the back office, by noun."""

from missions.admin import beside, items, missions, planning, releases, results

__all__ = ["beside", "items", "missions", "planning", "releases", "results"]
