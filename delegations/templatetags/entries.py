"""Entries of a personal page: `{% load entries %}`."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from delegations.entries import Entries
from delegations.reading import HaltWords

register = template.Library()


@register.simple_tag
def halts(found: Iterable[HaltWords], mine: str = "", coming: str = "") -> SafeString:
    """Runs of entries for a list of them; as delegations.entries.Entries has it."""
    return Entries(mine, coming).halts(found)
