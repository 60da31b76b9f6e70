"""The lists that staff take away: which rows each has, its columns, and which of them its page shows.

Travel documents are in none. What is personal is marked with the row whose missions decide about it.
"""

from reports.exports.lists.one import List
from reports.exports.lists.people import CONTACTS, DELEGATES, ORGANISATIONS, STAYS
from reports.exports.lists.programme import LEGS, PROGRAMME
from reports.exports.lists.results import FOLLOW_UPS, OUTCOMES, VISIT_REPORTS, VISITS

__all__ = ["BY_MODEL", "CONTACTS", "LISTS", "VISIT_REPORTS", "List"]

LISTS = {
    one.key: one
    for one in (
        VISITS,
        VISIT_REPORTS,
        FOLLOW_UPS,
        OUTCOMES,
        DELEGATES,
        CONTACTS,
        ORGANISATIONS,
        PROGRAMME,
        LEGS,
        STAYS,
    )
}
BY_MODEL = {one.model: one for one in LISTS.values() if not one.register}
