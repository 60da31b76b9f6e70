"""Another mission, with rows of every model, in which each text is a canary: for whoever has no role there.

Names of contacts, places, sectors and organisations hold none, for catalogues are shared by all missions.
"""

import datetime
import itertools
import re
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from accounts.models import User
from backoffice.models import BoardStep, Deleted, Import, ImportKind, ListKind, PrintedList
from backoffice.rights.belonging import PATHS
from delegations import links
from delegations.models import (
    AccessLink,
    DocumentAct,
    Mailing,
    Notice,
    Proposal,
    ProposalKind,
    Regret,
    Seen,
    TravelDocumentLook,
    members_of_groups,
)
from missions import release
from missions.models import (
    AcceptedCaution,
    Deadline,
    DraftLink,
    FormerSlug,
    ItemGroup,
    ItemKind,
    Listing,
    ListingKind,
    Mission,
    MissionRole,
    OutcomeYear,
    Release,
    ResultsRelease,
    Role,
    SiteVisit,
    StateChange,
    Visibility,
    Withdrawal,
)
from partners.models import Person
from reports.models import Export, ExportForm
from tests import factories

CANARY = re.compile(r"[Ff]oreign\d+[a-z]*")
DAY = datetime.date(2023, 12, 5)
# What is no text for people, though its column is one.
NO_TEXT = {
    "cause",
    "checksum",
    "currency",
    "file",
    "language",
    "media_type",
    "model",
    "token_encrypted",
    "token_hash",
    "zone",
}


@dataclass(frozen=True)
class Foreign:
    """The other mission, and one row of each model that belongs to a mission or is about a person."""

    mission: Mission
    rows: dict[type[models.Model], Any]


