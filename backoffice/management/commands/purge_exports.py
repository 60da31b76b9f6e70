"""Delete exported files that have expired, or whose owner may not sign in any more; run at least daily."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.exports import storage


class Command(BaseCommand):
    help = "Deletes exported files after a day, and those of closed accounts. The record of them stays."

    def handle(self, *args: Any, **options: Any) -> None:
        number = storage.purge()
        if options["verbosity"]:
            self.stdout.write(f"Deleted: {number}.")
