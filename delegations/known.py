"""What a delegate's page asks at every visit, in one query: her refs, what she declined, what she knows."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateTimeField, F, Q, UUIDField, Value
from django.db.models.functions import Cast

from delegations import versions
from delegations.models import AccessLink, Delegate, LinkPurpose, Notice, Regret, Seen
from delegations.models.notices import BEGUN, MailingKind, NoticeState
from delegations.regrets import Declined
from delegations.versions import Told, Version
from missions.models import Release
from missions.questions import KEY, REF, Prepared
from partners.models.merged import MergedRef

DECLINED, SEEN, MERGED, RELEASED, TOLD, INVITED = range(6)


@dataclass(frozen=True, slots=True)
class Known:
    """By which refs documents name her, what she has declined, by the items' UIDs, and the last version seen.

    That is its number and when she said so; None for a delegate who has seen none. `told` are the numbers of
    the versions that she was told of last before the newest, as the letter about the newest has it
    (delegations/versions.py); `withdrawn` those of all that were taken back.
    """

    refs: tuple[str, ...]
    declined: Mapping[str, Declined]
    seen: tuple[int, datetime.datetime] | None
    told: tuple[int, ...] = ()
    withdrawn: frozenset[int] = frozenset()

    @property
    def versions(self) -> tuple[int, ...]:
        """The versions since which her page tells what has changed: the first that differs for her counts."""
        return (self.seen[0],) if self.seen else self.told


def of(delegate: Delegate) -> Known:
    """What is known of her now."""
    refs, declined, seen = [str(delegate.ref)], {}, []
    released: list[Version] = []
    letters: list[Told] = []
    invited: list[datetime.datetime] = []
    for kind, ref, words, assistant, digest, at, until in ROWS(
        delegate.pk, delegate.ref, delegate.mission_id
    ):
        if kind == DECLINED:
            declined[str(ref)] = Declined(words, at, assistant, digest)
        elif kind == SEEN:
            seen.append((at, int(digest)))
        elif kind == RELEASED:
            released.append(Version(int(digest), int(digest), at, until))  # its number is its key here
        elif kind == TOLD:
            letters.append(Told(int(digest), at, words == NoticeState.SENT))
        elif kind == INVITED:
            invited.append(at)
        else:
            refs.append(str(ref))
    last = max(seen, default=None)
    released.sort(key=lambda version: version.number)
    newest = versions.newest(released)
    earlier = (letter for letter in letters if newest is None or letter.version != newest.pk)
    told = versions.told_last(released, earlier, min(invited, default=None))
    return Known(
        tuple(refs),
        declined,
        (last[1], last[0]) if last else None,
        tuple(told),
        frozenset(version.number for version in released if version.withdrawn_at is not None),
    )


def _rows(delegate: Any, ref: Any, mission: Any) -> Any:
    """Rows of one shape: kind, reference, words, assistant, digest or number, two moments."""
    nothing = Value("", output_field=CharField())
    never = Cast(Value(None), DateTimeField())  # PostgreSQL takes what is nothing in three parts for a text
    nobody = Value(None, output_field=UUIDField())
    said: Any = Regret.objects.filter(delegate=delegate, taken_back_at__isnull=True)
    seen: Any = Seen.objects.filter(delegate=delegate)
    merged: Any = MergedRef.objects.filter(model=Delegate._meta.label, kept=ref)
    released: Any = Release.objects.filter(mission=mission)
    told: Any = Notice.objects.filter(
        delegate=delegate, mailing__kind=MailingKind.RELEASE, state__in=BEGUN, release__isnull=False
    )
    links: Any = AccessLink.objects.filter(delegate=delegate, purpose=LinkPurpose.ITINERARY)
    asked = [
        _shaped(said, DECLINED, F("item__uid"), F("words"), F("assistant"), F("told"), F("at"), never),
        _shaped(
            seen, SEEN, F("delegate__ref"), nothing, F("assistant"), _text("release__number"), F("at"), never
        ),
        _shaped(merged, MERGED, F("ref"), nothing, nothing, nothing, never, never),
        _shaped(released, RELEASED, nobody, nothing, nothing, _text("number"), F("at"), F("withdrawal__at")),
        _shaped(told, TOLD, nobody, F("state"), nothing, _text("release__number"), F("claimed_at"), never),
        _shaped(
            links.filter(Q(sent_at__isnull=False) | Q(last_used_at__isnull=False)),
            INVITED,
            nobody,
            nothing,
            nothing,
            nothing,
            F("made_at"),
            never,
        ),
    ]
    first, *others = (rows.order_by() for rows in asked)
    return first.union(*others, all=True).order_by()


ROWS = Prepared(_rows, KEY, REF, KEY)


def _text(number: str) -> Cast:
    return Cast(number, CharField())


def _shaped(rows: Any, kind: int, *columns: Any) -> Any:
    named = {f"known_{number}": column for number, column in enumerate(columns)}
    return rows.annotate(known_kind=Value(kind), **named).values_list("known_kind", *named)
