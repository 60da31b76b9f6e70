"""What Django itself says on our pages, in the languages in which it knows little: Kazakh and Turkmen."""

import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path

import django
import pytest
from django import forms
from django.contrib.auth import password_validation
from django.core import validators
from django.db import models
from django.forms import formsets
from django.forms import models as model_forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import trans_real

from tests.backoffice.pages import signed_in
from tools import catalogues

DJANGO = Path(django.__file__).parent
ADMIN = DJANGO / "contrib/admin/locale/en/LC_MESSAGES"
# Pages of Django's that we do not have: signing out, a forgotten password; and what has nothing to translate.
NOT_SHOWN = {
    *("%(class_name)s %(instance)s", ", ", "Django site admin", "Django administration"),
    *(
        "Password reset",
        "Password reset confirmation",
        "Reset my password",
        "New password:",
        "Confirm password:",
    ),
    *("Thanks for using our site!", "The %(site_name)s team", "In case you’ve forgotten, you are:"),
    "There’s been an error. It’s been reported to the site administrators via email and should be fixed shortly. "
    "Thanks for your patience.",
    "Something’s wrong with your database installation. Make sure the appropriate database tables have been "
    "created, and make sure the database is readable by the appropriate user.",
    "Thanks for spending some quality time with the web site today.",
    "Your password has been set.  You may go ahead and log in now.",
    "Please enter your new password twice so we can verify you typed it in correctly.",
    "The password reset link was invalid, possibly because it has already been used.  Please request a new "
    "password reset.",
    "We’ve emailed you instructions for setting your password, if an account exists with the email you entered. "
    "You should receive them shortly.",
    "If you don’t receive an email, please make sure you’ve entered the address you registered with, and check "
    "your spam folder.",
    "You're receiving this email because you requested a password reset for your user account at %(site_name)s.",
    "Please go to the following page and choose a new password:",
    "Forgotten your password? Enter your email address below, and we’ll email instructions for setting a new one.",
}
BAD_INPUT = [forms, formsets, model_forms, models, validators, password_validation]
language = pytest.mark.parametrize("lang", ["kk", "tk"])


def sentences() -> Iterator[str]:
    """What forms, rows and rules say of bad input, in English."""
    for module in BAD_INPUT:
        for _name, held in inspect.getmembers(module):
            told = getattr(held, "message", None)
            for said in (told, *getattr(held, "default_error_messages", {}).values()):
                if isinstance(said, Promise) and (english := _english(said)):
                    yield english


def _english(said) -> str:
    """The text by which a catalogue knows it; of one with a plural its singular."""
    known = getattr(said, "_kw", {})  # where a plural waits for its number
    return known.get("singular") or said._args[0]


def untranslated(texts: Iterable[str], lang: str) -> set[str]:
    """Those of these texts that stand in no catalogue of the language."""
    known = trans_real.translation(lang)._catalog
    return {text for text in texts if text not in known and (text, 0) not in known}


@language
@pytest.mark.once
def test_what_is_said_of_bad_input_is_said_in_the_readers_language(lang):
    found = set(sentences())

    assert "Enter a valid date." in found
    assert "Please submit at most %(num)d form." in found
    assert untranslated(found, lang) == set()


@language
@pytest.mark.once
def test_the_admin_speaks_the_readers_language(lang):
    texts = catalogues.read(ADMIN / "django.po")
    found = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in texts if entry.id}

    assert len(found) > 150
    assert untranslated(found - NOT_SHOWN, lang) == set()


@pytest.mark.once
@language
@pytest.mark.django_db
def test_a_form_of_the_admin_tells_what_is_wrong_in_the_readers_language(lang):
    client = signed_in()
    address = reverse("admin:missions_mission_add")

    page = client.post(address, {}, headers={"accept-language": lang}).text
    words = client.get(reverse("admin:jsi18n"), headers={"accept-language": lang}).text

    assert f'<html lang="{lang}"' in page
    for text in ("Please correct", "This field is required", "Toggle theme", "Add "):
        assert text not in page
    assert "Today (%(date)s)" not in words.replace('"Today (%(date)s)":', "")
