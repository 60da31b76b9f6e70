"""A file has exactly the rows that its list shows: after its filters, search and order, in one query."""

import datetime
import itertools
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backoffice.exports import addresses
from missions.models import FollowUp, VisitReport
from reports.exports import reading
from reports.exports.lists import LISTS
from reports.models import Export, ExportEnd
from tests import factories
from tests.backoffice.exports.test_export_page import address, records
from tests.backoffice.pages import address_of, signed_in, staff

pytestmark = pytest.mark.django_db

DAY = datetime.date(2023, 12, 5)
# By which column a row is told from the others, and words that are searched for.
KEYS = {
    "contacts": "person__ref",
    "delegates": "person__ref",
    "organisations": "slug",
    "programme": "uid",
}
REF = {"contacts": "person.ref", "delegates": "person.ref", "organisations": "slug", "programme": "uid"}


def some_rows(missions=3):
    """Missions with three rows of each list, that differ in what lists filter and order by."""
    for number in range(missions):
        mission = factories.make_mission(title=f"Mission {number}")
        stop = factories.make_stop(mission=mission)
        for again in range(3):
            kind, status = (
                ("site_visit", "meeting")[again % 2],
                ("confirmed", "tentative", "cancelled")[again],
            )
            host = factories.make_organisation(name=f"Mill {number}", published=again % 2 == 0)
            item = factories.make_item(
                stop=stop, kind=kind, status=status, title=f"Visit {again}", day=DAY, hosts=[host]
            )
            factories.make_visit_report(
                item=item,
                state=("draft", "submitted", "approved")[again],
                cleared=again == 2,
                summary_en="cotton",
            )
            factories.make_follow_up(
                item=item,
                title=f"Forum {again}",
                counterparts=[host, factories.make_organisation(name=f"Mill {again}")],
                due_on=DAY if again else None,
                due_precision="day" if again else "",
                published=again == 1,
            )
            factories.make_outcome(mission=mission, title=f"Contract {again}", confidential=again == 1)
            person = factories.make_person(family_name=f"Orazowa {again}")
            delegate = factories.make_delegate(
                mission=mission, person=person, groups=[factories.make_group(mission=mission)],
                state=("invited", "confirmed")[again % 2],
            )  # fmt: skip
            factories.make_leg(mission=mission, passengers=[delegate], mode=("flight", "train", "bus")[again])
            factories.make_stay(delegate=delegate, hotel=f"Hotel {again}")
            factories.make_contact(person=person, organisation=host, public=again == 0)


def shown(user, what, query):
    """The list that the page shows, and its rows by reference, in order."""
    request = RequestFactory().get(f"{address_of(LISTS[what].model)}?{query}")
    request.user = user
    page = admin.site.get_model_admin(LISTS[what].model).changelist_view(request)
    assert page.status_code == 200
    cl = page.context_data["cl"]
    return cl, [str(_follow(row, REF.get(what, "ref"))) for row in cl.result_list]


def _follow(row, path):
    for name in path.split("."):
        row = getattr(row, name)
    return row


def in_file(client, what, query):
    lines = records(
        client.post(address(what, f"?{query}"), {"columns": [KEYS.get(what, "ref")], "form": "csv"})
    )
    return [line[0] for line in lines[1:]]


def test_the_file_has_the_rows_of_the_page_in_its_order():
    some_rows()
    user, client = staff(), Client()
    client.force_login(user)

    for what in [of.key for of in LISTS.values() if not of.register]:
        met = {
            query: (shown(user, what, query)[1], in_file(client, what, query))
            for query in queries(shown(user, what, "")[0])
        }

        assert len(met) > 8, what
        assert {query: rows for query, rows in met.items() if rows[0] != rows[1]} == {}, what
        assert any(0 < len(rows[0]) < 9 for rows in met.values()), what


def queries(cl):
    """What a list may be asked: nothing, words to search for, orders, and each filter in some order."""
    filters = [
        choice["query_string"].lstrip("?")
        for spec in cl.filter_specs
        for choice in itertools.islice(spec.choices(cl), 4)
        if choice.get("query_string")
    ]
    searches = [urlencode({"q": word}) for word in ("Mill 1", "Orazowa", "cotton", "0", "nobody")]
    orders = [f"o={sign}{number}" for number in (1, 2, 3) for sign in ("", "-")]
    ordered = [f"{one}&{other}" for one, other in zip(filters, itertools.cycle(orders), strict=False) if one]
    return dict.fromkeys(["", *searches, *orders, *ordered])


def test_the_button_of_a_list_leads_to_the_same_rows_of_all_its_pages():
    some_rows()
    client = signed_in()

    page = client.get(f"{address_of(VisitReport)}?state__exact=draft&q=cotton&p=1")

    assert page.context_data["export"] == "/admin/export/visit-reports/?state__exact=draft&q=cotton"
    assert f'href="{page.context_data["export"]}"'.replace("&", "&amp;") in page.content.decode()


@pytest.mark.parametrize(
    ("what", "query"), [("follow-ups", "view=open&q=Forum+1"), ("outcomes", "state=confidential&q=Contract")]
)
def test_a_register_says_itself_which_rows_it_has(what, query):
    some_rows()
    client = signed_in()
    register = client.get(f"/admin/{what}/?{query}")

    rows = in_file(client, what, f"of=register&{query}")

    assert rows == [str(line.row.ref) for line in register.context_data["lines"]]
    assert 0 < len(rows) < 9
    assert f"/admin/export/{what}/?of=register&amp;" in register.content.decode()
    assert client.get(address(what, "?of=another")).status_code == 404


