"""Forget what was typed into visit reports and not come back to for ninety days; run once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from reports import drafts


class Command(BaseCommand):
    help = "Forgets drafts of visit reports that nobody came back to for ninety days."

    def handle(self, *args: Any, **options: Any) -> None:
        number = drafts.forget_old()
        if options["verbosity"]:
            self.stdout.write(f"Drafts forgotten: {number}.")
