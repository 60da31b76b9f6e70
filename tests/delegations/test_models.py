"""Delegations: what their rows refuse, by a sentence and in the database."""

import datetime

import pytest
from django.utils import timezone

from delegations.models import (
    AccessLink,
    Attendance,
    Delegate,
    Delegation,
    DocumentAct,
    Leg,
    Mailing,
    Notice,
    Proposal,
    Regret,
    Seen,
    Stay,
    SurveyAnswer,
    TravelDocumentLook,
)
from tests.delegations.travellers import release
from tests.factories import (
    make_attendance,
    make_contact,
    make_delegate,
    make_delegation,
    make_item,
    make_mission,
    make_organisation,
    make_person,
    make_place,
    make_stay,
    make_travel_document,
    make_user,
)
from tests.rules import assert_refused, assert_refused_by_database, constraints_of

pytestmark = pytest.mark.django_db

FOURTH, FIFTH, SIXTH = (datetime.date(2023, 12, day) for day in (4, 5, 6))
NINE, TEN = datetime.time(9), datetime.time(10)


def delegate(**fields):
    """Another delegate beside an existing one, who is `beside`."""
    beside = fields.pop("beside", None) or make_delegate()
    fields = {"person": make_person(), "precedence": beside.precedence + 5, **fields}
    return Delegate(mission=beside.mission, delegation=beside.delegation, **fields)


def same_person():
    beside = make_delegate()
    return delegate(beside=beside, person=beside.person)


def same_precedence():
    beside = make_delegate()
    return delegate(beside=beside, precedence=beside.precedence)


def same_organisation():
    first = make_delegation()
    return Delegation(mission=first.mission, organisation=first.organisation)


def attendance(**fields):
    return Attendance(item=make_item(), **fields)


def leg(**fields):
    return Leg(mission=make_mission(), from_place=make_place(), to_place=make_place(), **fields)


def stay(**fields):
    return Stay(
        **{
            "delegate": make_delegate(),
            "place": make_place(),
            "hotel": "Hotel",
            "arrives_on": FOURTH,
            "leaves_on": FIFTH,
        }
        | fields
    )


def link(**fields):
    return AccessLink(token_hash="a", token_encrypted="b", **fields)


def seen(**fields):
    her = make_delegate()
    return Seen(delegate=her, release=release(her.mission), **fields)


def mailing(**fields):
    return Mailing(**{"mission": make_mission(), "kind": "message", **fields})


def notice(**fields):
    her = make_delegate()
    of = mailing(mission=her.mission)
    of.save()
    return Notice(**{"mailing": of, "delegate": her, **fields})


def notice_twice():
    first = notice()
    first.save()
    return Notice(mailing=first.mailing, delegate=first.delegate)


def seen_twice():
    first = seen()
    first.save()
    return Seen(delegate=first.delegate, release=first.release)


def survey(**fields):
    return SurveyAnswer(**{"delegate": make_delegate(), "round": "return", "lang": "en", **fields})


def survey_twice():
    first = survey()
    first.save()
    return survey(delegate=first.delegate)


def regret_twice():
    her = make_delegate()
    item = make_item(mission=her.mission)
    Regret.objects.create(delegate=her, item=item, told="x")
    return Regret(delegate=her, item=item, told="y")


def proposal(**fields):
    """What a host answers; another time unless it is said otherwise."""
    given = {"kind": "other_time", "day": FIFTH, "starts_at": NINE, "answered_by": "Dana", **fields}
    return Proposal(item=make_item(), organisation=make_organisation(), **given)


def second_travel_document():
    document = make_travel_document()
    document.pk, document._state.adding = None, True
    return document


def look(**fields):
    return TravelDocumentLook(
        **{"mission": make_mission(), "delegate_key": 1, "act": DocumentAct.LOOKED, **fields}
    )


def second_attendance(**fields):
    first = make_attendance(**fields)
    return Attendance(item=first.item, delegate=first.delegate, contact=first.contact)


