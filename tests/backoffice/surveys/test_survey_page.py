"""The survey of a mission as its staff read it, and the letter that asks."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backoffice.letters import recipients
from backoffice.letters.recipients import Filters
from backoffice.rights import roles
from delegations import surveys
from delegations.models import Delegate, Mailing, SurveyAnswer
from delegations.notices import letters
from missions.models import MissionRole, MissionState, Outcome, Role
from partners.models import Person
from tests import factories
from tests.backoffice.letters.writing import words
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2024, 6, 8, 8, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def mission():
    return factories.make_mission(state=MissionState.PUBLISHED, title="Caravan")


@pytest.fixture
def travellers(mission):
    return [
        factories.make_delegate(
            mission=mission, person=factories.make_person(family_name=name, given_name="")
        )
        for name in ("Aigul", "Berik")
    ]


def address(mission):
    return reverse("admin:missions_mission_survey", args=[mission.pk])


def answered(delegate, **fields):
    given = {"round": "half_year", "kind": "contract", "result": "Flour", "worth": 4, **fields}
    return factories.make_survey_answer(delegate=delegate, **given)


def test_what_is_to_be_read_stands_first(mission, travellers):
    for delegate in travellers:
        answered(delegate)
    surveys.check(SurveyAnswer.objects.get(delegate=travellers[0]), by=factories.make_user())

    lines = signed_in().get(address(mission)).context["lines"]

    assert [str(line.name) for line in lines] == ["Berik", "Aigul"]


@pytest.mark.once
def test_three_hundred_answers_are_read_fifty_at_a_time_in_as_many_questions_as_one(
    mission, travellers, django_assert_num_queries
):
    answered(travellers[0])
    client = signed_in()
    client.get(address(mission))
    with CaptureQueriesContext(connection) as first:
        client.get(address(mission))
    delegation = travellers[0].delegation
    people = Person.objects.bulk_create(Person(family_name_en=f"N{number}") for number in range(300))
    delegates = Delegate.objects.bulk_create(
        Delegate(mission=mission, delegation=delegation, person=person, precedence=number)
        for number, person in enumerate(people, 30)
    )
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(delegate=delegate, round="return", words="w", lang="en") for delegate in delegates
    )

    with django_assert_num_queries(len(first)):
        page = client.get(f"{address(mission)}?page=2")

    assert (len(page.context["lines"]), "Page 2 of 7" in page.text) == (50, True)


def test_the_page_says_who_has_answered_and_what(mission, travellers):
    answered(travellers[1], amount=5, currency="USD", certainty="signed", lang="ru")

    page = signed_in().get(address(mission))

    assert [
        (words, one.open, one.answered, one.travelled, one.unchecked)
        for one, words, _day in page.context["rounds"]
    ] == [
        ("on return", False, 0, 2, 0),
        ("after six months", True, 1, 2, 1),
        ("after a year", False, 0, 2, 0),
    ]
    [line] = page.context["lines"]
    assert (str(line.name), line.facts) == (
        "Berik",
        (
            ("Taken further", "yes", ""),
            ("What came of it", "contract", ""),
            ("In her words", "Flour", "ru"),
            ("Sum", "5\xa0USD, signed", ""),
            ("Worth it", "yes", ""),
        ),
    )
    assert [
        (chart.key, [(bar.label, bar.number) for bar in chart.bars if bar.number])
        for chart in page.context["charts"]
    ] == [
        ("taken", [("yes", 1)]),
        ("worth", [("yes", 1)]),
    ]


def test_an_outcome_is_made_of_an_answer(mission, travellers):
    answer, client = answered(travellers[0]), signed_in()

    page = client.post(address(mission), {"do": f"outcome {answer.pk}", "title": " Flour "}, follow=True)

    assert "The outcome is made, as a confidential one." in words(page)
    outcome = Outcome.objects.get()
    answer.refresh_from_db()
    assert (str(outcome), answer.outcome, outcome.mission) == ("Flour", outcome, mission)
    assert "Make an outcome of it" not in words(page)


def test_an_answer_that_tells_of_an_outcome_that_is_there_makes_no_second_one(mission, travellers):
    made = factories.make_outcome(mission=mission, title="Flour", amount=5, currency="USD")
    answered(travellers[0], round="return", outcome=made, checked_at=NOW, checked_by=factories.make_user())
    answer = answered(travellers[0], amount=8, currency="USD", certainty="signed")
    answered(travellers[1], kind="", result="", amount=70000, currency="USD", certainty="signed")
    client = signed_in()
    page = client.get(address(mission))
    assert [line.before for line in page.context["lines"]] == [made.pk, None, made.pk]
    assert (page.text.count("Make an outcome of it"), "She told of it before." in page.text) == (2, True)

    page = client.post(address(mission), {"do": f"join {answer.pk}", "joins": made.pk}, follow=True)

    assert "The answer is noted with that outcome, which has the sum that she names." in words(page)
    [outcome] = Outcome.objects.all()
    assert (outcome.amount, outcome.certainty) == (8, "signed")


@pytest.mark.once
def test_who_may_not_change_outcomes_joins_no_answer_to_one(mission, travellers):
    made = factories.make_outcome(mission=mission, title="Flour")
    answer = answered(travellers[0])
    member = factories.make_user(is_staff=True)
    names = ("view_surveyanswer", "change_surveyanswer", "view_delegate", "add_outcome", "view_mission")
    member.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(member)

    page = client.get(address(mission))
    refused = client.post(address(mission), {"do": f"join {answer.pk}", "joins": made.pk})

    assert ("Flour</option>" in page.text, refused.status_code) == (False, 403)


CANNOT = [
    ("join {}", "", "Choose the outcome of which she tells."),
    ("outcome {}", "", "Give the outcome a title."),
    ("outcome 999", "A", "Nothing was done: the form did not say what to do."),
    ("burn {}", "A", "Nothing was done: the form did not say what to do."),
]


@pytest.mark.once
def test_what_cannot_be_done_is_said(mission, travellers):
    answer, client = answered(travellers[0]), signed_in()

    for do, title, sentence in CANNOT:
        page = client.post(address(mission), {"do": do.format(answer.pk), "title": title}, follow=True)

        assert sentence in words(page)
    assert (SurveyAnswer.objects.get().checked_at, Outcome.objects.count()) == (None, 0)


@pytest.mark.once
def test_an_answer_of_another_mission_is_not_to_be_found(mission):
    other = answered(factories.make_delegate())

    signed_in().post(address(mission), {"do": f"noted {other.pk}"})

    assert SurveyAnswer.objects.get().checked_at is None


def test_the_letter_is_a_draft_to_those_who_have_not_answered_with_the_way_to_the_questions(
    mission, travellers
):
    answered(travellers[1])
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    page = client.post(address(mission), {"do": "write half_year"}, follow=True)

    mailing = Mailing.objects.get()
    assert page.redirect_chain == [
        (reverse("admin:missions_mission_letter", args=[mission.pk, mailing.pk]), 302)
    ]
    assert (mailing.state, mailing.filters) == ("prepared", {"not_answered": "half_year"})
    assert [str(one) for one in recipients.travellers(mission).found(recipients.of(mailing.filters))] == [
        "Aigul"
    ]
    letter = letters.preview(mailing, travellers[0], "en")
    assert letter.subject == "What came of Caravan?"
    assert "/l/…/survey/" in letter.body
    assert '/l/…/survey/">' in letter.alternatives[0].content
    assert letters.preview(mailing, travellers[0], "ru").subject != letter.subject


@pytest.mark.once
def test_the_filter_of_the_form_is_kept_and_a_wrong_one_is_none(mission, travellers):
    assert recipients.of({"not_answered": "never"}) == Filters()
    assert Filters(not_answered="return").kept() == {"not_answered": "return"}
    [choice] = [
        one
        for one in recipients.travellers(mission).choices(Filters(not_answered="return"), "en")["rounds"]
        if one.chosen
    ]
    assert (choice.value, choice.words) == ("return", "only who has not answered on return")


@pytest.mark.once
def test_whoever_may_not_write_letters_or_make_outcomes_has_no_such_button(mission, travellers):
    answered(travellers[0])
    user = factories.make_user()
    MissionRole.objects.create(mission=mission, user=user, role=Role.REPORTER)
    client = signed_in()
    client.force_login(user)

    page = client.get(address(mission))

    assert "Write to who has not answered" not in words(page)
    assert "Make an outcome of it" in words(page)
    assert client.post(address(mission), {"do": "write half_year"}).status_code == 403


@pytest.mark.once
def test_standings_are_three_queries(mission, django_assert_num_queries):
    mission = type(mission).objects.select_related("home").get(pk=mission.pk)
    with django_assert_num_queries(3):
        surveys.standings(mission)
