"""Erasing a person: once her rows are deleted, nothing that was kept of them names her."""

from decimal import Decimal
from itertools import chain

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry

from delegations.models import SurveyAnswer
from missions import editions
from partners.models import Person
from tests import factories
from tests.backoffice.pages import address, save, signed_in
from tests.missions.published import publish

pytestmark = pytest.mark.django_db


def kept_words():
    """Every text in every table, logs and histories included."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    rows = chain.from_iterable(model._base_manager.values_list() for model in models)
    return " ".join(str(value) for row in rows for value in row if value is not None)


def test_a_deleted_person_is_in_no_history_and_in_no_log():
    """faults.md 6, 7"""
    delegate = factories.make_delegate(
        person=factories.make_person(
            family_name_en="Canary", email="canary@example.org", phone="+99312000077"
        ),
        diet="canary seed",
    )
    factories.make_contact(person=delegate.person, position_en="Director of canaries")
    client = signed_in()
    save(client, address(delegate), access_needs="canary cage")
    save(client, address(delegate.person), given_name_en="Tweety")
    client.post(address(delegate, "delete"), {"post": "yes"})

    client.post(address(delegate.person, "delete"), {"post": "yes"})

    kept = kept_words()
    assert not Person.objects.exists()
    assert [word for word in ("Canary", "canary", "canaries", "Tweety", "+99312000077") if word in kept] == []


def test_what_she_said_after_the_mission_goes_with_her_and_her_sums_too():
    answer = factories.make_survey_answer(
        result="canary sold", amount=Decimal("987654.32"), currency="USD", certainty="signed", worth=3
    )

    signed_in().post(address(answer.delegate, "delete"), {"post": "yes"})

    kept = kept_words()
    assert [word for word in ("canary", "987654.32") if word in kept] == []
    assert [(entry.amount, entry.worth) for entry in SurveyAnswer.history.all()] == [(None, None)] * 2


def test_that_somebody_was_deleted_is_still_told():
    person = factories.make_person()
    client = signed_in()
    client.post(address(person, "delete"), {"post": "yes"})

    entry = Person.history.first()
    assert (entry.history_type, entry.history_user_id) == ("-", int(client.session["_auth_user_id"]))
    assert [(log.object_repr, log.is_deletion()) for log in LogEntry.objects.all()] == [
        (f"#{person.pk}", True)
    ]


@pytest.mark.once
def test_a_page_that_named_her_is_another_edition():
    mission = factories.make_mission()
    contact = factories.make_contact(public=True)
    factories.make_party(mission=mission, organisation=contact.organisation, contact=contact)
    factories.make_person()  # a younger row, whose history stays
    publish(mission)
    before = editions.edition(mission.slug).key

    contact.person.delete()
    editions.forget()

    assert editions.edition(mission.slug).key != before
