"""Results: published apart from the programme, each as visible as its item."""

import datetime
import json
from decimal import Decimal
from pathlib import Path

import pytest

from missions import document, itinerary, results
from missions.document import UnknownFormat
from missions.models import Certainty, DuePrecision, FollowUpState, OutcomeKind, ReportState, Visibility
from tests.factories import (
    make_contact,
    make_follow_up,
    make_item,
    make_mission,
    make_organisation,
    make_outcome,
    make_person,
    make_place,
    make_visit_report,
)
from wording.words import Words

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parent / "samples" / "results-1.json"


def read(mission, audience=itinerary.PUBLIC, lang="en", number=1):
    made = itinerary.make(document.make(mission, {}), audience, lang)
    return results.make(results.document(mission), made, number)


def titles(entries):
    return [entry.title.text for entry in entries]


def told(made):
    """The outcomes of items, the follow-ups and the outcomes that a reader is told of."""
    return (
        sorted(words.text for words in made.of_items.values()),
        titles(made.follow_ups),
        titles(made.outcomes),
    )


def test_a_mission_without_results_has_an_empty_document():
    mission = make_mission()

    assert results.document(mission) == {
        "format": 3,
        "mission": str(mission.ref),
        "languages": ["en", "ru", "kk", "tk"],
        "summary": {},
        "items": [],
        "follow_ups": [],
        "outcomes": [],
    }


def test_without_a_document_there_are_no_results():
    made = itinerary.make(document.make(make_mission(), {}), itinerary.PUBLIC, "en")

    assert results.make(None, made) == results.NOTHING


@pytest.mark.once
def test_results_of_another_format_are_refused_in_a_sentence():
    mission = make_mission()
    made = itinerary.make(document.make(mission, {}), itinerary.PUBLIC, "en")

    with pytest.raises(UnknownFormat, match="These results have format 4; formats 1 to 3 are read"):
        results.make({**results.document(mission), "format": 4}, made)


@pytest.mark.once
def test_results_of_format_1_are_read_as_they_were():
    mission = make_mission(outcome_summary="Summary")
    item = make_item(mission=mission, outcome="They agreed", visibility=Visibility.PUBLIC)
    make_outcome(item=item, title="Contract", published=True, confidential=False)
    made = itinerary.make(document.make(mission, {}), itinerary.PUBLIC, "en")
    sample = SAMPLE.read_text(encoding="utf-8").replace("ITEM", str(item.uid))
    old = json.loads(sample)

    told = results.make(old, made, 1)

    assert told.summary == Words("It went well", "en")
    assert told.of_items == {str(item.uid): Words("They agreed", "en")}
    assert told.reports == {}
    assert [(one.title.text, one.amount, one.confirmed_on) for one in told.outcomes] == [
        ("Contract", Decimal("5.00"), None)
    ]
    assert old == json.loads(sample)  # a release is never altered


def test_the_summary_of_a_report_is_published_once_it_is_approved_and_cleared():
    mission = make_mission()
    cleared, *others = (
        make_item(mission=mission, visibility=Visibility.PUBLIC, title=f"Visit {number}")
        for number in range(4)
    )
    hidden = make_item(mission=mission, visibility=Visibility.STAFF)
    told = {"summary": {"en": "They grow", "ru": "Растут"}, "findings": "Canary", "topics": "Canary"}
    make_visit_report(item=cleared, state=ReportState.APPROVED, cleared=True, **told)
    make_visit_report(item=others[0], state=ReportState.APPROVED, cleared=False, **told)
    make_visit_report(item=others[1], state=ReportState.SUBMITTED, cleared=True, **told)
    make_visit_report(item=others[2], state=ReportState.DRAFT, cleared=True, **told)
    make_visit_report(item=hidden, state=ReportState.APPROVED, cleared=True, **told)

    made = results.document(mission)

    assert made["items"] == [{"uid": str(cleared.uid), "outcome": {}, "report": told["summary"]}]
    assert "Canary" not in json.dumps(made)
    assert read(mission, lang="ru").reports == {str(cleared.uid): Words("Растут", "ru")}


@pytest.mark.parametrize("visibility", [Visibility.DELEGATION, Visibility.PARTICIPANTS])
def test_a_report_is_as_visible_as_its_item(visibility):
    item = make_item(visibility=visibility, for_everyone=True, public_title="Working session")
    make_visit_report(item=item, state=ReportState.APPROVED, cleared=True, summary="They grow")

    assert read(item.mission).reports == {}
    assert read(item.mission, itinerary.STAFF).reports == {str(item.uid): Words("They grow", "en")}


