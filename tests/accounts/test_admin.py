"""Accounts of staff in the back office."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from tests.accounts.people import PASSWORD, give_second_factor

User = get_user_model()


@pytest.fixture
def administrator(client, db):
    user = User.objects.create_superuser("administrator@example.org", PASSWORD)
    client.force_login(user)
    return user


def test_an_account_is_made_by_its_email_address_alone(client, administrator, mailoutbox):
    response = client.post("/admin/accounts/user/add/", {"email": "editor@example.org", "is_staff": "on"})

    editor = User.objects.get(email="editor@example.org")
    assert response["Location"] == f"/admin/accounts/user/{editor.pk}/change/"
    assert editor.is_staff
    assert not editor.has_usable_password()
    client.post("/accounts/password/reset/", {"email": "editor@example.org"})
    assert [letter.to for letter in mailoutbox] == [["editor@example.org"]]


@pytest.mark.once
def test_a_new_account_is_one_of_staff_unless_unticked(client, administrator):
    page = client.get("/admin/accounts/user/add/").content.decode()

    assert re.search(r'<input type="checkbox" name="is_staff"[^>]* checked', page)


def test_an_email_address_in_other_letters_is_taken(client, administrator):
    page = client.post("/admin/accounts/user/add/", {"email": "Administrator@Example.org"}).content.decode()

    assert "There is a member of staff with this e-mail address already." in page
    assert User.objects.count() == 1


def test_only_administrators_change_accounts(client, administrator):
    editor = User.objects.create_user("editor@example.org", PASSWORD, is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    client.force_login(editor)

    client.post(
        f"/admin/accounts/user/{editor.pk}/change/", {"email": "editor@example.org", "is_superuser": "on"}
    )
    answers = [
        client.get(f"/admin/accounts/user/{path}").status_code
        for path in ("add/", f"{administrator.pk}/password/", f"{administrator.pk}/change/")
    ]

    editor.refresh_from_db()
    assert answers == [403, 403, 200]
    assert not editor.is_superuser


def test_a_lost_telephone_is_answered_by_removing_the_second_factor(client, administrator):
    editor = User.objects.create_user("editor@example.org", PASSWORD, is_staff=True)
    give_second_factor(editor)
    give_second_factor(administrator)

    client.post("/admin/accounts/user/", {"action": "remove_second_factor", "_selected_action": editor.pk})

    assert [factor.user for factor in Authenticator.objects.all()] == [administrator]
    assert LogEntry.objects.get().get_change_message() == "Second factor removed."


@pytest.mark.once
@pytest.mark.parametrize("path", ["account/emailaddress/", "mfa/authenticator/"])
def test_secrets_and_second_addresses_have_no_page(client, administrator, path):
    assert client.get(f"/admin/{path}").status_code == 404


def test_an_account_is_closed_and_not_deleted(client, administrator):
    editor = User.objects.create_user("editor@example.org", PASSWORD, is_staff=True)

    page = client.get(f"/admin/accounts/user/{editor.pk}/change/").content.decode()
    deletion = client.post(f"/admin/accounts/user/{editor.pk}/delete/", {"post": "yes"})
    client.post(
        "/admin/accounts/user/", {"action": "delete_selected", "_selected_action": editor.pk, "post": "yes"}
    )

    assert "deletelink" not in page
    assert deletion.status_code == 403
    assert User.objects.filter(pk=editor.pk).exists()


def test_a_closed_account_no_longer_signs_in(client, administrator):
    editor = User.objects.create_user("editor@example.org", PASSWORD, is_staff=True)

    client.post(
        f"/admin/accounts/user/{editor.pk}/change/",
        {"email": "editor@example.org", "is_staff": "on", "_save": ""},
    )
    client.logout()
    response = client.post("/accounts/login/", {"login": "editor@example.org", "password": PASSWORD})

    assert response["Location"] == "/accounts/inactive/"
    assert client.get("/admin/").status_code == 302


@pytest.mark.once
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_staff_asks_the_same_number_of_questions(
    client, administrator, count, django_assert_max_num_queries
):
    for number in range(count):
        user = User.objects.create_user(f"editor{number}@example.org", is_staff=True)
        user.groups.add(Group.objects.get_or_create(name=f"Editors {number}")[0])

    with django_assert_max_num_queries(8):
        response = client.get("/admin/accounts/user/")

    assert f"editor{count - 1}@example.org" in response.content.decode()
    assert f"Editors {count - 1}" in response.content.decode()
