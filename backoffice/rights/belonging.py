"""To which mission a row belongs: what every question about a role in one mission is answered by.

Each model of ours stands in one of four places. Rows of `PATHS` belong to the mission that a path leads to.
`CATALOGUES` are shared by all missions. A person belongs to the missions that she travels on, and to those in
which she is named as a contact: of a party, of a host, of a follow-up, of an outcome that she confirmed, or
as somebody who was there. Rows of `UNSEEN` are no role's.
"""

from collections.abc import Collection
from typing import Any, cast

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

from accounts.models import User
from delegations.models import Attendance, Delegate
from missions.models import FollowUp, Host, Mission, Outcome, Party
from partners.models import Contact, Person

PATHS: dict[str, tuple[str, ...]] = {
    "missions.Mission": ("pk",),
    "missions.Party": ("mission",),
    "missions.Stop": ("mission",),
    "missions.Group": ("mission",),
    "missions.ProgrammeItem": ("mission",),
    "missions.SiteVisit": ("mission",),
    "missions.ItemGroup": ("item__mission",),
    "missions.Host": ("item__mission",),
    "missions.VisitReport": ("item__mission",),
    "missions.FollowUp": ("mission",),
    "missions.Outcome": ("mission",),
    "missions.OutcomeYear": ("outcome__mission",),
    "missions.Cost": ("mission",),
    "missions.Release": ("mission",),
    "missions.Withdrawal": ("release__mission",),
    "missions.ResultsRelease": ("mission",),
    "missions.StateChange": ("mission",),
    "missions.Listing": ("mission",),
    "missions.FormerSlug": ("mission",),
    "missions.MissionRole": ("mission",),
    "missions.Deadline": ("mission",),
    "missions.AcceptedCaution": ("mission",),
    "missions.DraftLink": ("mission",),
    "missions.Attachment": ("mission",),
    "delegations.Delegation": ("mission",),
    "delegations.Delegate": ("mission",),
    "delegations.Attendance": ("item__mission",),
    "delegations.Leg": ("mission",),
    "delegations.Stay": ("delegate__mission",),
    "delegations.Regret": ("delegate__mission",),
    "delegations.TravelDocument": ("delegate__mission",),
    "delegations.TravelDocumentLook": ("mission",),
    "delegations.AccessLink": ("delegate__mission", "mission"),
    "delegations.SurveyAnswer": ("delegate__mission",),
    "delegations.Seen": ("delegate__mission",),
    "delegations.Mailing": ("mission",),
    "delegations.Notice": ("mailing__mission",),
    "delegations.Proposal": ("item__mission",),
    "backoffice.Deleted": ("mission",),
    "backoffice.BoardStep": ("mission",),
    "backoffice.Import": ("mission",),
    "backoffice.PrintedList": ("mission",),
    "reports.Export": ("mission",),
}
CATALOGUES = frozenset(
    {
        "partners.Place",
        "partners.Sector",
        "partners.Organisation",
        "partners.Contact",
        "missions.Series",
        "missions.Rate",
    }
)
PERSON = "partners.Person"
# Rows that no page shows: what was merged away is asked for by its reference alone.
# What is made for one person is hers alone; how an export ended is told with it.
UNSEEN = frozenset(
    {
        "partners.MergedRef",
        "reports.DueFeed",
        "reports.ExportEnd",
        "reports.ExportFile",
        "reports.ListLayout",
        "reports.Reminder",
        "reports.ReminderSetting",
        "reports.ReportDraft",
    }
)
# Where a contact is named, by which field, and the way from there to the mission.
PARTS: tuple[tuple[type[Model], str, str], ...] = (
    (Party, "contact", "mission"),
    (Host, "contact", "item__mission"),
    (FollowUp, "our_owner", "mission"),
    (Outcome, "confirmed_by", "mission"),
    (Attendance, "contact", "item__mission"),
)
KNOWN = "_missions_of_people"


def is_shared(model: type[Model]) -> bool:
    """Whether rows of the model belong to all missions alike."""
    return model._meta.label in CATALOGUES


def of_missions[T: Model](rows: QuerySet[T], missions: Collection[int], by: User) -> QuerySet[T]:
    """Those of the rows that belong to these missions; none of a model that stands nowhere here.

    A person whom somebody added herself, and who travels nowhere yet, is hers too.
    """
    label = rows.model._meta.label
    if label in CATALOGUES:
        return rows
    if label == PERSON:
        return rows.filter(_people(missions, by))
    found = Q(pk__in=[])
    for path in PATHS.get(label, ()):
        found |= Q(**{f"{path}__in": missions})
    return rows.filter(found)


def missions_of(row: Model, among: Collection[int], by: User) -> set[int]:
    """Which of these missions the row belongs to: as `of_missions` has it, without a query where it can be.

    One that is shared, and a mission or person that is not saved yet, belong to all of them.
    """
    label = row._meta.label
    if label in CATALOGUES or (row.pk is None and isinstance(row, Mission)):
        return set(among)
    if label == PERSON:
        return _missions_of_person(cast(Person, row), among, by)
    found = {_follow(row, path) for path in PATHS.get(label, ())}
    return {key for key in found if key in among and key is not None}


def _follow(row: Any, path: str) -> int | None:
    """The key that the path leads to; None where something on the way is missing."""
    *relations, last = path.split(LOOKUP_SEP)
    try:
        for relation in relations:
            row = getattr(row, relation)
    except ObjectDoesNotExist:
        return None  # what it belonged to is deleted
    found: int | None = getattr(row, "pk" if last == "pk" else f"{last}_id", None)
    return found


def _people(missions: Collection[int], by: User) -> Q:
    travelling = Delegate.objects.filter(mission__in=missions).values("person")
    named = Contact.objects.filter(_named(missions)).values("person")
    return Q(pk__in=travelling) | Q(pk__in=named) | Q(pk__in=_added(by))


def _named(missions: Collection[int]) -> Q:
    """Contacts who have a part in one of the missions."""
    named = Q()
    for model, key, path in PARTS:
        rows: QuerySet[Any] = model._default_manager.filter(**{f"{path}__in": missions})
        named |= Q(pk__in=rows.exclude(**{key: None}).order_by().values(key))
    return named


def _added(by: User) -> QuerySet[Any]:
    """The people whom somebody added herself, and who do not travel yet."""
    added = Person.history.filter(history_type="+", history_user=by).values("id")
    return Person.objects.filter(pk__in=added, travels=None).order_by().values("pk")


def _missions_of_person(person: Person, among: Collection[int], by: User) -> set[int]:
    """Asked once for each person and reader."""
    if person.pk is None:
        return set(among)
    known: dict[int, set[int] | None] = getattr(by, KNOWN, {})
    if person.pk not in known:
        known[person.pk] = None if _added(by).filter(pk=person.pk).exists() else _where_she_is(person)
        setattr(by, KNOWN, known)
    found = known[person.pk]
    return set(among) if found is None else found & set(among)


def _where_she_is(person: Person) -> set[int]:
    found = Q(pk__in=Delegate.objects.filter(person=person).values("mission"))
    for model, key, path in PARTS:
        rows: QuerySet[Any] = model._default_manager.filter(**{f"{key}__person": person})
        found |= Q(pk__in=rows.order_by().values(path))
    return set(Mission.objects.filter(found).order_by().values_list("pk", flat=True))
