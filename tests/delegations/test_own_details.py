"""What a delegate checks and completes of her own, until when, and whose change counts."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from delegations import links, own_details
from delegations.models import Delegate, DelegateState
from tests.delegations.travellers import press, words
from tests.factories import make_delegate, make_mission, make_person, make_user
from tests.together import in_between

pytestmark = pytest.mark.django_db

BEFORE = dt.datetime(2023, 12, 1, 8, tzinfo=dt.UTC)
VALUES = {
    "languages": "Kazakh, Russian",
    "diet": "no nuts",
    "access_needs": "a lift",
    "arrival_wish": "by train",
}


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(BEFORE, tick=False)


@pytest.fixture
def delegate():
    names = {"en": "Otegenov", "ru": "Отегенов", "kk": "Өтегенов"}
    given = {"en": "Galym", "ru": "Галым", "kk": "Ғалым"}
    mission = make_mission(numbers="Organiser on duty: +7 700 000 00 01")
    person = make_person(family_name=names, given_name=given)
    return make_delegate(mission=mission, person=person, diet="fish", position="Director")


def kept(delegate):
    row = Delegate.objects.get(pk=delegate.pk)
    return {name: getattr(row, name) for name in own_details.FIELDS}, row.checked_at, row.checked_by


def reasons(delegate):
    return [entry.history_change_reason for entry in delegate.history.order_by("history_id")][1:]


def page_of(delegate, lang="en"):
    return f"/{lang}/my/{delegate.mission.slug}/details/"


def sent(delegate, **changes):
    return {**VALUES, "shown": own_details.seen(delegate), **changes}


def test_what_she_checks_is_kept_with_when_and_by_whom(delegate):
    own_details.check(delegate, VALUES, own_details.seen(delegate))
    hers = kept(delegate)
    delegate.refresh_from_db()
    own_details.check(delegate, VALUES | {"diet": ""}, own_details.seen(delegate), assistant="Dana")

    assert hers == (VALUES, BEFORE, "")
    assert kept(delegate) == (VALUES | {"diet": ""}, BEFORE, "Dana")
    assert reasons(delegate) == ["by the delegate herself", "by the delegate’s assistant"]


def test_what_somebody_changed_meanwhile_is_not_lost(delegate):
    """faults.md 39"""
    shown = own_details.seen(delegate)
    Delegate.objects.filter(pk=delegate.pk).update(diet="halal")

    with pytest.raises(own_details.Meanwhile):
        own_details.check(delegate, VALUES, shown)
    assert kept(delegate)[0]["diet"] == "halal"


def test_other_changes_of_her_row_are_no_obstacle_and_stay(delegate):
    """faults.md 41"""
    shown = own_details.seen(delegate)
    Delegate.objects.filter(pk=delegate.pk).update(position_en="Minister", precedence=70)

    own_details.check(delegate, VALUES, shown)

    row = Delegate.objects.get(pk=delegate.pk)
    assert (row.position_en, row.precedence, row.diet) == ("Minister", 70, "no nuts")


@pytest.mark.once
@pytest.mark.parametrize(
    ("until", "now", "is_open"),
    [
        (None, dt.datetime(2023, 12, 3, 18, 59, tzinfo=dt.UTC), True),  # the mission begins on the fourth
        (None, dt.datetime(2023, 12, 3, 19, tzinfo=dt.UTC), False),  # 00:00 in Ashgabat
        (dt.date(2023, 11, 20), dt.datetime(2023, 11, 20, 18, 59, tzinfo=dt.UTC), True),
        (dt.date(2023, 11, 20), dt.datetime(2023, 11, 20, 19, tzinfo=dt.UTC), False),
        (dt.date(2023, 12, 10), dt.datetime(2023, 12, 6, 9, tzinfo=dt.UTC), True),
    ],
)
def test_the_last_day_ends_by_the_missions_clock(delegate, time_machine, until, now, is_open):
    mission = delegate.mission
    mission.zone = "Asia/Ashgabat"
    mission.save()
    delegate.delegation.details_until = until
    delegate.delegation.save()
    time_machine.move_to(now, tick=False)

    if is_open:
        own_details.check(delegate, VALUES, own_details.seen(delegate))
    else:
        with pytest.raises(own_details.Closed):
            own_details.check(delegate, VALUES, own_details.seen(delegate))
    assert (kept(delegate)[1] is not None) == is_open


def test_who_has_withdrawn_changes_nothing(delegate):
    delegate.state = DelegateState.WITHDRAWN
    delegate.save()

    with pytest.raises(ValidationError, match="do not travel"):
        own_details.check(delegate, VALUES, own_details.seen(delegate))


@pytest.mark.once
def test_a_value_that_is_too_long_is_refused(delegate):
    with pytest.raises(ValidationError):
        own_details.check(delegate, VALUES | {"diet": "x" * 201}, own_details.seen(delegate))
    assert kept(delegate)[0]["diet"] == "fish"


# The page


@pytest.mark.once
def test_she_reads_her_names_and_completes_the_rest(delegate):
    client = press(delegate)
    page = client.get(page_of(delegate))
    answer = client.post(page_of(delegate), sent(delegate))
    after = words(client.get(answer["Location"]).content.decode())

    first = words(page.content.decode())
    assert "Check and complete them until Sunday, 3 December 2023;" in first
    assert "Your name Galym Otegenov Галым Отегенов Ғалым Өтегенов Position Director" in first
    assert page["Cache-Control"] == "private, no-store"
    assert 'value="fish"' in page.content.decode()
    assert answer.status_code == 302
    assert "Thank you, your details are checked." in after
    assert kept(delegate) == (VALUES, BEFORE, "")


@pytest.mark.once
def test_her_page_says_how_far_it_is(delegate):
    client = press(delegate)
    mission = f"/en/my/{delegate.mission.slug}/"
    before = words(client.get(mission).content.decode())
    client.post(page_of(delegate), sent(delegate))

    assert "Please check them; the last day is Sunday, 3 December 2023." in before
    assert "Checked: 1 December 2023," in words(client.get(mission).content.decode())


def test_what_was_changed_meanwhile_is_shown_beside_what_she_typed(delegate):
    client, form = press(delegate), sent(delegate)
    Delegate.objects.filter(pk=delegate.pk).update(diet="halal")

    refused = client.post(page_of(delegate), form)
    page = refused.content.decode()
    again = page.split('name="shown" value="')[1].split('"')[0]
    accepted = client.post(page_of(delegate), form | {"shown": again})

    assert "Somebody else has changed these details" in page
    assert "<dd>halal</dd>" in page
    assert 'value="no nuts"' in page
    assert accepted.status_code == 302
    assert kept(delegate)[0] == VALUES


@pytest.mark.once
def test_after_the_last_day_it_is_read_and_says_whom_to_call(delegate):
    delegate.delegation.details_until = dt.date(2023, 11, 20)
    delegate.delegation.save()
    client = press(delegate)

    page = client.get(page_of(delegate)).content.decode()
    sent_anyway = client.post(page_of(delegate), sent(delegate)).content.decode()

    assert "The last day for changes was Monday, 20 November 2023." in page
    assert "If something is wrong, call the organiser." in page
    assert 'href="tel:+77000000001"' in page
    assert "<dd>fish</dd>" in page
    assert "<textarea" not in page + sent_anyway
    assert kept(delegate)[1] is None


@pytest.mark.once
@pytest.mark.parametrize(
    ("line", "whom"),
    [("103 ambulance", "ambulance"), ("+7 700 000 00 01 Saule, organiser", "Saule, organiser")],
)
def test_whom_a_number_reaches_is_said_where_the_name_stands_behind_it(delegate, line, whom):
    delegate.delegation.details_until = dt.date(2023, 11, 20)
    delegate.delegation.save()
    delegate.mission.numbers_en = line
    delegate.mission.save()

    page = press(delegate).get(page_of(delegate)).content.decode()

    assert page.count(f"<li><span>{whom}</span><a href=") == 1


def test_an_assistant_completes_them_in_his_own_name(delegate):
    _link, token = links.make(delegate, assistant="Dana")
    client = Client()
    client.post(f"/l/{token}/")
    client.post(page_of(delegate), sent(delegate))

    assert kept(delegate) == (VALUES, BEFORE, "Dana")
    assert "By Dana." in words(client.get(page_of(delegate)).content.decode())


@pytest.mark.once
def test_another_delegate_and_staff_have_no_page_of_hers(delegate):
    other = make_delegate(mission=make_mission())
    client = press(other)
    staff = Client()
    staff.force_login(make_user(is_superuser=True))

    assert client.get(page_of(delegate)).status_code == 404
    assert client.post(page_of(delegate), sent(delegate)).status_code == 404
    assert staff.post(page_of(delegate), sent(delegate)).status_code == 403
    assert Client().post(page_of(delegate), sent(delegate)).status_code == 403
    assert kept(delegate)[1] is None


@pytest.mark.once
def test_a_form_of_another_site_changes_nothing(delegate):
    client = Client(enforce_csrf_checks=True)
    _link, token = links.make(delegate)
    form = client.get(f"/l/{token}/").content.decode().split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    client.post(f"/l/{token}/", {"csrfmiddlewaretoken": form})

    assert client.post(page_of(delegate), sent(delegate)).status_code == 403
    assert kept(delegate)[1] is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_the_second_is_told(delegate):
    """faults.md 39 and 42"""
    shown = own_details.seen(delegate)

    saved, refused = in_between(
        lambda: own_details.check(delegate, VALUES | {"diet": "one"}, shown),
        'FROM "delegations_delegate"',
        lambda: own_details.check(delegate, VALUES | {"diet": "two"}, shown),
    )

    assert (type(saved), type(refused)) == (Delegate, own_details.Meanwhile)
    assert kept(delegate)[0]["diet"] == "one"
