"""What a host answers about its items: kept, shown to it with what became of it, and nothing changed by it."""

import datetime
import re
from functools import partial

import pytest
from django.utils import timezone

from delegations import host_answers
from delegations.models import AccessLink, Proposal
from missions.models import ProgrammeItem
from tests import factories
from tests.delegations.host_answering import OTHER, SIXTH, made_mission, state_of
from tests.delegations.hosting import Mission, forms_of
from tests.delegations.travellers import release, text, words
from tests.together import codes, in_between

pytestmark = pytest.mark.django_db


def test_what_a_host_answers_is_kept_with_what_it_saw_and_changes_nothing():
    made = made_mission()
    before = state_of(made)

    response = made.answer(**OTHER, words="The kilns are cold until noon.")

    kept = Proposal.objects.get()
    assert response["Location"] == f"/en/host/{made.mission.slug}/#answer-{made.item.uid}"
    assert (kept.kind, kept.day, kept.starts_at, kept.ends_at) == (
        "other_time", SIXTH, datetime.time(14), datetime.time(16),
    )  # fmt: skip
    assert (kept.item, kept.organisation, kept.link) == (made.item, made.host, AccessLink.objects.get())
    assert (kept.answered_by, kept.words, kept.state) == (
        "Dana, director", "The kilns are cold until noon.", "waiting",
    )  # fmt: skip
    assert kept.seen == host_answers.standing_of(
        ProgrammeItem.objects.select_related("stop").get(pk=made.item.pk)
    )
    assert state_of(made) == before
    page = words(made.read())
    assert "Another time is proposed: 6 December 2023, 14:00–16:00 waiting Dana, director" in page
    assert "“The kilns are cold until noon.” It waits for the organiser. Until then nothing changes." in page


@pytest.mark.once
@pytest.mark.parametrize("kind", ["confirm", "cannot"])
def test_a_time_that_is_not_proposed_is_not_kept(kind):
    """The fields of another time begin with the time that stands, and are sent with every answer."""
    made = made_mission()

    made.answer(**{**OTHER, "kind": kind})

    kept = Proposal.objects.get()
    assert (kept.kind, kept.day, kept.starts_at, kept.ends_at) == (kind, None, None, None)


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "2023-12-20"}, "The visit is between 4 December 2023 and 7 December 2023: propose a day of these."),
        ({"ends_at": "14:00"}, "A visit ends after it begins, on the same day."),
        ({"starts_at": ""}, "Say from which hour it would fit."),
        ({"day": ""}, "Say on which day it would fit."),
        ({"day": "tomorrow"}, "“tomorrow” is not a date. Enter one such as 2027-05-07, 07.05.2027 or 7 May 2027."),
        ({"kind": "perhaps"}, "Select a valid choice. perhaps is not one of the available choices."),
        ({"answered_by": " "}, "Give your name, so that the organiser knows who answers."),
        (
            {"day": "2023-12-05", "starts_at": "10:00", "ends_at": "12:00"},
            "This is the time that stands in the programme. To keep it, say that it fits.",
        ),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_refused_beside_its_field_and_what_was_typed_stays(typed, sentence):
    made = made_mission()

    page = text(made.answer(**{**OTHER, "words": "Only then", **typed}))

    assert Proposal.objects.count() == 0
    assert f">{sentence}</p>" in page
    assert ">\nOnly then</textarea>" in page
    assert "<details open>" in page


@pytest.mark.once
def test_an_hour_that_the_clocks_leave_out_is_refused():
    made = Mission()
    place = made.stop.place
    place.zone = "Europe/Berlin"
    place.save()
    mission = made.mission
    mission.starts_on, mission.ends_on = datetime.date(2024, 3, 29), datetime.date(2024, 4, 1)
    mission.save()
    ProgrammeItem.objects.update(day="2024-03-30", starts_at="10:00")
    release(mission)

    page = text(made.answer(kind="other_time", day="2024-03-31", starts_at="02:30"))

    assert "02:30 does not exist on that day: the clocks are put forward." in page
    assert Proposal.objects.count() == 0


@pytest.mark.once
def test_markup_that_is_typed_stands_there_as_text():
    """faults.md 50, 55."""
    made = made_mission()

    made.answer(words="<script>alert(1)</script> [x](javascript:y)", answered_by="<img src=x onerror=y>")

    page = made.read()
    assert "“&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:y)”" in page
    assert "&lt;img src=x onerror=y&gt;" in page
    assert "<img" not in page
    assert "alert(1)</script>" not in page


