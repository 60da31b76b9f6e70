"""Two people on one page change the rows beside it: who saves second is told, and nothing is lost (faults.md 39, 44)."""

import datetime

import pytest
from django.utils import timezone

from missions.models import Host, HostState, Stop
from tests import factories
from tests.backoffice.pages import address, fields_of, save, sentences, signed_in, staff
from tests.together import PEOPLE, pressed_at_once


def member(email):
    client = signed_in()
    client.force_login(staff(email=email))
    return client


@pytest.fixture
def mission():
    mission = factories.make_mission()
    for name in ("Mary", "Ashgabat"):
        factories.make_stop(mission=mission, place=factories.make_place(name=name))
    # Long before anybody opens the form: what came in its very last moments would be told, too.
    Stop.history.update(history_date=timezone.now() - datetime.timedelta(minutes=5))
    return mission


def about_rows(page):
    """The sentences that are about rows beside the page's own."""
    return [sentence for sentence in sentences(page) if "while they lay open here" in sentence]


def changed_elsewhere(email):
    """A change that leaves no trace in the history of the row on whose page the form is."""
    stop = Stop.objects.get(place__name_en="Mary")
    stop.first_day = datetime.date(2023, 12, 5)
    stop._history_user = factories.make_user(email=email)
    stop.save()
    return stop


@pytest.mark.django_db
def test_a_row_that_somebody_changed_is_not_overwritten_unsaid(mission):
    """faults.md 40: also where the other did not save the page itself."""
    me = member("me@example.org")
    mine = fields_of(me.get(address(mission)))
    stop = changed_elsewhere("aida@example.org")

    typed = mine | {"stops-1-last_day": [""], "stops-0-order": ["7"], "_save": ["Save"]}
    refused = me.post(address(mission), typed)
    stop.refresh_from_db()
    meanwhile = (stop.first_day, stop.order)
    saved = me.post(address(mission), fields_of(refused) | {"_save": ["Save"]})

    [sentence] = about_rows(refused)
    assert sentence.startswith("Stops: aida@example.org changed these at ")
    assert "“Mary”: First day: – → 2023-12-05. Your entries stand below" in sentence
    assert meanwhile == (datetime.date(2023, 12, 5), 0)
    stop.refresh_from_db()
    assert (saved.status_code, stop.first_day, stop.order) == (302, None, 7)


@pytest.mark.django_db
def test_a_row_that_somebody_deleted_stands_there_again_as_a_new_one(mission):
    me = member("me@example.org")
    mine = fields_of(me.get(address(mission)))
    Stop.objects.get(place__name_en="Mary").delete()

    refused = me.post(address(mission), mine | {"stops-0-first_day": ["2023-12-06"], "_save": ["Save"]})
    again = fields_of(refused)
    saved = me.post(address(mission), again | {"_save": ["Save"]})

    [sentence] = about_rows(refused)
    assert "deleted: “Mary”" in sentence
    assert (again["stops-TOTAL_FORMS"], again["stops-INITIAL_FORMS"]) == (["2"], ["1"])
    assert saved.status_code == 302
    assert [(stop.place.name, stop.first_day) for stop in mission.stops.order_by("pk")] == [
        ("Ashgabat", None),
        ("Mary", datetime.date(2023, 12, 6)),
    ]


@pytest.mark.django_db
def test_a_row_that_both_delete_is_deleted_once(mission):
    me = member("me@example.org")
    mine = fields_of(me.get(address(mission)))
    Stop.objects.get(place__name_en="Mary").delete()

    refused = me.post(address(mission), mine | {"stops-0-DELETE": ["on"], "_save": ["Save"]})
    saved = me.post(address(mission), fields_of(refused) | {"_save": ["Save"]})

    assert (len(about_rows(refused)), saved.status_code) == (1, 302)
    assert [stop.place.name for stop in mission.stops.all()] == ["Ashgabat"]


@pytest.mark.django_db
def test_a_row_that_somebody_added_is_told_and_stays():
    item = factories.make_item()
    me = member("me@example.org")
    mine = fields_of(me.get(address(item)))
    factories.make_host(item=item, organisation=factories.make_organisation(name="Chamber"))

    refused = me.post(address(item), mine | {"_save": ["Save"]})
    saved = me.post(address(item), fields_of(refused) | {"_save": ["Save"]})

    [sentence] = about_rows(refused)
    assert "new: “Chamber”" in sentence
    assert saved.status_code == 302
    assert [host.organisation.name for host in item.hosts.all()] == ["Chamber"]


@pytest.mark.django_db
def test_rows_of_which_the_form_names_no_version_are_not_saved(mission):
    """faults.md 40"""
    page = save(signed_in(), address(mission), **{"stops-seen": None, "stops-0-order": "9"})

    assert len(about_rows(page)) == 1
    assert sorted(mission.stops.values_list("order", flat=True)) == [0, 1]


@pytest.mark.django_db
def test_rows_that_nobody_touched_are_saved_at_once(mission):
    page = save(signed_in(), address(mission), **{"stops-0-order": "9"})

    assert page.status_code == 302
    assert sorted(mission.stops.values_list("order", flat=True)) == [1, 9]


@pytest.mark.django_db(transaction=True)
def test_of_those_who_save_the_same_row_at_once_one_does_and_the_others_are_told():
    """faults.md 41"""
    host = factories.make_host(state=HostState.WISHED)
    form = fields_of(signed_in().get(address(host.item))) | {"_save": ["Save"]}

    answers = pressed_at_once(
        lambda client, number: client.post(address(host.item), form | {"hosts-0-order": [str(number + 1)]})
    )

    assert sorted(answer.status_code for answer in answers) == [200] * (PEOPLE - 1) + [302]
    [saved] = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    assert Host.objects.get().order == saved + 1
    assert host.history.count() == 2
