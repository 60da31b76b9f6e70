"""What a release changes for whom: each reader's own difference, folded where it is the same."""

import datetime

import pytest

from backoffice.releasing import readers
from tests import factories
from tests.backoffice.pages import signed_in
from tests.backoffice.release_pages import made, page_of

pytestmark = pytest.mark.django_db

NINE, ELEVEN = datetime.time(9), datetime.time(11)


@pytest.fixture
def mission():
    """Group A with two delegates, group B with one, one in both, one in none; a host of the visit of group A."""
    mission = factories.make_mission(zone="Asia/Ashgabat", languages=["en", "tk"])
    a, b = (factories.make_group(mission=mission, name=name) for name in ("Group A", "Group B"))
    for groups in ([a], [a], [b], [a, b], []):
        factories.make_delegate(mission=mission, groups=groups)
    union = factories.make_organisation(name="Union")
    day = mission.starts_on
    factories.make_item(
        mission=mission,
        title="Plant",
        groups=[a],
        visibility="participants",
        hosts=[union],
        day=day,
        starts_at=NINE,
    )
    factories.make_item(mission=mission, title="Shoes", groups=[b], visibility="participants", day=day)
    factories.make_item(mission=mission, title="Lunch", visibility="public", day=day)
    made(mission)
    return mission


def change(mission, title, **fields):
    item = mission.items.get(title_en=title)
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    return item


def page(mission):
    return signed_in().get(page_of(mission))


def told(response):
    return {str(line.row.title): line.told for line in response.context["told"].lines}


def folds(response):
    return {fold.label: [str(row.title) for row in fold.rows] for fold in response.context["told"].folds}


@pytest.mark.once
def test_who_is_told_are_those_who_see_it(mission):
    change(mission, "Plant", starts_at=ELEVEN)
    change(mission, "Lunch", status="cancelled")
    change(mission, "Shoes", starts_at=NINE)

    found = page(mission)

    assert told(found) == {
        "Plant": "Group A (2 delegates), Group A and Group B together (1 delegate), 1 host: Union",
        "Lunch": "the public, 5 delegates",
        "Shoes": "Group A and Group B together (1 delegate), Group B (1 delegate)",
    }
    assert folds(found) == {
        "Staff, Group A and Group B together (1 delegate)": ["Shoes", "Lunch", "Plant"],
        "The public, Delegates in no group (1 delegate)": ["Lunch"],
        "Group A (2 delegates)": ["Plant", "Lunch"],
        "Group B (1 delegate)": ["Shoes", "Lunch"],
        "Union": ["Plant"],
    }


@pytest.mark.once
def test_a_move_and_a_cancellation_stand_before_and_after(mission):
    change(mission, "Plant", starts_at=ELEVEN)
    change(mission, "Lunch", status="cancelled")

    rows = {str(line.row.title): line.row for line in page(mission).context["told"].lines}

    sides = {
        title: [[str(piece.words) for piece in side] for side in (row.before, row.after)]
        for title, row in rows.items()
    }
    assert sides == {
        "Plant": [["4 December 2023, 09:00"], ["4 December 2023, 11:00"]],
        "Lunch": [["4 December 2023, time not known"], []],
    }


@pytest.mark.once
def test_a_text_in_another_language_alone_is_told_once(mission):
    change(mission, "Lunch", title_tk="Günortanlyk")

    [line] = page(mission).context["told"].lines

    assert [
        [f"{p.label}: {p.words} {p.words.lang}" for p in side] for side in (line.row.before, line.row.after)
    ] == [
        ["Title (in Turkmen): Lunch en"],
        ["Title (in Turkmen): Günortanlyk tk"],
    ]
    assert line.told == "the public, 5 delegates"


def test_who_comes_into_a_group_sees_what_is_new_for_her_alone(mission):
    lonely = mission.delegates.get(groups=None)
    lonely.groups.add(mission.groups.get(name_en="Group B"))

    found = page(mission)

    label = "Group B, newly (1 delegate)"
    assert folds(found) == {label: ["Shoes"]}
    assert told(found)["Shoes"] == label
    assert [line.staff for line in found.context["told"].lines if str(line.row.title) == "Shoes"] == [False]


@pytest.mark.once
def test_who_sees_no_difference_is_named_once(mission):
    change(mission, "Shoes", starts_at=NINE)

    assert page(mission).context["told"].unaffected == (
        "The public, Delegates in no group (1 delegate), Group A (2 delegates), Union"
    )


@pytest.mark.once
def test_a_personal_group_is_called_after_its_delegate_for_those_who_may_see_her(mission):
    person = factories.make_person(family_name="Sakhmetov", given_name="Kayyrbolat")
    own = factories.make_group(mission=mission, personal=True)
    factories.make_delegate(mission=mission, groups=[own], person=person)
    factories.make_item(mission=mission, title="Alone", groups=[own], visibility="participants")

    labels = {"superuser": told(page(mission))["Alone"]}
    labels["releaser"] = told(signed_in("Releaser").get(page_of(mission)))["Alone"]

    assert labels == {
        "superuser": "Kayyrbolat Sakhmetov, newly (1 delegate)",
        "releaser": "one delegate alone, newly (1 delegate)",
    }


@pytest.mark.once
def test_who_is_in_several_groups_is_told_from_those_who_are_in_one_of_them():
    labels = {ref: f"Group {ref.upper()}" for ref in "abc"}

    said = [readers.groups_label(refs, labels, any_groups=True) for refs in ("", "b", "ba", "cab")]

    assert said == [
        "Delegates in no group",
        "Group B",
        "Group A and Group B together",
        "Group A and Group B and Group C together",
    ]
