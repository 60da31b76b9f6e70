"""What holds for the changes between any two documents of a mission, for any audience."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from missions import changes, itinerary
from missions.changes import ChangeKind
from tests.missions import documents

pytestmark = pytest.mark.once  # no database

MIRRORED = {
    ChangeKind.ADDED: ChangeKind.REMOVED,
    ChangeKind.REMOVED: ChangeKind.ADDED,
    ChangeKind.CANCELLED: ChangeKind.REINSTATED,
    ChangeKind.REINSTATED: ChangeKind.CANCELLED,
    ChangeKind.CONFIRMED: ChangeKind.TENTATIVE,
    ChangeKind.TENTATIVE: ChangeKind.CONFIRMED,
}


def read(document, audience):
    return itinerary.make(document, audience, "en")


PAIRS = documents.documents().flatmap(
    lambda document: st.tuples(st.just(document), documents.successors(document))
)


@settings(max_examples=200)
@given(documents.documents())
def test_nothing_changed_between_an_itinerary_and_itself(document):
    for audience in documents.audiences(document):
        made = read(document, audience)

        assert changes.compare(made, read(document, audience)) == changes.Changes((), (), (), (), ())
        assert {change.kinds for change in changes.compare(None, made).items} <= {(ChangeKind.ADDED,)}
        assert len(changes.compare(None, made).items) == len(made.items)


@settings(max_examples=300)
@given(PAIRS)
def test_the_changes_lead_from_the_old_itinerary_to_the_new_one(pair):
    """Every item is in exactly one of added, removed, changed and unchanged."""
    for audience in documents.audiences(pair[0]):
        old, new = (read(document, audience) for document in pair)
        difference = changes.compare(old, new)

        uids = [change.item.uid for change in difference.items]
        assert len(uids) == len(set(uids))
        items = {item.uid: item for item in old.items}
        for change in difference.items:
            assert change.before == items.get(change.item.uid)
            assert change.kinds
            if change.after is None:
                del items[change.item.uid]
            else:
                items[change.item.uid] = change.after
        stops = {stop.ref: stop for stop in old.stops} | {stop.ref: stop for stop in difference.stops_added}
        stops = {ref: stop for ref, stop in stops.items() if stop not in difference.stops_removed}
        stops |= {now.ref: now for _, now in difference.stops_changed}
        assert stops == {stop.ref: stop for stop in new.stops}
        standing = {
            uid: dataclasses.replace(item, stop=item.stop and stops[item.stop.ref])
            for uid, item in items.items()
        }
        assert standing == {item.uid: item for item in new.items}


@settings(max_examples=300)
@given(PAIRS)
def test_the_changes_back_are_the_changes_mirrored(pair):
    for audience in documents.audiences(pair[0]):
        old, new = (read(document, audience) for document in pair)
        there, back = changes.compare(old, new), changes.compare(new, old)

        def seen(difference):
            return {
                change.item.uid: (change.before, change.after, set(change.kinds), set(change.fields))
                for change in difference.items
            }

        mirrored = {
            uid: (after, before, {MIRRORED.get(kind, kind) for kind in kinds}, fields)
            for uid, (before, after, kinds, fields) in seen(there).items()
        }
        assert seen(back) == mirrored
        assert (back.frame, set(back.stops_added), set(back.stops_removed)) == (
            there.frame,
            set(there.stops_removed),
            set(there.stops_added),
        )
        assert set(back.stops_changed) == {(now, was) for was, now in there.stops_changed}
        assert bool(back) == bool(there)


@settings(max_examples=300)
@given(PAIRS)
def test_no_difference_holds_a_text_that_was_never_for_its_reader(pair):
    """faults.md 27: a change tells what its reader saw before or sees now, and nothing else."""
    for audience in documents.audiences(pair[0]):
        difference = changes.compare(*(read(document, audience) for document in pair))
        before, after = (documents.forbidden(document, audience) for document in pair)
        seen = set.union(*(documents.allowed(document, audience) for document in pair))

        text = repr(dataclasses.asdict(difference))
        assert [word for word in (before | after) - seen if word in text] == []
