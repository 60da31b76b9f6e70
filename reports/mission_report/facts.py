"""What a report says, in no language yet: documents as they are released, and what stands beside them.

Names of people are texts in each script; days are local at their place; what is not known is None or empty.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from missions.document import Document
from missions.models import ReportState
from missions.parts import Audience
from wording.words import Texts, Words

type Names = Mapping[str, Words]
"""A person's name as each language has it; empty for one without a name."""


class Variant(StrEnum):
    """For whom a report is: for staff, or for anybody."""

    INTERNAL = "internal"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Sees:
    """What the reader of a report may see of its mission; `missions` are the others, None for all."""

    reports: bool = False
    follow_ups: bool = False
    outcomes: bool = False
    delegates: bool = False
    attendance: bool = False
    contacts: bool = False
    attachments: bool = False
    releases: bool = False
    missions: frozenset[int] | None = frozenset()


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person in a position; `ref` is that of the contact or delegate."""

    ref: str
    name: Names
    position: Texts
    organisation: Texts


@dataclass(frozen=True, slots=True)
class Traveller:
    """A delegate, by rank: as what she travels, and at how many items she is known to have been."""

    who: Somebody
    capacity: str
    was_at: int
    known_at: int


@dataclass(frozen=True, slots=True)
class Sender:
    """A delegation, what is noted of it, and how many of its people are named."""

    organisation: Texts
    note: Texts
    named: int


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at an item: True, False, or None where it is not known whether she was there."""

    who: Somebody
    was_there: bool | None


@dataclass(frozen=True, slots=True)
class Account:
    """A visit's report. `lang` is the language of its plain texts, empty where it is not said.

    Its staff notes, and the remark with which it was sent back, are not of it.
    """

    state: ReportState
    author: str
    approved_by: str
    lang: str
    outcome: str
    sectors: tuple[Texts, ...]
    others: str
    summary: Texts
    topics: str = ""
    findings: str = ""
    opportunities: str = ""
    obstacles: str = ""
    agreed_points: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of an item beside the programme: its report, and who was there on both sides, by rank."""

    account: Account | None = None
    ours: tuple[Present, ...] = ()
    theirs: tuple[Present, ...] = ()


@dataclass(frozen=True, slots=True)
class BesideFollowUp:
    """What staff know of a follow-up beside what is published."""

    published: bool
    priority: str
    owner: Somebody | None = None
    responsible: str = ""
    became: Texts = field(default_factory=dict)
    link: str = ""
    paper: Texts = field(default_factory=dict)
    closing_reason: str = ""
    closed_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class BesideOutcome:
    """What staff know of an outcome beside what is published; `years`: how much of its sum falls in each."""

    published: bool
    confidential: bool
    source: str = ""
    confirmed_on: datetime.date | None = None
    confirmed_by: Somebody | None = None
    paper: Texts = field(default_factory=dict)
    years: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annex:
    """A file: its title, name, language and the item it belongs to; `seen_by` says who may see it."""

    title: Texts
    file_name: str
    lang: str
    item: str | None
    seen_by: str


@dataclass(frozen=True, slots=True)
class Made:
    """A release, and whether it was taken back."""

    number: int
    at: datetime.date
    note: Texts
    withdrawn: bool
    of_results: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one report says, for its audience. `by` made it at the moment `at`; a public one names nobody.

    `programme` and `results` are documents (missions/document.py, missions/results.py), read through the one
    rule of visibility. What is not in `sees` stands in none of the other parts.
    """

    variant: Variant
    slug: str
    sees: Sees
    audience: Audience
    programme: Document
    results: dict[str, Any] | None
    cancelled: bool
    at: datetime.datetime
    by: str
    number: int | None
    results_number: int | None
    releases: tuple[Made, ...] = ()
    senders: tuple[Sender, ...] = ()
    travellers: tuple[Traveller, ...] = ()
    visits: Mapping[str, Visit] = field(default_factory=dict)
    follow_ups: Mapping[str, BesideFollowUp] = field(default_factory=dict)
    outcomes: Mapping[str, BesideOutcome] = field(default_factory=dict)
    annexes: tuple[Annex, ...] = ()
