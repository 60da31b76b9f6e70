"""Factories: each saves the smallest valid row; keyword arguments name what matters to the test.

A translated field may be given whole (`title="Visit"` is English, `title={"en": "Visit", "ru": "Визит"}`) or by
column (`title_ru="Визит"`). Related rows that a test does not name are made on the way.
"""

import datetime
import hashlib
import itertools
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import models

from accounts.models import User
from delegations import consent, travel_documents
from delegations.models import Attendance, Delegate, Delegation, Leg, Stay, SurveyAnswer, TravelDocument
from delegations.travel_documents import Passport
from missions.models import (
    Attachment,
    Cost,
    Deadline,
    FollowUp,
    FollowUpKind,
    FollowUpState,
    Group,
    Host,
    ItemKind,
    Mission,
    Outcome,
    OutcomeKind,
    Party,
    ProgrammeItem,
    Rate,
    Series,
    Stop,
    VisitReport,
)
from partners.models import Contact, Organisation, Person, Place, Sector
from wording.translated import translated_fields

_numbers = itertools.count(1)

FIRST_DAY = datetime.date(2023, 12, 4)
LAST_DAY = datetime.date(2023, 12, 7)


def make_user(**fields: Any) -> User:
    """A member of staff who can sign in with the password "secret"; `is_superuser=True` for all rights."""
    fields = {"email": f"staff{next(_numbers)}@example.org", "password": "secret", "is_staff": True, **fields}
    return User.objects.create_user(**fields)


def make_place(**fields: Any) -> Place:
    return _save(Place, {"name": "Ashgabat", "country": "TM", "zone": "Asia/Ashgabat", **fields})


def make_sector(**fields: Any) -> Sector:
    return _save(Sector, {"slug": f"sector-{next(_numbers)}", "name": "Logistics", **fields})


def make_organisation(*, sectors: tuple[Sector, ...] | list[Sector] = (), **fields: Any) -> Organisation:
    number = next(_numbers)
    organisation = _save(
        Organisation, {"slug": f"organisation-{number}", "name": f"Organisation {number}", **fields}
    )
    _set(organisation.sectors, sectors)
    return organisation


def make_person(**fields: Any) -> Person:
    return _save(Person, {"family_name": f"Berdiyewa{next(_numbers)}", "given_name": "Ogulsapar", **fields})


def make_contact(**fields: Any) -> Contact:
    fields = _with(fields, person=make_person, organisation=make_organisation)
    return _save(Contact, {"position": "Director", **fields})


def make_series(**fields: Any) -> Series:
    return _save(Series, {"slug": f"series-{next(_numbers)}", "title": "Missions to Turkmenistan", **fields})


def make_mission(*, sectors: tuple[Sector, ...] | list[Sector] = (), **fields: Any) -> Mission:
    """A draft from 4 to 7 December 2023; `state=MissionState.PUBLISHED` for a published one."""
    mission = _save(
        Mission,
        {
            "slug": f"mission-{next(_numbers)}",
            "title": "Mission to Turkmenistan",
            "starts_on": FIRST_DAY,
            "ends_on": LAST_DAY,
            **fields,
        },
    )
    _set(mission.sectors, sectors)
    return mission


def make_party(**fields: Any) -> Party:
    return _save(Party, _with(fields, mission=make_mission, organisation=make_organisation))


def make_stop(**fields: Any) -> Stop:
    """A stop at the end of the mission's route."""
    fields = _with(fields, mission=make_mission, place=make_place)
    return _save(Stop, {"order": fields["mission"].stops.count(), **fields})


def make_group(**fields: Any) -> Group:
    return _save(Group, {"name": f"Group {next(_numbers)}", **_with(fields, mission=make_mission)})


