"""Several members of staff press the same button at once: all are answered, nothing is lost or doubled."""

import pytest
from django.urls import reverse

from delegations.models import Delegate
from missions.models import MissionState, Release
from partners.models import Organisation
from tests import factories
from tests.backoffice.pages import address, address_of, fields_of, save, sentences, signed_in
from tests.together import PEOPLE, pressed_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stale_form_is_saved_once_and_the_others_are_told():
    """faults.md 39, 41"""
    mission = factories.make_mission()
    form = fields_of(signed_in().get(address(mission))) | {"_save": ["Save"]}

    answers = pressed_at_once(
        lambda client, number: client.post(address(mission), form | {"title_en": [f"Title {number}"]})
    )

    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [302]
    told = [sentences(answer) for answer in answers if answer.status_code == 200]
    assert all("saved this at" in told_one[0] for told_one in told)
    [saved] = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    mission.refresh_from_db()
    assert mission.title_en == f"Title {saved}"


def test_what_was_written_down_of_a_visit_is_not_lost_by_another_who_writes_too():
    """faults.md 44: the second is told, and her words stand in the form."""
    report = factories.make_visit_report()
    first, second = signed_in(), signed_in()
    form = fields_of(second.get(address(report))) | {"_save": ["Save"]}
    save(first, address(report), findings="Written by the first")

    answer = second.post(address(report), form | {"findings": ["Written by the second"]})

    report.refresh_from_db()
    assert report.findings == "Written by the first"
    assert "saved this at" in sentences(answer)[0]
    assert "Written by the second" in answer.content.decode()


def test_delegates_added_at_once_are_each_ranked():
    """faults.md 42"""
    first = factories.make_delegate()
    people = [factories.make_person() for _number in range(PEOPLE)]
    page = f"{address_of(Delegate, 'add')}?mission={first.mission_id}"
    form = fields_of(signed_in().get(page)) | {"delegation": [str(first.delegation_id)], "_save": ["Save"]}

    answers = pressed_at_once(
        lambda client, number: client.post(page, form | {"person": [str(people[number].pk)]})
    )

    assert [answer.status_code for answer in answers] == [302] * PEOPLE
    assert list(Delegate.objects.values_list("precedence", flat=True)) == [10, 20, 30, 40, 50]


def test_the_same_address_is_given_once_and_the_others_are_told():
    """faults.md 42"""
    page = address_of(Organisation, "add")
    form = fields_of(signed_in().get(page)) | {"name_en": ["Union"], "slug": ["union"], "_save": ["Save"]}

    answers = pressed_at_once(lambda client, number: client.post(page, form))

    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [302]
    told = [sentences(answer) for answer in answers if answer.status_code == 200]
    assert told == [["Organisation with this Slug already exists."]] * (PEOPLE - 1)
    assert Organisation.objects.count() == 1


def test_of_those_who_release_the_same_version_one_does():
    """faults.md 43"""
    mission = factories.make_mission(state=MissionState.PUBLISHED)
    factories.make_item(mission=mission)
    page = reverse("admin:missions_mission_release", args=[mission.pk])
    form = fields_of(signed_in().get(page))

    answers = pressed_at_once(
        lambda client, number: client.post(page, form | {"note_en": [f"Note {number}"]})
    )

    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [302]
    [saved] = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    assert [(version.number, version.note_en) for version in Release.objects.all()] == [(1, f"Note {saved}")]
    for number, answer in enumerate(answers):
        if number != saved:
            assert sentences(answer) == [
                "Version 1 was released meanwhile. Look at what it changed, then release again."
            ]
            assert f"Note {number}" in answer.content.decode()
