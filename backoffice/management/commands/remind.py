"""Have members of staff reminded of their follow-ups; run once a day, in the morning."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.reminders import sending


class Command(BaseCommand):
    help = "Has the task worker write to whoever is responsible for follow-ups that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        number = sending.remind_all()
        if options["verbosity"]:
            self.stdout.write(f"Members of staff to be looked after: {number}.")
