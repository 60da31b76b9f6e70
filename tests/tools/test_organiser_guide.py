"""docs/organiser.md names what is there: its pictures, addresses and the words of the pages."""

import re
from pathlib import Path

import pytest
from django.urls import resolve

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "organiser.md").read_text(encoding="utf-8")


def test_each_picture_of_the_guide_is_there_and_none_is_left_over():
    named = set(re.findall(r"\]\(pictures/(.+?)\)", TEXT))

    assert named == {path.name for path in (ROOT / "docs" / "pictures").iterdir()}


def test_each_address_of_the_guide_leads_somewhere():
    addresses = re.findall(r"`(/[^`]*)`", TEXT)

    assert addresses == ["/accounts/login/", "/admin/"]
    assert [resolve(address).url_name for address in addresses] == ["account_login", "index"]


def test_each_word_in_bold_stands_on_a_page():
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("backoffice/**/*.py")]
    pages = "\n".join(path.read_text(encoding="utf-8") for path in files)

    assert [word for word in re.findall(r"\*\*(.+?)\*\*", TEXT) if f'"{word}"' not in pages] == []
