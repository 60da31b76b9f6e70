"""Loading makes the database equal to the file, and changes nothing else; dumping writes what is there."""

import datetime
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backoffice.mission_file import dump
from delegations.models import AccessLink, Delegate, Leg, Stay
from examples import remake
from missions import release
from missions.models import (
    FollowUp,
    Host,
    Mission,
    ProgrammeItem,
    Stop,
    VisitReport,
)
from partners.models import Contact, Organisation, Person, Place, Sector
from tests import factories, strategies
from tests.backoffice.mission_files import (
    CONTACT,
    DELEGATE,
    GROUP,
    ITEM,
    OTHER_ITEM,
    PLACE,
    SECTOR,
    STAY,
    UNION,
    dumped,
    faults,
    load,
    small,
)
from tests.together import in_between

pytestmark = pytest.mark.django_db

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)

TRACKED = [
    *(Place, Sector, Organisation, Person, Contact, Mission, Stop, ProgrammeItem, Host),
    *(FollowUp, Delegate, Leg, Stay),
]


def history():
    return {model.__name__: list(model.history.values_list("history_type", flat=True)) for model in TRACKED}


def released():
    """The small mission with one release, as a file."""
    mission = strategies.build(small())
    strategies.release(mission)
    return mission, dump.data(mission)


def test_a_small_file_is_dumped_as_it_is(tmp_path):
    assert load(tmp_path, small()) == "small: loaded\n"

    assert json.loads(dumped("small")) == small()
    assert dumped("small") == dump.text(small())


def test_every_row_has_one_entry_in_its_history_with_what_it_names(tmp_path):
    load(tmp_path, small())

    assert {name: types for name, types in history().items() if set(types) != {"+"}} == {}
    assert history()["ProgrammeItem"] == ["+", "+"]
    entry = ProgrammeItem.objects.get(uid=ITEM).history.get()
    assert [pair.sector.slug for pair in entry.topics.all()] == ["logistics"]
    assert entry.history_change_reason == "mission file"
    assert entry.history_user is None
    assert [str(pair.group.ref) for pair in Delegate.history.get().groups.all()] == [GROUP]


@pytest.mark.parametrize(
    "path", sorted(Path(remake.__file__).parent.glob("*.json")), ids=lambda path: path.stem
)
def test_loaded_twice_an_example_changes_nothing(path):
    call_command("load_mission", str(path), verbosity=0)
    before, said = history(), io.StringIO()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        call_command("load_mission", str(path), stdout=said)

    assert said.getvalue() == f"{path.stem}: nothing to change\n"
    assert [
        query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ] == []
    assert history() == before


def test_a_file_in_another_order_changes_nothing_either(tmp_path):
    load(tmp_path, small())
    before = history()
    data = small()
    data["items"].reverse()
    data["places"].append({**data["places"][0], "ref": STAY, "name": {"en": "Named by nothing"}})
    load(tmp_path, data)
    data["places"].reverse()

    said = load(tmp_path, data)

    assert said == "small: nothing to change\n"
    assert history() == before | {"Place": [*before["Place"], "+"]}


def test_loading_again_makes_the_rows_equal_to_the_file(tmp_path):
    load(tmp_path, small())
    data = small()
    data["mission"] |= {"title": {"ru": "Миссия"}, "ends_on": "2023-12-08"}
    del data["items"][0]["topics"]
    data["items"][0] |= {
        "day": "2023-12-08",
        "hosts": [{"organisation": UNION, "state": "asked"}],
    }
    data["items"][1] |= {"visibility": "public"}
    del data["items"][1]["groups"]
    del data["stays"], data["legs"], data["groups"], data["delegates"][0]["groups"]
    before = ProgrammeItem.objects.get(uid=ITEM).pk

    load(tmp_path, data)

    assert json.loads(dumped("small")) == {name: value for name, value in data.items() if name != "sectors"}
    assert ProgrammeItem.objects.get(uid=ITEM).pk == before
    assert history()["ProgrammeItem"] == ["~", "~", "+", "+"]
    assert history()["Host"] == ["+", "-", "+"]
    assert history()["Stay"] == ["-", "+"]


def test_a_kept_delegate_keeps_her_link_and_a_lost_one_loses_it(tmp_path):
    load(tmp_path, small())
    AccessLink.objects.create(token_hash="h", token_encrypted="e", delegate=Delegate.objects.get())
    data = small()
    data["delegates"][0]["diet"] = "vegetarian"

    load(tmp_path, data)
    assert AccessLink.objects.count() == 1

    del data["delegates"], data["delegations"], data["stays"], data["legs"]
    load(tmp_path, data)
    assert AccessLink.objects.count() == 0


def test_an_item_goes_although_a_follow_up_came_from_it(tmp_path):
    """The follow-up is moved to another item by the same file."""
    load(tmp_path, small())
    data = small()
    data["follow_ups"][0]["item"] = OTHER_ITEM
    del data["items"][0]

    load(tmp_path, data)

    assert str(FollowUp.objects.get().item.uid) == OTHER_ITEM
    assert ProgrammeItem.objects.count() == 1


