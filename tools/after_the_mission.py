"""The invented mission some days after its end, with what staff have written by then: for pictures.

Rows that examples/ does not have, since there the mission is still to come. Nothing of it is real.
"""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from backoffice.shifting import acting, planning
from delegations.models import Delegate, SurveyAnswer
from missions import follow_ups, outcomes, visit_reports
from missions.follow_ups import Result, Verb
from missions.models import (
    Cost,
    FollowUp,
    MeetingOutcome,
    Mission,
    MissionRole,
    Outcome,
    OutcomeYear,
    ProgrammeItem,
    Rate,
    Role,
    VisitReport,
)
from partners.models import Contact, Organisation

DAYS_AGO = 2  # since its last day


def tell(mission: Mission, organiser: User, reporter: User) -> dict[str, int | str]:
    """Move the mission into the past and write down what came of it; the keys of rows, by what each is."""
    _move(mission)
    mission.refresh_from_db()
    MissionRole.objects.create(mission=mission, user=reporter, role=Role.REPORTER)
    federation = _reports(mission, organiser, reporter)
    follow_up = _follow_ups(mission, organiser)
    _outcomes(mission, organiser)
    _afterwards(mission)
    return {
        "mission": mission.pk,
        "meeting": federation.pk,
        "visit": _item(mission, "Example Noodles, kitchen and laboratory").pk,
        "follow_up": follow_up.pk,
        "organisation": _organisation("Example Federation of Enterprises").pk,
    }


def _move(mission: Mission) -> None:
    by = (timezone.localdate() - mission.ends_on).days - DAYS_AGO

    def make(row: Mission) -> planning.Plan:
        return planning.all_of_it(row, by)

    acting.act(mission, make, make(mission).digest, None)


def _item(mission: Mission, title: str) -> ProgrammeItem:
    return mission.items.get(title_en=title)


def _organisation(name: str) -> Organisation:
    return Organisation.objects.get(name_en=name)


def _report(item: ProgrammeItem, by: User, code: str, summary: str, **texts: str) -> VisitReport:
    report = VisitReport.objects.filter(item=item).first() or VisitReport(item=item)
    for name, value in {"summary_en": summary, "outcome_code": code, "language": "en", **texts}.items():
        setattr(report, name, value)
    report.author = report._history_user = by  # type: ignore[attr-defined]
    report.full_clean()
    report.save()
    return visit_reports.submit(report, by)


def _reports(mission: Mission, organiser: User, reporter: User) -> ProgrammeItem:
    federation = _item(mission, "Example Federation of Enterprises")
    _report(
        federation,
        reporter,
        MeetingOutcome.COOPERATION_POSSIBLE,
        "The federation looks for grain in containers, all year round. Its members want samples first.",
        topics="Grain, containers",
        agreed_points="Both sides name one person each.\nThe chamber sends three samples.",
        findings="Two members buy abroad already.",
        opportunities="Regular deliveries by sea from next spring.",
        obstacles="The storage at the port is small.",
    )
    robotics = _report(
        _item(mission, "Example Robotics, assembly hall"),
        reporter,
        MeetingOutcome.INFORMATIVE,
        "The delegation saw the assembly hall. A sorting arm for grain is being tried out.",
    )
    visit_reports.approve(robotics, organiser, cleared=True)
    harbour = _report(
        _item(mission, "Example Harbour Authority, container terminal"),
        reporter,
        MeetingOutcome.AGREEMENT,
        "The terminal takes containers of grain, and names its tariff.",
    )
    visit_reports.send_back(harbour, organiser, "Until when does the tariff hold?")
    _report(
        _item(mission, "Example Pacific Chamber"),
        reporter,
        MeetingOutcome.AGREEMENT,
        "Both chambers prepare a forum.",
    )
    return federation


def _follow_up(mission: Mission, title: str, counterpart: str, **values: Any) -> FollowUp:
    row = FollowUp(
        mission=mission, title_en=title, our_organisation=_organisation("Example Chamber"), **values
    )
    row.full_clean()
    row.save()
    row.counterparts.add(_organisation(counterpart))
    return row


def _follow_ups(mission: Mission, organiser: User) -> FollowUp:
    federation = _item(mission, "Example Federation of Enterprises")
    today = timezone.localdate()
    samples = _follow_up(
        mission,
        "Send three samples of grain",
        "Example Federation of Enterprises",
        item=federation,
        state="agreed",
        priority="high",
        responsible=organiser,
        due_on=today - datetime.timedelta(days=1),
        due_precision="day",
    )
    _follow_up(
        mission,
        "Return visit of the federation",
        "Example Federation of Enterprises",
        item=federation,
        kind="visit",
        state="agreed",
        responsible=organiser,
        due_on=datetime.date(today.year + 1, 6, 30),
        due_precision="quarter",
    )
    names = _follow_up(
        mission,
        "Name one person of each side",
        "Example Federation of Enterprises",
        item=federation,
        state="agreed",
        responsible=organiser,
        due_on=today,
        due_precision="day",
    )
    follow_ups.change(
        names, Verb.FINISH, by=organiser, result=Result(link="https://example.org/contact-persons")
    )
    mission.follow_ups.exclude(title_en="Answer to the fund").filter(responsible=None).update(
        responsible=organiser
    )
    return samples


def _outcomes(mission: Mission, organiser: User) -> None:
    today = timezone.localdate()
    contract = Outcome(
        mission=mission,
        item=_item(mission, "Example Harbour Authority, container terminal"),
        kind="contract",
        title_en="Contract on the storage of containers",
        amount=Decimal(180_000_000),
        currency="KZT",
        certainty="signed",
        dated_on=mission.ends_on,
        confidential=False,
        published=True,
    )
    contract.full_clean()
    contract.save()
    contract.ours.add(_organisation("Example Freight"))
    contract.theirs.add(_organisation("Example Harbour Authority"))
    for year, amount in ((today.year, 60_000_000), (today.year + 1, 120_000_000)):
        OutcomeYear.objects.create(outcome=contract, year=year, amount=Decimal(amount))
    contact = Contact.objects.order_by("pk").first()
    if contact is not None:
        outcomes.confirm(contract, contact, today, by=organiser)
    Rate.objects.create(
        currency="KZT", reporting_currency="USD", rate=Decimal("0.0021"), on=today, source="Invented"
    )


def _afterwards(mission: Mission) -> None:
    for order, (kind, title, planned, spent) in enumerate(
        (("venue", "Hall of the reception", 4000, 4200), ("interpreters", "Two interpreters", 3000, None))
    ):
        cost = Cost(
            mission=mission,
            order=order,
            kind=kind,
            title_en=title,
            currency="USD",
            planned=planned,
            spent=spent,
        )
        cost.full_clean()
        cost.save()
    delegate = Delegate.objects.filter(mission=mission).order_by("precedence", "pk").first()
    if delegate is not None:
        SurveyAnswer.objects.create(
            delegate=delegate,
            round="return",
            followed_up="yes",
            kind="contract",
            result="A first delivery is agreed.",
            worth=5,
            lang="en",
        )
