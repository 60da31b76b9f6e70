"""The missions' pages in the back office, by noun."""

from missions.admin import items, missions, planning, releases, results

__all__ = ["items", "missions", "planning", "releases", "results"]
