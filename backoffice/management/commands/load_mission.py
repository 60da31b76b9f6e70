"""manage.py load_mission FILE… [--starts-on DATE] [--update-shared]"""

import argparse
import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from backoffice.mission_file import load
from backoffice.mission_file.faults import Refused
from wording.typed_dates import NotADate, parse_date


class Command(BaseCommand):
    help = "Load missions from files (docs/mission-file.md). All of it is saved, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a mission file")
        parser.add_argument(
            "--starts-on",
            type=_day,
            metavar="DATE",
            help="move every date so that a new mission starts on this day, such as 2027-05-10",
        )
        parser.add_argument(
            "--update-shared",
            action="store_true",
            help="let the files change places, organisations and people that are in the database already",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        starts_on = options["starts_on"]
        try:
            loaded = load.load(
                options["files"],
                # From other code it comes as it is, unread by the parser.
                starts_on=_day(starts_on) if isinstance(starts_on, str) else starts_on,
                update_shared=options["update_shared"],
            )
        except Refused as refused:
            nothing = _("Nothing was loaded.")
            raise CommandError("\n".join([*refused.lines(), nothing])) from None
        for found in loaded:
            said = _("%(slug)s: loaded") if found.changes else _("%(slug)s: nothing to change")
            if options["verbosity"]:
                self.stdout.write(said % {"slug": found.mission.slug})


def _day(text: str) -> datetime.date:
    try:
        return parse_date(text).day
    except NotADate as error:
        raise argparse.ArgumentTypeError(str(error)) from None
