"""Which letters the fonts of this room have (fonts/README.md); others are printed by none of them."""

import re

# Of a class of letters: Latin with its neighbours', Cyrillic, marks above and below, punctuation, currencies.
_KNOWN = (
    r" -~\u00A0-\u017F\u018F\u0192\u01CD-\u01DC\u0218-\u021B\u0259\u02B9-\u02BC\u02C6\u02C7\u0300-\u030C"
    r"\u0327\u0328\u0400-\u052F\u1E9E\u1EBC\u1EBD\u2009\u200B-\u200D\u2010-\u2015\u2018-\u201E\u2020-\u2022"
    r"\u2026\u202F\u2030\u2032\u2033\u2039\u203A\u2044\u2060\u20A0-\u20BF\u2116\u2122\u2212"
)
_OTHERS = re.compile(rf"[^{_KNOWN}\s\x00-\x1f\x7f-\x9f]")


def unprinted(text: str) -> str:
    """The letters of a text that paper cannot print, each once, in their order.

    >>> unprinted("Chiyoda, 東京都 1-1, 東")
    '東京都'
    """
    return "".join(dict.fromkeys(_OTHERS.findall(text)))
