"""The stylesheets: small, from nowhere else, readable in light and dark."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
OURS = (STATIC / "keruen.css").read_text()
ADMIN = (STATIC / "keruen-admin.css").read_text()

# token, on token, least contrast: the table of colours in the design
PAIRS = [
    ("ink", "paper", 4.5),
    ("ink", "sunk", 4.5),
    ("soft", "paper", 4.5),
    ("soft", "sunk", 4.5),
    ("control", "paper", 3),
    ("control", "sunk", 3),
    ("route", "paper", 4.5),
    ("route", "sunk", 4.5),
    ("route", "route-tint", 4.5),
    ("on-route", "route", 4.5),
    ("on-route", "route-deep", 4.5),
    ("change", "paper", 4.5),
    ("change", "change-tint", 4.5),
    ("stop", "paper", 4.5),
    ("stop", "stop-tint", 4.5),
    ("ink", "stop-tint", 4.5),
]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))


LIGHT = tokens(OURS[OURS.index(":root") : OURS.index("prefers-color-scheme")])
DARK = LIGHT | tokens(OURS[OURS.index("prefers-color-scheme: dark") : OURS.index("@layer base")])


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("token", "on", "least"), PAIRS, ids=[f"{token} on {on}" for token, on, _least in PAIRS]
)
def test_each_pair_of_colours_can_be_read(colours, token, on, least):
    darker, lighter = sorted([luminance(colours[token]), luminance(colours[on])])

    assert (lighter + 0.05) / (darker + 0.05) >= least


def test_the_stylesheet_of_every_page_stays_under_eight_kilobytes():
    assert len(gzip.compress(OURS.encode(), mtime=0)) <= 8 * 1024


@pytest.mark.parametrize("style", [OURS, ADMIN], ids=["keruen.css", "keruen-admin.css"])
def test_a_stylesheet_takes_only_our_own_fonts(style):
    assert set(re.findall(r"url\(([^)]*)\)|@import (.*);", style)) == {
        ('"fonts/keruen-serif-latin.woff2"', ""),
        ('"fonts/keruen-serif-cyrillic.woff2"', ""),
    }


def test_the_stylesheet_is_understood_by_old_telephones():
    """No colour functions, nesting or force: see the rules for CSS in the design."""
    assert re.findall(r"light-dark\(|color-mix\(|!important|^\s*&", OURS, re.MULTILINE) == []


def test_colours_are_tokens():
    rules = OURS[OURS.index("@layer base") :]

    assert set(
        re.findall(r"(?<!--)\b[\w-]+: [^;]*?(#[0-9a-f]{3,6})\b", re.sub(r"--[\w-]+: #\w+;", "", rules))
    ) == {"#fff"}


def test_the_icon_is_small_and_self_contained():
    icon = (STATIC / "icon.svg").read_text()

    assert len(icon) < 600
    assert re.findall(r"href|style|script", icon) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/.env", "/db.sqlite3", "/media/", "/.local/password", "/.local/media/attachments/letter.pdf", "/staticfiles/",
        "/static/", "/static/../.env", "/static/%2e%2e/.env", "/static//etc/passwd", "/examples/example-mission.json",
    ],
)  # fmt: skip
def test_no_file_of_the_disk_is_served_but_the_static_ones(client, path):
    """faults.md 23: neither a guess at a name nor a way out of the folder finds one."""
    assert client.get(path).status_code == 404


def test_what_organisers_attach_lies_in_no_folder_that_is_served():
    """faults.md 23."""
    served = [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]

    assert [folder for folder in served if Path(settings.MEDIA_ROOT).is_relative_to(folder)] == []