def test_who_confirmed_an_outcome_stands_in_no_document():
    mission = make_mission()
    contact = make_contact(person=make_person(family_name="Canary"))
    make_outcome(
        mission=mission,
        published=True,
        confidential=False,
        confirmed_on=datetime.date(2024, 3, 1),
        confirmed_by=contact,
    )

    made = results.document(mission)

    assert made["outcomes"][0]["confirmed_on"] == "2024-03-01"
    assert "Canary" not in json.dumps(made)
    assert str(contact.ref) not in json.dumps(made)


def test_a_follow_up_stands_with_its_sides_and_its_period():
    union, club = make_organisation(name="Union"), make_organisation(name={"en": "Club", "ru": "Клуб"})
    item = make_item(visibility=Visibility.PUBLIC)
    follow_up = make_follow_up(
        item=item, published=True, title={"en": "Forum", "ru": "Форум"}, state=FollowUpState.AGREED,
        state_words="agreed", place=make_place(name="Ashgabat"), our_organisation=club, counterparts=[union],
        sides_words="the delegation", due_on=datetime.date(2024, 12, 31), due_precision=DuePrecision.YEAR,
        our_owner=make_contact(organisation=club), staff_notes="Canary",
    )  # fmt: skip
    open_dated = make_follow_up(mission=item.mission, published=True, title="Visit")

    made = read(item.mission, lang="ru")

    first, second = made.follow_ups
    assert (first.ref, first.title, first.kind, first.state, first.state_words, first.place) == (
        str(follow_up.ref), Words("Форум", "ru"), "forum", "agreed", Words("agreed", "en"), Words("Ashgabat", "en"),
    )  # fmt: skip
    assert first.origin.uid == str(item.uid)
    assert first.ours == results.Side(str(club.ref), club.slug, Words("Клуб", "ru"))
    assert first.counterparts == (results.Side(str(union.ref), union.slug, Words("Union", "en")),)
    assert (first.sides_words, first.due_on, first.due_precision) == (
        Words("the delegation", "en"),
        datetime.date(2024, 12, 31),
        DuePrecision.YEAR,
    )
    assert (second.ref, second.origin, second.place, second.ours, second.counterparts) == (
        str(open_dated.ref), None, None, None, (),
    )  # fmt: skip
    assert (second.due_on, second.due_precision, second.state_words) == (None, None, None)


def test_an_outcome_stands_with_its_sum_and_its_correction():
    ours, theirs = make_organisation(name="Club"), make_organisation(name="Union")
    mission = make_mission()
    outcome = make_outcome(
        mission=mission, kind=OutcomeKind.CONTRACT, title="Contract", ours=[ours], theirs=[theirs],
        amount=Decimal("1234.50"), currency="USD", certainty=Certainty.SIGNED, confidential=False, published=True,
        dated_on=datetime.date(2023, 12, 6), corrected_on=datetime.date(2024, 1, 2), correction="Was 1,200",
        source="Canary",
    )  # fmt: skip
    make_outcome(mission=mission, title="Memorandum", confidential=False, published=True)

    made = read(mission)

    first, second = made.outcomes
    assert (first.ref, first.title, first.kind, first.origin) == (
        str(outcome.ref),
        Words("Contract", "en"),
        "contract",
        None,
    )
    assert (first.amount, first.currency, first.certainty) == (Decimal("1234.50"), "USD", "signed")
    assert ([side.slug for side in first.ours], [side.slug for side in first.theirs]) == (
        [ours.slug],
        [theirs.slug],
    )
    assert (first.dated_on, first.corrected_on, first.correction) == (
        datetime.date(2023, 12, 6),
        datetime.date(2024, 1, 2),
        Words("Was 1,200", "en"),
    )
    assert (second.amount, second.currency, second.dated_on, second.corrected_on, second.correction) == (
        None, "", None, None, None,
    )  # fmt: skip


@pytest.mark.once
def test_summary_and_outcomes_of_items_are_in_the_readers_language():
    mission = make_mission(outcome_summary={"en": "Summary", "kk": "Қорытынды"}, languages=["kk", "en"])
    item = make_item(mission=mission, outcome={"en": "They agreed"}, visibility=Visibility.PUBLIC)
    make_item(mission=mission)

    made = read(mission, lang="ru", number=3)

    assert (made.number, made.summary) == (3, Words("Қорытынды", "kk"))
    assert made.of_items == {str(item.uid): Words("They agreed", "en")}


@pytest.mark.once
def test_a_result_without_a_title_has_an_empty_one():
    """No form saves it so, but a file may have brought it."""
    mission = make_mission()
    follow_up = make_follow_up(mission=mission, published=True)
    outcome = make_outcome(mission=mission, published=True, confidential=False)
    for row in (follow_up, outcome):
        type(row).objects.filter(pk=row.pk).update(title_en="")

    made = read(mission, lang="ru")

    assert (made.follow_ups[0].title, made.outcomes[0].title) == (Words("", "ru"), Words("", "ru"))


