"""Delete the travel documents whose day has come; run once a day. Each deletion stands on record."""

from typing import Any

from django.core.management.base import BaseCommand

from delegations import travel_documents


class Command(BaseCommand):
    help = "Deletes travel documents TRAVEL_DOCUMENT_DAYS after the last day of their mission."

    def handle(self, *args: Any, **options: Any) -> None:
        delegates = travel_documents.purge()
        if options["verbosity"]:
            whose = f", of delegates {', '.join(map(str, delegates))}" if delegates else ""
            self.stdout.write(f"Travel documents deleted: {len(delegates)}{whose}.")
