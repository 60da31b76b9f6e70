"""Which CLDR locale writes which of our languages."""

from functools import cache

from babel import Locale

# "en" alone is American: month before day, and a comma before "and".
_CLDR = {"en": "en_GB", "ru": "ru", "kk": "kk", "tk": "tk"}


@cache
def locale_for(lang: str) -> Locale:
    """Babel's locale for one of `wording.words.LANGUAGES`; any other language raises `KeyError`."""
    return Locale.parse(_CLDR[lang])