def make_item(
    *,
    groups: tuple[Group, ...] | list[Group] = (),
    hosts: tuple[Organisation, ...] | list[Organisation] = (),
    topics: tuple[Sector, ...] | list[Sector] = (),
    **fields: Any,
) -> ProgrammeItem:
    """An item for the delegation, without stop, day and hour; `groups` take part in place of everyone.

    `hosts` are organisations, each confirmed; `make_host` says more.
    """
    if "mission" not in fields and fields.get("stop"):
        fields["mission"] = fields["stop"].mission
    fields = _with(fields, mission=make_mission)
    item = _save(
        ProgrammeItem,
        {
            "kind": ItemKind.MEETING,
            "title": f"Meeting {next(_numbers)}",
            "order": fields["mission"].items.count(),
            "for_everyone": not groups,
            **fields,
        },
    )
    _set(item.groups, groups)
    _set(item.topics, topics)
    for order, organisation in enumerate(hosts):
        make_host(item=item, organisation=organisation, order=order)
    return item


def make_host(**fields: Any) -> Host:
    if "organisation" not in fields and fields.get("contact"):
        fields["organisation"] = fields["contact"].organisation
    return _save(Host, _with(fields, item=make_item, organisation=make_organisation))


def make_delegation(**fields: Any) -> Delegation:
    return _save(Delegation, _with(fields, mission=make_mission, organisation=make_organisation))


def make_delegate(*, groups: tuple[Group, ...] | list[Group] = (), **fields: Any) -> Delegate:
    """A delegate ranked last; her delegation is the first of the mission, or a new one."""
    if "mission" not in fields:
        fields["mission"] = (
            fields["delegation"].mission
            if "delegation" in fields
            else groups[0].mission
            if groups
            else make_mission()
        )
    if "delegation" not in fields:
        mission = fields["mission"]
        fields["delegation"] = mission.delegations.first() or make_delegation(mission=mission)
    delegate = _save(Delegate, _with(fields, person=make_person))
    _set(delegate.groups, groups)
    return delegate


def make_attendance(**fields: Any) -> Attendance:
    """A delegate at an item, unless a `contact` is given."""
    fields = _with(fields, item=make_item)
    if "contact" not in fields and "delegate" not in fields:
        fields["delegate"] = make_delegate(mission=fields["item"].mission)
    return _save(Attendance, fields)


def make_leg(*, passengers: tuple[Delegate, ...] | list[Delegate] = (), **fields: Any) -> Leg:
    leg = _save(Leg, _with(fields, mission=make_mission, from_place=make_place, to_place=make_place))
    _set(leg.passengers, passengers)
    return leg


def make_stay(**fields: Any) -> Stay:
    """Three nights from the mission's first day."""
    fields = _with(fields, delegate=make_delegate, place=make_place)
    first = fields["delegate"].mission.starts_on
    return _save(
        Stay, {"hotel": "Hotel", "arrives_on": first, "leaves_on": first + datetime.timedelta(3), **fields}
    )


def make_travel_document(
    delegate: Delegate | None = None, *, by: User | None = None, **passport: Any
) -> TravelDocument:
    """A Kazakh passport that is valid for years, kept under the delegate's consent, or one that `by` recorded."""
    delegate = delegate or make_delegate()
    typed = {
        "surname": "ÖTEGENOV",
        "given_names": "GALYM",
        "number": "N12345678",
        "state": "KAZ",
        "nationality": "KAZ",
        "born_on": datetime.date(1980, 2, 29),
        "sex": "M",
        "expires_on": delegate.mission.ends_on + datetime.timedelta(1500),
        **passport,
    }
    return TravelDocument.objects.create(
        delegate=delegate,
        fields_encrypted=travel_documents.encrypted(Passport(**typed)),
        consent_version=consent.VERSION,
        consent_language="en",
        kept_days=consent.days(),
        consent_by=by,
    )


def make_visit_report(**fields: Any) -> VisitReport:
    return _save(VisitReport, _with(fields, item=make_item))


