"""Readers of Russian are told in Russian by scripts too, and an English word would be heard.

That no page of the back office has one is looked at where they are all walked: test_every_page.py.
"""

import re

import pytest

from tests import factories
from tests.backoffice.frame.russian import LATIN, Listener, english_in
from tests.backoffice.pages import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # words of pages


@pytest.mark.parametrize(
    "sentence", ["Save", "Select an option", "Delete", "Please correct the error below.", "History"]
)
def test_an_english_word_is_found(sentence):
    assert english_in(f"<p>{sentence}</p>", set()) == set(LATIN.findall(sentence))
    assert english_in(f'<p lang="en">{sentence}</p><p>Да</p>', set()) == set()
    assert english_in(f'<input type="submit" value="{sentence}">', set()) == set(LATIN.findall(sentence))


def test_what_somebody_typed_is_no_english_word_of_a_page():
    listener = Listener()
    factories.make_place(name="Oldtown")

    listener.hear("fine", "<p>Oldtown, 5 декабря 2023 г.</p>")
    listener.hear("words", "<p>Save Oldtown</p>")
    listener.hear("stops", "<p>5 г..</p>")

    assert listener.found == {"words": ["Save"], "stops": ["<p>5 г..</p>"]}


def test_the_scripts_of_the_admin_speak_russian():
    client = signed_in()
    client.cookies["django_language"] = "ru"

    script = client.get("/admin/jsi18n/").content.decode()

    catalogue = dict(re.findall(r'^    "((?:[^"\\]|\\.)*)": "((?:[^"\\]|\\.)*)"', script, re.MULTILINE))
    assert catalogue["Today (%(date)s)"] == r"\u0421\u0435\u0433\u043e\u0434\u043d\u044f (%(date)s)"
    assert len(catalogue) > 60
