"""What delegates are asked after the mission: when, what is kept of it, and what a member of staff makes of it."""

import datetime as dt
import re
from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from delegations import links, surveys
from delegations.models import DelegateState, SurveyAnswer, SurveyRound
from missions import outcomes
from missions.models import MissionState, Outcome
from tests.delegations.travellers import press, release, words
from tests.factories import (
    make_contact,
    make_delegate,
    make_mission,
    make_organisation,
    make_outcome,
    make_person,
    make_user,
)
from tests.together import codes, in_between

VALUES = {
    "followed_up": "yes",
    "kind": "contract",
    "result": "Flour for a year",
    "amount": Decimal("1250000.50"),
    "currency": "KZT",
    "certainty": "signed",
    "worth": 5,
    "words": "More time in Mary",
}
HOME_AGAIN = dt.datetime(2023, 12, 8, 8, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def now(time_machine):
    """The day after the mission, whose last day is 7 December 2023."""
    time_machine.move_to(HOME_AGAIN, tick=False)


@pytest.fixture
def delegate():
    mission = make_mission(state=MissionState.PUBLISHED)
    return make_delegate(mission=mission, person=make_person(family_name="Otegenov", given_name="Galym"))


def page_of(delegate, lang="en"):
    return f"/{lang}/my/{delegate.mission.slug}/survey/"


def said(delegate):
    return [
        (row.round, row.followed_up, row.kind, row.result, row.amount, row.currency, row.worth, row.lang)
        for row in SurveyAnswer.objects.filter(delegate=delegate)
    ]


@pytest.mark.once
@given(st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1)), st.integers(min_value=0, max_value=30))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day, months):
    later = surveys.months_after(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + dt.timedelta(1)).day == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "open_round"),
    [
        ("2023-12-06", None),
        ("2023-12-07", SurveyRound.RETURN),
        ("2024-06-06", SurveyRound.RETURN),
        ("2024-06-07", SurveyRound.HALF_YEAR),
        ("2024-12-07", SurveyRound.YEAR),
        ("2025-12-06", SurveyRound.YEAR),
        ("2025-12-07", None),
    ],
)
def test_a_round_is_open_until_the_next_one_opens(delegate, day, open_round):
    assert surveys.current(delegate.mission, dt.date.fromisoformat(day)) == open_round


@pytest.mark.django_db
@pytest.mark.parametrize("state", [MissionState.DRAFT, MissionState.CANCELLED])
def test_nobody_is_asked_about_a_mission_that_did_not_take_place(state):
    assert surveys.current(make_mission(state=state), dt.date(2023, 12, 8)) is None


@pytest.mark.django_db
def test_her_answer_is_kept_and_may_be_changed(delegate):
    surveys.say(delegate, SurveyRound.RETURN, VALUES, lang="ru")
    surveys.say(delegate, SurveyRound.RETURN, VALUES | {"worth": 4}, lang="ru", assistant="Dana")

    assert said(delegate) == [
        ("return", "yes", "contract", "Flour for a year", Decimal("1250000.50"), "KZT", 4, "ru")
    ]
    answer = SurveyAnswer.objects.get()
    assert answer.assistant == "Dana"
    assert [entry.history_change_reason for entry in answer.history.order_by("history_id")] == [
        "by the delegate herself",
        "by the delegate’s assistant",
    ]


@pytest.mark.django_db
def test_what_is_not_open_or_was_checked_is_refused(delegate):
    with pytest.raises(surveys.Closed, match="not open any more"):
        surveys.say(delegate, SurveyRound.YEAR, VALUES, lang="en")
    answer = surveys.say(delegate, SurveyRound.RETURN, VALUES, lang="en")
    surveys.check(answer, by=make_user())
    with pytest.raises(surveys.Closed, match="read and noted already"):
        surveys.say(delegate, SurveyRound.RETURN, VALUES | {"worth": 1}, lang="en")
    delegate.state = DelegateState.WITHDRAWN
    delegate.save()
    with pytest.raises(ValidationError, match="did not travel"):
        surveys.say(delegate, SurveyRound.RETURN, VALUES, lang="en")

    assert SurveyAnswer.objects.get().worth == 5


@pytest.mark.django_db
def test_an_outcome_is_made_of_it_once_confidential_and_without_her_name(delegate):
    delegate.organisation = make_organisation(name="Mill")
    delegate.save()
    user, answer = make_user(), surveys.say(delegate, SurveyRound.RETURN, VALUES, lang="ru")

    checked = surveys.check(answer, by=user, title="Flour")

    outcome = Outcome.objects.get()
    assert (checked.outcome, checked.checked_by, checked.checked_at) == (outcome, user, HOME_AGAIN)
    assert (outcome.title_ru, outcome.kind, outcome.amount, outcome.currency, outcome.certainty) == (
        "Flour",
        "contract",
        Decimal("1250000.50"),
        "KZT",
        "signed",
    )
    assert (outcome.confidential, outcome.published, outcome.source) == (True, False, "Survey on return")
    assert [str(each) for each in outcome.ours.all()] == ["Mill"]
    with pytest.raises(ValidationError, match="checked already"):
        surveys.check(answer, by=user, title="Flour")
    assert Outcome.objects.count() == 1


