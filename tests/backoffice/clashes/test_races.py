"""Two organisers at once: one caution is accepted once, and opened once (faults.md 42)."""

from functools import partial

import pytest

from backoffice import clashes
from backoffice.clashes import accepting
from missions.models import AcceptedCaution
from tests.backoffice.clashes.rows import clashing
from tests.factories import make_user
from tests.together import at_once, in_between

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_of_those_who_open_the_same_again_one_does():
    mission, *_items = clashing()
    (caution,) = clashes.of(mission).open
    accepting.accept(mission, caution, reason="Agreed", by=make_user())

    open_again = partial(accepting.take_back, mission, caution.cause)
    outcomes = in_between(open_again, 'FROM "missions_acceptedcaution"', open_again)

    assert outcomes == [True, False]
    assert [entry.history_type for entry in AcceptedCaution.history.all()] == ["-", "+"]