def test_the_file_of_visits_has_those_of_their_page_also_without_a_report():
    some_rows()
    client, stop = signed_in(), factories.make_stop()
    far = timezone.now().date() + datetime.timedelta(400)
    later = factories.make_mission(starts_on=far, ends_on=far)
    factories.make_item(stop=stop, kind="meeting", title="bare 1", day=DAY)
    factories.make_item(stop=stop, kind="meeting", title="bare 2")
    factories.make_item(mission=later, kind="meeting", title="coming", day=far)

    for query, number in [
        ("", 11),
        ("state=draft", 3),
        ("state=none", 2),
        ("state=coming", 1),
        ("state=draft&q=cotton", 3),
        ("q=Visit+1", 3),
        ("mine=1", 0),
        ("mission=x", 11),
    ]:
        page = client.get(f"/admin/visits/?{query}")
        columns = {"columns": ["uid", "report"], "form": "csv"}
        lines = records(client.post(address("visits", f"?of=register&{query}"), columns))[1:]

        shown_there = zip(page.context_data["found"], page.context_data["lines"], strict=True)
        rows = [(str(item.uid), line.state) for item, line in shown_there]
        assert [(uid, state) for state, uid in lines] == rows, query
        assert len(rows) == number, query
        asked = "" if query == "mission=x" else query
        link = f"/admin/export/visits/?of=register&{asked}".rstrip("&")
        assert f'href="{link}"'.replace("&", "&amp;") in page.content.decode(), query
    assert client.get(address("visits", "?of=")).status_code == 404


@pytest.mark.parametrize(
    "query", ["?mission__id__exact=x", "?nothing=1", "?state__exact=%00", "?q=%00", "?due_on__year=x"]
)
def test_an_address_that_no_list_has_gives_no_file(query):
    factories.make_follow_up()
    factories.make_follow_up()  # with one mission alone the list would not offer to filter by it

    assert signed_in().post(address("follow-ups", query), {"columns": ["title"]}).status_code in (400, 404)


@pytest.mark.once
def test_the_number_of_queries_does_not_grow_with_the_rows(monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    some_rows(1)
    client = signed_in()

    def asked(what):
        columns = {"columns": [column.key for column in LISTS[what].columns], "form": "csv"}
        with CaptureQueriesContext(connection) as captured:
            lines = records(client.post(address(what), columns))
        return len(lines), len(captured)

    for what in LISTS:
        asked(what)  # the columns are remembered from now on
    few = {what: asked(what) for what in LISTS}
    some_rows(2)
    many = {what: asked(what) for what in LISTS}

    assert [what for what in LISTS if many[what][0] <= few[what][0]] == []
    assert {what: number for what, (_lines, number) in many.items()} == {
        what: number for what, (_lines, number) in few.items()
    }


def test_a_row_that_is_deleted_while_the_file_goes_out_breaks_nothing(monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 1)
    for number in range(4):
        factories.make_follow_up(title=f"Forum {number}")
    client = signed_in()

    answer = client.post(address("follow-ups"), {"columns": ["title"], "form": "csv"})
    pieces = iter(answer.streaming_content)
    first = [next(pieces) for _time in range(2)]
    FollowUp.objects.order_by("-pk").first().delete()
    rest = list(pieces)

    lines = b"".join([*first, *rest]).decode("utf-8-sig").split()
    assert lines[:3] == ["Title", "Forum", "0"]
    assert ExportEnd.objects.get().rows in (3, 4)
    assert ExportEnd.objects.get().result == "sent"


def test_a_file_that_is_broken_off_is_recorded_as_such(monkeypatch):
    monkeypatch.setattr(reading, "AT_ONCE", 1)
    for _number in range(4):
        factories.make_follow_up()
    client = signed_in()

    answer = client.post(address("follow-ups"), {"columns": ["title"], "form": "csv"})
    assert [(export.list_key, hasattr(export, "end")) for export in Export.objects.all()] == [
        ("follow-ups", False)
    ]
    for _time in range(3):
        next(answer.streaming_content)
    for close in answer._resource_closers:  # as the server does when its reader is gone
        close()

    end = ExportEnd.objects.get()
    assert (end.result, end.rows) == ("broken_off", 1)


def test_the_entry_says_what_was_asked_but_not_what_was_searched_for():
    mission = factories.make_follow_up().mission
    client = signed_in()

    query = f"?mission__id__exact={mission.pk}&q=Orazowa&state__exact=agreed"
    records(
        client.post(address("follow-ups", query), {"columns": ["title", "due"], "form": "csv", "lang": "ru"})
    )

    entry = Export.objects.get()
    assert entry.filters == {
        "mission__id__exact": [str(mission.pk)],
        "q": ["…"],
        "state__exact": ["agreed"],
    }
    assert (entry.mission, entry.columns, entry.lang, entry.form) == (mission, ["title", "due"], "ru", "csv")


def test_a_list_that_goes_nowhere_has_no_button():
    class Nothing:
        pass

    assert addresses.of_list(Nothing, None) == ""
    assert signed_in("Releaser").get(address("delegates")).status_code == 403
    assert staff().is_superuser
