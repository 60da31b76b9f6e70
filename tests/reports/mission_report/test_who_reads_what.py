"""Canaries: what is not for a reader stands in no file of a report, in no form and no language.

faults.md 7, 21, 22 and 24. Every text of a mission is a random word; which of them a file may hold is said here.
"""

import datetime
import secrets

import pytest

from delegations.models import Attendance
from missions import release
from missions.models import (
    Certainty,
    HostState,
    MeetingOutcome,
    Mission,
    OutcomeKind,
    ReportState,
    Visibility,
)
from reports.mission_report import files, reading
from reports.mission_report.facts import Sees
from tests import factories
from tests.reports.mission_report import read_back

pytestmark = pytest.mark.django_db

AT = datetime.datetime(2024, 1, 15, 9, 30, tzinfo=datetime.UTC)
ALL = Sees(*[True] * 8, missions=frozenset())
FORMS = ("pdf", "docx", "xlsx")
SIDE_BY_SIDE = (("en", "ru"), pytest.param(("kk", "tk"), marks=pytest.mark.once))
LANGUAGES = ("en", "ru", "kk", "tk")


class Canaries:
    """Words that mean nothing, by what they stand for."""

    def __init__(self):
        self.words = {}

    def __call__(self, name):
        return self.words.setdefault(name, f"Canary{secrets.token_hex(8)}")

    def each(self, name):
        return {lang: self(f"{name} {lang}") for lang in LANGUAGES}

    def among(self, text):
        return {name for name, word in self.words.items() if word in text}


@pytest.fixture
def said():
    return Canaries()


@pytest.fixture
def mission(said):
    """A public visit and a staff-only one, reports cleared and not, outcomes of every kind, people of both sides."""
    mission = factories.make_mission(
        slug="canaries", title=said.each("title"), summary=said.each("summary"), zone="Asia/Ashgabat"
    )
    place = factories.make_place(name=said.each("place"))
    stop = factories.make_stop(mission=mission, place=place)
    host = factories.make_organisation(name=said.each("host"))
    hidden = factories.make_organisation(name=said.each("hidden organisation"), published=False)
    visits = {}
    for name, visibility in (
        ("public", "public"),
        ("delegation", "delegation"),
        ("staff", "staff"),
        ("draft", "public"),
    ):
        visits[name] = factories.make_item(
            stop=stop,
            title=said.each(f"{name} visit"),
            description=said.each(f"{name} description"),
            staff_notes=said(f"{name} staff notes"),
            outcome=said.each(f"{name} came of it"),
            visibility=Visibility(visibility),
        )
        approved = name != "draft"
        factories.make_visit_report(
            item=visits[name],
            state=ReportState.APPROVED if approved else ReportState.DRAFT,
            cleared=name in ("public", "staff", "draft"),
            summary=said.each(f"{name} report"),
            staff_notes=said(f"{name} notes of the report"),
            remark=said(f"{name} remark"),
            outcome_code=MeetingOutcome.INFORMATIVE,
            language="en",
            **{
                field: said(f"{name} {field}")
                for field in ("topics", "findings", "opportunities", "obstacles", "agreed_points", "others")
            },
        )
    people(said, mission, visits, host, hidden)
    results(said, mission, visits, host, hidden)
    release.release(mission, by=None, members={}, replaces=None)
    release.publish(mission, by=None)
    release.release_results(mission, by=None, replaces=None)
    return Mission.objects.get(pk=mission.pk)


def people(said, mission, visits, host, hidden):
    firm = factories.make_organisation(name=said.each("firm"))
    delegation = factories.make_delegation(
        mission=mission, organisation=firm, note=said.each("delegation note")
    )
    delegate = factories.make_delegate(
        mission=mission, delegation=delegation, person=somebody(said, "delegate"), position=said.each("delegate position"),
        diet=said("diet"), access_needs=said("needs"), arrival_wish=said("wish"),
    )  # fmt: skip
    for name, organisation, public in (
        ("agreed", host, True),
        ("silent", host, False),
        ("unpublished", hidden, True),
    ):
        contact = factories.make_contact(
            person=somebody(said, name),
            organisation=organisation,
            public=public,
            position=said.each(f"{name} position"),
        )
        for item in visits.values():
            Attendance.objects.create(item=item, contact=contact, actual=True)
    for item in visits.values():
        Attendance.objects.create(item=item, delegate=delegate, actual=True)
    factories.make_host(item=visits["public"], organisation=host, state=HostState.CONFIRMED)


def somebody(said, name):
    return factories.make_person(
        family_name=said.each(f"{name} name"),
        given_name="",
        email=f"{said(f'{name} e-mail').lower()}@example.org",
        phone="+993 12 34 56",
    )


