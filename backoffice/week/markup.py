"""The markup of what This week lists, kept while it says the same: of many entries few change.

Nothing in them depends on who reads but what they are given.
"""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from backoffice.week.attention import Attention


def entry(about: Attention, several: bool, lang: str) -> SafeString:
    """One thing that needs somebody; `several`: its mission is named, since there are others."""
    mission = str(about.mission)
    told = (about.count, about.words, about.address, about.sentence, about.late, about.actions)
    return _entry(*told, mission, several, lang)


@lru_cache(maxsize=4096)
def _entry(
    count: int,
    words: str,
    address: str,
    sentence: str,
    late: bool,
    actions: tuple[tuple[str, str], ...],
    mission: str,
    several: bool,
    lang: str,
) -> SafeString:
    told = {
        "count": count,
        "words": words,
        "address": address,
        "sentence": sentence,
        "late": late,
        "actions": actions,
        "mission": mission,
    }
    return render_to_string("backoffice/week_entry.html", {"entry": told, "several": several})


@lru_cache(maxsize=1024)
def countdown(about: Any, lang: str) -> SafeString:
    """The way to a mission's first day; `about` is a Countdown, `lang` the language that is active."""
    return render_to_string("backoffice/countdown.html", {"countdown": about})