def test_only_what_is_published_is_in_a_document():
    mission = make_mission()
    make_follow_up(mission=mission, title="Canary")
    make_outcome(mission=mission, title="Canary")
    make_outcome(mission=mission, title="Canary", confidential=False)

    assert "Canary" not in json.dumps(results.document(mission))


def test_what_came_of_an_item_for_staff_is_in_no_document():
    item = make_item(visibility=Visibility.STAFF, public_title="Official meeting", outcome="Canary")
    make_follow_up(item=item, published=True, title="Canary")
    make_outcome(item=item, published=True, confidential=False, title="Canary")

    assert "Canary" not in json.dumps(results.document(item.mission))
    assert told(read(item.mission, itinerary.STAFF)) == ([], [], [])


def test_a_result_is_as_visible_as_its_item():
    """faults.md 29: who sees an item's mask, or nothing of it, is not told what came of it."""
    mission = make_mission()
    host = make_organisation()
    for name, visibility, mask in [
        ("public", Visibility.PUBLIC, ""),
        ("delegation", Visibility.DELEGATION, ""),
        ("masked", Visibility.DELEGATION, "Official meeting"),
    ]:
        item = make_item(
            mission=mission, visibility=visibility, public_title=mask, outcome=name,
            hosts=[host] if name == "delegation" else [],
        )  # fmt: skip
        make_follow_up(item=item, title=name, published=True)
        make_outcome(item=item, title=name, published=True, confidential=False)
    make_follow_up(mission=mission, title="mission", published=True)

    everything = ["public", "delegation", "masked"]
    assert told(read(mission)) == (["public"], ["public", "mission"], ["public"])
    for audience in (itinerary.STAFF, itinerary.delegate([])):
        assert told(read(mission, audience)) == (sorted(everything), [*everything, "mission"], everything)
    assert told(read(mission, itinerary.host(str(host.ref)))) == (
        ["delegation"],
        ["delegation", "mission"],
        ["delegation"],
    )


def test_a_result_of_an_item_that_became_private_later_is_no_longer_told():
    """faults.md 7: the results stay as released, the programme decides."""
    item = make_item(visibility=Visibility.PUBLIC, outcome="They agreed")
    make_follow_up(item=item, published=True)
    released = results.document(item.mission)
    item.visibility = Visibility.DELEGATION
    item.save()

    public = itinerary.make(document.make(item.mission, {}), itinerary.PUBLIC, "en")

    assert told(results.make(released, public)) == ([], [], [])


def test_an_organisation_that_is_not_published_is_on_no_side_that_the_public_reads():
    """faults.md 22."""
    mission = make_mission()
    hidden, shown = make_organisation(name="Hidden", published=False), make_organisation(name="Shown")
    make_follow_up(mission=mission, published=True, our_organisation=hidden, counterparts=[hidden, shown])
    make_outcome(mission=mission, published=True, confidential=False, ours=[hidden], theirs=[shown, hidden])

    public, hers = read(mission), read(mission, itinerary.delegate([]))

    assert "Hidden" not in repr(public)
    assert (public.follow_ups[0].ours, [side.slug for side in public.follow_ups[0].counterparts]) == (
        None,
        [shown.slug],
    )
    assert (public.outcomes[0].ours, [side.slug for side in public.outcomes[0].theirs]) == ((), [shown.slug])
    assert hers.follow_ups[0].ours.name == Words("Hidden", "en")
    assert len(hers.outcomes[0].theirs) == 2


@pytest.mark.once
def test_a_results_document_survives_json_unchanged():
    mission = make_mission()
    make_outcome(mission=mission, published=True, confidential=False, amount=Decimal("0.10"), currency="TMT")
    make_follow_up(mission=mission, published=True, due_on=datetime.date(2024, 6, 30), due_precision="month")

    made = results.document(mission)

    assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize("size", [1, 4])
def test_results_take_as_many_queries_whatever_their_number(size, django_assert_num_queries):
    mission = make_mission()
    for _ in range(size):
        item = make_item(mission=mission, outcome="They agreed")
        make_follow_up(
            item=item, published=True, place=make_place(), our_organisation=make_organisation(),
            counterparts=[make_organisation()],
        )  # fmt: skip
        make_outcome(
            item=item, published=True, confidential=False, ours=[make_organisation()], theirs=[make_organisation()]
        )  # fmt: skip
        make_visit_report(item=item, state=ReportState.APPROVED, cleared=True, summary="They grow")

    with django_assert_num_queries(7):
        results.document(mission)
