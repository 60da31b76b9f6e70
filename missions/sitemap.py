"""The list of public pages for search engines: each in every language, with its other languages."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from missions.models import Listing, ListingKind
from wording import dates

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
FIXED = ("about", "privacy", "accessibility")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that exists at one address per language; `changed` is a moment, a day, or None: not known."""

    name: str
    slug: str = ""
    changed: datetime.date | None = None


def pages(rows: Sequence[Listing], partners: dict[str, str]) -> list[Page]:
    """Home, the fixed pages, all public missions and partners of these listings.

    `partners` are slugs of published organisations by ref.
    """
    released = {
        row.mission_id: dates.read_moment(row.words["released_at"])
        for row in rows
        if row.kind == ListingKind.CARD
    }
    missions = [
        Page("missions:mission", row.mission.slug, released[row.mission_id])
        for row in rows
        if row.kind == ListingKind.CARD
    ]
    met: dict[str, datetime.date] = {}
    for row in rows:
        ref = str(row.ref)
        if row.kind == ListingKind.HOST and ref in partners and row.mission_id in released:
            met[ref] = max(released[row.mission_id], met.get(ref, released[row.mission_id]), key=str)
    return [
        Page("missions:home", changed=max(released.values(), default=None, key=str)),
        *(Page(name) for name in FIXED),
        *sorted(missions, key=lambda page: page.slug),
        *sorted(
            (Page("missions:partner", partners[ref], at) for ref, at in met.items()),
            key=lambda page: page.slug,
        ),
    ]


def rendered(found: Iterable[Page]) -> str:
    """The sitemap as XML."""
    return HEAD + "".join(_entries(page) for page in found) + "</urlset>\n"


def _entries(page: Page) -> str:
    addresses = {code: _address(page, code) for code, _name in settings.LANGUAGES}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(address)}/>'
        for code, address in addresses.items()
    )
    changed = f"<lastmod>{_w3c(page.changed)}</lastmod>" if page.changed else ""
    return "".join(
        f"<url><loc>{escape(address)}</loc>{changed}{links}</url>\n" for address in addresses.values()
    )


def _w3c(changed: datetime.date) -> str:
    """A moment to the second; a day as it is."""
    if isinstance(changed, datetime.datetime):
        return changed.isoformat(timespec="seconds")
    return changed.isoformat()


def _address(page: Page, lang: str) -> str:
    with override(lang):
        return settings.SITE_URL + reverse(page.name, args=[page.slug] if page.slug else [])
