"""What one must be allowed for travel documents, and who is told of passports that end too early."""

from collections.abc import Iterable

from backoffice.rights import access
from delegations import travel_documents
from delegations.models import Delegate
from missions.models import Mission

SEES = "delegations.view_traveldocument"
WRITES = "delegations.change_traveldocument"
DELETES = "delegations.delete_traveldocument"
READS_RECORD = "delegations.view_traveldocumentlook"


def expiring(user: object, missions: Iterable[Mission]) -> dict[int, list[Delegate]]:
    """Whose passport ends too early, by mission, where she may see travel documents; else no query."""
    allowed = access.allowed(user, missions, SEES)
    return travel_documents.expiring(allowed) if allowed else {}
