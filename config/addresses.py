"""The address of the page being read: its other languages, and the one that search engines should keep."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# /<lang>/… ; Django's own reading of the prefix also takes "en-gb", which no address of ours has.
PREFIXED = re.compile(rf"^/({'|'.join(code for code, _name in settings.LANGUAGES)})(/.*)$")
# Addresses without a language in them, where it is chosen by ?language= and kept in a cookie.
CHOOSING = ("/accounts/", "/admin/", "/l/", "/d/", "/h/")

# What a shared link calls our languages.
LOCALES = {"en": "en_GB", "ru": "ru_RU", "kk": "kk_KZ", "tk": "tk_TM"}


@dataclass(frozen=True)
class LanguageLink:
    """A page in one language: its path, and its whole address under SITE_URL."""

    code: str
    name: str
    path: str
    url: str
    current: bool

    @property
    def locale(self) -> str:
        return LOCALES[self.code]


class Here:
    """What base.html needs to know of the page's address. Reads neither session nor user."""

    def __init__(self, request: HttpRequest) -> None:
        self._path = request.path
        self.language = get_language() or settings.LANGUAGE_CODE

    @cached_property
    def _rest(self) -> str | None:
        found = PREFIXED.match(self._path)
        return quote(found[2]) if found else None

    @property
    def home(self) -> str:
        """The path of the first page in the reader's language."""
        return f"/{self.language}/"

    @property
    def site(self) -> str:
        """What stands before a path in a whole address."""
        return str(settings.SITE_URL)

    @property
    def has_languages(self) -> bool:
        """Whether this page stands at one address per language."""
        return self._rest is not None

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The same page in each language, in the order of the settings."""
        links = []
        for code, name in settings.LANGUAGES:
            if self._rest is not None:
                path = f"/{code}{self._rest}"
            elif self._path.startswith(CHOOSING):
                path = f"?language={code}"  # of this page itself: the address of a personal link is a secret
            else:
                path = f"/{code}/"
            url = settings.SITE_URL + (quote(self._path) if path.startswith("?") else "") + path
            links.append(LanguageLink(code, str(name), path, url, code == self.language))
        return links

    # Markup made here and not in base.html, where every page waits for each of its small pieces.
    @property
    def alternates(self) -> SafeString:
        """The same page in each language, for the head."""
        named = ((link.code, link.url) for link in self.languages)
        return format_html_join("", '<link rel="alternate" hreflang="{}" href="{}">\n', named)

    @property
    def locales(self) -> SafeString:
        """The page's language and the others, for those who show a link to it."""
        named = (("" if link.current else ":alternate", link.locale) for link in self.languages)
        return format_html_join("", '<meta property="og:locale{}" content="{}">\n', named)

    @property
    def canonical(self) -> str:
        """The one whole address of this page in this language, without any query."""
        return settings.SITE_URL + quote(self._path)

    @property
    def without_language(self) -> str:
        """The whole address that leads each reader to the page in a language of hers."""
        return settings.SITE_URL + (self._rest or quote(self._path))


def here(request: HttpRequest) -> dict[str, Here]:
    """Context processor: the address of the page being read, as `here`."""
    return {"here": Here(request)}
