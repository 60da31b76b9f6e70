"""Who reads a mission's programme: the public, delegates by the groups that they are in, and hosts.

Those who read alike are one reader. A delegate reads the last version by the groups that she had when it was
released, and the next one by those that she has now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from django.db.models import F
from django.utils.translation import gettext as _

from delegations import itinerary as personal
from delegations import links
from delegations.models import Delegate
from missions import itinerary
from missions.document import Document
from missions.models import Mission
from missions.parts import Audience, Kind
from partners import merged
from wording.words import pick


@dataclass(frozen=True, slots=True)
class Travelling:
    """A delegate who has not withdrawn, with the refs of the groups that she is in now, of any mission.

    `refs` are those by which documents name her: her own, and those of rows that were merged into hers. `row`
    has her person. `uninvited`: she has an e-mail address, and never had a link to her itinerary.
    """

    pk: int
    ref: str
    refs: tuple[str, ...]
    name: str
    groups: frozenset[str]
    row: Delegate
    uninvited: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Some who read alike: as whom they read the version before, and the document now."""

    before: Audience
    now: Audience
    label: str
    delegates: int = 0

    @property
    def kind(self) -> Kind:
        return self.now.kind


def travelling(mission: Mission) -> list[Travelling]:
    """The delegates in protocol order; two queries."""
    found: dict[int, list[str]] = {}
    rows: dict[int, Delegate] = {}
    uninvited: set[int] = set()
    delegates = Delegate.objects.travelling().filter(mission=mission).select_related("person")
    asked = delegates.annotate(group=F("groups__ref"), linked=links.ever_made())
    for delegate in asked.order_by("precedence", "pk"):
        # The types of Django know no names that a question adds to its rows.
        group = delegate.group  # type: ignore[attr-defined]  # annotated above
        if delegate.person.email and not delegate.linked:  # type: ignore[attr-defined]  # annotated above
            uninvited.add(delegate.pk)
        rows[delegate.pk] = delegate
        found.setdefault(delegate.pk, []).extend([str(group)] if group else [])
    former = merged.former_of(Delegate, [str(row.ref) for row in rows.values()])
    return [
        Travelling(pk, ref, (ref, *former[ref]), str(row.person), frozenset(found[pk]), row, pk in uninvited)
        for pk, row in rows.items()
        for ref in [str(row.ref)]
    ]


def members(delegates: Iterable[Travelling]) -> dict[str, list[str]]:
    """The refs of the delegates of each group, in protocol order: what a document is made with."""
    found: dict[str, list[str]] = {}
    for delegate in delegates:
        for group in delegate.groups:
            found.setdefault(group, []).append(delegate.ref)
    return found


def of(
    old: Document | None, now: Document, delegates: Sequence[Travelling], lang: str, *, names: bool
) -> list[Reader]:
    """All readers: the public, delegates, hosts. `names` says whether delegates may be named."""
    labels = group_labels(old, now, delegates, lang, names=names)
    public = Reader(itinerary.PUBLIC, itinerary.PUBLIC, _("The public"))
    return [public, *_delegates(old, now, delegates, labels), *_hosts(old, now, lang)]


def groups_label(refs: Iterable[str], labels: Mapping[str, str], *, any_groups: bool) -> str:
    """ "Group A and Group B together"; commas stand between those who are not the same people.

    What those in no group are called depends on whether there are groups.
    """
    named = [labels[ref] for ref in labels if ref in set(refs)]
    if len(named) > 1:
        return _("%(groups)s together") % {"groups": reduce(_both, named)}
    if named:
        return named[0]
    return _("Delegates in no group") if any_groups else _("Delegates")


def _both(first: str, second: str) -> str:
    return _("%(first)s and %(second)s") % {"first": first, "second": second}


def group_labels(
    old: Document | None, now: Document, delegates: Iterable[Travelling], lang: str, *, names: bool
) -> dict[str, str]:
    """What each group of either document is called; one without a name after the delegate that it holds."""
    alone = {ref: delegate.name for delegate in delegates for ref in delegate.groups} if names else {}
    found: dict[str, str] = {}
    for document in (now, *([old] if old else ())):
        for group in document["groups"]:
            words = pick(group["name"], lang, document["mission"]["languages"])
            label = words.text if words else alone.get(group["ref"]) or _("one delegate alone")
            found.setdefault(group["ref"], label)
    return found


def host_labels(document: Document, lang: str) -> dict[str, str]:
    """The organisations that are named as hosts, by ref."""
    refs = host_refs(document)
    return {
        entry["ref"]: words.text if (words := pick(entry["name"], lang)) else "–"
        for entry in document["organisations"]
        if entry["ref"] in refs
    }


def host_refs(document: Document) -> set[str]:
    """The refs of the organisations that are named as hosts."""
    return {host["organisation"] for item in document["items"] for host in item.get("hosts", ())}


def hosts(old: Document | None, now: Document, lang: str) -> list[tuple[Audience, str]]:
    """The hosts of either document, by name, each with what it is called; at most one query.

    Where the old one names a host that was merged into another since, both are one reader.
    """
    before = host_labels(old, lang) if old else {}
    labels = before | host_labels(now, lang)
    # Only a host that is no more in the newer one can have gone into another.
    present = merged.present(labels) if before.keys() - host_refs(now) else {}
    formerly: dict[str, list[str]] = {}
    called: dict[str, str] = {}
    for ref, label in labels.items():
        stands = present.get(ref, ref)
        formerly.setdefault(stands, []).extend([ref] if ref != stands else [])
        if ref == stands:
            called[stands] = label
        else:
            called.setdefault(stands, label)
    named = sorted(called.items(), key=lambda pair: (pair[1].casefold(), pair[0]))
    return [(itinerary.host(ref, formerly[ref]), label) for ref, label in named]


def _delegates(
    old: Document | None, now: Document, delegates: Sequence[Travelling], labels: Mapping[str, str]
) -> Iterable[Reader]:
    """Each combination of groups that occurs, in the order of groups; then each group that nobody is in."""
    counted: dict[tuple[frozenset[str], frozenset[str]], int] = {}
    for delegate in delegates:
        groups = personal.groups_in(now, delegate.refs)
        before = personal.groups_in(old, delegate.refs) if old else groups
        counted[before, groups] = counted.get((before, groups), 0) + 1
    held = frozenset().union(*(groups for _before, groups in counted))
    for group in now["groups"]:
        if group["name"] and group["ref"] not in held:
            counted.setdefault((frozenset({group["ref"]}),) * 2, 0)
    order = list(labels)
    if not counted:
        counted[frozenset(), frozenset()] = 0
    for (before, groups), number in sorted(
        counted.items(),
        key=lambda pair: [sorted(order.index(ref) for ref in refs) for refs in pair[0][::-1]],
    ):
        label = groups_label(groups, labels, any_groups=bool(now["groups"]))
        if before != groups:
            was = groups_label(before, labels, any_groups=True)
            label = (
                _("%(groups)s (before: %(before)s)") % {"groups": label, "before": was}
                if before
                else _("%(groups)s, newly") % {"groups": label}
            )
        yield Reader(itinerary.delegate(before), itinerary.delegate(groups), label, number)


def _hosts(old: Document | None, now: Document, lang: str) -> Iterable[Reader]:
    for audience, label in hosts(old, now, lang):
        yield Reader(audience, audience, label)