def make_follow_up(
    *, counterparts: tuple[Organisation, ...] | list[Organisation] = (), **fields: Any
) -> FollowUp:
    """A proposed follow-up, its date open; its mission is that of its item, if one is given.

    One that is done without a word what became of it says a reason.
    """
    fields = _with(_of_item(fields), mission=make_mission)
    if fields.get("state") == FollowUpState.DONE and not {"result_mission", "result_link"} & fields.keys():
        fields = {"closing_reason": "Held", **fields}
    follow_up = _save(
        FollowUp,
        {
            "title": f"Forum {next(_numbers)}",
            "kind": FollowUpKind.FORUM,
            "order": fields["mission"].follow_ups.count(),
            **fields,
        },
    )
    _set(follow_up.counterparts, counterparts)
    return follow_up


def make_survey_answer(**fields: Any) -> SurveyAnswer:
    """What a delegate says on her return: that talks went further."""
    given = {"round": "return", "followed_up": "yes", "lang": "en"}
    return _save(SurveyAnswer, {**given, **_with(fields, delegate=make_delegate)})


def make_cost(**fields: Any) -> Cost:
    """A line of the budget: 100 EUR are planned, nothing is known to be spent."""
    given = {"title": f"Cost {next(_numbers)}", "planned": 100, "currency": "EUR"}
    return _save(Cost, {**given, **_with(_of_item(fields), mission=make_mission)})


def make_deadline(**fields: Any) -> Deadline:
    """A task that is due ten days before the mission's first day."""
    return _save(
        Deadline, {"title": f"Task {next(_numbers)}", "count": 10, **_with(fields, mission=make_mission)}
    )


def make_attachment(*, content: bytes = b"%PDF-1.4", **fields: Any) -> Attachment:
    """A paper that staff alone may see."""
    name = f"paper-{next(_numbers)}.pdf"
    given = {
        "title": name,
        "file": ContentFile(content, name),
        "file_name": name,
        "media_type": "application/pdf",
        "size": len(content),
        "checksum": hashlib.sha256(content).hexdigest(),
    }
    return _save(Attachment, {**given, **_with(_of_item(fields), mission=make_mission)})


def make_outcome(
    *,
    ours: tuple[Organisation, ...] | list[Organisation] = (),
    theirs: tuple[Organisation, ...] | list[Organisation] = (),
    **fields: Any,
) -> Outcome:
    """A confidential memorandum without an amount."""
    fields = _with(_of_item(fields), mission=make_mission)
    outcome = _save(
        Outcome, {"title": f"Memorandum {next(_numbers)}", "kind": OutcomeKind.MEMORANDUM, **fields}
    )
    _set(outcome.ours, ours)
    _set(outcome.theirs, theirs)
    return outcome


def make_rate(**fields: Any) -> Rate:
    """A rate of a day of its own, from KZT to USD."""
    day = datetime.date(2000, 1, 1) + datetime.timedelta(days=next(_numbers))
    given = {"currency": "KZT", "reporting_currency": "USD", "rate": Decimal("0.0021"), "on": day}
    return _save(Rate, {**given, "source": "National Bank", **fields})


def _of_item(fields: dict[str, Any]) -> dict[str, Any]:
    return {"mission": fields["item"].mission, **fields} if fields.get("item") else fields


def _with(fields: dict[str, Any], **makers: Any) -> dict[str, Any]:
    """The fields, with a new row for each that the test did not name."""
    return {**fields, **{name: make() for name, make in makers.items() if name not in fields}}


def _set(related: Any, rows: tuple[Any, ...] | list[Any]) -> None:
    """Let a new row know these; to set none asks the database three times for nothing."""
    if rows:
        related.set(rows)


def _save[T: models.Model](model: type[T], fields: dict[str, Any]) -> T:
    """The row, checked as a form would check it, and saved.

    What the database holds by itself (that rows it names exist, what is unique, its constraints) is not asked
    before: that takes as long as all else.
    """
    columns: dict[str, Any] = {}
    translated = translated_fields(model)
    for name, value in fields.items():
        if name in translated:
            texts = {"en": value} if isinstance(value, str) else value
            columns |= {f"{name}_{lang}": text for lang, text in texts.items()}
        else:
            columns[name] = value
    row = model(**columns)
    row.clean_fields(
        exclude={field.name for field in model._meta.fields if field.is_relation and field.name in columns}
    )
    row.clean()
    row.save()
    return row
