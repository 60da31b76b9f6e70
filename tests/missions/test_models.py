"""The models of missions: what their rows refuse, in a sentence and in the database."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from missions.models import (
    AcceptedCaution,
    Attachment,
    Cost,
    Deadline,
    FollowUp,
    Group,
    Host,
    ItemGroup,
    Listing,
    Mission,
    MissionRole,
    Outcome,
    OutcomeYear,
    Party,
    ProgrammeItem,
    Rate,
    Release,
    ResultsRelease,
    StateChange,
    Stop,
    VisitReport,
    Withdrawal,
)
from tests.factories import (
    make_attachment,
    make_contact,
    make_group,
    make_host,
    make_item,
    make_mission,
    make_organisation,
    make_outcome,
    make_party,
    make_place,
    make_rate,
    make_stop,
    make_user,
)
from tests.rules import assert_refused, assert_refused_by_database, constraints_of

pytestmark = pytest.mark.django_db

FOURTH, FIFTH, SIXTH = (datetime.date(2023, 12, day) for day in (4, 5, 6))
NINE, TEN = datetime.time(9), datetime.time(10)


def mission(**fields):
    return Mission(**{"slug": "a", "title_en": "A", "starts_on": FOURTH, "ends_on": SIXTH, **fields})


def item(**fields):
    fields = {"mission": make_mission(), "kind": "meeting", "title_en": "A", **fields}
    return ProgrammeItem(**fields)


def stop(**fields):
    return Stop(mission=make_mission(), place=make_place(), **fields)


def follow_up(**fields):
    return FollowUp(mission=make_mission(), title_en="A", **fields)


def outcome(**fields):
    return Outcome(**{"mission": make_mission(), "title_en": "A", "kind": "contract", **fields})


def cost(**fields):
    return Cost(**{"mission": make_mission(), "title_en": "A", "currency": "EUR", **fields})


def outcome_year():
    return OutcomeYear.objects.create(
        outcome=make_outcome(amount=5, currency="USD"), year=2027, amount=Decimal(2)
    )


def lowered(row, amount):
    row.amount, row.currency = amount, "USD" if amount else ""
    return row


def rate(**fields):
    values = {"currency": "KZT", "reporting_currency": "USD", "rate": 1, "on": FIFTH, "source": "A"}
    return Rate(**{**values, **fields})


def again(row, *names, **fields):
    """A second row with the same values in these fields."""
    return type(row)(**{name: getattr(row, name) for name in names}, **fields)


def second_number(model):
    return again(
        model.objects.create(mission=make_mission(), number=1, document={"a": 1}),
        "mission",
        "number",
        document={"a": 1},
    )


def accepted_caution():
    return AcceptedCaution.objects.create(
        mission=make_mission(), kind="two_places", cause="0" * 64, words="A", reason="A", by=make_user()
    )


def second_group():
    group = make_group()
    row = make_item(mission=group.mission, groups=[group]).item_groups.get()
    return again(row, "item", "group")


NO_CHOICE = "is not a valid choice"
BAD_ROWS = {
    "missions_mission_ends_after_start": (
        lambda: mission(ends_on=datetime.date(2023, 12, 3)), None, r"A mission cannot end before it starts\.",
    ),
    "missions_mission_state_valid": (
        lambda: mission(state="secret"), None, r"A mission is a draft, published or cancelled\.",
    ),
    "missions_mission_type_valid": (lambda: mission(type="holiday"), "type", NO_CHOICE),
    "missions_mission_precision_valid": (lambda: mission(dates_precision="hour"), "dates_precision", NO_CHOICE),
    "missions_mission_template_is_draft": (
        lambda: mission(is_template=True, state="published"), None, r"A template is never published\.",
    ),
    "missions_missionrole_role_valid": (
        lambda: MissionRole(mission=make_mission(), user=make_user(), role="guest"), "role", NO_CHOICE,
    ),
    "missions_missionrole_unique": (
        lambda: again(
            MissionRole.objects.create(mission=make_mission(), user=make_user()), "mission", "user", role="editor"
        ),
        None, r"This member of staff has a role in the mission already\.",
    ),
    "missions_attachment_visibility_valid": (
        lambda: Attachment(mission=make_mission(), title_en="A", file="a", visibility="all", size=1),
        "visibility", NO_CHOICE,
    ),
    "missions_deadline_unit_valid": (
        lambda: Deadline(mission=make_mission(), title_en="A", count=1, unit="weeks"), "unit", NO_CHOICE,
    ),
    "missions_deadline_count_sane": (
        lambda: Deadline(mission=make_mission(), title_en="A", count=1001),
        None, r"Give at most 1,000 days\.",
    ),
    "missions_acceptedcaution_unique": (
        lambda: again(accepted_caution(), "mission", "cause", "kind", "words", "reason", "by"),
        None, r"Accepted caution with this Mission and Cause already exists\.",
    ),
    "missions_party_role_valid": (
        lambda: Party(mission=make_mission(), organisation=make_organisation(), role="guest"), "role", NO_CHOICE,
    ),
    "missions_party_unique": (
        lambda: again(make_party(), "mission", "organisation", "role"),
        None, r"This organisation has this role in the mission already\.",
    ),
    "missions_stop_ends_after_start": (
        lambda: stop(first_day=FIFTH, last_day=FOURTH), None, r"A stop cannot end before it begins",
    ),
    "missions_programmeitem_kind_valid": (lambda: item(kind="party"), "kind", NO_CHOICE),
    "missions_programmeitem_status_valid": (lambda: item(status="maybe"), "status", NO_CHOICE),
    "missions_programmeitem_visibility_valid": (lambda: item(visibility="all"), "visibility", NO_CHOICE),
    "missions_programmeitem_part_of_day_valid": (lambda: item(part_of_day="night"), "part_of_day", NO_CHOICE),
    "missions_programmeitem_last_day_needs_day": (
        lambda: item(ends_on=FIFTH), None, r"An item without a first day has no last day\.",
    ),
    "missions_programmeitem_last_day_after_day": (
        lambda: item(day=FIFTH, ends_on=FOURTH), None, r"An item cannot end on a day before it begins\.",
    ),
    "missions_programmeitem_end_after_start": (
        lambda: item(starts_at=TEN, ends_at=NINE), None, r"An item cannot end before it begins, unless it ends",
    ),
    "missions_itemgroup_unique": (second_group, None, r"This group takes part already\."),
    "missions_host_state_valid": (
        lambda: Host(item=make_item(), organisation=make_organisation(), state="late"), "state", NO_CHOICE,
    ),
    "missions_host_contact_unique": (
        lambda: again(make_host(contact=make_contact()), "item", "organisation", "contact"),
        None, r"This person is a host of the item already\.",
    ),
    "missions_release_number_unique": (
        lambda: second_number(Release), None, "Release with this Mission and Version already exists",
    ),
    "missions_release_number_positive": (
        lambda: Release(mission=make_mission(), number=0, document={"a": 1}),
        None, r"Versions are numbered from 1\.",
    ),
    "missions_resultsrelease_number_unique": (
        lambda: second_number(ResultsRelease), None, "with this Mission and Version already exists",
    ),
    "missions_resultsrelease_number_positive": (
        lambda: ResultsRelease(mission=make_mission(), number=0, document={"a": 1}),
        None, r"Versions are numbered from 1\.",
    ),
    "missions_statechange_state_valid": (
        lambda: StateChange(mission=make_mission(), state="lost"), "state", NO_CHOICE,
    ),
    "missions_listing_kind_valid": (
        lambda: Listing(mission=make_mission(), kind="other", words={"a": 1}), "kind", NO_CHOICE,
    ),
    "missions_visitreport_state_valid": (
        lambda: VisitReport(item=make_item(), state="lost"), "state", NO_CHOICE,
    ),
    "missions_visitreport_language_valid": (
        lambda: VisitReport(item=make_item(), language="xx"), "language", NO_CHOICE,
    ),
    "missions_visitreport_outcome_code_valid": (
        lambda: VisitReport(item=make_item(), outcome_code="lost"), "outcome_code", NO_CHOICE,
    ),
    "missions_visitreport_only_approved_has_approval": (
        lambda: VisitReport(item=make_item(), state="submitted", approved_at=timezone.now()),
        None, r"Only an approved report says who approved it and when\.",
    ),
    "missions_followup_kind_valid": (lambda: follow_up(kind="party"), "kind", NO_CHOICE),
    "missions_followup_state_valid": (lambda: follow_up(state="lost"), "state", NO_CHOICE),
    "missions_followup_due_has_precision": (
        lambda: follow_up(due_on=FIFTH), None, r"Give the due day with its precision, or neither\.",
    ),
    "missions_followup_priority_valid": (lambda: follow_up(priority="urgent"), "priority", NO_CHOICE),
    "missions_followup_closed_when_closed": (
        lambda: follow_up(closing_reason="No budget"), None, r"Only what is closed says when and why it was\.",
    ),
    "missions_cost_kind_valid": (lambda: cost(kind="gold"), "kind", NO_CHOICE),
    "missions_cost_has_currency": (lambda: cost(currency=""), "currency", "cannot be blank"),
    "missions_cost_planned_not_negative": (lambda: cost(planned=-1), "planned", "greater than or equal to 0"),
    "missions_cost_spent_not_negative": (lambda: cost(spent=-1), "spent", "greater than or equal to 0"),
    "missions_outcome_kind_valid": (lambda: outcome(kind="gift"), "kind", NO_CHOICE),
    "missions_outcome_certainty_valid": (lambda: outcome(certainty="rumour"), "certainty", NO_CHOICE),
    "missions_outcome_amount_has_currency": (
        lambda: outcome(amount=5), None, r"Give an amount with its currency, or neither\.",
    ),
    "missions_outcome_confidential_not_published": (
        lambda: outcome(published=True), None, r"A confidential outcome is not published\.",
    ),
    "missions_outcome_confirmed_before_published": (
        lambda: outcome(confidential=False, published=True, needs_confirmation=True), None,
        r"it is published once it is noted who of the company confirmed it\.",
    ),
    "missions_outcome_confirmed_has_day": (
        lambda: outcome(confirmed_by=make_contact()), None, r"Say on which day it was confirmed\.",
    ),
    "missions_outcomeyear_unique": (
        lambda: again(outcome_year(), "outcome", "year", amount=1), None, r"This year stands there already\.",
    ),
    "missions_outcomeyear_year_likely": (
        lambda: OutcomeYear(outcome=make_outcome(amount=5, currency="USD"), year=202, amount=1),
        "year", r"Give a year between 1900 and 2200\.",
    ),
    "missions_outcomeyear_amount_positive": (
        lambda: OutcomeYear(outcome=make_outcome(amount=5, currency="USD"), year=2027, amount=-1),
        "amount", "greater than or equal to 0",
    ),
    "missions_rate_unique": (
        lambda: again(make_rate(), "currency", "reporting_currency", "on", rate=2, source="A"),
        None, r"There is a rate of these currencies for this day already\.",
    ),
    "missions_rate_above_zero": (lambda: rate(rate=0), None, r"A rate is above zero\."),
    "missions_rate_of_two_currencies": (
        lambda: rate(reporting_currency="KZT"), None, r"A rate is between two currencies\.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(constraints_of("missions")))
def test_each_constraint_is_kept_by_a_sentence_and_by_the_database(name):
    make_row, field, sentence = BAD_ROWS[name]
    row = make_row()

    assert_refused(row, field, sentence)
    assert_refused_by_database(row)


@pytest.mark.parametrize(
    "make_row",
    [
        lambda: item(day=FIFTH, starts_at=TEN, ends_at=NINE),
        lambda: item(day=FIFTH, ends_on=FIFTH, starts_at=TEN, ends_at=NINE),
        lambda: stop(last_day=FIFTH),
        lambda: follow_up(due_precision="year"),
        lambda: outcome(currency="USD"),
        lambda: outcome(amount=-1, currency="USD"),
    ],
    ids=["end before begin", "on one day", "last day alone", "precision alone", "currency alone", "debt"],
)
def test_what_is_unknown_does_not_let_a_wrong_row_into_the_database(make_row):
    """An unknown value makes a check unknown, and SQL lets what is unknown pass."""
    row = make_row()

    with pytest.raises(ValidationError):
        row.full_clean()
    assert_refused_by_database(row)


# What no constraint can say


@pytest.mark.once
@pytest.mark.parametrize(
    ("make_row", "field", "sentence"),
    [
        (lambda: mission(title_en=""), "title_en", "Give the title in at least one language"),
        (lambda: mission(zone="Asia/Nowhere"), "zone", "“Asia/Nowhere” is no time zone"),
        (lambda: mission(slug=make_mission().slug), "slug", "already exists"),
        (lambda: mission(slug="Миссия"), "slug", "."),
        (lambda: mission(starts_on=None), "starts_on", "cannot be null"),
        (lambda: item(title_en=""), "title_en", r"Give the title in at least one language\."),
        (lambda: item(day=datetime.date(2023, 12, 3)), "day", "outside the mission's days, 2023-12-04 to 2023-12-07"),
        (lambda: item(day=FIFTH, ends_on=datetime.date(2023, 12, 8)), "ends_on", "outside the mission's days"),
        (lambda: item(stop=make_stop()), "stop", "This stop belongs to another mission"),
        (lambda: Stop(mission=make_mission()), "place", "cannot be null"),
        (lambda: ProgrammeItem(kind="meeting", title_en="A", day=FIFTH, starts_at=NINE), "mission", "cannot be null"),
        (lambda: follow_up(item=make_item()), "item", "This item belongs to another mission"),
        (lambda: outcome(item=make_item()), "item", r"This item belongs to another mission\."),
        (lambda: outcome(amount=5, currency="usd"), "currency", "Give an ISO 4217 code"),
        (lambda: outcome(paper=make_attachment()), "paper", r"This file belongs to another mission\."),
        (lambda: OutcomeYear(outcome=outcome_year().outcome, year=2028, amount=4), None,
         r"The years have more than the amount\."),
        (lambda: lowered(outcome_year().outcome, 1), None, r"The years have more than the amount\. Lower"),
        (lambda: lowered(outcome_year().outcome, None), None, r"The years have more than the amount\. .* raise"),
        (lambda: rate(currency="kzt"), "currency", "Give an ISO 4217 code, such"),
        (lambda: rate(reporting_currency="ABC"), "reporting_currency", "Give an ISO 4217 code"),
        (lambda: outcome(amount=5, currency="ABC"), "currency", r"Give an ISO 4217 code, such as TMT"),
        (lambda: Group(mission=make_mission()), "name_en", "Give the name in at least one language"),
        (lambda: ItemGroup(item=make_item(), group=make_group()), "group", "This group belongs to another mission"),
        (lambda: again(make_host(), "item", "organisation"), None,
         "This organisation is a host of the item already"),
        (lambda: Host(item=make_item(), organisation=make_organisation(), contact=make_contact()), "contact",
         "This person speaks for another organisation"),
        (lambda: Party(mission=make_mission(), organisation=make_organisation(), contact=make_contact()), "contact",
         r"This person speaks for another organisation\."),
        (lambda: Withdrawal(release=Release.objects.create(mission=make_mission(), number=1, document={})), "reason",
         "cannot be blank"),
    ],
)  # fmt: skip
def test_a_row_that_makes_no_sense_is_refused_at_its_field(make_row, field, sentence):
    assert_refused(make_row(), field, sentence)
