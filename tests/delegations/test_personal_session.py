"""The session that the button behind a personal link opens: what it shows, to whom, and when it ends."""

import pytest
from django.conf import settings
from django.utils import timezone
from justhtml import JustHTML

from delegations import links
from delegations.models import DelegateState
from tests.accounts.people import make_staff, sign_in
from tests.delegations.travellers import invited, press, text
from tests.factories import make_delegate, make_mission, make_user

pytestmark = pytest.mark.django_db


def test_a_press_changes_the_key_of_the_session(client):
    first, second = invited()[0], invited()[0]
    press(first, client)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value

    press(second, client)

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    assert client.get("/en/my/").status_code == 403


@pytest.mark.once
def test_a_session_lasts_as_long_as_its_link(client):
    delegate, token = invited()

    client.post(f"/l/{token}/")

    assert client.session.get_expiry_date() == delegate.links.get().expires_at


@pytest.mark.parametrize("end", ["revoked", "expired", "withdrawn", "renewed"])
def test_a_link_that_ends_ends_its_session_at_once(client, end):
    """faults.md 33."""
    delegate, token = invited()
    client.post(f"/l/{token}/")
    assert client.get("/en/my/").status_code == 302

    match end:
        case "revoked":
            links.revoke(delegate.links.get())
        case "expired":
            delegate.links.update(expires_at=timezone.now())
        case "withdrawn":
            delegate.state = DelegateState.WITHDRAWN
            delegate.save()
        case "renewed":
            links.renew(delegate)

    assert client.get("/en/my/").status_code == 403
    assert client.get(f"/en/my/{delegate.mission.slug}/").status_code == 403


@pytest.mark.once
def test_a_session_opens_the_pages_of_her_who_pressed_even_if_the_link_is_given_away(client):
    delegate, other = invited()[0], invited()[0]
    press(delegate, client)

    delegate.links.update(delegate=other)

    assert client.get("/en/my/").status_code == 403


def test_one_person_in_two_missions_sees_both(client):
    first, _token = invited()
    second = make_delegate(
        mission=make_mission(title="Mission to Uzbekistan", starts_on="2024-03-04", ends_on="2024-03-07"),
        person=first.person,
    )
    press(first, client)

    press(second, client)

    page = text(client.get("/en/my/"))
    assert page.index("Mission to Uzbekistan") < page.index("Mission to Turkmenistan")
    assert [client.get(f"/en/my/{each.mission.slug}/").status_code for each in (first, second)] == [200, 200]


@pytest.mark.once
def test_the_list_of_missions_is_valid_and_takes_three_queries(client, django_assert_num_queries):
    first, _token = invited()
    press(first, client)
    for year in (2024, 2025):
        other = make_delegate(
            mission=make_mission(starts_on=f"{year}-03-04", ends_on=f"{year}-03-07"), person=first.person
        )
        press(other, client)

    with django_assert_num_queries(3):
        page = text(client.get("/en/my/"))

    assert page.count("<li><h2") == 3
    assert JustHTML(page, collect_errors=True, sanitize=False).errors == []


def test_revoking_one_link_closes_one_of_two_missions(client):
    first, _token = invited()
    second = make_delegate(person=first.person)
    press(first, client)
    press(second, client)

    links.renew(first)

    assert client.get("/en/my/")["Location"] == f"/en/my/{second.mission.slug}/"
    assert client.get(f"/en/my/{first.mission.slug}/").status_code == 404


def test_another_person_on_the_same_device_closes_the_first_ones_pages(client):
    """faults.md 5, 72."""
    first, second = invited()[0], invited()[0]
    press(first, client)

    press(second, client)

    assert client.get("/en/my/")["Location"] == f"/en/my/{second.mission.slug}/"
    assert client.get(f"/en/my/{first.mission.slug}/").status_code == 404


@pytest.mark.once
def test_the_mission_of_others_does_not_exist(client):
    """faults.md 5, 9."""
    mine, other = invited()[0], invited()[0]
    press(mine, client)

    foreign = client.get(f"/en/my/{other.mission.slug}/")
    unknown = client.get("/en/my/nowhere/")

    assert (foreign.status_code, unknown.status_code) == (404, 404)


def test_a_mission_that_was_renamed_is_found_by_its_former_name(client):
    delegate, _token = invited()
    press(delegate, client)
    former = delegate.mission.slug
    delegate.mission.rename("renamed")

    assert client.get(f"/en/my/{former}/")["Location"] == "/en/my/renamed/"
    assert client.get("/en/my/renamed/").status_code == 200


@pytest.mark.once
def test_a_delegate_is_no_member_of_staff(client):
    press(invited()[0], client)

    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


@pytest.mark.once
def test_staff_who_press_a_link_stay_staff_with_a_session_of_their_own_length(client):
    make_staff()
    sign_in(client)

    press(invited()[0], client)

    assert client.get("/admin/").status_code == 200
    assert client.get("/en/my/").status_code == 302
    assert client.session.get_expire_at_browser_close()


def test_a_delegate_who_signs_in_as_staff_keeps_her_pages_until_the_browser_closes(client):
    press(invited()[0], client)
    make_staff()

    sign_in(client)

    assert client.get("/admin/").status_code == 200
    assert client.get("/en/my/").status_code == 302
    assert client.session.get_expire_at_browser_close()


@pytest.mark.once
def test_staff_have_no_personal_pages(client):
    client.force_login(make_user(is_superuser=True))

    assert client.get("/en/my/").status_code == 403


def test_a_delegate_signs_out_on_her_device(client):
    _delegate, token = invited()
    client.post(f"/l/{token}/")

    left = client.post("/en/my/~sign-out/")

    assert (left.status_code, left["Location"]) == (302, "/en/my/")
    assert client.get("/en/my/").status_code == 403
    assert client.session.is_empty()
    assert client.post(f"/l/{token}/").status_code == 302


@pytest.mark.once
def test_signing_out_as_a_delegate_leaves_staff_signed_in(client):
    client.force_login(make_user(is_superuser=True))
    press(invited()[0], client)

    client.post("/en/my/~sign-out/")

    assert client.get("/en/my/").status_code == 403
    assert client.get("/admin/").status_code == 200


@pytest.mark.once
def test_following_a_link_signs_nobody_out(client):
    """faults.md 51."""
    press(invited()[0], client)

    assert client.get("/en/my/~sign-out/").status_code == 405
    assert client.get("/en/my/").status_code == 302


@pytest.mark.once
@pytest.mark.parametrize("lang", ["en", "ru", "kk", "tk"])
def test_who_is_not_known_reads_how_to_come_in(client, lang):
    for path in [f"/{lang}/my/", f"/{lang}/my/anything/"]:
        response = client.get(path)

        assert response.status_code == 403
        assert response["Cache-Control"] == "private, no-store"
        assert settings.REPORT_ADDRESS in text(response)


@pytest.mark.once
def test_personal_pages_are_kept_by_nobody(client):
    """faults.md 72."""
    delegate, _token = invited()
    press(delegate, client)

    for path in ["/en/my/", f"/en/my/{delegate.mission.slug}/", "/en/my/nowhere/"]:
        assert client.get(path)["Cache-Control"] == "private, no-store"


@pytest.mark.once
def test_a_public_page_does_not_ask_who_reads_it(client, django_assert_num_queries):
    press(invited()[0], client)

    with django_assert_num_queries(0):
        response = client.get("/en/about/")

    assert "Cookie" not in response.get("Vary", "")
