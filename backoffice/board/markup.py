"""The markup of slots, kept while what they show is the same.

A board of sixty items is shown again after each act, of which one changed: rendering the others anew would
cost more than all the rest. Nothing in a slot depends on who reads it but whether she may change and add.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from backoffice.board.slots import Slot

TEMPLATE = "backoffice/board_parts.html#slot"


@lru_cache(maxsize=4096)
def kept(slot: Slot, lang: str, changes: bool, adds: bool) -> SafeString:
    """A slot without a form and with nothing to say; `lang` is the language that is active."""
    return render_to_string(TEMPLATE, {"slot": slot, "changes": changes, "adds": adds})


def fresh(slot: Slot, context: Mapping[str, Any]) -> SafeString:
    """A slot in which a form stands open, or beside which something is said."""
    return render_to_string(TEMPLATE, {"slot": slot, **context})
