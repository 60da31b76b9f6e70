"""Accounts of staff in the back office."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

User = get_user_model()


@pytest.fixture
def administrator(client, db):
    user = User.objects.create_superuser("administrator@example.org", "a long password indeed")
    client.force_login(user)
    return user


def test_an_account_is_made_by_its_email_address(client, administrator):
    response = client.post(
        "/admin/accounts/user/add/",
        {
            "email": "editor@example.org",
            "usable_password": "true",
            "password1": "seven long caravans",
            "password2": "seven long caravans",
        },
    )

    editor = User.objects.get(email="editor@example.org")
    assert response["Location"] == f"/admin/accounts/user/{editor.pk}/change/"
    assert editor.check_password("seven long caravans")
    assert not editor.is_staff


def test_an_email_address_in_other_letters_is_taken(client, administrator):
    response = client.post(
        "/admin/accounts/user/add/",
        {
            "email": "Administrator@Example.org",
            "usable_password": "true",
            "password1": "seven long caravans",
            "password2": "seven long caravans",
        },
    )

    assert response.status_code == 200
    assert "There is a member of staff with this e-mail address already." in response.content.decode()
    assert User.objects.count() == 1


def test_an_account_is_closed_and_not_deleted(client, administrator):
    editor = User.objects.create_user("editor@example.org", "a long password indeed", is_staff=True)

    page = client.get(f"/admin/accounts/user/{editor.pk}/change/").content.decode()
    deletion = client.post(f"/admin/accounts/user/{editor.pk}/delete/", {"post": "yes"})
    client.post(
        "/admin/accounts/user/", {"action": "delete_selected", "_selected_action": editor.pk, "post": "yes"}
    )

    assert "deletelink" not in page
    assert deletion.status_code == 403
    assert User.objects.filter(pk=editor.pk).exists()


def test_a_closed_account_no_longer_signs_in(client, administrator):
    editor = User.objects.create_user("editor@example.org", "a long password indeed", is_staff=True)

    client.post(
        f"/admin/accounts/user/{editor.pk}/change/",
        {"email": "editor@example.org", "is_staff": "on", "_save": ""},
    )
    client.logout()
    response = client.post(
        "/accounts/login/", {"login": "editor@example.org", "password": "a long password indeed"}
    )

    assert response["Location"] == "/accounts/inactive/"
    assert client.get("/admin/").status_code == 302


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
