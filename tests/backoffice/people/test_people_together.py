"""Several people at one protocol: nobody overwrites the other, and ranks stay unique whoever comes first."""

from functools import partial

import pytest
from django.urls import reverse

from delegations.models import Delegate, DelegateState
from tests import factories
from tests.backoffice.delegates import make, people, seen, told
from tests.backoffice.pages import fields_of, signed_in
from tests.together import PEOPLE, in_between, pressed_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("way", ["numbers", "button"])
def test_of_those_who_reorder_at_once_one_does_and_the_others_are_told(way):
    """faults.md 39, 41"""
    mission = factories.make_mission()
    delegates = make(mission, *"ABCDEFGH")
    page = signed_in().get(people(mission))
    version, was = seen(page), fields_of(page)["was"][0]

    def act(client, number):
        mine = delegates[4 + number].pk
        if way == "button":
            return client.post(people(mission), {"do": f"first {mine}", "seen": version})
        data = {f"rank-{one.pk}": str(place) for place, one in enumerate(delegates, start=1)}
        data |= {f"rank-{mine}": "1", "do": "order", "seen": version, "was": was}
        return client.post(people(mission), data)

    answers = pressed_at_once(act)

    now = list(mission.delegates.values_list("pk", flat=True))
    [moved] = [number for number in range(PEOPLE) if now[0] == delegates[4 + number].pk]
    others = [one.pk for one in delegates if one.pk != now[0]]
    assert now[1:] == others
    assert list(mission.delegates.values_list("precedence", flat=True)) == [
        10 * place for place in range(1, 9)
    ]
    if way == "numbers":
        statuses = [answer.status_code for answer in answers]
        assert statuses == [302 if number == moved else 200 for number in range(PEOPLE)]
        assert all(
            "changed the order at" in told(answer)[0] for answer in answers if answer.status_code == 200
        )


def test_heads_appointed_at_once_leave_one():
    mission = factories.make_mission()
    delegates = make(mission, *"ABCD")
    pressed_at_once(
        lambda client, number: client.post(people(mission), {"do": f"head {delegates[number].pk}"})
    )

    heads = mission.delegates.filter(capacity="head")
    assert [head.pk for head in heads] == [mission.delegations.get().head_id]


def test_who_substitutes_one_who_is_being_substituted_is_told():
    mission = factories.make_mission()
    [old] = make(mission, "Aigul")
    factories.make_stay(delegate=old)
    address = reverse("admin:missions_mission_substitute", args=[mission.pk, old.pk])
    data = fields_of(signed_in().get(address)) | {"lang": ["en"]}

    first, second = (partial(signed_in().post, address, data | {"family_name": f"New{n}"}) for n in "12")
    answers = in_between(first, 'UPDATE "delegations_delegate"', second)

    assert [answer.status_code for answer in answers] == [302, 200]
    assert told(answers[1]) == [
        f"This could not be done {old} has withdrawn already, so nobody can come in her place."
    ]
    assert mission.delegates.count() == 2
    assert Delegate.objects.exclude(pk=old.pk).get().stays.count() == 1


@pytest.mark.parametrize("act", ["confirm", "withdraw"])
def test_the_state_of_one_changes_once_though_many_press(act):
    """faults.md 42: her history says it once."""
    mission = factories.make_mission()
    [delegate] = make(mission, "A")
    Delegate.objects.update(state=DelegateState.ACCEPTED)
    entries = delegate.history.count()

    pressed_at_once(lambda client, _number: client.post(people(mission), {"do": f"{act} {delegate.pk}"}))

    assert delegate.history.count() == entries + 1
