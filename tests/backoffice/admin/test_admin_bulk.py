"""Several rows at once: what may not be done to one of them is not done by choosing it among others."""

import pytest

from accounts.models import User
from backoffice.rights import roles
from missions.models import Mission, MissionState
from partners.models import Organisation, Person
from tests import factories
from tests.backoffice.pages import address_of, signed_in

pytestmark = pytest.mark.django_db


def press(client, model, action, rows):
    return client.post(
        address_of(model), {"action": action, "_selected_action": [row.pk for row in rows], "post": "yes"}
    )


def test_what_is_in_use_is_not_deleted_among_others():
    """faults.md 18: each row of a bulk is looked at."""
    free, host = factories.make_organisation(), factories.make_host().organisation

    response = press(signed_in(), Organisation, "delete_selected", [free, host])

    assert response.status_code == 200
    assert "would require deleting the following protected related objects" in response.content.decode()
    assert set(Organisation.objects.all()) == {free, host}


def test_a_mission_that_was_reported_on_is_not_deleted_among_others():
    """faults.md 18: nor is one with releases; a programme alone goes into the bin with its mission."""
    empty, item = factories.make_mission(), factories.make_item(stop=factories.make_stop())
    factories.make_visit_report(item=item)

    press(signed_in(), Mission, "delete_selected", [empty, item.mission])

    assert set(Mission.objects.all()) == {empty, item.mission}


def test_a_state_that_some_rows_cannot_have_is_given_to_none_of_them():
    """faults.md 18: a draft cannot be cancelled, whatever is chosen beside it."""
    draft, published = factories.make_mission(), factories.make_mission(state=MissionState.PUBLISHED)

    press(signed_in(), Mission, "cancel", [published, draft])

    draft.refresh_from_db()
    assert draft.state == MissionState.DRAFT


@pytest.mark.parametrize("kind", [roles.VIEWER, roles.REPORTER, roles.EDITOR])
@pytest.mark.parametrize(
    ("model", "make"),
    [(Person, factories.make_person), (User, factories.make_user)],
    ids=["people", "staff"],
)
def test_rows_without_the_permission_are_not_deleted_in_bulk(kind, model, make):
    """faults.md 18: ids that somebody else's list showed do not help."""
    rows = [make(), make()]

    press(signed_in(kind), model, "delete_selected", rows)

    assert model.objects.filter(pk__in=[row.pk for row in rows]).count() == 2
