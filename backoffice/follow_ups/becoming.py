"""The next mission, made of what was agreed on this one: a draft that somebody goes on with."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from missions import due, follow_ups, roles
from missions.models import DatesPrecision, FollowUp, Mission, MissionType, Party, PartyRole, Stop
from partners.models import Organisation, Sector
from wording import slugs
from wording.translated import columns

PRECISIONS = {"": DatesPrecision.YEAR} | {each.value: each for each in DatesPrecision}


@dataclass(frozen=True, slots=True)
class Days:
    """When the new mission takes place, as far as that is known."""

    starts_on: datetime.date
    ends_on: datetime.date
    precision: str


def days_of(row: FollowUp) -> Days | None:
    """The whole period in which the follow-up is due; None where its date is open."""
    if row.due_on is None:
        return None
    return Days(due.first_day(row.due_on, row.due_precision), row.due_on, PRECISIONS[row.due_precision])


def free_slug(row: FollowUp) -> str:
    """An address made of the title that no mission has now; who makes the mission chooses her own."""
    made = (slugs.from_text(getattr(row, column)) for column in columns("title"))
    wish = next(filter(None, made), f"{row.mission.slug}-next")
    return Mission().free_slug(wish[: slugs.LENGTH])


def sectors_of(row: FollowUp) -> list[Sector]:
    """What it is about: the topics of the item that it comes from, else the sectors of its mission."""
    topics = list(row.item.topics.all()) if row.item else []
    return topics or list(row.mission.sectors.all())


def parties_of(row: FollowUp) -> list[tuple[Organisation, PartyRole]]:
    """Our organisation as organiser, the counterparts as hosts."""
    ours = [(row.our_organisation, PartyRole.ORGANISER)] if row.our_organisation else []
    return [*ours, *((each, PartyRole.HOST) for each in row.counterparts.all())]


@transaction.atomic
def make(row: FollowUp, *, slug: str, days: Days, by: Any, seen: int) -> Mission:
    """The new mission, a draft, linked both ways: the follow-up is in progress, and not done by that.

    Raises ValidationError where one was made of it already, it is closed, or a rule of missions is broken;
    SavedMeanwhile where it was changed since it was looked at.
    """
    row = follow_ups.locked(row)
    follow_ups.refuse_to_become(row)
    source = row.mission
    made = Mission(
        slug=slug,
        series=source.series,
        type=MissionType.FOLLOW_UP,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        dates_precision=days.precision,
        languages=source.languages,
        home=source.home,
        **{column: getattr(row, column)[:200] for column in columns("title")},
    )
    made._history_user = by
    made.full_clean()
    made.save()
    made.sectors.set(sectors_of(row))
    roles.begin(made, by=by)
    for order, (organisation, role) in enumerate(parties_of(row)):
        _add(Party(mission=made, organisation=organisation, role=role, order=order), by)
    if row.place:
        _add(Stop(mission=made, place=row.place, order=0), by)
    follow_ups.become(row, made, by=by, seen=seen)
    return made


def _add(new: Any, by: Any) -> None:
    new._history_user = by
    new.full_clean()
    new.save()
