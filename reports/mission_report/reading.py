"""The facts of a report: of the rows as they are now for staff, of what has left the house for anybody.

Each takes a number of queries that does not grow with the mission.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Prefetch, Q

from delegations import protocol
from delegations.models import Attendance, Delegate, DelegateState, members_of_groups
from missions import attachments, release, results, visit_reports
from missions import document as documents
from missions.document import Document
from missions.itinerary import PUBLIC, STAFF, Sight, sight
from missions.models import (
    Attachment,
    FollowUp,
    Mission,
    MissionState,
    Outcome,
    Release,
    ReportState,
    ResultsRelease,
    VisitReport,
)
from missions.parts import Audience
from partners.models import Contact, Organisation, Person
from reports.mission_report.facts import (
    Account,
    Annex,
    BesideFollowUp,
    BesideOutcome,
    Facts,
    Made,
    Names,
    Present,
    Sees,
    Sender,
    Somebody,
    Traveller,
    Variant,
    Visit,
)
from wording.translated import texts
from wording.words import LANGUAGES

OF_DELEGATE = ("delegate__person", "delegate__organisation", "delegate__delegation__organisation")
OF_CONTACT = ("contact__person", "contact__organisation")


def internal(mission: Mission, sees: Sees, by: Any, at: datetime.datetime) -> Facts:
    """What a member of staff who sees this of the mission reads in its report; `by` makes it."""
    programme = documents.make(mission, members_of_groups(mission), whole=True)
    seen = _seen(programme, STAFF)
    whole = results.document(mission, whole=True)
    for entry in (*whole["follow_ups"], *whole["outcomes"]):
        if entry["item"] not in seen:  # nobody takes part in it, so nobody is told of it
            entry["item"] = None
    if not sees.follow_ups:
        whole["follow_ups"] = []
    if not sees.outcomes:
        whole["outcomes"] = []
    attended = _attended(mission.pk) if sees.attendance else []
    accounts = _accounts(mission) if sees.reports else {}
    return Facts(
        variant=Variant.INTERNAL,
        slug=mission.slug,
        sees=sees,
        audience=STAFF,
        programme=programme,
        results=whole,
        cancelled=mission.state == MissionState.CANCELLED,
        at=at,
        by=_name(by),
        number=None,
        results_number=None,
        releases=tuple(_releases(mission)) if sees.releases else (),
        senders=tuple(_senders(mission)) if sees.delegates else (),
        travellers=tuple(_travellers(mission, attended)) if sees.delegates else (),
        visits=_visits(accounts, attended, sees),
        follow_ups={str(row.ref): _beside(row, sees) for row in _follow_ups(mission)}
        if sees.follow_ups
        else {},
        outcomes={str(row.ref): _beside_outcome(row, sees) for row in _outcomes(mission)}
        if sees.outcomes
        else {},
        annexes=tuple(map(_annex, _attachments(mission))) if sees.attachments else (),
    )


def public(mission: Mission, at: datetime.datetime) -> Facts | None:
    """What anybody may read in a report of the mission; None before the public reads of it."""
    released = None if mission.state == MissionState.DRAFT else release.newest(mission)
    if released is None:
        return None
    programme = documents.current(released.document)
    seen = _seen(programme, PUBLIC)
    published = release.newest_results(mission)
    consenting = Q(contact__public=True, contact__organisation__published=True, actual=True)
    attended = [row for row in _attended(mission.pk, consenting) if str(row.item.uid) in seen]
    sees = Sees(reports=True, follow_ups=True, outcomes=True, attachments=True, contacts=True)
    return Facts(
        variant=Variant.PUBLIC,
        slug=mission.slug,
        sees=sees,
        audience=PUBLIC,
        programme=programme,
        results=published.document if published else None,
        cancelled=mission.state == MissionState.CANCELLED,
        at=at,
        by="",
        number=released.number,
        results_number=published.number if published else None,
        visits=_visits({}, attended, sees),
        annexes=tuple(
            replace(_annex(row), seen_by="")
            for row in _attachments(mission)
            if attachments.seen_in(row, PUBLIC, programme)
        ),
    )


def is_public(mission: Mission) -> bool:
    """Whether anybody reads of the mission, so that a report for the public can be made."""
    return mission.state != MissionState.DRAFT and Release.objects.live().filter(mission=mission).exists()


def _seen(programme: Document, audience: Audience) -> set[str]:
    """The UIDs of the items that the audience sees whole."""
    return {entry["uid"] for entry in programme["items"] if sight(entry, audience) is Sight.ALL}


def _accounts(mission: Mission) -> dict[str, Account]:
    rows = visit_reports.of(mission).select_related("approved_by").prefetch_related("sectors")
    return {str(row.item.uid): _account(row) for row in rows}


def _account(row: VisitReport) -> Account:
    return Account(
        state=ReportState(row.state),
        author=_name(row.author),
        approved_by=_name(row.approved_by),
        lang=row.language,
        outcome=row.outcome_code,
        sectors=tuple(texts(sector, "name") for sector in row.sectors.all()),
        others=row.others,
        summary=texts(row, "summary"),
        topics=row.topics,
        findings=row.findings,
        opportunities=row.opportunities,
        obstacles=row.obstacles,
        agreed_points=row.agreed_points,
    )


def _attended(mission: int, which: Q | None = None) -> list[Attendance]:
    """Who was planned or was there at the mission's items: delegates by rank, then contacts as entered."""
    rows = Attendance.objects.filter(which or Q(), item__mission=mission)
    rows = rows.select_related("item", *OF_DELEGATE, *OF_CONTACT)
    return sorted(rows, key=lambda row: (row.delegate.precedence if row.delegate else 0, row.pk))