def test_delegates_change_ranks(tmp_path):
    """On the way the database never sees two equal ones."""
    data = small()
    data["people"].append({"ref": STAY, "family_name": {"en": "Inkar"}})
    data["delegates"].append({**data["delegates"][0], "ref": STAY, "person": STAY, "precedence": 20})
    load(tmp_path, data)
    data["delegates"][0]["precedence"], data["delegates"][1]["precedence"] = 20, 10

    load(tmp_path, data)

    assert [str(one.ref) for one in Delegate.objects.order_by("precedence")] == [STAY, DELEGATE]


def test_a_shared_row_is_changed_where_that_is_asked_for(tmp_path):
    load(tmp_path, small())
    data = small()
    data["places"][0]["name"]["ru"] = "Мары"
    data["organisations"][0]["sectors"] = [SECTOR]

    assert faults(tmp_path, data) == [
        '0.json: places[0].name.ru: differs from the database, which has “—”; --update-shared changes it there ("Мары")',
        f'0.json: organisations[0].sectors: differs from the database; --update-shared changes it there (["{SECTOR}"])',
    ]
    load(tmp_path, data, update_shared=True)

    assert Place.objects.get().name_ru == "Мары"
    assert list(Organisation.objects.get().sectors.values_list("slug", flat=True)) == ["logistics"]
    assert history()["Place"] == ["~", "+"]


def test_two_missions_share_their_places(tmp_path):
    load(tmp_path, small())
    other = {
        **small(),
        "mission": {**small()["mission"], "ref": OTHER_ITEM, "slug": "other"},
        **{name: [] for name in ("items", "stops", "groups", "delegations", "delegates")},
        **{name: [] for name in ("legs", "stays", "follow_ups")},
    }

    assert load(tmp_path, other) == "other: loaded\n"
    assert (Place.objects.count(), Mission.objects.count()) == (1, 2)


def test_a_follow_up_may_name_a_mission_of_the_same_call(tmp_path):
    data = small()
    data["follow_ups"][0]["result_mission"] = "forum"
    became = {"format": 1, "mission": {**small()["mission"], "ref": OTHER_ITEM, "slug": "forum"}}

    assert load(tmp_path, data, became) == "forum: loaded\nsmall: loaded\n"

    assert FollowUp.objects.get().result_mission.slug == "forum"
    assert json.loads(dumped("small")) == data


def test_a_document_that_a_follow_up_became_is_in_no_file_and_its_title_says_so(tmp_path):
    mission = strategies.build(small())
    paper = factories.make_attachment(mission=mission, title="Memorandum")
    mission.follow_ups.update(state="done", result_document=paper)
    data = json.loads(dumped("small"))
    assert data["follow_ups"][0]["closing_reason"] == "Memorandum"
    mission.follow_ups.update(result_document=None)

    load(tmp_path, data)

    assert json.loads(dumped("small")) == data
    assert FollowUp.objects.get().closing_reason == "Memorandum"


def test_a_follow_up_that_is_not_done_says_no_reason_for_the_document_it_names(tmp_path):
    mission = strategies.build(small())
    mission.follow_ups.update(result_document=factories.make_attachment(mission=mission))

    assert json.loads(dumped("small")) == small()


def test_the_title_of_a_document_that_is_still_there_does_not_become_the_reason(tmp_path):
    mission = strategies.build(small())
    paper = factories.make_attachment(mission=mission, title="Memorandum")
    mission.follow_ups.update(state="done", result_document=paper)
    data = json.loads(dumped("small"))
    data["follow_ups"][0]["staff_notes"] = "Signed"

    load(tmp_path, data)

    row = FollowUp.objects.get()
    assert (row.staff_notes, row.result_document, row.closing_reason) == ("Signed", paper, "")
    assert json.loads(dumped("small")) == data
    data["follow_ups"][0]["closing_reason"] = "Signed in Mary"
    load(tmp_path, data)
    assert FollowUp.objects.get().closing_reason == "Signed in Mary"


def test_documents_are_asked_for_at_once():
    mission = strategies.build(small())

    def asked():
        paper = factories.make_attachment(mission=mission)
        factories.make_follow_up(mission=mission, state="done", closing_reason="", result_document=paper)
        with CaptureQueriesContext(connection) as queries:
            dumped("small")
        return len(queries)

    assert asked() == asked()


def test_what_is_done_by_nothing_is_refused(tmp_path):
    data = small()
    data["follow_ups"][0]["state"] = "done"

    [said] = faults(tmp_path, data)

    rule = "Name the mission, document or link that it became, or say why it is done"
    assert said == f"0.json: follow_ups[0]: {rule}"


def test_a_contact_named_only_by_an_old_release_goes_with_the_mission(tmp_path):
    mission, _data = released()
    Host.objects.all().delete()
    mission.parties.all().delete()

    data = json.loads(dumped("small"))

    assert [contact["ref"] for contact in data["contacts"]] == [CONTACT]


