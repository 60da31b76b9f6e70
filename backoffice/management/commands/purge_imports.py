"""Delete what was read of files that nobody has decided about for a week; run once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from backoffice.imports import storage


class Command(BaseCommand):
    help = "Deletes imports that are older than seven days, with what was read of their files."

    def handle(self, *args: Any, **options: Any) -> None:
        number = storage.purge()
        if options["verbosity"]:
            self.stdout.write(f"Deleted: {number}.")
