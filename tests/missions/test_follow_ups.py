"""The state of a follow-up: which verbs lead where, what each needs, and what the history says of it."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from missions import follow_ups, results
from missions.follow_ups import CHANGES, Result, Verb
from missions.models import CLOSED_STATES, FollowUp, FollowUpState
from partners import deletions, meanwhile
from tests import factories
from tests.together import PEOPLE, at_once, codes, in_between

pytestmark = pytest.mark.django_db

EVENING = dt.datetime(2024, 12, 31, 20, 0, tzinfo=dt.UTC)  # in Ashgabat it is the new year already
OPEN = ("proposed", "agreed", "in_progress")
# Every change that there is: what leads from where to where.
WAYS = {
    ("proposed", "agree"): "agreed",
    **{(state, "start"): "in_progress" for state in ("proposed", "agreed")},
    **{(state, "done"): "done" for state in OPEN},
    **{(state, "drop"): "dropped" for state in OPEN},
    **{(state, "supersede"): "superseded" for state in OPEN},
    **{(state, "reopen"): "agreed" for state in ("done", "dropped", "superseded")},
}


@pytest.fixture
def user():
    return factories.make_user(first_name="Aigerim", last_name="Omarova")


def changed(row, verb, user, **said):
    return follow_ups.change(row, Verb(verb), by=user, **said)


def refused(row, verb, user, **said):
    with pytest.raises(ValidationError) as refusal:
        changed(row, verb, user, **said)
    row.refresh_from_db()
    return " ".join(refusal.value.messages)


@pytest.mark.parametrize("verb", Verb.values)
@pytest.mark.parametrize("state", FollowUpState.values)
def test_each_verb_leads_from_the_states_of_the_table_and_from_no_other(state, verb, user):
    row = factories.make_follow_up(state=state)
    assert (verb in follow_ups.possible(row)) == ((state, verb) in WAYS)

    if (state, verb) in WAYS:
        assert changed(row, verb, user, reason="So it is").state == WAYS[state, verb]
    else:
        assert "this cannot be done with it now" in refused(row, verb, user, reason="So it is")
        assert (row.state, row.history.count()) == (state, 1)


@pytest.mark.parametrize("verb", ["drop", "supersede"])
def test_what_is_given_up_says_why(verb, user):
    row = factories.make_follow_up()

    assert refused(row, verb, user, reason="  ") == "Say why."
    assert row.state == "proposed"


def test_done_needs_what_it_became_or_a_reason(user):
    row = factories.make_follow_up()
    sentence = "Name the mission, document or link that it became, or say why it is done."

    assert refused(row, "done", user) == sentence
    assert refused(row, "done", user, result=Result()) == sentence
    assert row.state == "proposed"


@pytest.mark.parametrize("what", ["mission", "document", "link", "reason", "mission before"])
def test_done_by_any_result(what, user):
    row = factories.make_follow_up()
    forum = factories.make_mission()
    said = {
        "mission": {"result": Result(mission=forum)},
        "document": {"result": Result(document=factories.make_attachment(mission=row.mission))},
        "link": {"result": Result(link="https://example.org/forum")},
        "reason": {"reason": "The fair took its place"},
        "mission before": {},
    }[what]
    if what == "mission before":
        row = follow_ups.become(row, forum, by=user)

    assert changed(row, "done", user, **said).state == "done"


def test_a_document_of_another_mission_is_no_result(user):
    row = factories.make_follow_up()
    elsewhere = factories.make_attachment()

    said = refused(row, "done", user, result=Result(document=elsewhere))

    assert said == "This document belongs to another mission."


def test_what_is_closed_says_when_by_the_missions_clock_and_reopened_says_it_no_more(user):
    row = factories.make_follow_up(mission=factories.make_mission(zone="Asia/Ashgabat"), state="in_progress")

    with time_machine.travel(EVENING, tick=False):
        row = changed(row, "drop", user, reason="No budget")
    assert (row.closed_on, row.closing_reason) == (dt.date(2025, 1, 1), "No budget")

    row = changed(row, "reopen", user, reason="Money was found")
    assert (row.state, row.closed_on, row.closing_reason) == ("in_progress", None, "")


def test_the_history_says_each_state_with_who_and_why(user):
    other = factories.make_user()
    row = factories.make_follow_up()
    row = changed(row, "agree", user, reason="By telephone")
    row.staff_notes = "A note changes no state"
    row.save()
    row = changed(row, "drop", other, reason="No budget")
    row = changed(row, "reopen", user)

    past = [(each.state, each.by, each.reason) for each in follow_ups.states_of(row)]

    assert past == [
        ("agreed", user, ""),
        ("dropped", other, "No budget"),
        ("agreed", user, "By telephone"),
        ("proposed", None, ""),
    ]


def test_a_long_note_is_kept_as_far_as_the_history_goes(user):
    row = changed(factories.make_follow_up(), "agree", user, reason="й" * 300)

    assert follow_ups.states_of(row)[0].reason == "й" * follow_ups.NOTE_LENGTH


def test_who_did_not_see_the_last_change_is_told_of_it(user):
    """faults.md 39"""
    row = factories.make_follow_up(title="Forum")
    seen = meanwhile.version(row)
    changed(row, "agree", user)

    said = refused(row, "drop", user, reason="No budget", seen=seen)

    assert said.startswith("Not done: Aigerim Omarova changed “Forum” meanwhile. Changed: state: proposed → ")
    assert row.state == "agreed"


def test_what_was_deleted_meanwhile_is_told(user):
    row = factories.make_follow_up()
    gone = FollowUp.objects.get(pk=row.pk)
    row.delete()

    with pytest.raises(ValidationError, match="It was deleted meanwhile"):
        changed(gone, "agree", user)


def test_a_mission_is_made_of_one_once_and_of_none_that_is_closed(user):
    row = follow_ups.become(factories.make_follow_up(), factories.make_mission(), by=user)
    assert (row.state, row.closed_on) == ("in_progress", None)

    with pytest.raises(ValidationError, match="A mission has been made of it already"):
        follow_ups.become(row, factories.make_mission(), by=user)
    with pytest.raises(ValidationError, match="Reopen it first"):
        follow_ups.become(factories.make_follow_up(state="dropped"), factories.make_mission(), by=user)


@pytest.mark.once
@given(st.lists(st.tuples(st.sampled_from(list(Verb)), st.booleans()), max_size=12))
def test_however_the_verbs_come_a_follow_up_is_closed_with_its_day_or_open_without(verbs):
    """The row keeps to the table, and says when and why it was closed exactly while it is."""
    row = factories.make_follow_up()
    user = factories.make_user()
    for verb, says in verbs:
        before = row.state
        reason = "Because" if says else ""
        try:
            row = follow_ups.change(row, verb, by=user, reason=reason)
        except ValidationError:
            row.refresh_from_db()
            assert row.state == before
            assert before not in CHANGES[verb].sources or (
                not says and verb in (Verb.FINISH, Verb.DROP, Verb.SUPERSEDE)
            )
        else:
            assert before in CHANGES[verb].sources
        closed = row.state in CLOSED_STATES
        assert (row.closed_on is not None, bool(row.closing_reason)) == (closed, closed)


@pytest.mark.once
def test_what_is_for_the_house_alone_stands_in_no_results(user):
    """faults.md 22: neither who sees to it, nor how urgent it is, nor why it was closed, nor what it became."""
    row = factories.make_follow_up(
        published=True, responsible=user, priority="high", staff_notes="secret note", state="agreed"
    )
    row = changed(row, "done", user, reason="secret reason", result=Result(link="https://example.org/secret"))

    told = str(results.document(row.mission))

    assert row.title in told
    assert [word for word in ("secret", "high", "Omarova", user.email) if word in told] == []


@pytest.mark.django_db(transaction=True)
def test_of_those_who_close_one_at_once_one_does_and_the_others_are_told():
    """faults.md 42"""
    row, users = factories.make_follow_up(), [factories.make_user() for _number in range(PEOPLE)]
    seen = meanwhile.version(row)

    def close(number):
        verb = ("done", "drop")[number % 2]
        return lambda: changed(row, verb, users[number], reason=f"Reason {number}", seen=seen)

    outcomes = at_once(*(close(number) for number in range(PEOPLE)))

    assert codes(outcomes) == ["saved_meanwhile"] * (PEOPLE - 1)
    row.refresh_from_db()
    [won] = [each for each in outcomes if isinstance(each, FollowUp)]
    assert (row.state, row.closing_reason, row.history.count()) == (won.state, won.closing_reason, 2)


@pytest.mark.django_db(transaction=True)
def test_who_closes_one_in_the_middle_of_another_verb_waits_and_is_told():
    """faults.md 39: also where nobody looked at a version, no state is overwritten unseen."""
    row, first, second = factories.make_follow_up(), factories.make_user(), factories.make_user()
    seen = meanwhile.version(row)

    outcomes = in_between(
        lambda: changed(row, "done", first, reason="Held", seen=seen),
        "missions_historicalfollowup",
        lambda: changed(row, "drop", second, reason="No budget", seen=seen),
    )

    assert codes(outcomes) == ["saved_meanwhile"]
    row.refresh_from_db()
    assert (row.state, row.closing_reason) == ("done", "Held")


def done_by(**fields):
    return FollowUp(mission=factories.make_mission(), title_en="Forum", state="done", **fields)


def test_done_without_a_result_or_a_reason_is_no_row():
    with pytest.raises(ValidationError) as refused:
        done_by().full_clean()

    assert refused.value.messages == [
        "Name the mission, document or link that it became, or say why it is done."
    ]
    done_by(result_link="https://example.org/").full_clean()
    done_by(closing_reason="Held").full_clean()
    done_by(result_mission=factories.make_mission()).full_clean()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "The mission that it became was deleted."),
        ({"closing_reason": "Held"}, "Held"),
        ({"result_link": "https://example.org/"}, ""),
    ],
)
def test_what_became_of_it_is_said_when_the_mission_is_deleted(fields, reason):
    became, user = factories.make_mission(), factories.make_user()
    row = factories.make_follow_up(state="done", result_mission=became, **fields)

    deletions.delete([became], user)

    row.refresh_from_db()
    assert (row.state, row.result_mission, row.closing_reason) == ("done", None, reason)
    if reason == "The mission that it became was deleted.":
        assert row.history.latest("history_id").history_user == user
        row.full_clean()


def test_what_became_of_it_is_said_when_the_document_is_deleted():
    row = factories.make_follow_up()
    paper = factories.make_attachment(mission=row.mission)
    FollowUp.objects.filter(pk=row.pk).update(state="done", result_document=paper)

    deletions.delete([paper], None, for_good=True)

    row.refresh_from_db()
    assert (row.result_document, row.closing_reason) == (None, "The document that it became was deleted.")


def test_a_mission_is_deleted_with_its_own_follow_ups():
    row = factories.make_follow_up(state="done", closing_reason="Held")
    FollowUp.objects.filter(pk=row.pk).update(result_mission=row.mission, closing_reason="")

    deletions.delete([row.mission], factories.make_user())

    assert not FollowUp.objects.exists()
