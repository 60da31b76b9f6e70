"""docs/delegate.md says the same in four languages, in the words of the pages."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
INTRODUCTION, *SECTIONS = (ROOT / "docs" / "delegate.md").read_text(encoding="utf-8").split("\n## ")
LANGUAGES = {"In English": "en", "По-русски": "ru", "Қазақша": "kk", "Türkmençe": "tk"}
VERSION = "4"


def words(lang: str) -> set[str]:
    """All that pages say in this language; where they tell a version, that of the guide."""
    with (ROOT / "locale" / ("ru" if lang == "en" else lang) / "LC_MESSAGES" / "django.po").open(
        "rb"
    ) as file:
        said = [message for message in read_po(file) if isinstance(message.id, str)]
    texts = (message.id if lang == "en" else str(message.string) for message in said)
    return {text.replace("%(number)s", VERSION) for text in texts}


def bold(section: str) -> list[str]:
    return re.findall(r"\*\*(.+?)\*\*", section)


def test_it_is_written_in_the_four_languages():
    assert [section.splitlines()[0] for section in SECTIONS] == list(LANGUAGES)


@pytest.mark.parametrize("section", SECTIONS, ids=LANGUAGES.values())
def test_each_word_in_bold_stands_on_a_page_in_that_language(section):
    on_pages = words(LANGUAGES[section.splitlines()[0]])

    assert [word for word in bold(section) if word not in on_pages] == []


@pytest.mark.parametrize("section", SECTIONS, ids=LANGUAGES.values())
def test_each_language_says_as_much_as_english(section):
    assert (section.count("\n- "), len(bold(section))) == (SECTIONS[0].count("\n- "), len(bold(SECTIONS[0])))
