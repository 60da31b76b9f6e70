"""Organisers and a host at one answer at the same moment: one does, whoever comes second is told."""

from functools import partial

import pytest

from backoffice.hosts import answers
from backoffice.models import BoardStep
from delegations import host_answers
from delegations.models import AccessLink, Proposal
from missions.models import HostState, ProgrammeItem
from partners import meanwhile
from tests.backoffice.hosts.test_answers_page import (
    SIXTH,
    TEN,
    TWO,
    address,
    answered,
    made,
    proposed,
    states,
)
from tests.backoffice.pages import staff
from tests.delegations.travellers import release
from tests.together import PEOPLE, at_once, codes, pressed_at_once

__all__ = ["made"]  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_those_who_accept_at_once_one_does_and_the_others_are_told(made):
    """faults.md 42"""
    kept = proposed(made)
    seen = meanwhile.version(made.item)

    pressed_at_once(lambda client, _number: client.post(address(made), {"do": f"accept {kept.pk} {seen}"}))

    made.item.refresh_from_db()
    assert (made.item.day, made.item.starts_at, states(made.item)) == (SIXTH, TWO, ["confirmed"])
    assert (BoardStep.objects.count(), made.item.history.count()) == (1, 3)
    assert Proposal.objects.get().state == "accepted"


def test_of_those_who_accept_and_decline_at_once_one_does_and_the_others_are_told(made):
    kept = answered(made)
    seen, users = meanwhile.version(made.item), [staff() for _number in range(PEOPLE)]

    outcomes = at_once(
        *(partial(answers.accept, made.mission, kept.pk, user, seen=seen) for user in users[:2]),
        *(partial(answers.decline, made.mission, kept.pk, user) for user in users[2:]),
    )

    assert codes(outcomes) == ["decided"] * (PEOPLE - 1)
    kept.refresh_from_db()
    assert states(made.item) == ["confirmed" if kept.state == "accepted" else "asked"]


def test_of_a_host_that_answers_anew_and_an_organiser_who_accepts_at_once_one_does(made):
    kept = answered(made)
    item = ProgrammeItem.objects.select_related("stop").get(pk=made.item.pk)
    seen = host_answers.Before(host_answers.digest(host_answers.standing_of(item)), kept.pk)
    typed = host_answers.Typed("cannot", "Dana")

    outcomes = at_once(
        partial(answers.accept, made.mission, kept.pk, staff(), seen=meanwhile.version(item)),
        partial(host_answers.answer, AccessLink.objects.get(), str(item.uid), typed, seen),
    )

    [code] = codes(outcomes)
    kept.refresh_from_db()
    assert (code, kept.state, states(item)) in (
        ("decided", "accepted", [HostState.CONFIRMED]),
        ("meanwhile", "overtaken", [HostState.ASKED]),
    )


def test_of_one_who_moves_the_item_and_one_who_accepts_at_once_neither_is_lost(made):
    kept = answered(made)
    client_of = {}

    def deed(client, number):
        client_of[number] = client
        if number:
            return client.post(address(made), {"do": f"accept {kept.pk} {seen}"})
        board = f"/admin/missions/mission/{made.mission.pk}/board/"
        spot = f"2023-12-06_{made.stop.pk}"
        return client.post(board, {"do": f"drop {made.item.pk} {seen}", "spot": spot})

    seen = meanwhile.version(made.item)
    pressed_at_once(deed, people=2)

    made.item.refresh_from_db()
    kept.refresh_from_db()
    # whoever moves it first is the change that the other is told of; a confirmation does not change the item
    assert made.item.day == SIXTH
    assert (kept.state, states(made.item)) in (("waiting", ["asked"]), ("accepted", ["confirmed"]))
    assert made.item.starts_at == TEN
    release(made.mission)
