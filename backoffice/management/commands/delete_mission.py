"""Delete a mission with all that was released of it: the one way, and it says first what goes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models.deletion import ProtectedError

from backoffice.bin import keeping
from missions import editions
from missions.models import Mission, Withdrawal


class Command(BaseCommand):
    help = (
        "Deletes a mission with its programme, delegation, links, reports, results and releases. "
        "Without --yes it only says what would go. Organisations, places and people stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument(
            "--yes", action="store_true", help="Delete it; there is no way back but a backup."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["slug"]
        with transaction.atomic():
            mission = Mission.objects.select_for_update().filter(slug=slug).first()
            if mission is None:
                raise CommandError(f"There is no mission “{slug}”.")
            for count, name in _holdings(mission):
                self.stdout.write(f"{count:6} {name}")
            if not options["yes"]:
                self.stdout.write(f"Nothing was deleted. To delete “{mission}” for good, add --yes.")
                return
            _delete(mission)
        editions.forget()
        self.stdout.write(f"“{slug}” is deleted.")


def _holdings(mission: Mission) -> list[tuple[int, str]]:
    return [
        (mission.stops.count(), "stops"),
        (mission.items.count(), "programme items"),
        (mission.groups.count(), "groups"),
        (mission.delegates.count(), "delegates"),
        (mission.legs.count(), "legs"),
        (mission.follow_ups.count(), "follow-ups"),
        (mission.outcomes.count(), "outcomes"),
        (mission.releases.count(), "releases of the programme"),
        (mission.results_releases.count(), "releases of the results"),
    ]


def _delete(mission: Mission) -> None:
    """Delete rows before those they protect. Raises CommandError when something outside needs them."""
    keeping.forget_files_of(mission)
    Withdrawal.objects.filter(release__mission=mission).delete()
    mission.releases.all().discard()
    mission.results_releases.all().discard()
    try:
        for item in mission.items.all():
            item.item_groups.all().delete()
        mission.follow_ups.all().delete()
        mission.outcomes.all().delete()
        mission.delegates.all().delete()
        mission.delegations.all().delete()
        for item in mission.items.select_related("report"):
            if hasattr(item, "report"):
                item.report.delete()
        mission.items.all().delete()
        mission.delete()
    except ProtectedError as error:
        needed = ", ".join(sorted({str(row) for row in error.protected_objects}))
        raise CommandError(f"Something outside this mission still needs it: {needed}.") from None
