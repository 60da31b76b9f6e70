"""What a row keeps although no file says it: the document that it became, and a promise to a delegate."""

from dataclasses import replace
from typing import Any

from backoffice.mission_file.entries import Entry
from missions.models import FollowUp, Outcome
from wording.translated import texts


def title_of_document(row: FollowUp) -> str:
    """What stands for the document that a follow-up became, where nothing else does: it is in no file."""
    if row.result_document is None or row.result_mission_id or row.result_link:
        return ""
    return next(iter(texts(row.result_document, "title").values()), "")


def said(row: Any, entry: Entry) -> Entry:
    """What an entry of the file says of a row that is there already, as it was before.

    The title of a document that the row still names is no reason why it was closed, and nothing takes back
    that a company is asked before the public reads what a delegate told.
    """
    if isinstance(row, FollowUp) and not row.closing_reason:
        reason = entry.data.get("closing_reason")
        if reason and reason == title_of_document(row):
            rest = {name: value for name, value in entry.data.items() if name != "closing_reason"}
            return replace(entry, data=rest)
    if isinstance(row, Outcome) and row.needs_confirmation:
        return replace(entry, data={**entry.data, "needs_confirmation": True})
    return entry
