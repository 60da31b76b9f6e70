"""What a host organisation reads through its link: its own items and who comes to them, and nothing besides."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from delegations import links
from delegations.models import AccessLink, DelegateState
from missions.models import HostState, ItemStatus, Visibility
from partners.merging import merge
from tests import factories
from tests.delegations.hosting import Mission
from tests.delegations.travellers import press, release, text, words
from tests.factories import make_delegate, make_host, make_item, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.once
def test_the_page_behind_the_link_is_one_button_without_a_script(client):
    made = Mission()
    release(made.mission)

    response = client.get(f"/h/{made.token}/", headers={"accept-language": "ru"})

    page = text(response)
    assert '<html lang="ru">' in page
    assert "Керамика" in page
    assert page.count("<button") == 1
    assert "<script" not in page
    assert made.token not in page
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["Cache-Control"] == "private, no-store"
    assert AccessLink.objects.get().last_used_at is None
    assert client.get(f"/en/host/{made.mission.slug}/").status_code == 403


def test_the_button_opens_the_page_of_the_mission_under_a_new_session(client):
    made = Mission()
    release(made.mission)
    press(made.first, client)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value

    response = client.post(f"/h/{made.token}/")

    assert response["Location"] == f"/en/host/{made.mission.slug}/"
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert client.session.get_expiry_date() >= AccessLink.objects.get(delegate=None).expires_at
    assert AccessLink.objects.get(delegate=None).last_used_at is not None


@pytest.mark.once
@pytest.mark.parametrize("purpose", ["delegate's", "wrong"])
def test_no_other_link_opens_a_hosts_pages(client, purpose):
    made = Mission()
    token = links.make(made.first)[1] if purpose == "delegate's" else "wrong"

    refused = client.post(f"/h/{token}/")
    assert refused.status_code == 404
    assert "This link does not show your visitors" in refused.text
    assert "programme" not in refused.text.split("<main", 1)[1]
    assert client.post(f"/l/{made.token}/").status_code == 404


@pytest.mark.parametrize("end", ["revoked", "expired", "signed out"])
def test_a_link_that_ends_ends_its_session_at_once(end):
    """faults.md 33."""
    made = Mission()
    release(made.mission)
    client = made.opened()
    address = f"/en/host/{made.mission.slug}/"
    assert client.get(address).status_code == 200

    match end:
        case "revoked":
            links.revoke(AccessLink.objects.get())
        case "expired":
            AccessLink.objects.update(expires_at=timezone.now())
        case "signed out":
            client.post("/en/host/~sign-out/")

    assert client.get(address).status_code == 403


def test_visitors_stand_in_protocol_order_with_position_organisation_and_its_profile():
    made = Mission()
    release(made.mission)

    page = made.read()

    visitors = "Expected visitors First, Chief 10, Steel Second, Chief 20, Steel"
    assert f"A tour of the kilns Host Ceramics {visitors} " in words(page)
    assert "Where they come from Steel We make" in words(page)
    assert page.count("<em>rails</em>") == 1
    assert "Third" not in page


@pytest.mark.once
def test_names_stand_in_the_readers_script():
    made = Mission()
    release(made.mission)

    russian, kazakh = words(made.read("ru")), words(made.read("kk"))

    assert "Первая, Начальник 10, Сталь Вторая, Начальник 20, Сталь" in russian
    assert "Первая, Chief 10, Сталь" in kazakh


@pytest.mark.once
def test_nothing_stands_there_but_what_a_host_needs():
    made = Mission()
    factories.make_stay(delegate=made.first, room="secretroom", hotel="secrethotel")
    made.visit("Secret of the other", made.other, groups=[made.group])
    made.visit("Secret of the staff", visibility=Visibility.STAFF, public_title="Secret mask")
    wished = made.visit("Secret wish", made.other, groups=[made.group])
    make_host(item=wished, organisation=made.host, state=HostState.WISHED)
    elsewhere = factories.make_mission(title="Secret mission")
    make_item(mission=elsewhere, title="Secret elsewhere", visibility=Visibility.PUBLIC, hosts=[made.host])
    make_delegate(mission=elsewhere, person=make_person(family_name="Secretive"))
    release(elsewhere)
    release(made.mission)

    page = made.read().lower()

    assert "a tour of the kilns" in page
    for secret in ("secret", "+7 700", "the chosen few", made.token.lower()):
        assert secret not in page


@pytest.mark.once
def test_everybody_is_expected_where_an_item_is_for_everyone_but_not_who_withdrew():
    made = Mission()
    made.item.for_everyone = True
    made.item.save()
    release(made.mission)
    made.second.state = DelegateState.WITHDRAWN
    made.second.save()

    page = words(made.read())

    assert [name for name in ("First", "Second", "Third") if name in page] == ["First", "Third"]


def test_who_joins_a_group_later_is_told_from_the_next_release():
    made = Mission()
    release(made.mission)
    made.third.groups.add(made.group)

    assert "Third" not in made.read()
    release(made.mission)
    assert "Third" in made.read()


@pytest.mark.once
def test_what_is_not_released_is_not_told():
    made = Mission()

    before = words(made.read())
    release(made.mission)
    made.item.title_en = "Another tour"
    made.item.save()
    after = made.read()

    assert "No version of the programme has been released yet." in before
    assert "First" not in before
    assert "A tour of the kilns" in after
    assert "Another tour" not in after


@pytest.mark.once
def test_to_a_cancelled_item_nobody_comes():
    made = Mission()
    made.item.status = ItemStatus.CANCELLED
    made.item.save()
    release(made.mission)

    page = words(made.read())

    assert "A tour of the kilns" in page
    assert "First" not in page
    assert "Expected visitors" not in page


@pytest.mark.once
def test_an_item_for_which_nobody_is_named_says_so():
    made = Mission()
    made.visit("An open day", visibility=Visibility.PUBLIC, for_everyone=False)
    release(made.mission)

    assert "An open day Host Ceramics Expected visitors Who comes is not known yet." in words(made.read())


@pytest.mark.once
def test_a_former_address_leads_on_and_another_mission_is_not_found():
    made = Mission()
    release(made.mission)
    other = Mission()
    former = made.mission.slug
    made.mission.rename("another-name")
    client = made.opened()

    assert client.get(f"/en/host/{former}/")["Location"] == "/en/host/another-name/"
    assert client.get(f"/en/host/{other.mission.slug}/").status_code == 404
    assert client.get("/en/host/no-mission/").status_code == 404


def test_another_hosts_link_closes_the_first_ones_pages():
    made, other = Mission(), Mission()
    release(made.mission)
    release(other.mission)
    client = made.opened()

    other.opened(client)

    assert client.get(f"/en/host/{made.mission.slug}/").status_code == 404
    assert client.get(f"/en/host/{other.mission.slug}/").status_code == 200


def test_who_merged_with_another_host_reads_what_both_were_to_receive():
    made = Mission()
    made.visit("A tour of the glass", made.other, groups=[made.group])
    release(made.mission)

    merge(made.host, made.other, by=None)

    page = made.read()
    assert "A tour of the kilns" in page
    assert "A tour of the glass" in page


@pytest.mark.once
def test_the_page_asks_as_little_for_many_as_for_one():
    made = Mission()
    release(made.mission)
    few = queries(made)
    for number in range(5):
        made.visit(f"Visit {number}", groups=[made.group])
        sends = factories.make_delegation(mission=made.mission)
        made.delegate(sends, f"More{number}", "", 100 + number, groups=[made.group])
    release(made.mission)

    assert queries(made) == few
    assert few <= 10


def queries(made):
    client = made.opened()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(f"/en/host/{made.mission.slug}/").status_code == 200
    return len(asked)