def results(said, mission, visits, host, hidden):
    for name, published in (("published", True), ("unpublished", False)):
        factories.make_follow_up(
            mission=mission, item=visits["public"], title=said.each(f"{name} follow-up"), published=published,
            counterparts=[host, hidden], staff_notes=said(f"{name} notes of the follow-up"),
            responsible=factories.make_user(first_name=said(f"{name} responsible")),
        )  # fmt: skip
    for name, fields in (
        ("published", {"published": True, "confidential": False}),
        ("unpublished", {"confidential": False}),
        ("confidential", {}),
    ):
        factories.make_outcome(
            mission=mission, item=visits["public"], kind=OutcomeKind.CONTRACT, title=said.each(f"{name} outcome"),
            source=said(f"{name} source"), certainty=Certainty.SIGNED, theirs=[hidden], **fields,
        )  # fmt: skip
    other = factories.make_mission(title=said.each("other mission"))
    factories.make_follow_up(mission=mission, title=said.each("became"), result_mission=other)
    factories.make_attachment(mission=mission, title=said.each("public file"), visibility=Visibility.PUBLIC)
    factories.make_attachment(mission=mission, title=said.each("staff file"), visibility=Visibility.STAFF)


def told(said, facts, langs):
    """What the three files hold, by what it stands for, without the language."""
    names = set()
    for form in FORMS:
        content = files.made(facts, langs, files.Form(form)).content
        names |= said.among(read_back.text_of(form, content))
    return names


# What anybody may read, whatever the language.
PUBLIC = {
    "title", "summary", "place", "host", "public visit", "public description", "public came of it",
    "public report", "draft visit", "draft description", "draft came of it", "agreed name", "agreed position",
    "published follow-up", "published outcome", "public file",
}  # fmt: skip
NEVER = {
    *(f"{name} staff notes" for name in ("public", "delegation", "staff", "draft")),
    *(f"{name} notes of the report" for name in ("public", "delegation", "staff", "draft")),
    *(f"{name} remark" for name in ("public", "delegation", "staff", "draft")),
    *(f"{name} notes of the follow-up" for name in ("published", "unpublished")),
    *(f"{name} e-mail" for name in ("delegate", "agreed", "silent", "unpublished")),
    "diet", "needs", "wish",
}  # fmt: skip


@pytest.mark.parametrize("langs", SIDE_BY_SIDE)
def test_a_public_report_holds_what_is_public_and_nothing_else(said, mission, langs):
    facts = reading.public(mission, AT)

    assert told(said, facts, langs) == {f"{name} {lang}" for name in PUBLIC for lang in langs}


@pytest.mark.parametrize("langs", SIDE_BY_SIDE)
def test_an_internal_report_holds_all_but_notes_and_addresses(said, mission, langs):
    facts = reading.internal(mission, ALL, factories.make_user(), AT)

    found = told(said, facts, langs)

    others = {lang for lang in LANGUAGES if lang not in langs}
    hers = {
        name for name in said.words if not name.startswith("other mission") and name[-2:] not in others
    } - NEVER
    assert found == hers


# What goes with each right, by the beginning of its name.
RIGHTS = {
    "reports": ("report", "topics", "findings", "opportunities", "obstacles", "agreed_points", "others"),
    "follow_ups": ("follow-up", "responsible", "became"),
    "outcomes": ("outcome", "source"),
    "delegates": ("delegate name", "delegate position", "delegation note", "firm"),
    "contacts": ("agreed name", "agreed position", "silent name", "silent position", "unpublished name", "unpublished position"),
    "attachments": ("public file", "staff file"),
}  # fmt: skip


@pytest.mark.once
def test_what_a_reader_may_not_see_is_not_in_her_report(said, mission):
    for right, ends in RIGHTS.items():
        sees = Sees(**{name: name != right for name in Sees.__slots__ if name != "missions"})
        facts = reading.internal(mission, sees, factories.make_user(), AT)

        found = told(said, facts, ("en", "ru"))

        assert {name for name in found if name[:-3].endswith(ends)} == set(), right
        assert "title en" in found, right


@pytest.mark.once
def test_who_has_no_attendance_reads_of_nobody_who_was_there(said, mission):
    sees = Sees(**{name: name != "attendance" for name in Sees.__slots__ if name != "missions"})

    found = told(said, reading.internal(mission, sees, factories.make_user(), AT), ("en",))

    assert {"agreed name en", "silent name en"} & found == set()
    assert "delegate name en" in found


def test_a_mission_that_the_reader_sees_is_named_as_what_a_follow_up_became(said, mission):
    sees = Sees(*[True] * 8, missions=None)

    found = told(said, reading.internal(mission, sees, factories.make_user(), AT), ("en",))

    assert "other mission en" in found


def test_what_the_public_no_longer_reads_has_no_public_report(mission):
    release.withdraw(release.newest(mission), by=None, reason="Wrong")

    assert reading.public(mission, AT) is None