def make(colleague: User, *, former_member: User | None = None) -> Foreign:
    """Make the rows. A former member did something with each of them, as the admin's log still says."""
    numbers = itertools.count(1)

    def filled(row: Any) -> Any:
        """The row with other texts than at first, so that its history has canaries too."""
        for _time in range(2):
            for field in row._meta.concrete_fields:
                if _takes_text(field):
                    length = min(field.max_length or 40, 40)
                    setattr(row, field.name, f"foreign{next(numbers)}{field.name.replace('_', '')}"[:length])
            row.save()
        return row

    mission = filled(factories.make_mission(slug="foreign0was", zone="Asia/Kathmandu"))
    organisation = factories.make_organisation()
    contact = factories.make_contact(organisation=organisation)
    place = factories.make_place()
    stop = filled(factories.make_stop(mission=mission, place=place))
    group = filled(factories.make_group(mission=mission))
    party = filled(factories.make_party(mission=mission, organisation=organisation, contact=contact))
    item = factories.make_item(
        stop=stop, kind=ItemKind.SITE_VISIT, visibility=Visibility.PARTICIPANTS, day=DAY, groups=[group]
    )
    item = filled(item)
    host = factories.make_host(item=item, organisation=organisation, contact=contact)
    delegation = filled(factories.make_delegation(mission=mission, organisation=organisation))
    traveller = filled(factories.make_person())
    delegate = filled(
        factories.make_delegate(
            delegation=delegation, person=traveller, groups=[group], checked_at=timezone.now()
        )
    )
    delegation.appoint_head(delegate)
    outcome = filled(factories.make_outcome(mission=mission, amount=10, currency="USD"))
    factories.make_follow_up(mission=mission, title="foreign0open")
    made = [
        mission,
        stop,
        group,
        party,
        item,
        SiteVisit.objects.get(pk=item.pk),
        host,
        filled(ItemGroup.objects.get(item=item)),
        delegation,
        traveller,
        delegate,
        filled(factories.make_attendance(item=item, delegate=delegate)),
        filled(Regret.objects.create(item=item, delegate=delegate)),
        filled(factories.make_survey_answer(delegate=delegate)),
        filled(factories.make_cost(mission=mission, item=item)),
        filled(factories.make_leg(mission=mission, item=item, passengers=[delegate])),
        filled(factories.make_stay(delegate=delegate)),
        factories.make_travel_document(delegate, number="foreign0number", surname="foreign0surname"),
        TravelDocumentLook.objects.create(
            mission=mission, delegate_key=delegate.pk, act=DocumentAct.LOOKED, details="foreign0details"
        ),
        filled(factories.make_visit_report(item=item, author=colleague)),
        # closed, so that why is a canary too
        filled(factories.make_follow_up(item=item, our_owner=contact, state="dropped")),
        outcome,
        OutcomeYear.objects.create(outcome=outcome, year=2027, amount=5),
        filled(Deadline.objects.create(mission=mission, title_en="x", count=3)),
        filled(AcceptedCaution.objects.create(mission=mission, kind="x", cause="x", by=colleague)),
        filled(
            DraftLink.objects.create(mission=mission, document={}, by=colleague, expires_at=timezone.now())
        ),
        filled(factories.make_attachment(mission=mission, item=item)),
        MissionRole.objects.create(mission=mission, user=colleague, role=Role.COORDINATOR),
        filled(BoardStep.objects.create(mission=mission, rows={}, by=colleague)),
        filled(
            Proposal.objects.create(
                item=item, organisation=organisation, kind=ProposalKind.CONFIRM, answered_by="x"
            )
        ),
        Export.objects.create(
            mission=mission, by=colleague, list_key="foreign0list", form=ExportForm.CSV, lang="en"
        ),
        PrintedList.objects.create(
            mission=mission, kind=ListKind.ROOMING, lang="en", rows_encrypted=b"x", by=colleague
        ),
        filled(
            Deleted.objects.create(model="missions.stop", mission=mission, rows_encrypted=b"x", by=colleague)
        ),
        Import.objects.create(
            kind=ImportKind.ITEMS,
            mission=mission,
            file_name="foreign9file",
            rows_encrypted=b"x",
            by=colleague,
        ),
    ]
    filled(factories.make_attachment(mission=mission, visibility=Visibility.PUBLIC))
    links.make(delegate, assistant="foreign0assistant")
    links.make_for_host(mission, organisation)
    made.append(AccessLink.objects.get(delegate=delegate))
    made += _released(mission, colleague)
    mailing = Mailing.objects.create(mission=mission, kind="message", by=colleague)
    made += [filled(mailing), Notice.objects.create(mailing=mailing, delegate=delegate)]
    made.append(filled(Seen(delegate=delegate, release=mission.releases.latest("number"))))
    if former_member is not None:
        _log(former_member, made)
    return Foreign(mission, {type(row): row for row in made})


def words_of(body: str) -> set[str]:
    """The canaries in an answer, as they were typed or as a title begins with them."""
    return set(CANARY.findall(body))


def models_of_missions() -> set[str]:
    """The labels of all models that belong to a mission, and of people."""
    return {*PATHS, Person._meta.label}


def _takes_text(field: Any) -> bool:
    return (
        isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.EmailField | models.URLField)
        and not field.choices
        and field.name not in NO_TEXT
    )


def _released(mission: Mission, by: User) -> list[Any]:
    members = members_of_groups(mission)
    note = {"en": "foreign0note"}
    first = release.release(mission, by=by, members=members, replaces=None, note=note)
    release.withdraw(first, by=by, reason="foreign0reason")
    release.release(mission, by=by, members=members, replaces=None, note=note)
    release.release_results(mission, by=by, replaces=None, note=note)
    mission.rename("foreign0slug")
    StateChange.objects.create(mission=mission, state=mission.state, by=by)
    Listing.objects.create(mission=mission, kind=ListingKind.CARD, words={"title": {"en": "foreign0card"}})
    kinds = (Release, ResultsRelease, Listing, StateChange, FormerSlug)
    rows = [kind._default_manager.filter(mission=mission).last() for kind in kinds]
    return [*rows, Withdrawal.objects.get(release=first)]


def _log(user: User, rows: list[Any]) -> None:
    for row in rows:
        LogEntry.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(type(row)),
            object_id=str(row.pk),
            object_repr=str(row)[:200],
            action_flag=CHANGE,
        )
