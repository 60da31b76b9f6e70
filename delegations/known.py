"""What a delegate's page asks at every visit, in one query: her refs, what she declined and saw last."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateTimeField, Value
from django.db.models.functions import Cast

from delegations.models import Delegate, Regret, Seen
from delegations.regrets import Declined
from partners.models.merged import MergedRef

DECLINED, SEEN, MERGED = range(3)


@dataclass(frozen=True, slots=True)
class Known:
    """By which refs documents name her, what she has declined, by the items' UIDs, and the last version seen.

    That is its number and when she said so; None for a delegate who has seen none.
    """

    refs: tuple[str, ...]
    declined: Mapping[str, Declined]
    seen: tuple[int, datetime.datetime] | None


def of(delegate: Delegate) -> Known:
    """What is known of her now."""
    refs, declined, seen = [str(delegate.ref)], {}, []
    for kind, ref, words, assistant, digest, at in _rows(delegate):
        if kind == DECLINED:
            declined[str(ref)] = Declined(words, at, assistant, digest)
        elif kind == SEEN:
            seen.append((at, int(digest)))
        else:
            refs.append(str(ref))
    last = max(seen, default=None)
    return Known(tuple(refs), declined, (last[1], last[0]) if last else None)


def _rows(delegate: Delegate) -> Any:
    """Rows of one shape: kind, reference, words, assistant, digest or number, moment."""
    nothing = Value("", output_field=CharField())
    said: Any = Regret.objects.filter(delegate=delegate, taken_back_at__isnull=True)
    seen: Any = Seen.objects.filter(delegate=delegate)
    merged: Any = MergedRef.objects.filter(model=Delegate._meta.label, kept=delegate.ref)
    asked = [
        said.annotate(part=Value(DECLINED)).values_list(
            "part", "item__uid", "words", "assistant", "told", "at"
        ),
        seen.annotate(
            part=Value(SEEN), said=nothing, number=Cast("release__number", CharField())
        ).values_list("part", "delegate__ref", "said", "assistant", "number", "at"),
        merged.annotate(
            part=Value(MERGED),
            said=nothing,
            by=nothing,
            digest=nothing,
            moment=Value(None, output_field=DateTimeField()),
        ).values_list("part", "ref", "said", "by", "digest", "moment"),
    ]
    first, *others = (rows.order_by() for rows in asked)
    return first.union(*others, all=True).order_by()
