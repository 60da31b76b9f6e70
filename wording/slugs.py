"""Slugs: the part of an address that is made from a name or a title, in whichever script it is written.

anyascii (ISC licence, no dependencies, all scripts) writes the text in Latin letters. python-slugify does the
same with text-unidecode, which may be had under the Artistic licence or the GPL only.
"""

from collections.abc import Container
from itertools import count

from anyascii import anyascii
from django.utils.text import slugify

LENGTH = 80


def from_text(text: str) -> str:
    """Return the slug of a text; empty where the text has neither letters nor digits."""
    return slugify(anyascii(text))[:LENGTH].strip("-_")


def first_free(wish: str, taken: Container[str]) -> str:
    """Return `wish`, or where it is taken the wish with the first number from 2 on that is free."""
    numbered = (f"{wish[: LENGTH - len(str(number)) - 1].rstrip('-_')}-{number}" for number in count(2))
    return wish if wish not in taken else next(slug for slug in numbered if slug not in taken)
