"""The missions' pages in the back office, by noun."""

from missions.admin import items, missions, releases, results

__all__ = ["items", "missions", "releases", "results"]
