"""Delete what printed lists said of missions that ended more than sixty days ago; run once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from backoffice.lists import printings


class Command(BaseCommand):
    help = "Deletes what printed lists said of missions that ended more than sixty days ago."

    def handle(self, *args: Any, **options: Any) -> None:
        number = printings.purge()
        if options["verbosity"]:
            self.stdout.write(f"Printed lists deleted: {number}.")
