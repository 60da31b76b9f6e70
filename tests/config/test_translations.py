"""Texts of the interface that are written in a translation as they are in English."""

from pathlib import Path

import pytest

from tools import catalogues

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
FILES = sorted(
    (*ROOT.glob("locale/*/LC_MESSAGES/*.po"), *ROOT.glob("config/django_locale/*/LC_MESSAGES/*.po"))
)
ALIKE = {
    # Names of formats and notations, which are not translated.
    **dict.fromkeys(["CSV", "XLSX", "vCard", "PDF", "DOCX", "A4, PDF", "UID", "Markdown."], "name"),
    # No words: placeholders with marks between them.
    **dict.fromkeys(["%(day)s, %(hours)s", "%(title)s, %(day)s.", "“%(follow_up)s”: %(state)s."], "marks"),
    "%(truncated_text)s…": "marks",
    # Turkmen writes these units and this word as English does.
    **dict.fromkeys(["%(minutes)d min", "%(length)s km", "forum"], "the same in Turkmen"),
}


def forms(text):
    return text if isinstance(text, tuple | list) else (text,)


def alike(path):
    """The English texts of a catalogue that it translates by themselves."""
    for entry in catalogues.read(path):
        for text in forms(entry.string):
            if entry.id and text in forms(entry.id) and any(letter.isalpha() for letter in text):
                yield text


def test_no_text_is_translated_by_itself():
    found = {(path.relative_to(ROOT).as_posix(), text) for path in FILES for text in alike(path)}

    assert len(FILES) >= 9
    assert sorted(found - {(name, text) for name, text in found if text in ALIKE}) == []
    assert {text for _name, text in found} == ALIKE.keys()  # an exception that nothing needs is taken away
