"""What becomes of an outcome, and who is told what when two do something at once."""

import datetime as dt
from decimal import Decimal
from functools import partial

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from missions import outcomes, release, results
from missions.models import Attachment, Outcome, Visibility
from missions.models.results import UNASKED
from partners import meanwhile
from tests import factories, papers
from tests.missions.releases import published_mission, released
from tests.together import PEOPLE, at_once, codes, in_between

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 3, 1)
PDF = papers.SMALLEST


@pytest.fixture
def row():
    mission = published_mission(zone="Asia/Ashgabat")
    released(mission)
    return factories.make_outcome(
        mission=mission,
        title="Contract",
        amount=Decimal("1200.00"),
        currency="USD",
        confidential=False,
        published=True,
    )


def corrected(row, amount="1300.00", said="Was 1,200", **options):
    return outcomes.correct(row, {"amount": Decimal(amount)}, {"en": said}, **{"by": None, **options})


def refusal(deed, *args, **options):
    with pytest.raises(ValidationError) as refused:
        deed(*args, **options)
    return refused.value.messages


def test_a_confirmation_says_who_when_and_who_noted_it(row):
    contact, user = factories.make_contact(), factories.make_user()

    outcomes.confirm(row, contact, DAY, by=user)

    row.refresh_from_db()
    assert (row.confirmed_by, row.confirmed_on, row.confirmation_noted_by) == (contact, DAY, user)
    assert row.history.latest().history_user == user


def test_a_confirmation_is_of_a_day_that_has_come(row):
    with time_machine.travel("2024-02-29T20:00Z"):  # the first of March in Ashgabat
        assert refusal(outcomes.confirm, row, factories.make_contact(), dt.date(2024, 3, 2), by=None) == [
            "This day has not come yet."
        ]
        outcomes.confirm(row, factories.make_contact(), DAY, by=None)


def test_a_confirmation_is_taken_back_once(row):
    outcomes.confirm(row, factories.make_contact(), DAY, by=None)

    outcomes.take_confirmation_back(row, by=None)

    row.refresh_from_db()
    assert (row.confirmed_by, row.confirmed_on) == (None, None)
    assert refusal(outcomes.take_confirmation_back, row, by=None) == ["It is not confirmed."]


def test_a_correction_has_the_day_of_the_mission_and_ends_the_confirmation(row):
    outcomes.confirm(row, factories.make_contact(), DAY, by=factories.make_user())

    with time_machine.travel("2024-04-01T20:00Z"):  # the second of April in Ashgabat
        corrected(row)

    row.refresh_from_db()
    assert (row.amount, row.corrected_on, row.correction_en) == (
        Decimal("1300.00"),
        dt.date(2024, 4, 2),
        "Was 1,200",
    )
    assert (row.confirmed_on, row.confirmed_by, row.confirmation_noted_by) == (None, None, None)


def test_a_second_correction_says_its_own_words_alone(row):
    outcomes.correct(row, {"amount": Decimal(1)}, {"en": "Was 1,200", "ru": "Было 1200"}, by=None)

    corrected(row, "1400.00", "Was 1")

    row.refresh_from_db()
    assert (row.correction_en, row.correction_ru) == ("Was 1", "")


def test_a_correction_corrects_something_and_says_what(row):
    assert refusal(corrected, row, said="") == ["Say what was wrong before, in one language at least."]
    assert refusal(corrected, row, "1200.00") == ["Nothing is changed: it stands there like that already."]
    row.refresh_from_db()
    assert row.corrected_on is None


def test_a_correction_keeps_to_the_rules_of_the_row(row):
    row.years.create(year=2024, amount=Decimal(1000))

    assert refusal(corrected, row, "999.99") == [
        "The years have more than the amount. Lower them first, or raise the amount."
    ]
    with pytest.raises(ValueError, match="no correction changes published"):
        outcomes.correct(row, {"published": False}, {"en": "x"}, by=None)


def test_what_is_confidential_is_in_no_results_from_then_on(row):
    release.release_results(row.mission, by=None, replaces=None)
    assert outcomes.told_outside(row)

    outcomes.make_confidential(row, by=None)

    assert outcomes.told_outside(row)  # until the results are published again
    made = release.release_results(row.mission, by=None, replaces=1)
    assert made.document["outcomes"] == []
    assert not outcomes.told_outside(row)
    assert refusal(outcomes.make_confidential, row, by=None) == ["It is confidential already."]


