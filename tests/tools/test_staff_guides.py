"""docs/organiser.md and docs/staff.md name what is there: their pictures, addresses and the words of the pages."""

import re
from pathlib import Path

import pytest
from django.urls import resolve

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
TEXTS = {name: (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("organiser", "staff")}
PAGES = ("templates/**/*.html", "backoffice/**/*.py")
# What is done with a follow-up, and what the texts of a report are called, stands with the rows.
ROWS = ("missions/follow_ups.py", "missions/models/visit_reports.py")


def test_each_picture_of_readme_and_guides_is_there_and_none_is_left_over():
    texts = [*TEXTS.values(), (ROOT / "README.md").read_text(encoding="utf-8")]
    named = [name for text in texts for name in re.findall(r"\]\((?:docs/)?pictures/(.+?)\)", text)]

    assert sorted(named) == sorted(path.name for path in (ROOT / "docs" / "pictures").iterdir())


@pytest.mark.parametrize(
    ("guide", "named"),
    [
        ("organiser", {"/accounts/login/": "account_login", "/admin/": "index"}),
        ("staff", {"/admin/visits/": "visits"}),
    ],
)
def test_each_address_of_a_guide_leads_somewhere(guide, named):
    addresses = re.findall(r"`(/[^`]*)`", TEXTS[guide])

    assert {address: resolve(address).url_name for address in addresses} == named


def test_each_word_in_bold_of_the_organisers_guide_stands_on_a_page():
    pages = read(PAGES)

    assert [word for word in bold("organiser") if f'"{word}"' not in pages] == []


def test_each_word_in_bold_of_the_staff_guide_stands_on_a_page():
    pages = read(PAGES)
    rows = read(ROWS)

    # In an attribute of HTML it stands in single quotes; the name of a field begins small.
    on_pages = {word for word in bold("staff") if f'"{word}"' in pages or f"'{word}'" in pages}
    of_rows = {word for word in bold("staff") if f'"{word}"' in rows or f'"{word.lower()}"' in rows}
    assert set(bold("staff")) - on_pages - of_rows == set()


def read(where: tuple[str, ...]) -> str:
    files = [path for pattern in where for path in ROOT.glob(pattern)]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def bold(guide: str) -> list[str]:
    return re.findall(r"\*\*(.+?)\*\*", TEXTS[guide])