@pytest.mark.django_db
def test_a_sum_without_a_word_what_it_is_becomes_an_outcome_of_the_kind_that_is_chosen(delegate):
    answer = surveys.say(delegate, SurveyRound.RETURN, VALUES | {"kind": "", "result": ""}, lang="en")

    surveys.check(answer, by=make_user(), title="Flour", kind="investment")

    [outcome] = Outcome.objects.all()
    assert (outcome.kind, outcome.amount, outcome.needs_confirmation) == (
        "investment",
        Decimal("1250000.50"),
        True,
    )


@pytest.mark.django_db
def test_what_is_told_again_raises_the_outcome_that_is_there(delegate, time_machine):
    first = surveys.say(delegate, SurveyRound.RETURN, VALUES, lang="en")
    outcome = surveys.check(first, by=make_user(), title="Flour").outcome
    outcomes.confirm(outcome, make_contact(), HOME_AGAIN.date(), by=make_user())
    time_machine.move_to(HOME_AGAIN + dt.timedelta(days=190), tick=False)
    more = VALUES | {"amount": Decimal("2000000.00"), "certainty": "delivered"}
    second = surveys.say(delegate, SurveyRound.HALF_YEAR, more, lang="en")

    joined = surveys.check(second, by=make_user(), joins=outcome)

    [row] = Outcome.objects.all()
    assert (joined.outcome, first.pk != second.pk, row.said_in.count()) == (row, True, 2)
    assert (row.amount, row.certainty, row.confirmed_on) == (Decimal(2000000), "delivered", None)
    assert (row.corrected_on, row.correction_en.replace("\xa0", " "), "подпис" in row.correction_ru) == (
        dt.date(2024, 6, 15),
        "Before: 1,250,000.50 KZT, signed.",
        True,
    )


@pytest.mark.django_db
def test_an_answer_joins_no_outcome_of_another_mission(delegate):
    answer = surveys.say(delegate, SurveyRound.RETURN, VALUES, lang="en")

    with pytest.raises(ValidationError, match="another mission"):
        surveys.check(answer, by=make_user(), joins=make_outcome())

    answer.refresh_from_db()
    assert answer.checked_at is None


