"""The tables of docs/roles.md, read: what the walk and the tests of permissions expect is taken from there."""

from functools import cache
from pathlib import Path

from django.db.models import Model

from delegations.models import (
    AccessLink,
    Attendance,
    Delegate,
    Delegation,
    Leg,
    Mailing,
    Notice,
    Seen,
    Stay,
    SurveyAnswer,
    TravelDocument,
    TravelDocumentLook,
)
from missions.models import (
    AcceptedCaution,
    Attachment,
    Cost,
    Deadline,
    DraftLink,
    FollowUp,
    Group,
    Host,
    ItemGroup,
    Mission,
    MissionRole,
    Outcome,
    OutcomeYear,
    Party,
    ProgrammeItem,
    Rate,
    Release,
    ResultsRelease,
    Role,
    Series,
    SiteVisit,
    Stop,
    VisitReport,
)
from partners.models import Contact, Organisation, Person, Place, Sector
from reports.models import Export

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
ROLES = tuple(Role.values)
KINDS = ("Editor with people", "Editor", "Reporter", "Viewer", "Releaser")
PERSONAL = "telephone, e-mail, needs, rooms"
RELEASING = "releasing, withdrawing, publishing"
APPROVING = "approving reports"
RELEASED = "what was released"
MODELS: dict[str, tuple[type[Model], ...]] = {
    "the mission": (Mission,),
    "parties, stops, groups, items, hosts": (Party, Stop, Group, ProgrammeItem, ItemGroup, Host),
    "deadlines, cautions, attachments": (Deadline, AcceptedCaution, Attachment),
    "reports, follow-ups, outcomes": (VisitReport, FollowUp, Outcome, OutcomeYear),
    "what delegates said after the mission": (SurveyAnswer,),
    "the budget": (Cost,),
    "who was there": (Attendance,),
    "people": (Person,),
    "delegations and delegates": (Delegation, Delegate),
    "legs and stays": (Leg, Stay),
    "personal links": (AccessLink,),
    "travel documents": (TravelDocument,),
    "who looked at travel documents": (TravelDocumentLook,),
    "who took what away as a file": (Export,),
    "who has seen a version": (Seen,),
    "letters to delegates": (Mailing, Notice),
    "places, sectors, organisations, contacts, series, exchange rates": (
        Place,
        Sector,
        Organisation,
        Contact,
        Series,
        Rate,
    ),
    RELEASED: (Release, ResultsRelease, SiteVisit),
    "draft links": (DraftLink,),
    "roles in the mission": (MissionRole,),
}
ACTIONS = {
    "writes": {"view", "add", "change", "delete"},
    "adds": {"view", "add", "change"},
    "changes": {"view", "change"},
    "sees": {"view"},
    "–": set(),
}


@cache
def tables() -> dict[str, dict[str, str]]:
    """What each role and kind may do, in the words of the document."""
    found: dict[str, dict[str, str]] = {}
    header: list[str] = []
    for line in DOCUMENT.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            header = []
        elif not header:
            header = cells[1:]
            found |= {name: {} for name in header}
        elif not cells[0].startswith("---"):
            for name, word in zip(header, cells[1:], strict=True):
                found[name][cells[0]] = word
    return found


def actions(who: str, model: type[Model]) -> set[str]:
    """What the document says that a role or kind may do with rows of this model."""
    for row, models in MODELS.items():
        if model in models:
            word = tables()[who][row]
            if word == "programme":  # of what was released, the programme alone
                word = "sees" if model is Release else "–"
            return ACTIONS[word]
    return set()


def permissions(who: str) -> set[str]:
    """All permissions that the document gives to a role or kind."""
    found = {
        f"{model._meta.app_label}.{action}_{model._meta.model_name}"
        for models in MODELS.values()
        for model in models
        for action in actions(who, model)
    }
    if tables()[who][PERSONAL] == "sees":
        found.add("partners.view_personal_data")
    if tables()[who][RELEASING] == "writes":
        found.add("missions.release_mission")
    if tables()[who][APPROVING] == "writes":
        found.add("missions.approve_visitreport")
    return found
