"""Throw away what was deleted more than thirty days ago; run once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from backoffice.bin import keeping


class Command(BaseCommand):
    help = "Deletes for good what was deleted in the back office more than thirty days ago."

    def handle(self, *args: Any, **options: Any) -> None:
        number = keeping.purge()
        if options["verbosity"]:
            self.stdout.write(f"Deleted for good: {number}.")
