"""Organisers and a host at one answer at the same moment: one does, whoever comes second is told."""

from functools import partial

import pytest

from backoffice.board import acts
from backoffice.board.columns import Spot
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
    answered,
    made,
    proposed,
    states,
)
from tests.backoffice.pages import staff
from tests.delegations.travellers import release
from tests.together import PEOPLE, at_once, codes, in_between

__all__ = ["made"]  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_those_who_accept_at_once_one_does_and_the_others_are_told(made):
    """faults.md 42"""
    kept = proposed(made)
    seen = meanwhile.version(made.item)
    accept = [partial(answers.accept, made.mission, kept.pk, staff(), seen=seen) for _number in range(2)]

    outcomes = in_between(accept[0], 'FROM "missions_host"', accept[1])

    made.item.refresh_from_db()
    assert codes(outcomes) == ["decided"]
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


def test_who_accepts_while_somebody_moves_the_item_waits_and_is_told(made):
    kept, mover = answered(made), staff()
    seen = meanwhile.version(made.item)

    def move():
        with acts.on(made.mission, mover) as work:
            acts.move(work, work.item(made.item.pk, seen), Spot(SIXTH, made.stop.pk))

    outcomes = in_between(
        move,
        'FROM "missions_historicalprogrammeitem"',
        partial(answers.accept, made.mission, kept.pk, staff(), seen=seen),
    )

    made.item.refresh_from_db()
    kept.refresh_from_db()
    assert codes(outcomes) == ["saved_meanwhile"]
    assert (made.item.day, made.item.starts_at) == (SIXTH, TEN)
    assert (kept.state, states(made.item)) == ("waiting", ["asked"])
    release(made.mission)
