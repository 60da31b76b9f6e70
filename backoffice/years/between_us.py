"""All that was between us and an organisation: where we met it, whom, what was written, agreed and achieved.

What its branches had a part in counts as its own, and says through which. Of missions, items, reports,
follow-ups and outcomes only those are read that the reader may see.
"""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from backoffice.frame.rows import address_of
from backoffice.rights import access
from delegations.models import Attendance, Delegate, DelegateState
from missions.models import FollowUp, Host, Mission, Outcome, Party, ProgrammeItem, VisitReport
from partners.models import Contact, Organisation
from wording import dates
from wording.lists import enumerated
from wording.translated import texts
from wording.words import Words, pick


@dataclass(frozen=True, slots=True)
class Met:
    """An item at which we met it; `through` names the branch, `people` who of it was there or was named."""

    name: Words | None
    address: str
    when: str
    status: str
    look: str
    through: Words | None
    people: tuple[str, ...]
    report: str
    report_address: str


@dataclass(slots=True)
class Together:
    """One mission: what the organisation was in it, how many it sent, and where we met."""

    name: Words | None
    address: str
    when: str
    roles: list[str] = field(default_factory=list)
    sent: int = 0
    met: list[Met] = field(default_factory=list)


def family(organisation: Organisation) -> set[int]:
    """The keys of the organisation and all its branches, theirs too."""
    below: dict[int, list[int]] = {}
    parents = Organisation.objects.exclude(parent=None).order_by().values_list("pk", "parent")
    for key, parent in parents:
        below.setdefault(parent, []).append(key)  # type: ignore[arg-type]  # none is without a parent here
    found, waiting = {organisation.pk}, [organisation.pk]
    while waiting:
        new = [key for key in below.get(waiting.pop(), []) if key not in found]
        found.update(new)
        waiting += new
    return found


def follow_ups(user: Any, organisations: Collection[int]) -> QuerySet[FollowUp]:
    """What was agreed with them or is theirs to do, by what is due first."""
    keys = FollowUp.objects.filter(
        Q(counterparts__in=organisations)
        | Q(our_organisation__in=organisations)
        | Q(our_owner__organisation__in=organisations)
    )
    return access.narrow(user, FollowUp.objects.filter(pk__in=keys.order_by().values("pk")), "view")


def outcomes(user: Any, organisations: Collection[int]) -> QuerySet[Outcome]:
    """What was achieved with them on either side, the newest first."""
    keys = Outcome.objects.filter(Q(ours__in=organisations) | Q(theirs__in=organisations))
    rows = Outcome.objects.filter(pk__in=keys.order_by().values("pk"))
    return access.narrow(user, rows, "view").order_by(F("dated_on").desc(nulls_last=True), "-pk")


def missions(user: Any, organisations: Collection[int]) -> QuerySet[Mission]:
    """Every mission in which they had any part, the newest first."""
    parts = (
        (Party.objects.filter(organisation__in=organisations), "mission"),
        (Host.objects.filter(organisation__in=organisations), "item__mission"),
        (_there(organisations), "item__mission"),
        (_sent(organisations), "mission"),
        (follow_ups(user, organisations), "mission"),
        (outcomes(user, organisations), "mission"),
    )
    named = Q()
    for rows, path in parts:
        seen: QuerySet[Any] = access.narrow(user, rows, "view")
        named |= Q(pk__in=seen.order_by().values(path))
    return access.missions_with(user, access.SEES_A_MISSION).filter(named).order_by("-starts_on", "-pk")