def test_what_is_published_is_confidential_no_more(row):
    outcomes.make_confidential(row, by=None)

    outcomes.publish(row, by=None)

    row.refresh_from_db()
    assert (row.published, row.confidential) == (True, False)
    assert refusal(outcomes.publish, row, by=None) == ["It is published with the results already."]


def test_a_paper_is_for_staff_alone_and_the_one_before_stays(row):
    user = factories.make_user()

    first = outcomes.attach(row, SimpleUploadedFile("one.pdf", PDF), by=user)
    second = outcomes.attach(row, SimpleUploadedFile("two.pdf", PDF), language="ru", by=user)

    row.refresh_from_db()
    assert row.paper == second
    assert (second.title_en, second.visibility, second.by, second.language) == (
        "Contract",
        Visibility.STAFF,
        user,
        "ru",
    )
    assert set(Attachment.objects.all()) == {first, second}
    assert "two.pdf" not in str(results.document(row.mission))


def test_a_file_that_is_not_taken_leaves_no_row(row):
    assert refusal(outcomes.attach, row, SimpleUploadedFile("one.exe", b"MZ"), by=None)
    assert not Attachment.objects.exists()


def test_who_saw_an_older_version_is_told(row):
    seen = meanwhile.version(row)
    corrected(row)

    (said,) = refusal(outcomes.make_confidential, row, by=None, seen=seen)

    assert said.startswith("Not done: Somebody changed “Contract” meanwhile.")


def test_a_row_that_is_gone_is_refused_in_a_sentence(row):
    Outcome.objects.filter(pk=row.pk).delete()

    assert refusal(corrected, row) == ["It was deleted meanwhile."]


@pytest.mark.django_db(transaction=True)
def test_of_those_who_correct_at_once_one_does_and_the_others_are_told(row):
    seen = meanwhile.version(row)

    told = at_once(*(partial(corrected, row, f"130{number}", seen=seen) for number in range(PEOPLE)))

    assert codes(told) == ["saved_meanwhile"] * (PEOPLE - 1)
    assert row.history.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_corrected_while_results_are_published_is_whole_in_them(row):
    published, _row = in_between(
        lambda: release.release_results(row.mission, by=None, replaces=None),
        'FROM "missions_outcome"',
        lambda: corrected(row),
    )

    (entry,) = published.document["outcomes"]
    before = (entry["amount"], entry["corrected_on"], entry["correction"])
    assert before == ("1200.00", None, {})
    row.refresh_from_db()
    assert row.amount == Decimal("1300.00")
    again = release.release_results(row.mission, by=None, replaces=1)
    assert again.document["outcomes"][0]["correction"] == {"en": "Was 1,200"}


def told_by_a_delegate(row, **fields):
    fields = {"needs_confirmation": True, "confidential": False, "published": False, **fields}
    Outcome.objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    return row


def test_what_a_delegate_told_is_published_once_the_company_has_confirmed_it(row):
    told_by_a_delegate(row)

    assert refusal(outcomes.publish, row, by=None) == [str(UNASKED)]
    outcomes.confirm(row, factories.make_contact(), DAY, by=None)
    outcomes.publish(row, by=None)

    row.refresh_from_db()
    assert row.published


@pytest.mark.parametrize("ends", [corrected, partial(outcomes.take_confirmation_back, by=None)])
def test_without_its_confirmation_it_is_published_no_more(row, ends):
    told_by_a_delegate(row, confirmed_on=DAY, published=True)

    ends(row)

    row.refresh_from_db()
    assert (row.confirmed_on, row.published) == (None, False)


@pytest.mark.parametrize("held", [False, True])
def test_what_a_delegate_says_later_raises_the_sum_and_where_it_is_held_corrects_it(row, held):
    if held:
        release.release_results(row.mission, by=None, replaces=None)
    raised = {"amount": Decimal("1500.00"), "currency": "USD", "certainty": "signed"}

    outcomes.tell_anew(row, raised, {"en": "Before: 1,200"}, by=factories.make_user())

    row.refresh_from_db()
    assert (row.amount, row.certainty, row.needs_confirmation, row.published) == (
        Decimal(1500),
        "signed",
        True,
        False,
    )
    told = (row.mission.today(), "Before: 1,200") if held else (None, "")
    assert (row.corrected_on, row.correction_en) == told


def test_what_a_delegate_says_again_changes_nothing(row):
    entries = row.history.count()

    outcomes.tell_anew(row, {"amount": row.amount, "currency": "USD"}, {}, by=None)

    row.refresh_from_db()
    assert (row.published, row.needs_confirmation, row.history.count()) == (True, False, entries)
