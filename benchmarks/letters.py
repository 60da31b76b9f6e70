"""`python -m benchmarks.letters`: a version is released, and 300 delegates are told what it changes for them.

Each letter is her own, with her programme as PDF and her calendar, sent by two workers to a mail server on
this machine; on a database of its own, unless DATABASE_URL names one that may be filled. Seconds by the clock
from the release until the last letter is sent, of the workers' processors, and the most memory that a worker
had. docs/performance.md says what they should be.
"""

import datetime
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

DELEGATES = 300
GROUPS = 12
ITEMS = 32
WORKERS = 2
GOAL_SECONDS = 30
GOAL_MEMORY = 300  # MB


def rows() -> Any:
    """A mission of four days, eight entries a day for two groups or for all; delegates who fly and sleep."""
    from benchmarks.missions import mission_of
    from delegations import links
    from delegations.models import Delegate, Delegation, Leg, Stay
    from missions.models import Group, Visibility
    from partners.models import Organisation, Person, Place
    from wording.words import LANGUAGES

    mission = mission_of(ITEMS, "letters")
    groups = [Group.objects.create(mission=mission, name_en=f"Group {number}") for number in range(GROUPS)]
    for number, item in enumerate(mission.items.order_by("pk")):
        item.visibility = Visibility.PARTICIPANTS
        item.for_everyone = number % 3 == 0
        item.save()
        if not item.for_everyone:
            item.groups.set([groups[number % GROUPS], groups[(number + 5) % GROUPS]])
    home = Place.objects.create(name_en="Astana", name_ru="Астана", country="KZ", zone="Asia/Almaty")
    there = mission.stops.first().place
    union = Organisation.objects.create(slug="senders", name_en="Senders")
    delegation = Delegation.objects.create(mission=mission, organisation=union)
    flight = Leg.objects.create(
        mission=mission,
        from_place=home,
        to_place=there,
        number="T5 702",
        departs_on=mission.starts_on,
        departs_at=datetime.time(5),
    )
    for number in range(DELEGATES):
        person = Person.objects.create(
            family_name_en=f"Orazowa {number}",
            given_name_en="Maral",
            email=f"maral{number}@example.org",
            language=LANGUAGES[number % len(LANGUAGES)],
        )
        delegate = Delegate.objects.create(
            mission=mission, delegation=delegation, person=person, precedence=10 * (number + 1)
        )
        delegate.groups.add(groups[number % GROUPS])
        flight.passengers.add(delegate)
        Stay.objects.create(
            delegate=delegate,
            place=there,
            hotel="Mary",
            arrives_on=mission.starts_on,
            leaves_on=mission.starts_on + datetime.timedelta(days=2),
        )
        links.make(delegate)
    return mission


def released(mission: Any, *, tell: bool) -> None:
    """The next version, of which every delegate is told if `tell`."""
    from delegations.models import members_of_groups
    from missions import release

    last = release.newest(mission)
    replaces = last.number if last else None
    release.release(mission, by=None, members=members_of_groups(mission), replaces=replaces, tell=tell)


def told(mission: Any) -> None:
    """Two versions that everybody was told of, without a letter: the third is the one that is measured."""
    from django.utils import timezone

    from delegations.models import Notice

    for _number in range(2):
        released(mission, tell=False)
        now = timezone.now()
        Notice.objects.filter(state="waiting").update(state="sent", claimed_at=now, sent_at=now)
        for item in mission.items.filter(for_everyone=True)[:3]:
            item.starts_at = item.starts_at.replace(minute=(item.starts_at.minute + 5) % 60)
            item.save()


def measure() -> None:
    """Measure and print; Django is set up, the database is empty, and SMTP_PORT is the server's."""
    from django.db import connections

    from delegations.models import Notice
    from tools import mail_server

    mission = rows()
    told(mission)
    with mail_server.running(port=int(os.environ["SMTP_PORT"]), keep=False) as server:
        began = time.perf_counter()
        released(mission, tell=True)
        released_after = time.perf_counter() - began
        connections.close_all()
        command = [sys.executable, "manage.py", "db_worker", "--batch", "--no-reload", "--interval=0", "-v0"]
        workers = [subprocess.Popen(command) for _number in range(WORKERS)]  # noqa: S603  # ours
        used = [os.wait4(worker.pid, 0)[2] for worker in workers]
        for worker in workers:
            worker.returncode = 0  # it was waited for
        took = time.perf_counter() - began
        taken = server.taken
    sent = Notice.objects.filter(state="sent", mailing__release__number=3).count()
    print(f"\n{DELEGATES} letters with PDF and calendar, {WORKERS} workers; {sent} sent, {taken} taken")
    print(f"{'the release itself':36}{released_after:8.1f} s")
    print(f"{'until the last letter was sent':36}{took:8.1f} s   (goal: {GOAL_SECONDS} s)")
    print(f"{'of the processors':36}{sum(one.ru_utime + one.ru_stime for one in used):8.1f} s")
    print(
        f"{'a worker at most':36}{max(one.ru_maxrss for one in used) // 1024:8} MB  (goal: {GOAL_MEMORY} MB)"
    )


def free_port() -> int:
    """A port that nobody listens on now."""
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="keruen-bench-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ |= {
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "a key for measuring alone " * 3,
            "FIELD_KEYS": "a2VydWVuIGtleSBmb3IgdGVzdHMsIG5vdGhpbmcgbW8=",
            "SITE_URL": "http://127.0.0.1:8000",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "NOTICES_WAIT": "0",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(free_port()),
            "SMTP_TLS": "false",
        }
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0", "--no-input"]
        subprocess.run(migrate, check=True)  # noqa: S603  # ours
        import django

        django.setup()
        measure()


if __name__ == "__main__":
    main()
