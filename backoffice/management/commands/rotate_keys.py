"""Encrypt with the newest key what older ones encrypted; run after a key was put in front in FIELD_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import rotation


class Command(BaseCommand):
    help = "Encrypts all that is encrypted with the first of FIELD_KEYS, so that the others can be removed."

    def handle(self, *args: Any, **options: Any) -> None:
        found = rotation.rotate()
        for each in found:
            self.stdout.write(f"{each.rotated:6} {each.column}")
        if unreadable := [f"{each.unreadable} of {each.column}" for each in found if each.unreadable]:
            raise CommandError(f"No key opens these, which stay as they are: {', '.join(unreadable)}.")
