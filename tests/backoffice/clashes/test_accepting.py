"""Cautions accepted with a reason until their cause changes, and opened again."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from backoffice import clashes
from backoffice.clashes import Kind, accepting
from missions.models import AcceptedCaution, ItemStatus, ProgrammeItem
from tests.backoffice.clashes.rows import FIFTH, NINE, TEN, clashing, in_both, split_in_mary
from tests.factories import make_delegate, make_item, make_user

pytestmark = pytest.mark.django_db


def accept(mission, reason="The head stays behind"):
    (caution,) = clashes.of(mission).open
    return accepting.accept(mission, caution, reason=reason, by=make_user())


def test_what_is_accepted_is_no_longer_open_and_says_why_and_by_whom():
    mission, *_items = clashing()

    row = accept(mission)

    found = clashes.of(mission)
    assert (found.open, found.by_item) == ((), {})
    (accepted,) = found.accepted
    assert (accepted.row, accepted.caution.words) == (row, row.words)
    assert (row.kind, row.reason) == ("two_places", "The head stays behind")
    assert [entry.history_type for entry in row.history.all()] == ["+"]


def test_what_is_accepted_is_kept_without_the_names_of_delegates():
    mission, groups = split_in_mary()
    in_both(mission, groups)

    row = accept(mission)

    assert row.words.startswith("1 delegate: “")
    assert "Ogulsapar" not in row.words


UNRELATED = {
    "title": lambda item: ProgrammeItem.objects.filter(pk=item.pk).update(title_en="Another title"),
    "visibility": lambda item: ProgrammeItem.objects.filter(pk=item.pk).update(visibility="staff"),
    "another item": lambda item: make_item(mission=item.mission, day=FIFTH, starts_at=NINE, ends_at=TEN),
    "a delegate": lambda item: make_delegate(mission=item.mission),
    "the order": lambda item: ProgrammeItem.objects.filter(pk=item.pk).update(order=99),
    "the mission's title": lambda item: type(item.mission).objects.update(title_en="Another"),
}
CAUSES = {
    "it begins later": {"starts_at": TEN},
    "it ends later": {"ends_at": dt.time(13)},
    "it is tentative": {"status": ItemStatus.TENTATIVE},
    "its end is not known": {"ends_at": None},
}


def test_it_stays_accepted_while_other_things_change():
    mission, one, _other = clashing()
    row = accept(mission)

    for what, edit in UNRELATED.items():
        edit(one)

        found = clashes.of(mission)
        assert (found.open, [accepted.row for accepted in found.accepted]) == ((), [row]), what


@pytest.mark.once
@pytest.mark.parametrize("change", CAUSES.values(), ids=CAUSES)
def test_it_is_open_again_when_its_cause_changes(change):
    mission, one, _other = clashing()
    accept(mission)

    ProgrammeItem.objects.filter(pk=one.pk).update(**change)

    found = clashes.of(mission)
    assert [caution.kind for caution in found.open] == [Kind.TWO_PLACES]
    assert found.accepted == ()


@pytest.mark.once
def test_it_is_open_again_when_it_is_about_others():
    mission, groups = split_in_mary()
    in_both(mission, groups)
    accept(mission)

    make_delegate(mission=mission, groups=groups)

    assert [len(caution.people) for caution in clashes.of(mission).open] == [2]


@pytest.mark.once
def test_what_is_put_right_leaves_nothing():
    mission, one, _other = clashing()
    accept(mission)

    ProgrammeItem.objects.filter(pk=one.pk).update(day=FIFTH)

    assert clashes.of(mission).all == ()


@pytest.mark.once
@pytest.mark.parametrize(("reason", "code"), [("", "blank"), ("x" * 501, "max_length")])
def test_a_reason_is_needed_and_has_an_end(reason, code):
    mission, *_items = clashing()

    with pytest.raises(ValidationError) as refused:
        accept(mission, reason)

    assert [error.code for error in refused.value.error_dict["reason"]] == [code]
    assert not AcceptedCaution.objects.exists()


@pytest.mark.once
def test_long_titles_are_kept_shortened():
    mission, one, _other = clashing()
    ProgrammeItem.objects.filter(pk=one.pk).update(title_en="Long " * 50)

    assert len(accept(mission).words) <= 500


def test_what_is_accepted_once_is_not_accepted_twice():
    mission, *_items = clashing()
    (caution,) = clashes.of(mission).open
    accept(mission)

    with pytest.raises(ValidationError, match="This was accepted already"):
        accepting.accept(mission, caution, reason="Again", by=make_user())


def test_what_was_accepted_can_be_opened_again_once():
    mission, *_items = clashing()
    row = accept(mission)

    assert accepting.take_back(mission, row.cause)
    assert not accepting.take_back(mission, row.cause)
    assert len(clashes.of(mission).open) == 1
    assert [entry.history_type for entry in AcceptedCaution.history.all()] == ["-", "+"]


def test_each_mission_has_accepted_its_own():
    one, *_items = clashing()
    other, *_items = clashing()
    row = accept(one)

    found = clashes.of_all([one, other])

    assert ([accepted.row for accepted in found[one.pk].accepted], found[other.pk].accepted) == ([row], ())
    assert not accepting.take_back(other, row.cause)
