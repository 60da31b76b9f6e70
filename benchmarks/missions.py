"""Rows to measure on: one mission of any size, and three hundred for the home page."""

import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts.models import User
from delegations import links, sessions
from delegations.models import Delegate, Delegation
from missions import release
from missions.models import (
    Deadline,
    Host,
    ItemKind,
    ItemStatus,
    Mission,
    MissionRole,
    ProgrammeItem,
    Role,
    Stop,
    Visibility,
)
from partners.models import Organisation, Person, Place, Sector
from wording.words import LANGUAGES

CITIES = [
    ("Mary", "Мары", 37.594, 61.83),
    ("Ashgabat", "Ашхабад", 37.96, 58.326),
    ("Arkadag", "Аркадаг", 38.066, 58.06),
    ("Turkmenbashi", "Туркменбаши", 40.022, 52.955),
]


def in_languages(name: str, text: str) -> dict[str, str]:
    """The columns of a translated field, each with a text that is different."""
    return {f"{name}_{lang}": f"{text} ({lang})" for lang in LANGUAGES}


def mission_of(items: int, slug: str) -> Mission:
    """A published mission of four stops with so many public items with hours, hosts and topics."""
    first = datetime.date(2030, 3, 4)
    mission = Mission.objects.create(
        slug=slug,
        starts_on=first,
        ends_on=first + datetime.timedelta(days=7),
        **in_languages("title", f"Mission {slug}"),
    )
    sector, _ = Sector.objects.get_or_create(slug="logistics", defaults=in_languages("name", "Logistics"))
    host, _ = Organisation.objects.get_or_create(
        slug="union", defaults=in_languages("name", "Union of enterprises")
    )
    stops = []
    for order, (name, name_ru, latitude, longitude) in enumerate(CITIES):
        place, _ = Place.objects.get_or_create(
            name_en=name,
            defaults={
                "name_ru": name_ru,
                "country": "TM",
                "zone": "Asia/Ashgabat",
                "latitude": latitude,
                "longitude": longitude,
            },
        )
        day = first + datetime.timedelta(days=order)
        stops.append(Stop.objects.create(mission=mission, place=place, order=order, first_day=day))
    rows = [
        ProgrammeItem(
            mission=mission,
            stop=(stop := stops[number * len(stops) // items]),
            kind=ItemKind.MEETING,
            day=stop.first_day,
            starts_at=datetime.time(8 + number % 12, number % 4 * 15),
            order=number,
            visibility=Visibility.PUBLIC,
            **in_languages("title", f"Meeting number {number} on roads, rail and sea"),
            **in_languages(
                "description", f"What is to be spoken about at meeting {number}, in a sentence or two."
            ),
        )
        for number in range(items)
    ]
    ProgrammeItem.objects.bulk_create(rows)
    saved = list(mission.items.all())
    Host.objects.bulk_create(Host(item=item, organisation=host) for item in saved)
    topics = ProgrammeItem.topics.through
    topics.objects.bulk_create(topics(programmeitem=item, sector=sector) for item in saved)
    release.publish(mission, by=None)
    release.release(mission, by=None, members={}, replaces=None, at=timezone.now())
    return mission


def many_missions(count: int) -> None:
    """So many released missions of four items each."""
    for number in range(count):
        mission_of(4, f"mission-{number}")


def worked_on(missions: list[Mission]) -> str:
    """Missions that need somebody in several ways, all of one coordinator; the key of her session."""
    coordinator = User.objects.create_user("coordinator@example.org", is_staff=True)
    sender = Organisation.objects.get(slug="union")
    for mission in missions:
        MissionRole.objects.create(mission=mission, user=coordinator, role=Role.COORDINATOR)
        Deadline.objects.create(mission=mission, count=30, **in_languages("title", "Send the list"))
        delegation = Delegation.objects.create(mission=mission, organisation=sender)
        person = Person.objects.create(**in_languages("family_name", f"Traveller {mission.pk}"))
        Delegate.objects.create(mission=mission, delegation=delegation, person=person, precedence=10)
        item = mission.items.all()[0]
        item.status, item.title_en = ItemStatus.TENTATIVE, "Changed since the release"
        item.save()
    return _session(
        _auth_user_id=str(coordinator.pk),
        _auth_user_backend="allauth.account.auth_backends.AuthenticationBackend",
        _auth_user_hash=coordinator.get_session_auth_hash(),
    )


def travelled(missions: list[Mission]) -> str:
    """Missions in all of which one person travels; the key of the session in which she reads her pages."""
    sender = Organisation.objects.get(slug="union")
    person = Person.objects.create(**in_languages("family_name", "Traveller"))
    opened = {}
    for mission in missions:
        delegation = Delegation.objects.create(mission=mission, organisation=sender)
        delegate = Delegate.objects.create(
            mission=mission, delegation=delegation, person=person, precedence=10
        )
        link, _token = links.make(delegate)
        opened[str(link.pk)] = delegate.pk
    return _session(**{sessions.SESSION_KEY: opened})


def _session(**content: object) -> str:
    session = SessionStore()
    session.update(content)
    session.create()
    return str(session.session_key)
