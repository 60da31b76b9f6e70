"""Several press the same button of a page round a release at once: one of them does it, the others are told."""

import pytest

from missions.models import MissionState, ResultsRelease, Withdrawal
from tests import factories
from tests.backoffice.pages import fields_of, signed_in
from tests.backoffice.release_pages import made, results_of, withdrawal_of
from tests.together import PEOPLE, pressed_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mission():
    mission = factories.make_mission(languages=["en"], state=MissionState.PUBLISHED)
    factories.make_item(mission=mission, title="Talks", visibility="public")
    made(mission)
    return mission


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def test_a_version_is_taken_back_once(mission):
    """faults.md 40, 42"""
    item = mission.items.get()
    mission.items.update(title_en="Long talks")
    address = f"/admin/missions/mission/{mission.pk}/take-back/"
    form = fields_of(signed_in().get(address, {"version": "1"}))

    answers = pressed_at_once(lambda client, _number: client.post(address, form))

    item.refresh_from_db()
    assert statuses(answers) == [200] * (PEOPLE - 1) + [302]
    assert (item.title_en, item.history.count()) == ("Talks", 2)
    told = [answer.content.decode() for answer in answers if answer.status_code == 200]
    assert all("The programme was changed while you looked at it" in page for page in told)


def test_results_are_published_once(mission):
    """faults.md 43"""
    factories.make_outcome(mission=mission, item=mission.items.get())
    form = fields_of(signed_in().get(results_of(mission)))

    answers = pressed_at_once(
        lambda client, number: client.post(results_of(mission), form | {"note_en": [f"Note {number}"]})
    )

    assert statuses(answers) == [200] * (PEOPLE - 1) + [302]
    [saved] = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    assert [one.note_en for one in ResultsRelease.objects.all()] == [f"Note {saved}"]


def test_a_version_is_withdrawn_once(mission):
    """faults.md 43"""
    address = withdrawal_of(mission.releases.get())

    answers = pressed_at_once(lambda client, number: client.post(address, {"reason": f"Reason {number}"}))

    assert statuses(answers) == [200] * (PEOPLE - 1) + [302]
    [saved] = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    assert Withdrawal.objects.get().reason == f"Reason {saved}"
