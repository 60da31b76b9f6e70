"""Delete letters in the folder of the default mailer once they are old; run once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from backoffice.letters import folder


class Command(BaseCommand):
    help = "Deletes files of the mail folder into which nothing was written for MAIL_FOLDER_DAYS days."

    def handle(self, *args: Any, **options: Any) -> None:
        number = folder.purge()
        if options["verbosity"]:
            self.stdout.write(f"Deleted: {number}.")
