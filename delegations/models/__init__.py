from delegations.models.delegations import (
    PRECEDENCE_GAP,
    Attendance,
    Capacity,
    Delegate,
    DelegateState,
    Delegation,
    members_of_all,
    members_of_groups,
    next_precedence,
)
from delegations.models.documents import DocumentAct, Recorded, TravelDocument, TravelDocumentLook
from delegations.models.links import AccessLink, LinkPurpose
from delegations.models.notices import Mailing, Notice
from delegations.models.proposals import Proposal, ProposalKind, ProposalState
from delegations.models.regrets import Regret
from delegations.models.seen import Seen
from delegations.models.surveys import FollowedUp, SurveyAnswer, SurveyRound
from delegations.models.travel import Leg, LegMode, Stay

__all__ = [
    "PRECEDENCE_GAP",
    "AccessLink",
    "Attendance",
    "Capacity",
    "Delegate",
    "DelegateState",
    "Delegation",
    "DocumentAct",
    "FollowedUp",
    "Leg",
    "LegMode",
    "LinkPurpose",
    "Mailing",
    "Notice",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "Recorded",
    "Regret",
    "Seen",
    "Stay",
    "SurveyAnswer",
    "SurveyRound",
    "TravelDocument",
    "TravelDocumentLook",
    "members_of_all",
    "members_of_groups",
    "next_precedence",
]