NO_CHOICE = "is not a valid choice"
BAD_ROWS = {
    "delegations_delegation_unique": (
        same_organisation, None, r"This organisation sends a delegation on this mission already\.",
    ),
    "delegations_delegate_person_unique": (same_person, None, r"This person is a delegate of this mission already\."),
    "delegations_delegate_precedence_unique": (
        same_precedence, None, r"Another delegate of this mission has this precedence\.",
    ),
    "delegations_delegate_capacity_valid": (lambda: delegate(capacity="guest"), "capacity", NO_CHOICE),
    "delegations_delegate_state_valid": (lambda: delegate(state="lost"), "state", NO_CHOICE),
    "delegations_attendance_one_person": (
        lambda: attendance(), None, r"Name either a delegate or a contact\.",
    ),
    "delegations_attendance_delegate_unique": (
        second_attendance, None, "Attendance with this Item and Delegate already exists",
    ),
    "delegations_attendance_contact_unique": (
        lambda: second_attendance(contact=make_contact()),
        None, "Attendance with this Item and Contact already exists",
    ),
    "delegations_accesslink_one_holder": (
        lambda: link(), None, r"A link is for one delegate, or for one host of one mission\.",
    ),
    "delegations_accesslink_purpose_valid": (
        lambda: link(delegate=make_delegate(), purpose="party"), "purpose", NO_CHOICE,
    ),
    "delegations_accesslink_assistant_of_delegate": (
        lambda: link(mission=make_mission(), organisation=make_organisation(), assistant="Dana"),
        None, r"Only a delegate’s link can be for an assistant\.",
    ),
    "delegations_proposal_kind_valid": (
        lambda: proposal(kind="maybe", day=None, starts_at=None), "kind", NO_CHOICE,
    ),
    "delegations_proposal_state_valid": (lambda: proposal(state="lost"), "state", NO_CHOICE),
    "delegations_proposal_time_of_another_time": (
        lambda: proposal(starts_at=None), None, r"Another time has a day and an hour; other answers have none\.",
    ),
    "delegations_proposal_ends_after_it_begins": (
        lambda: proposal(ends_at=NINE), None, r"A visit ends after it begins, on the same day\.",
    ),
    "delegations_proposal_somebody_answers": (
        lambda: proposal(answered_by=""), "answered_by", "cannot be blank",
    ),
    "delegations_proposal_somebody_decides": (
        lambda: proposal(state="accepted"), None, r"What is accepted or declined says by whom and when\.",
    ),
    "delegations_delegate_checked_by_needs_moment": (
        lambda: delegate(checked_by="Dana"), None, r"Who checked the details needs the moment when\.",
    ),
    "delegations_regret_unique": (regret_twice, None, r"This delegate has declined this item already\."),
    "delegations_surveyanswer_unique": (
        survey_twice, None, r"This delegate has answered in this round already\.",
    ),
    "delegations_surveyanswer_round_valid": (lambda: survey(round="never"), "round", NO_CHOICE),
    "delegations_surveyanswer_followed_up_valid": (
        lambda: survey(followed_up="perhaps"), "followed_up", NO_CHOICE,
    ),
    "delegations_surveyanswer_kind_valid": (lambda: survey(kind="gift"), "kind", NO_CHOICE),
    "delegations_surveyanswer_amount_whole": (
        lambda: survey(amount=5), None,
        r"Give an amount with its currency and how certain it is, or none of these\.",
    ),
    "delegations_surveyanswer_worth_one_to_five": (
        lambda: survey(worth=6), None, r"Give a number from 1 to 5\.",
    ),
    "delegations_surveyanswer_checked_by_and_at": (
        lambda: survey(checked_by=make_user()), None, r"Who checked it needs the moment when\.",
    ),
    "delegations_seen_unique": (
        seen_twice, None, r"It is noted already that she has seen this version\.",
    ),
    "delegations_seen_one_word": (
        lambda: seen(assistant="Dana", told_by=make_user()),
        None, r"Either an assistant has seen it, or staff have told her\.",
    ),
    "delegations_mailing_kind_valid": (lambda: mailing(kind="gossip"), "kind", NO_CHOICE),
    "delegations_mailing_state_valid": (lambda: mailing(state="lost"), "state", NO_CHOICE),
    "delegations_mailing_version_of_kind": (
        lambda: mailing(kind="release"), None, r"Letters about a version name it; a message names none\.",
    ),
    "delegations_mailing_sent_at": (
        lambda: mailing(state="sent"), None, r"What was given to be sent says when\.",
    ),
    "delegations_notice_unique": (notice_twice, None, r"A delegate gets one letter of a mailing\."),
    "delegations_notice_state_valid": (lambda: notice(state="lost"), "state", NO_CHOICE),
    "delegations_notice_reason_of_skipped": (
        lambda: notice(state="skipped"), None, r"A letter that is not to be sent says why, and no other does\.",
    ),
    "delegations_notice_claimed_at": (
        lambda: notice(state="claimed"), None, r"A letter that was begun says when\.",
    ),
    "delegations_notice_sent_at": (
        lambda: notice(state="sent", claimed_at=timezone.now()), None, r"A letter that was sent says when\.",
    ),
    "delegations_traveldocument_unique": (
        second_travel_document, None, r"A travel document of this delegate is kept already\.",
    ),
    "delegations_traveldocumentlook_act_valid": (lambda: look(act="copied"), "act", NO_CHOICE),
    "delegations_traveldocumentlook_one_reader": (
        lambda: look(by=make_user(), link_key=1), None, r"Either a member of staff or a delegate looked\.",
    ),
    "delegations_leg_mode_valid": (lambda: leg(mode="camel"), "mode", NO_CHOICE),
    "delegations_leg_departure_needs_day": (
        lambda: leg(departs_at=NINE), None, r"A departure time needs its day\.",
    ),
    "delegations_leg_arrival_needs_day": (lambda: leg(arrives_at=NINE), None, r"An arrival time needs its day\."),
    "delegations_stay_at_least_a_night": (
        lambda: stay(leaves_on=FOURTH), None, r"A stay has at least one night: it ends after the day it begins\.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(constraints_of("delegations")))
def test_each_constraint_is_kept_by_a_sentence_and_by_the_database(name):
    make_row, field, sentence = BAD_ROWS[name]
    row = make_row()

    assert_refused(row, field, sentence)
    assert_refused_by_database(row)


def mate(**fields):
    return stay(shared_with=make_delegate(**fields))


@pytest.mark.once
@pytest.mark.parametrize(
    ("make_row", "field", "sentence"),
    [
        (lambda: other_delegation(), "delegation",
         "This delegation travels on another mission"),
        (lambda: leg(item=make_item()), "item", "This item belongs to another mission"),
        (lambda: attendance(delegate=make_delegate()), "delegate", "This delegate travels on another mission"),
        (lambda: mate(), "shared_with", "Name another delegate of the same mission"),
        (lambda: own_mate(), "shared_with", r"Name another delegate of the same mission\."),
        (lambda: attendance(delegate=make_delegate(), contact=make_contact()), None, "Name either"),
        (lambda: link(delegate=make_delegate(), mission=make_mission()), None, "A link is for one delegate"),
        (lambda: link(mission=make_mission()), None, "or for one host of one mission"),
        (lambda: leg(departs_on=FIFTH, departs_at=TEN, arrives_on=FIFTH, arrives_at=NINE), "arrives_at",
         "A leg cannot arrive before it departs"),
        (lambda: Leg(mission=make_mission(), from_place=make_place()), "to_place", "cannot be null"),
    ],
)  # fmt: skip
def test_a_row_that_makes_no_sense_is_refused_at_its_field(make_row, field, sentence):
    assert_refused(make_row(), field, sentence)


def other_delegation():
    return Delegate(mission=make_mission(), delegation=make_delegation(), person=make_person())


def own_mate():
    row = make_stay()
    row.shared_with = row.delegate
    return row


# Protocol order


def test_a_leg_at_a_time_that_the_clocks_jump_over_is_refused():
    """faults.md 36."""
    row = leg(departs_on=datetime.date(2024, 3, 31), departs_at=datetime.time(2, 30))
    row.from_place = make_place(zone="Europe/Berlin")

    assert_refused(row, None, "02:30:00 does not exist in Europe/Berlin: this local time does not exist")