def _visits(accounts: dict[str, Account], attended: Iterable[Attendance], sees: Sees) -> dict[str, Visit]:
    ours: dict[str, list[Present]] = defaultdict(list)
    theirs: dict[str, list[Present]] = defaultdict(list)
    for row in attended:
        uid = str(row.item.uid)
        if row.delegate is not None and sees.delegates:
            ours[uid].append(Present(_delegate(row.delegate), row.actual))
        elif row.contact is not None and sees.contacts:
            theirs[uid].append(Present(_contact(row.contact), row.actual))
    return {
        uid: Visit(accounts.get(uid), tuple(ours[uid]), tuple(theirs[uid]))
        for uid in {*accounts, *ours, *theirs}
    }


def _travellers(mission: Mission, attended: Iterable[Attendance]) -> Iterable[Traveller]:
    known: dict[int | None, list[bool]] = defaultdict(list)
    for row in attended:
        if row.actual is not None:
            known[row.delegate_id].append(row.actual)
    for delegate in protocol.in_order(mission):
        if delegate.state != DelegateState.WITHDRAWN:
            was = known[delegate.pk]
            yield Traveller(_delegate(delegate), delegate.capacity, sum(was), len(was))


def _senders(mission: Mission) -> Iterable[Sender]:
    named = Delegate.objects.travelling().only("pk", "delegation_id")
    rows = mission.delegations.select_related("organisation").prefetch_related(
        Prefetch("delegates", queryset=named)
    )
    for row in rows.order_by("pk"):
        yield Sender(texts(row.organisation, "name"), texts(row, "note"), len(row.delegates.all()))


def _follow_ups(mission: Mission) -> Iterable[FollowUp]:
    return FollowUp.objects.filter(mission=mission).select_related(
        "our_owner__person",
        "our_owner__organisation",
        "responsible",
        "result_mission",
        "result_document",
    )


def _beside(row: FollowUp, sees: Sees) -> BesideFollowUp:
    became = row.result_mission
    known = became is not None and (sees.missions is None or became.pk in sees.missions)
    return BesideFollowUp(
        published=row.published,
        priority=row.priority,
        owner=_contact(row.our_owner) if row.our_owner and sees.contacts else None,
        responsible=_name(row.responsible),
        became=texts(became, "title") if became is not None and known else {},
        link=row.result_link,
        paper=texts(row.result_document, "title") if row.result_document and sees.attachments else {},
        closing_reason=row.closing_reason,
        closed_on=row.closed_on,
    )


def _outcomes(mission: Mission) -> Iterable[Outcome]:
    beside = ("confirmed_by__person", "confirmed_by__organisation", "paper")
    return Outcome.objects.filter(mission=mission).select_related(*beside).prefetch_related("years")


def _beside_outcome(row: Outcome, sees: Sees) -> BesideOutcome:
    return BesideOutcome(
        published=row.published,
        confidential=row.confidential,
        source=row.source,
        confirmed_on=row.confirmed_on,
        confirmed_by=_contact(row.confirmed_by) if row.confirmed_by and sees.contacts else None,
        paper=texts(row.paper, "title") if row.paper and sees.attachments else {},
        years={year.year: year.amount for year in row.years.all()},
    )


def _attachments(mission: Mission) -> Iterable[Attachment]:
    return Attachment.objects.filter(mission=mission).select_related("item").order_by("pk")


def _annex(row: Attachment) -> Annex:
    return Annex(
        title=texts(row, "title"),
        file_name=row.file_name,
        lang=row.language,
        item=str(row.item.uid) if row.item else None,
        seen_by=row.visibility,
    )


def _releases(mission: Mission) -> Iterable[Made]:
    for row in Release.objects.filter(mission=mission).select_related("withdrawal").defer("document"):
        yield Made(row.number, row.told_at, texts(row, "note"), hasattr(row, "withdrawal"), of_results=False)
    for row in ResultsRelease.objects.filter(mission=mission).defer("document"):
        yield Made(row.number, row.told_at, texts(row, "note"), withdrawn=False, of_results=True)


def _delegate(row: Delegate) -> Somebody:
    organisation = row.organisation or row.delegation.organisation
    return _somebody(str(row.ref), row.person, texts(row, "position"), organisation)


def _contact(row: Contact) -> Somebody:
    return _somebody(str(row.ref), row.person, texts(row, "position"), row.organisation)


def _somebody(ref: str, person: Person, position: Any, organisation: Organisation) -> Somebody:
    names: Names = {lang: name for lang in LANGUAGES if (name := person.full_name(lang)) is not None}
    return Somebody(ref, names, position, texts(organisation, "name"))


def _name(user: Any) -> str:
    """The name of a member of staff; nothing where she has none: no report has an e-mail address."""
    return user.get_full_name() if user else ""
