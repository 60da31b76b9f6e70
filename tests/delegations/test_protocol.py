"""The order of rank, who leads, who comes: each verb, its refusals and what it leaves in the history."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from delegations import protocol
from delegations.models import AccessLink, Capacity, Delegate, DelegateState
from delegations.models.delegations import members_of_groups
from partners.meanwhile import SavedMeanwhile
from tests import factories

NAMES = ["Aigul", "Berik", "Ceren", "Dina", "Erlan"]


def delegates_of(mission, names=NAMES):
    """Delegates so named, by rank."""
    return [
        factories.make_delegate(mission=mission, person=factories.make_person(family_name=name))
        for name in names
    ]


def order(mission):
    return [
        (delegate.person.family_name_en, delegate.precedence)
        for delegate in mission.delegates.select_related("person")
    ]


def act(mission, verb, *keys, by=None, seen=None):
    with protocol.on(mission, by, seen) as work:
        return verb(work, *(work.delegate(key) for key in keys))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "whom", "expected"),
    [
        (protocol.put_before, (3, 1), ["Aigul", "Dina", "Berik", "Ceren", "Erlan"]),
        (protocol.put_after, (0, 2), ["Berik", "Ceren", "Aigul", "Dina", "Erlan"]),
        (protocol.put_first, (4,), ["Erlan", "Aigul", "Berik", "Ceren", "Dina"]),
        (protocol.put_last, (1,), ["Aigul", "Ceren", "Dina", "Erlan", "Berik"]),
        (protocol.put_before, (2, 2), NAMES),
    ],
)
def test_the_ranks_are_tens_again_after_each_act(verb, whom, expected):
    mission = factories.make_mission()
    delegates = delegates_of(mission)

    changed = act(mission, verb, *(delegates[number].pk for number in whom))

    assert order(mission) == [(name, 10 * place) for place, name in enumerate(expected, start=1)]
    assert changed is (expected != NAMES)


@pytest.mark.django_db
def test_typed_places_are_given_all_at_once_and_the_others_keep_their_order():
    mission = factories.make_mission()
    delegates = delegates_of(mission)
    with protocol.on(mission, None) as work:
        protocol.put_at(work, {delegates[4].pk: 1, delegates[0].pk: 4})

    assert [name for name, _rank in order(mission)] == ["Erlan", "Berik", "Ceren", "Aigul", "Dina"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ({0: 0}, "Aigul: there is no place 0. Give a number from 1 to 5."),
        ({0: 6}, "Aigul: there is no place 6. Give a number from 1 to 5."),
        ({0: 3, 1: 3}, "Aigul and Berik are both given place 3."),
    ],
)
def test_a_place_that_cannot_be_given_is_refused_and_nothing_changes(places, sentence):
    mission = factories.make_mission()
    delegates = [
        factories.make_delegate(
            mission=mission, person=factories.make_person(family_name=name, given_name="")
        )
        for name in NAMES
    ]

    with pytest.raises(ValidationError) as refused, protocol.on(mission, None) as work:
        protocol.put_at(work, {delegates[number].pk: place for number, place in places.items()})

    assert refused.value.messages == [sentence]
    assert [name for name, _rank in order(mission)] == NAMES


@pytest.mark.django_db
def test_a_delegate_of_another_mission_is_not_found():
    mission = factories.make_mission()
    elsewhere = factories.make_delegate()

    with pytest.raises(Http404):
        act(mission, protocol.put_first, elsewhere.pk)
    with pytest.raises(Http404), protocol.on(mission, None) as work:
        protocol.put_at(work, {elsewhere.pk: 1})


@pytest.mark.django_db
def test_who_acts_on_an_order_that_is_no_longer_so_is_told_who_changed_it():
    """faults.md 39"""
    mission = factories.make_mission()
    delegates = delegates_of(mission)
    seen = protocol.version(mission)
    aida = factories.make_user(email="aida@example.org")
    act(mission, protocol.put_first, delegates[2].pk, by=aida)

    with pytest.raises(SavedMeanwhile) as refused:
        act(mission, protocol.put_last, delegates[0].pk, seen=seen)
    act(mission, protocol.put_last, delegates[0].pk, seen=protocol.version(mission))

    assert refused.value.messages[0].startswith("Not done: aida@example.org changed the order at ")
    assert [name for name, _rank in order(mission)] == ["Ceren", "Berik", "Dina", "Erlan", "Aigul"]


@pytest.mark.django_db
def test_what_is_not_the_order_may_change_meanwhile():
    mission = factories.make_mission()
    delegates = delegates_of(mission)
    seen = protocol.version(mission)
    act(mission, protocol.confirm, delegates[2].pk)

    assert act(mission, protocol.put_first, delegates[2].pk, seen=seen)


@pytest.mark.django_db
def test_a_delegate_added_or_deleted_meanwhile_is_another_order():
    mission = factories.make_mission()
    delegates = delegates_of(mission)
    before = protocol.version(mission)
    delegates[1].delete()
    between = protocol.version(mission)
    delegates_of(mission, ["Farida"])

    for seen in (before, between):
        with pytest.raises(SavedMeanwhile):
            act(mission, protocol.put_first, delegates[2].pk, seen=seen)


@pytest.mark.django_db
def test_the_history_tells_of_the_rank_alone_and_keeps_the_groups():
    mission = factories.make_mission()
    group = factories.make_group(mission=mission)
    aida = factories.make_user()
    delegates = delegates_of(mission)
    delegates[0].groups.set([group])
    delegates[1].groups.set([group])

    act(mission, protocol.put_first, delegates[1].pk, by=aida)

    for delegate, ranks in ((delegates[0], (10, 20)), (delegates[1], (20, 10))):
        entry = delegate.history.first()
        changes = entry.diff_against(entry.prev_record).changes
        assert [(change.field, change.old, change.new) for change in changes] == [("precedence", *ranks)]
        assert entry.history_user == aida
    assert delegates[2].history.count() == 1


@pytest.mark.django_db
def test_an_order_that_fails_in_the_middle_leaves_the_old_one():
    mission = factories.make_mission()
    delegates = delegates_of(mission)

    def fail(work, delegate):
        protocol.put_first(work, delegate)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        act(mission, fail, delegates[4].pk)

    assert order(mission) == [(name, 10 * place) for place, name in enumerate(NAMES, start=1)]


@pytest.mark.django_db
def test_members_of_groups_follow_the_new_order():
    mission = factories.make_mission()
    group = factories.make_group(mission=mission)
    delegates = delegates_of(mission)
    for delegate in delegates:
        delegate.groups.set([group])

    act(mission, protocol.put_last, delegates[0].pk)

    wanted = [str(one.ref) for one in (*delegates[1:], delegates[0])]
    assert members_of_groups(mission) == {str(group.ref): wanted}


@pytest.mark.django_db
def test_there_is_one_head_and_who_was_it_becomes_a_member():
    mission = factories.make_mission()
    first, second, third = delegates_of(mission)[:3]
    act(mission, protocol.appoint_head, first.pk)
    with protocol.on(mission, None) as work:
        protocol.appoint(work, work.delegate(third.pk), Capacity.DEPUTY)
    act(mission, protocol.appoint_head, second.pk)

    first.delegation.refresh_from_db()
    assert first.delegation.head == second
    assert list(mission.delegates.values_list("capacity", flat=True))[:3] == ["member", "head", "deputy"]


@pytest.mark.django_db
def test_the_head_is_no_deputy_and_nobody_is_appointed_twice():
    mission = factories.make_mission()
    first, second, *_others = delegates_of(mission)
    act(mission, protocol.appoint_head, first.pk)
    said = []
    for delegate, capacity in ((first, "deputy"), (first, "head"), (second, "member")):
        with pytest.raises(ValidationError) as refused, protocol.on(mission, None) as work:
            protocol.appoint(work, work.delegate(delegate.pk), Capacity(capacity))
        said.append(refused.value.code)

    assert said == ["head", "already", "already"]


@pytest.mark.django_db
def test_states_go_their_way_and_are_refused_out_of_it():
    mission = factories.make_mission()
    [delegate] = delegates_of(mission, ["Aigul"])
    states = []
    for verb in (protocol.accept, protocol.accept, protocol.confirm, protocol.confirm, protocol.withdraw):
        try:
            act(mission, verb, delegate.pk)
        except ValidationError as error:
            states.append(error.code)
        else:
            states.append(Delegate.objects.get().state)
    for verb in (protocol.withdraw, protocol.confirm, protocol.appoint_head):
        with pytest.raises(ValidationError, match="has withdrawn"):
            act(mission, verb, delegate.pk)
    act(mission, protocol.bring_back, delegate.pk)
    with pytest.raises(ValidationError, match="has not withdrawn"):
        act(mission, protocol.bring_back, delegate.pk)

    assert states == ["accepted", "already", "confirmed", "already", "withdrawn"]
    assert Delegate.objects.get().state == DelegateState.CONFIRMED


@pytest.mark.django_db
def test_who_withdraws_leads_no_longer_keeps_her_rank_and_her_links_open_nothing():
    mission = factories.make_mission()
    first = delegates_of(mission)[0]
    AccessLink.objects.create(token_hash="0" * 64, token_encrypted="", delegate=first)
    act(mission, protocol.appoint_head, first.pk)

    act(mission, protocol.withdraw, first.pk)

    first.refresh_from_db()
    first.delegation.refresh_from_db()
    assert (first.delegation.head, first.capacity, first.precedence) == (None, "member", 10)
    assert AccessLink.objects.valid().count() == 0


@pytest.mark.django_db
def test_the_database_refuses_one_rank_for_two():
    mission = factories.make_mission()
    first, second, *_others = delegates_of(mission)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegate.objects.filter(pk=first.pk).update(precedence=second.precedence)


class RanksOfAnyAct(TestCase):
    """Whatever is done in whatever order: everyone is there once, and the ranks are tens."""

    @classmethod
    def setUpTestData(cls):
        cls.mission = factories.make_mission()
        cls.delegates = delegates_of(cls.mission, [f"N{number}" for number in range(6)])

    @settings(max_examples=settings.default.max_examples * 2 // 5)
    @given(
        st.lists(
            st.tuples(st.sampled_from(["before", "after", "first", "last", "at"]), *[st.integers(0, 5)] * 2)
        )
    )
    def test_ranks_stay_tens_and_nobody_is_lost(self, acts):
        mission, expected = self.mission, list(self.delegates)
        for what, one, other in acts:
            mine, hers = expected[one], expected[other]
            rest = [each for each in expected if each != mine]
            with protocol.on(mission, None) as work:
                match what:
                    case "before":
                        protocol.put_before(work, work.delegate(mine.pk), work.delegate(hers.pk))
                        place = rest.index(hers) if hers != mine else one
                    case "after":
                        protocol.put_after(work, work.delegate(mine.pk), work.delegate(hers.pk))
                        place = rest.index(hers) + 1 if hers != mine else one
                    case "first":
                        protocol.put_first(work, work.delegate(mine.pk))
                        place = 0
                    case "last":
                        protocol.put_last(work, work.delegate(mine.pk))
                        place = len(rest)
                    case _:
                        protocol.put_at(work, {mine.pk: other + 1})
                        place = other
            rest.insert(place, mine)
            expected = rest
        found = list(mission.delegates.values_list("pk", "precedence"))
        assert found == [(each.pk, 10 * place) for place, each in enumerate(expected, start=1)]
