"""See to what a worker that died has left of letters; run before a worker starts."""

from typing import Any

from django.core.management.base import BaseCommand

from delegations.notices import sending


class Command(BaseCommand):
    help = "Have mailings with letters left looked after again whose watch died with its worker."

    def handle(self, *_args: Any, **_options: Any) -> None:
        begun = sending.keep_watch()
        self.stdout.write(f"Mailings that are looked after again: {begun}.")