def test_a_host_may_replace_its_answer_while_it_waits_and_reads_both():
    made = made_mission()
    made.answer()

    made.answer(**OTHER, answered_by="Ogulsapar")

    assert list(Proposal.objects.order_by("pk").values_list("kind", "state")) == [
        ("confirm", "overtaken"),
        ("other_time", "waiting"),
    ]
    page = words(made.read())
    assert "Earlier answers The time fits overtaken Dana, director" in page
    assert "A later answer stands in its place." in page


@pytest.mark.once
def test_the_form_begins_with_the_answer_that_waits():
    made = made_mission()
    made.answer(**OTHER, words="After lunch")

    page = made.read()

    for field in ('value="2023-12-06"', 'value="14:00"', 'value="16:00"', ">\nAfter lunch</textarea>"):
        assert page.count(field) == 1
    assert re.findall(r'value="(\w+)"[^>]*checked', page) == ["other_time"]


@pytest.mark.parametrize("decided", [False, True])
def test_of_two_who_answer_from_one_page_the_second_is_told(decided):
    """faults.md 39."""
    made = made_mission()
    client = made.opened()
    address = f"/en/host/{made.mission.slug}/"
    made.answer(client)
    form = forms_of(text(client.get(address)))[str(made.item.uid)]
    if decided:
        Proposal.objects.update(
            state="declined", decided_by=factories.make_user(), decided_at=timezone.now(), decision="Sorry"
        )
    else:
        made.answer(client, kind="cannot", answered_by="Ogulsapar")

    page = text(client.post(address, {**form, "kind": "confirm", "answered_by": "Dana"}))

    sentence = (
        "The organiser has decided on your answer meanwhile. It stands here."
        if decided
        else "Somebody of your organisation has answered meanwhile. The answer stands here."
    )
    assert f"<li>{sentence}</li>" in page
    assert Proposal.objects.count() == (1 if decided else 2)
    again = forms_of(page)[str(made.item.uid)]
    assert client.post(address, {**again, "kind": "confirm", "answered_by": "Dana"}).status_code == 302


def test_who_answers_from_a_page_of_an_earlier_version_is_told():
    made = made_mission()
    client = made.opened()
    address = f"/en/host/{made.mission.slug}/"
    form = forms_of(text(client.get(address)))[str(made.item.uid)]
    ProgrammeItem.objects.filter(pk=made.item.pk).update(starts_at="11:00")
    release(made.mission)

    page = text(client.post(address, {**form, "kind": "confirm", "answered_by": "Dana"}))

    assert "The programme has changed while this page lay open. It stands here as it is now." in page
    assert Proposal.objects.count() == 0


def test_an_unreleased_change_is_told_by_no_answer():
    made = made_mission()
    made.answer()
    ProgrammeItem.objects.filter(pk=made.item.pk).update(starts_at="11:15")

    page = made.read()

    assert "11:15" not in page
    assert "It waits for the organiser." in page


def test_a_released_change_overtakes_an_answer_and_both_times_are_told():
    made = made_mission()
    made.answer()
    ProgrammeItem.objects.filter(pk=made.item.pk).update(starts_at="11:00")
    release(made.mission)

    page = words(made.read())

    assert "The time fits overtaken" in page
    assert (
        "You answered about 5 December 2023, 10:00–12:00. In the programme now: 5 December 2023, 11:00–12:00."
    ) in page


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("accepted", "The organiser accepted it on "),
        ("declined", "The organiser declined it on "),
    ],
)
def test_what_became_of_an_answer_is_told_with_the_organisers_words_and_not_by_name(state, told):
    made = made_mission()
    made.answer()
    by = factories.make_user(email="secret@staff.example")
    Proposal.objects.update(state=state, decided_by=by, decided_at=timezone.now(), decision="<b>See you</b>")

    page = made.read()

    assert told in words(page)
    assert "“&lt;b&gt;See you&lt;/b&gt;”" in page
    assert "secret@staff.example" not in page


@pytest.mark.django_db(transaction=True)
def test_of_those_who_answer_at_once_one_does_and_the_others_are_told():
    """faults.md 42."""
    made = made_mission()
    link = AccessLink.objects.get()
    seen = host_answers.digest(
        host_answers.standing_of(ProgrammeItem.objects.select_related("stop").get(pk=made.item.pk))
    )

    def answer(name):
        typed = host_answers.Typed("confirm", name)
        return host_answers.answer(link, str(made.item.uid), typed, host_answers.Before(seen, None))

    outcomes = in_between(partial(answer, "One"), 'FROM "delegations_proposal"', partial(answer, "Two"))

    assert codes(outcomes) == ["meanwhile"]
    assert list(Proposal.objects.values_list("answered_by")) == [("One",)]