def together(
    user: Any, organisation: Organisation, organisations: Collection[int], found: Sequence[Mission], lang: str
) -> list[Together]:
    """These missions in their order, each with what the organisation and its branches were in it."""
    lines = {
        mission.pk: Together(
            name=pick(texts(mission, "title"), lang, mission.languages),
            address=reverse("admin:missions_mission_change", args=[mission.pk]),
            when=dates.mission_dates(mission.starts_on, mission.ends_on, mission.dates_precision, lang),
        )
        for mission in found
    }
    parties = Party.objects.filter(organisation__in=organisations, mission__in=found)
    for party in access.narrow(user, parties.select_related("organisation").order_by("order", "pk"), "view"):
        role = str(capfirst(party.get_role_display()))
        through = "" if party.organisation_id == organisation.pk else f" ({party.organisation})"
        lines[party.mission_id].roles.append(f"{role}{through}")
    travelled = _sent(organisations).filter(mission__in=found)
    for mission in access.narrow(user, travelled.exclude(state=DelegateState.WITHDRAWN), "view").values_list(
        "mission", flat=True
    ):
        lines[mission].sent += 1
    for item, met in _items(user, organisation, organisations, found, lang):
        lines[item.mission_id].met.append(met)
    return list(lines.values())


def contacts(organisations: Collection[int]) -> QuerySet[Contact]:
    """Who speaks for them."""
    return (
        Contact.objects.filter(organisation__in=organisations)
        .select_related("person", "organisation")
        .order_by("organisation_id", "pk")
    )


def _sent(organisations: Collection[int]) -> QuerySet[Delegate]:
    """Whoever came in their delegation or is of them in another one."""
    return Delegate.objects.filter(
        Q(organisation__in=organisations) | Q(delegation__organisation__in=organisations)
    )


def _there(organisations: Collection[int]) -> QuerySet[Attendance]:
    return Attendance.objects.filter(contact__organisation__in=organisations).exclude(actual=False)


def _items(
    user: Any, organisation: Organisation, organisations: Collection[int], found: Sequence[Mission], lang: str
) -> Iterable[tuple[ProgrammeItem, Met]]:
    hosts: dict[int, list[Host]] = {}
    hosting = Host.objects.filter(organisation__in=organisations, item__mission__in=found)
    named = hosting.select_related("organisation", "contact__person").order_by("item_id", "order", "pk")
    for host in access.narrow(user, named, "view"):
        hosts.setdefault(host.item_id, []).append(host)
    there: dict[int, list[Contact]] = {}
    attended = _there(organisations).filter(item__mission__in=found).order_by("item_id", "pk")
    for row in access.narrow(user, attended.select_related("contact__person"), "view"):
        if row.contact is not None:
            there.setdefault(row.item_id, []).append(row.contact)
    items = ProgrammeItem.objects.filter(pk__in=[*hosts, *there]).select_related("stop__place")
    shown = list(access.narrow(user, items, "view"))
    reports = access.narrow(user, VisitReport.objects.filter(item__in=[item.pk for item in shown]), "view")
    written = {report.item_id: report for report in reports}
    for item in shown:
        yield item, _met(item, organisation, hosts.get(item.pk, []), there.get(item.pk, []), written, lang)


def _met(
    item: ProgrammeItem,
    organisation: Organisation,
    hosts: Sequence[Host],
    there: Sequence[Contact],
    written: dict[int, VisitReport],
    lang: str,
) -> Met:
    own = any(host.organisation_id == organisation.pk for host in hosts)
    branch = None if own or not hosts else hosts[0].organisation
    people = [host.contact for host in hosts if host.contact is not None]
    report = written.get(item.pk)
    return Met(
        name=pick(texts(item, "title"), lang),
        address=reverse("admin:missions_programmeitem_change", args=[item.pk]),
        when=_when(item, lang),
        status=str(item.get_status_display()),
        look=str(item.status),
        through=pick(texts(branch, "name"), lang) if branch else None,
        people=tuple(dict.fromkeys(str(contact) for contact in [*people, *there])),
        report=str(report.get_state_display()) if report else "",
        report_address=address_of("visit_report", item.pk) if report else "",
    )


def _when(item: ProgrammeItem, lang: str) -> str:
    place = str(item.stop.place) if item.stop else ""
    if item.day is None:
        day = _("day not known")
    else:
        day = dates.long_date(item.day, lang)
        day = dates.about(day, lang) if item.day_approximate else day
    return enumerated(part for part in (place, day) if part)


def day_of(outcome: Outcome, lang: str) -> str:
    """The day of an outcome in words."""
    day: datetime.date | None = outcome.dated_on
    return dates.long_date(day, lang) if day else _("date not known")