@pytest.mark.django_db
def test_no_outcome_is_made_of_an_answer_that_names_none(delegate):
    answer = surveys.say(delegate, SurveyRound.RETURN, VALUES | {"kind": ""}, lang="en")

    with pytest.raises(ValidationError, match="does not say what came of it"):
        surveys.check(answer, by=make_user(), title="Flour")

    answer.refresh_from_db()
    assert (answer.checked_at, Outcome.objects.count()) == (None, 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_check_at_once_one_makes_the_outcome(delegate):
    answer = surveys.say(delegate, SurveyRound.RETURN, VALUES, lang="en")
    check = partial(surveys.check, answer, by=make_user(), title="Flour")

    both = in_between(check, 'FROM "delegations_surveyanswer"', check)

    assert codes(both) == ["checked"]
    assert Outcome.objects.count() == 1


@pytest.mark.django_db
def test_who_answers_over_another_answer_is_told_and_loses_nothing(delegate):
    """faults.md 39"""
    client, assistants = press(delegate), press(delegate)

    def shown(page):
        return re.search(r'name="shown" value="(\w+)"', page.text)[1]

    opened = [shown(each.get(page_of(delegate))) for each in (client, assistants)]
    client.post(page_of(delegate), {"words": "Hers", "shown": opened[0]})

    refused = assistants.post(page_of(delegate), {"words": "His", "shown": opened[1]})

    assert SurveyAnswer.objects.get().words == "Hers"
    assert "These questions have been answered meanwhile" in refused.text
    assert ">\nHis</textarea>" in refused.text
    assistants.post(page_of(delegate), {"words": "His", "shown": shown(refused)})
    assert SurveyAnswer.objects.get().words == "His"


@pytest.mark.django_db
def test_she_answers_on_her_own_page(delegate):
    client = press(delegate)

    answer = client.post(page_of(delegate), {**VALUES, "amount": "1250000.50"}, follow=True)

    assert answer.redirect_chain == [(f"{page_of(delegate)}?thanks", 302)]
    assert "Thank you, your answer is saved. You may change it until it is read." in words(answer.text)
    assert said(delegate) == [
        ("return", "yes", "contract", "Flour for a year", Decimal("1250000.50"), "KZT", 5, "en")
    ]


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Answer one question at least."),
        ({"amount": "12"}, "Say this of the sum, too."),
        ({"currency": "USD"}, "Give the sum, or leave currency and certainty empty."),
        ({"amount": "-1", "currency": "USD", "certainty": "signed"}, "greater than or equal to 0"),
        ({"amount": "much"}, "Enter a number."),
        ({"worth": "9"}, "Select a valid choice."),
        ({"words": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(delegate, typed, sentence):
    page = press(delegate).post(page_of(delegate), {"result": "typed words", **typed} if typed else {})

    assert page.status_code == 200
    assert sentence in words(page.text)
    assert ("typed words" in page.text) == bool(typed)
    assert said(delegate) == []


def choices(page, name):
    """The options of one question by their values, and which of them is chosen."""
    one = re.search(rf'<select id="id_{name}" name="{name}"[^>]*>(.*?)</select>', page.text, re.S)[1]
    found = re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)</option>', one)
    return {value: shown for value, _, shown in found}, [value for value, chosen, _ in found if chosen]


@pytest.mark.once
@pytest.mark.django_db
def test_what_has_a_few_answers_is_chosen_among_their_words(delegate):
    client = press(delegate)
    worth = {
        "": "ничего не указано",
        "5": "очень",
        "4": "да",
        "3": "отчасти",
        "2": "едва ли",
        "1": "нет, совсем нет",
    }

    assert choices(client.get(page_of(delegate, "ru")), "worth") == (worth, [])
    assert choices(client.post(page_of(delegate, "ru"), {"worth": "4", "amount": "x"}), "worth") == (
        worth,
        ["4"],
    )
    client.post(page_of(delegate, "ru"), VALUES)
    page = client.get(page_of(delegate, "ru"))
    chosen = {
        name: choices(page, name)[1] for name in ("followed_up", "kind", "currency", "certainty", "worth")
    }
    assert chosen == {name: [str(VALUES[name])] for name in chosen}


@pytest.mark.once
@pytest.mark.django_db
def test_a_sum_stands_and_is_typed_with_the_comma_of_the_page(delegate):
    client = press(delegate)
    client.post(page_of(delegate, "ru"), {**VALUES, "amount": "1250000,50"})

    shown = re.search(r'value="([^"]*)" id="id_amount"', client.get(page_of(delegate, "ru")).text)[1]
    client.post(page_of(delegate, "ru"), {**VALUES, "amount": shown, "worth": 2})

    assert said(delegate) == [
        ("return", "yes", "contract", "Flour for a year", Decimal("1250000.50"), "KZT", 2, "ru")
    ]


@pytest.mark.once
@pytest.mark.django_db
def test_outside_the_rounds_the_page_says_when_they_are(delegate, time_machine):
    time_machine.move_to(dt.datetime(2023, 12, 5, 8, tzinfo=dt.UTC))

    page = press(delegate).get(page_of(delegate))

    assert "They are asked on return (from Thursday, 7 December 2023)" in words(page.text)
    assert "<form" not in page.text.split("<h1>")[1].split("</main>")[0]


@pytest.mark.django_db
def test_what_was_checked_is_hers_to_read_no_more_to_change(delegate):
    surveys.check(surveys.say(delegate, SurveyRound.RETURN, VALUES, lang="en"), by=make_user())
    client = press(delegate)

    page = client.post(page_of(delegate), {"worth": "1"})

    assert "Your answer has been read and noted" in words(page.text)
    assert SurveyAnswer.objects.get().worth == 5


@pytest.mark.django_db
def test_the_letter_leads_to_one_button_and_from_there_to_the_questions(delegate):
    _link, token = links.make(delegate)
    client = press(make_delegate())

    page = client.get(f"/l/{token}/survey/")
    pressed = client.post(f"/l/{token}/survey/")

    assert "What came of the mission?" in words(page.text)
    assert (pressed.status_code, pressed["Location"]) == (302, page_of(delegate))
    assert client.get(page_of(delegate)).status_code == 200


@pytest.mark.django_db
def test_nobody_reads_the_questions_of_another_mission(delegate):
    assert press(make_delegate()).get(page_of(delegate)).status_code == 404


@pytest.mark.once
@pytest.mark.django_db
def test_her_page_asks_until_she_has_answered(delegate):
    release(delegate.mission)
    client, address = press(delegate), f"/en/my/{delegate.mission.slug}/"

    before = words(client.get(address).text)
    surveys.say(delegate, SurveyRound.RETURN, VALUES, lang="en")
    after = words(client.get(address).text)

    assert ("Answer a few questions" in before, "Answer a few questions" in after) == (True, False)
