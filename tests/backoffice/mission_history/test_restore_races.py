"""Several members of staff put an earlier state back, or change the row, at the same moment: nobody's work is lost."""

import pytest

from tests import factories
from tests.backoffice.mission_history.test_restore import first, way_back
from tests.backoffice.pages import address, fields_of, save, signed_in
from tests.together import PEOPLE, pressed_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_state_is_put_back_once_and_the_others_are_told():
    """faults.md 39 to 41"""
    item = factories.make_item(title="First")
    client = signed_in()
    save(client, address(item), title_en="Second")
    page = way_back(item, first(item))
    form = fields_of(client.get(page))
    count = item.history.count()

    answers = pressed_at_once(lambda one, _number: one.post(page, form))

    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [302]
    told = [answer.context["errors"] for answer in answers if answer.status_code == 200]
    assert all("saved this at" in sentences[0] for sentences in told)
    item.refresh_from_db()
    assert (item.title_en, item.history.count()) == ("First", count + 1)


def test_of_a_form_and_an_earlier_state_sent_at_once_one_is_saved():
    """faults.md 40: both ways to write carry the version."""
    item = factories.make_item(title="First")
    client = signed_in()
    save(client, address(item), title_en="Second")
    back = way_back(item, first(item))
    forms = [
        fields_of(client.get(address(item))) | {"title_en": ["Third"], "_save": ["Save"]},
        fields_of(client.get(back)),
    ]

    answers = pressed_at_once(
        lambda one, number: one.post((address(item), back)[number % 2], forms[number % 2])
    )

    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [302]
    [saved] = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    item.refresh_from_db()
    assert item.title_en == ("Third", "First")[saved % 2]
