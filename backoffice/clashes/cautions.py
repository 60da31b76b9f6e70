"""What a caution is: what is not right, about whom, where it is put right, and the hash of its cause."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wording import quotes


class Level(models.TextChoices):
    """How sure and how grave it is; in the order in which they are listed."""

    CLASH = "clash", _("clash")
    CAUTION = "caution", _("caution")
    UNKNOWN = "unknown", _("cannot tell")


class Kind(models.TextChoices):
    """What a caution is about. The codes are kept with what was accepted and never change."""

    TWO_PLACES = "two_places", _("people in two places")
    HOST_TWICE = "host_twice", _("a host twice at a time")
    ROOM_TWICE = "room_twice", _("a venue twice at a time")
    END_UNKNOWN = "end_unknown", _("end not known")
    TOO_FAR = "too_far", _("too little time between places")
    PLACE_UNKNOWN = "place_unknown", _("place not known")
    LEG_ARRIVES_LATE = "leg_arrives_late", _("arrival after an item begins")
    LEG_DEPARTS_EARLY = "leg_departs_early", _("departure before an item ends")
    OUTSIDE_STOP = "outside_stop", _("outside the days of the stop")
    DAY_OFF = "day_off", _("weekend or public holiday")
    NIGHT_WITHOUT_STAY = "night_without_stay", _("night without a stay")
    NO_LANGUAGE = "no_language", _("no common language")
    PERMIT_LATE = "permit_late", _("too few days for a permit")
    DECLINED = "declined", _("declined by a delegate")


class Page(StrEnum):
    """A page of the back office on which something is put right."""

    ITEM = "admin:missions_programmeitem_change"
    LEG = "admin:delegations_leg_change"
    MISSION = "admin:missions_mission_change"
    PLACE = "admin:partners_place_change"
    DELEGATE = "admin:delegations_delegate_change"
    ANSWERS = "admin:missions_mission_answers"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a caution is put right: an address, and what it leads to."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that may not be right. It never blocks: it is put right, or accepted with a reason.

    `items` are the primary keys of the items concerned, in the order of time. Its words are made when they
    are read, in the language that is active then.
    """

    kind: Kind
    level: Level
    items: tuple[int, ...]
    cause: str
    say: Callable[[bool], str] = field(compare=False, repr=False)
    resolve_words: Any = field(compare=False, repr=False)
    name: Callable[[], tuple[str, ...]] = field(default=tuple, compare=False, repr=False)
    put_right: Callable[[], tuple[tuple[Page, int, str], ...]] = field(
        default=tuple, compare=False, repr=False
    )

    @property
    def words(self) -> str:
        """A sentence that names people and items, with day and local time."""
        return quotes.nested(self.say(True))

    @property
    def words_without_names(self) -> str:
        """The sentence with the number of people in place of their names: for what is kept for good."""
        return quotes.nested(self.say(False))

    @property
    def people(self) -> tuple[str, ...]:
        """The names of the delegates concerned, in protocol order; empty where it is about no delegate."""
        return self.name()

    @property
    def resolve(self) -> str:
        """A sentence that says what puts it right."""
        return str(self.resolve_words)

    @property
    def links(self) -> tuple[Link, ...]:
        """The pages on which it is put right, the likeliest first."""
        return tuple(Link(reverse(page, args=[pk]), words) for page, pk, words in self.put_right())


def cause_of(kind: Kind, *facts: object) -> str:
    """The hash of what a caution was computed from: texts, numbers, days and tuples, in a fixed order."""
    return hashlib.sha256(repr((kind.value, *facts)).encode()).hexdigest()
