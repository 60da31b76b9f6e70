"""What "make run" shows at each start: a database with something in it, and the ways in."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import BaseCommand, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from delegations import links
from delegations.models import Delegate, DelegateState
from missions import attachments
from missions.models import Attachment, Mission, Visibility
from partners.models import Organisation, Person

ORGANISER = "organiser@example.org"
EXAMPLES = settings.BASE_DIR / "examples"
FICTION = "example-mission"  # plainly made up, so it can begin in a week whenever it is loaded
PAPER = "where-the-buses-wait.pdf"
PAPER_TITLES = {
    "title_en": "Where the buses wait",
    "title_ru": "Где ждут автобусы",
    "title_kk": "Автобустар қайда күтеді",
    "title_tk": "Awtobuslar nirede garaşýar",
}
REAL = "kazakhstan-turkmenistan-december-2023"
KEPT_PASSWORD = settings.BASE_DIR / ".local" / "password"


class Command(BaseCommand):
    """For a machine of one's own: it makes a superuser whose password it shows."""

    help = "Load the examples into an empty database and print the addresses and the ways to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            if is_empty():
                load_examples()
                get_user_model().objects.create_superuser(ORGANISER, first_name="Organiser")
            lines = {**addresses(), **sign_in(), **personal_link()}
        for name, words in lines.items():
            self.stdout.write(f"  {name:<16}{words}")


def is_empty() -> bool:
    """Whether nobody has put anything in: no staff, no partners, no missions."""
    return not any(model._default_manager.exists() for model in (User, Organisation, Person, Mission))


def load_examples() -> None:
    for path in sorted(EXAMPLES.glob("*.json")):
        if path.stem == FICTION:
            begins = timezone.localdate() + timedelta(days=7)
            call_command("load_mission", path, starts_on=begins.isoformat(), verbosity=0)
            attach_paper()
        else:
            call_command("load_mission", path, verbosity=0)


def attach_paper() -> None:
    """Give the made-up mission a file for its delegates, which no mission file brings."""
    path = EXAMPLES / PAPER
    paper = Attachment(
        mission=Mission.objects.get(slug=FICTION), visibility=Visibility.DELEGATION, **PAPER_TITLES
    )
    attachments.take_in(SimpleUploadedFile(path.name, path.read_bytes()), paper)
    paper.save()


def addresses() -> dict[str, str]:
    """The pages worth opening first."""
    return {
        "Home page": f"{settings.SITE_URL}/en/",
        "December 2023": f"{settings.SITE_URL}/en/missions/{REAL}/",
        "A made-up one": f"{settings.SITE_URL}/en/missions/{FICTION}/",
        "Back office": f"{settings.SITE_URL}/admin/",
        "Sign-in": settings.SITE_URL + reverse(settings.LOGIN_URL),
    }


def sign_in() -> dict[str, str]:
    """How the organiser of the examples signs in; in a database without her, nothing is made up."""
    organiser = User.objects.filter(email=ORGANISER, is_active=True).first()
    if organiser is None:
        return {"": "with an account of this database"}
    chosen = os.environ.get("DEMO_PASSWORD")
    kept = read_password(KEPT_PASSWORD)
    held = chosen or kept
    fits = bool(held) and organiser.check_password(held)  # slow on purpose: asked once
    if chosen or fits or (kept and not organiser.has_usable_password()):
        word = held
    elif kept:
        return {"": f"{ORGANISER}, with the password that was chosen there"}
    else:
        word = secrets.token_urlsafe(12)
        keep_password(KEPT_PASSWORD, word)
    if not fits:
        organiser.set_password(word)
        organiser.save(update_fields=["password"])
    return {"": f"{ORGANISER}, password {word}"}


def personal_link() -> dict[str, str]:
    """A new link for the delegate who comes first in the made-up mission; her earlier ones end."""
    delegates = Delegate.objects.filter(mission__slug=FICTION).exclude(state=DelegateState.WITHDRAWN)
    first = delegates.order_by("precedence", "pk").first()
    return {"A delegate": links.address(links.renew(first))} if first else {}


def read_password(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""


def keep_password(path: Path, word: str) -> None:
    """Keep it for the next start, readable by its owner alone."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(word)
