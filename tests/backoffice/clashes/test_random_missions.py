"""The check of random missions: the same as a slow one, whatever the order of rows, and after each saved item."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from backoffice.clashes import again
from backoffice.clashes.cautions import Kind
from backoffice.clashes.check import check
from backoffice.clashes.programme import Programme
from tests.backoffice.clashes import brute
from tests.backoffice.clashes.random_missions import missions, shuffled

WAY = re.compile(r"the way from (\w+) to (\w+)")


def told(facts, cautions):
    """What the check finds, as the slow one says it: nobody but "everyone" is at what is for everyone."""
    items = {item.pk: item for item in facts.items}
    whole = {Kind.TWO_PLACES, Kind.END_UNKNOWN, Kind.TOO_FAR, Kind.NO_LANGUAGE}
    return [
        (
            one.kind.value,
            one.level.value,
            one.items,
            frozenset(["everyone"])
            if one.kind in whole and one.items and all(items[pk].for_everyone for pk in one.items)
            else frozenset(WAY.search(one.words).groups() if one.kind == Kind.PLACE_UNKNOWN else one.people),
        )
        for one in cautions
    ]


@given(missions(), st.data())
def test_the_check_finds_in_words_what_looking_at_each_pair_finds_whatever_the_order_of_rows(facts, data):
    cautions = check(facts)
    found = told(facts, cautions)

    assert set(found) == brute.found(facts)
    ways = [one for one in found if one[0] == Kind.PLACE_UNKNOWN]
    assert len(ways) == len(set(ways))
    causes = [one.cause for one in cautions]
    assert [one.cause for one in check(shuffled(facts, data.draw))] == causes
    assert len(set(causes)) == len(causes)
    assert_worded(facts, cautions)


def assert_worded(facts, cautions):
    """Every caution has words, with and without names."""
    for one in cautions:
        assert one.words
        assert one.resolve
        assert len(one.words_without_names) <= 1000
        for delegate in facts.delegates:
            assert delegate.names["en"] not in one.words_without_names


@given(missions(), st.data())
def test_a_saved_item_is_checked_again_as_the_whole_would_be(facts, data):
    """The item becomes another one; the programme that is kept finds of it what a new one does."""
    if not facts.items:
        return
    kept = Programme(facts)
    was = data.draw(st.sampled_from(facts.items))
    becomes = data.draw(st.sampled_from(facts.items))
    now = replace(becomes, pk=was.pk, key=was.key)
    again.about(kept, was.pk)  # whatever is remembered of this is forgotten

    found = again.saved(kept, now)

    after = replace(facts, items=tuple(now if item.pk == was.pk else item for item in facts.items))
    wanted = {one.cause for one in check(after) if was.pk in one.items}
    assert {one.cause for one in found} == wanted
    assert len(found) == len(wanted)
