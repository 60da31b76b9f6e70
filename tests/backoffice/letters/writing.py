"""Delegates to be written to, and the pages by which staff do it."""

import re

from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from delegations import links
from delegations.models import AccessLink, Delegate, Mailing
from delegations.notices import sending
from missions.models import Mission
from partners.models import Person
from tests import factories


def travellers(*names: str, **fields) -> tuple[Mission, list[Delegate]]:
    """A mission with delegates of these names, by rank, each with a link; none of “Nobody” has an address."""
    mission = factories.make_mission(
        title={"en": "The mission", "ru": "Миссия"}, zone="Asia/Ashgabat", **fields
    )
    delegates = []
    for name in names:
        email = "" if name.startswith("Nobody") else f"{name.lower()}@example.org"
        person = factories.make_person(family_name=name, given_name="", email=email)
        delegates.append(factories.make_delegate(mission=mission, person=person))
        links.make(delegates[-1])
    return mission, delegates


def crowd(number: int) -> tuple[Mission, list[Delegate]]:
    """As `travellers`, so many of them, with a telephone; without histories."""
    mission, [first] = travellers("Delegate0")
    people = Person.objects.bulk_create(
        Person(family_name_en=f"Delegate{each}", email=f"delegate{each}@example.org", phone=f"+993 {each:03}")
        for each in range(1, number)
    )
    others = Delegate.objects.bulk_create(
        Delegate(
            mission=mission, delegation=first.delegation, person=person, precedence=first.precedence + each
        )
        for each, person in enumerate(people, start=1)
    )
    [link] = first.links.all()
    copied = {field.attname: getattr(link, field.attname) for field in AccessLink._meta.concrete_fields}
    AccessLink.objects.bulk_create(
        AccessLink(**{**copied, "id": None, "delegate_id": one.pk, "token_hash": f"{one.pk:064}"})
        for one in others
    )
    return mission, [first, *others]


def outbox(mission: Mission) -> str:
    return reverse("admin:missions_mission_letters", args=[mission.pk])


def write(mission: Mission) -> str:
    return reverse("admin:missions_mission_write", args=[mission.pk])


def letter(mailing: Mailing) -> str:
    return reverse("admin:missions_mission_letter", args=[mailing.mission_id, mailing.pk])


def words(page) -> str:
    """The page without tags, each run of white space one space."""
    main = page.text.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def seal(page) -> str:
    """What the button that sends says was looked at."""
    [found] = re.findall(r'name="seal" value="([0-9a-f]{64})"', page.text)
    return found


def work() -> None:
    """Send what waits for a worker and is due, as one does."""
    rows = DBTaskResult.objects.filter(task_path="delegations.notices.sending.deliver")
    while waiting := list(rows.order_by("enqueued_at")):
        for row in waiting:
            row.delete()
            sending.deliver.func(*row.args_kwargs["args"])
