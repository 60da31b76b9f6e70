"""Two organisers at once: one caution is accepted once, and opened once (faults.md 42)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from backoffice import clashes
from backoffice.clashes import accepting
from missions.models import AcceptedCaution
from tests.backoffice.clashes.rows import clashing
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60  # seconds


def at_once(*deeds):
    """What came of each deed when all begin together: what it returned, or the refusal that it raised."""
    together = Barrier(len(deeds), timeout=PATIENCE)

    def done(deed):
        try:
            together.wait()
            return deed()
        except ValidationError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(done, deed) for deed in deeds]]


@pytest.mark.parametrize("people", [2, 8])
def test_of_those_who_accept_the_same_one_does(people):
    mission, *_items = clashing()
    (caution,) = clashes.of(mission).open
    users = [make_user() for _ in range(people)]

    outcomes = at_once(
        *(lambda user=user: accepting.accept(mission, caution, reason="Agreed", by=user) for user in users)
    )

    (made,) = [outcome for outcome in outcomes if isinstance(outcome, AcceptedCaution)]
    assert [outcome.code for outcome in outcomes if outcome is not made] == ["accepted"] * (people - 1)
    assert AcceptedCaution.objects.get(mission=mission).by == made.by
    assert AcceptedCaution.history.count() == 1


@pytest.mark.parametrize("people", [2, 8])
def test_of_those_who_open_the_same_again_one_does(people):
    mission, *_items = clashing()
    (caution,) = clashes.of(mission).open
    accepting.accept(mission, caution, reason="Agreed", by=make_user())

    outcomes = at_once(*[lambda: accepting.take_back(mission, caution.cause)] * people)

    assert sorted(outcomes) == [False] * (people - 1) + [True]
    assert [entry.history_type for entry in AcceptedCaution.history.all()] == ["-", "+"]
