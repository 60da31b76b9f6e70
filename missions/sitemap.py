"""The list of public pages for search engines: each in every language, with its other languages."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

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


def pages(
    released: Mapping[str, datetime.date], met: Iterable[tuple[str, str]], partners: Mapping[str, str]
) -> list[Page]:
    """Home, the fixed pages, all public missions and the partners met on them.

    `released` tells when each mission was, by slug; `met` are refs of partners with the slug of a mission;
    `partners` are slugs of published organisations by ref.
    """
    changed: dict[str, datetime.date] = {}
    for ref, mission in met:
        if ref in partners and mission in released:
            changed[ref] = max(released[mission], changed.get(ref, released[mission]), key=str)
    return [
        Page("missions:home", changed=max(released.values(), default=None, key=str)),
        *(Page(name) for name in FIXED),
        *(Page("missions:mission", slug, at) for slug, at in sorted(released.items())),
        *sorted(
            (Page("missions:partner", partners[ref], at) for ref, at in changed.items()),
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
