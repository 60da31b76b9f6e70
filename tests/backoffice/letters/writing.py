"""Delegates to be written to, and the pages by which staff do it."""

import re

from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from delegations import links
from delegations.models import Delegate, Mailing
from delegations.notices import sending
from missions.models import Mission
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
