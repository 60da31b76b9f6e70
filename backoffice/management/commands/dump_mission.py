"""manage.py dump_mission SLUG [--without-people]"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from backoffice.mission_file import dump
from missions.models import Mission


class Command(BaseCommand):
    help = "Write a mission to standard output as a mission file (docs/mission-file.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the mission's slug")
        parser.add_argument(
            "--without-people",
            action="store_true",
            help="leave out people, contacts and delegates and whatever names them",
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        # Locked, so that a release made meanwhile is in the file with its change of state or not at all.
        mission = Mission.objects.select_for_update().filter(slug=options["slug"]).first()
        if mission is None:
            raise CommandError(_("There is no mission with the slug “%(slug)s”.") % {"slug": options["slug"]})
        made = dump.data(mission, people=not options["without_people"])
        self.stdout.write(dump.text(made), ending="")