def test_an_unknown_slug_is_named():
    with pytest.raises(CommandError, match="There is no mission with the slug “nowhere”"):
        call_command("dump_mission", "nowhere")


@pytest.mark.django_db(transaction=True)
def test_what_is_published_meanwhile_is_in_the_file_as_a_whole_or_not_at_all():
    mission = factories.make_mission(slug="small")

    written, _published = in_between(
        lambda: dumped("small"), 'FROM "missions_stop"', lambda: release.publish(mission, by=None)
    )

    data = json.loads(written)
    assert (data["mission"]["state"], data.get("state_changes", [])) == ("draft", [])


def test_reports_and_their_authors_are_kept(tmp_path):
    """Users are in no file, so the author is neither written nor lost."""
    mission = strategies.build(small())
    author = factories.make_user()
    report = factories.make_visit_report(item=mission.items.get(uid=ITEM), author=author, topics="Tea")
    data = json.loads(dumped("small"))
    assert author.email not in json.dumps(data)
    data["visit_reports"][0]["topics"] = "Tea and rails"

    load(tmp_path, data)

    report.refresh_from_db()
    assert (report.topics, report.author) == ("Tea and rails", author)


def test_a_row_that_the_database_refuses_is_a_sentence(tmp_path):
    """Two organisations that exchange their slugs cannot be told apart on the way."""
    data = small()
    data["organisations"].append({"ref": STAY, "slug": "other", "name": {"en": "Other"}, "kind": "union"})
    load(tmp_path, data)
    data["organisations"][0]["slug"], data["organisations"][1]["slug"] = "other", "union"

    said = faults(tmp_path, data, update_shared=True)

    assert len(said) == 2
    assert all("another row of the database has it" in line for line in said)


@pytest.mark.once
def test_reading_takes_no_query_for_each_item(tmp_path):
    data, counts = small(), []
    pattern = data["items"][1]
    for count in (1, 10):
        items = [
            {**pattern, "uid": f"{number:08x}-0000-4000-8000-00000000ffff", "order": number}
            for number in range(count)
        ]
        with strategies.undone():
            mission = strategies.build(data | {"items": data["items"] + items})
            with CaptureQueriesContext(connection) as queries:
                dump.data(mission)
        counts.append(len(queries))

    assert (counts[0] == counts[1], counts[0] <= 45) == (True, True), counts


def test_places_are_named_by_the_mission_that_has_them(tmp_path):
    """Rows that nothing names are loaded, and are in no dump."""
    data = small()
    data["places"].append({**data["places"][0], "ref": STAY, "name": {"en": "Named by nothing"}})

    load(tmp_path, data)

    assert Place.objects.count() == 2
    assert [place["ref"] for place in json.loads(dumped("small"))["places"]] == [PLACE]


def test_a_leg_and_a_stay_that_change_say_when(tmp_path):
    """Her page shows it; no file tells when, so it is the time of loading."""
    load(tmp_path, small())
    Leg.objects.update(changed_at=LONG_AGO)
    Stay.objects.update(changed_at=LONG_AGO)
    data = small()
    data["legs"][0]["departs_at"] = "23:50"

    load(tmp_path, data)

    assert Leg.objects.get().changed_at > LONG_AGO
    assert Stay.objects.get().changed_at == LONG_AGO


def test_an_item_goes_although_its_report_is_kept_for_another(tmp_path):
    data = small()
    data["visit_reports"] = [{"ref": STAY[:-1] + "1", "item": ITEM, "state": "draft", "topics": "Tea"}]
    load(tmp_path, data)
    del data["items"][0], data["follow_ups"]
    data["visit_reports"][0]["item"] = OTHER_ITEM

    load(tmp_path, data)

    assert str(VisitReport.objects.get().item.uid) == OTHER_ITEM
    assert ProgrammeItem.objects.count() == 1


def test_what_the_database_cannot_change_at_once_is_a_sentence(tmp_path):
    """Two delegations that exchange their organisations would be equal on the way."""
    data = small()
    data["organisations"].append({"ref": STAY, "slug": "other", "name": {"en": "Other"}, "kind": "union"})
    data["delegations"].append({"ref": STAY, "organisation": STAY})
    load(tmp_path, data)
    first, second = data["delegations"]
    first["organisation"], second["organisation"] = STAY, UNION

    (said,) = faults(tmp_path, data)

    assert said.startswith("0.json: the database refuses the rows: ")
    assert json.loads(dumped("small"))["delegations"][0]["organisation"] == UNION


@pytest.mark.once
def test_loading_takes_no_query_for_each_item(tmp_path):
    data, counts = small(), []
    pattern = data["items"][0]
    for count in (1, 40):
        items = [
            {**pattern, "uid": f"{number:08x}-0000-4000-8000-00000000ffff", "order": number}
            for number in range(count)
        ]
        with strategies.undone(), CaptureQueriesContext(connection) as queries:
            load(tmp_path, data | {"items": data["items"] + items})
        counts.append(len(queries))

    assert (counts[0] == counts[1], counts[0] <= 100) == (True, True), counts
