"""The second factor: offered to staff everywhere, required of them on the open net."""

import re
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.test import Client

from accounts.adapters import MfaAdapter
from accounts.ciphers import field_cipher
from tests.accounts.people import PASSWORD, SECRET, code_of, give_second_factor, make_staff, sign_in


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def set_up(client, transactional_db):
    """Sets up a second factor as a person does; gives its secret. What follows the commit belongs to it."""
    return partial(_set_up, client)


def _set_up(client) -> str:
    # the password is asked for again, however fresh the sign-in
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<b class=\"figures\">(\w+)</b>", page)[1]
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert response["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


def test_setting_it_up_asks_for_the_password_again(client, db):
    make_staff()
    sign_in(client)

    response = client.get("/accounts/2fa/totp/activate/")

    assert response["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"


def test_its_secret_is_stored_encrypted_and_drawn_without_style(client, db, set_up):
    make_staff()
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()

    secret = set_up()

    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    assert stored.startswith("gAAAA")
    assert "<svg" in page
    assert "data:" not in page
    assert " style=" not in page


def test_with_one_a_password_alone_does_not_sign_in(client, db):
    give_second_factor(make_staff())

    response = sign_in(client)

    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302


def test_a_wrong_code_is_refused_and_a_right_one_lets_in(client, db):
    give_second_factor(make_staff())
    sign_in(client)
    refused = client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()

    response = client.post("/accounts/2fa/authenticate/", {"code": code_of()})

    assert "The code is not right. Codes change every 30 seconds; use the one shown now." in refused
    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_lets_in_once(client, db, set_up):
    make_staff()
    sign_in(client)
    set_up()
    codes = re.findall(r"<li>(\d+)</li>", client.get("/accounts/2fa/recovery-codes/").content.decode())
    answers = []

    for _attempt in range(2):
        fresh = Client()
        sign_in(fresh)
        answers.append(fresh.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code)

    assert (len(codes), answers) == (10, [302, 200])


def test_codes_cannot_be_tried_without_end(client, db):
    give_second_factor(make_staff())
    sign_in(client)
    for _attempt in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    page = client.post("/accounts/2fa/authenticate/", {"code": code_of()}).content.decode()

    assert "Too many attempts. Wait a few minutes, then try again." in page
    assert client.get("/admin/").status_code == 302


def test_on_a_machine_of_ones_own_it_is_offered_only(client, db):
    make_staff()

    sign_in(client)

    assert client.get("/admin/").status_code == 200
    assert 'href="/accounts/2fa/totp/activate/"' in client.get("/accounts/2fa/").content.decode()


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/accounts/user/", "/accounts/2fa/", "/accounts/password/change/"]
)
def test_where_required_staff_without_one_set_it_up_first(client, db, required, path):
    make_staff()
    sign_in(client)

    response = client.get(path)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/2fa/totp/activate/?next=")


def test_where_required_setting_it_up_opens_the_back_office(client, db, required, set_up):
    make_staff()
    sign_in(client)

    set_up()

    assert client.get("/admin/").status_code == 200
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200


def test_where_required_a_change_by_post_is_stopped_too(client, db, required):
    make_staff()
    sign_in(client)

    client.post("/admin/accounts/user/add/", {"email": "editor@example.org", "usable_password": "false"})

    assert client.get("/admin/accounts/user/add/")["Location"].startswith("/accounts/2fa/totp/activate/")
    assert not Authenticator.objects.exists()
    assert type(make_staff("second@example.org")).objects.count() == 2


def test_where_required_a_session_older_than_the_factor_must_show_it(client, db, required):
    """faults.md 73."""
    user = make_staff()
    sign_in(client)
    give_second_factor(user)

    response = client.get("/admin/")
    client.post("/accounts/2fa/reauthenticate/?next=/admin/", {"code": code_of()})

    assert response["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F"
    assert client.get("/admin/").status_code == 200


def test_where_required_another_session_must_show_the_factor_set_up_here(client, db, required, set_up):
    """faults.md 73."""
    make_staff()
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)

    set_up()

    assert elsewhere.get("/admin/")["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F"


def test_where_required_removing_it_leads_to_set_it_up_anew(client, db, required, set_up):
    make_staff()
    sign_in(client)
    set_up()

    client.post("/accounts/2fa/totp/deactivate/")

    assert client.get("/admin/")["Location"] == "/accounts/2fa/totp/activate/?next=%2Fadmin%2F"


def test_where_required_the_password_again_is_no_second_factor(client, db, required):
    user = make_staff()
    sign_in(client)
    give_second_factor(user)

    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert client.get("/admin/").status_code == 302


def test_where_required_public_pages_stay_open(client, db, required):
    make_staff()
    sign_in(client)

    assert client.get("/en/about/").status_code == 200


def test_where_required_one_can_sign_out_without_it(client, db, required):
    make_staff()
    sign_in(client)

    client.post("/accounts/logout/")

    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_who_is_not_staff_needs_none(client, db, required):
    user = make_staff()
    user.is_staff = user.is_superuser = False
    user.save()
    sign_in(client)

    assert client.get("/accounts/2fa/").status_code == 200


def test_a_cipher_reads_what_an_older_key_wrote(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.FIELD_KEYS = [old]
    field_cipher.cache_clear()
    written = MfaAdapter().encrypt(SECRET)
    settings.FIELD_KEYS = [new, old]
    field_cipher.cache_clear()

    read = MfaAdapter().decrypt(written)

    field_cipher.cache_clear()
    assert read == SECRET
