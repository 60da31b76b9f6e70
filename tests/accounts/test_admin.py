"""Accounts of staff in the back office."""

import html
import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from missions.models import MissionRole, Role
from tests import factories
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


def staff_list(client, lang="en"):
    """The cells with the roles in the list of staff, by e-mail address, and the number of queries."""
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/admin/accounts/user/", headers={"accept-language": lang}).text
    found = re.findall(r'field-email"><a[^>]*>([^<]*)</a>.*?field-roles">([^<]*)</td>', page, re.DOTALL)
    return {email: html.unescape(roles) for email, roles in found}, len(queries)


def test_list_of_staff_shows_roles_in_all_missions_and_in_one(client, administrator):
    editor = factories.make_user(email="editor@example.org")
    editor.groups.set(Group.objects.filter(name__in=["Reporter", "Editor with people"]))
    mission = factories.make_mission(title={"en": "Journey", "ru": "Поездка"})
    MissionRole.objects.create(mission=mission, user=editor, role=Role.COORDINATOR)
    factories.make_user(email="nobody@example.org")

    english, russian, kazakh, turkmen = (staff_list(client, lang)[0] for lang in ("en", "ru", "kk", "tk"))

    assert english == {
        "administrator@example.org": "superuser",
        "editor@example.org": "Editor with people; Reporter; Journey: coordinator",
        "nobody@example.org": "-",
    }
    assert russian["editor@example.org"] == "Редактор (с данными о людях); Отчётчик; Поездка: координатор"
    assert (
        kazakh["editor@example.org"] == "Редактор (адамдар деректерімен); Есеп жазушы; Journey: үйлестіруші"
    )
    assert (
        turkmen["editor@example.org"]
        == "Redaktor (adamlaryň maglumatlary bilen); Hasabatçy; Journey: utgaşdyryjy"
    )


def test_list_of_staff_takes_as_many_queries_for_many_roles(client, administrator):
    def grow(number):
        user = factories.make_user()
        user.groups.set(Group.objects.all())
        for _ in range(number):
            MissionRole.objects.create(mission=factories.make_mission(), user=user, role=Role.VIEWER)

    grow(1)
    staff_list(client)
    _roles, few = staff_list(client)
    for _ in range(10):
        grow(3)

    assert staff_list(client)[1] == few


@pytest.mark.once
def test_form_and_filter_name_staff_roles_in_the_readers_language(client, administrator):
    client.cookies["django_language"] = "kk"

    form = client.get("/admin/accounts/user/add/").text
    listed = client.get("/admin/accounts/user/").text

    for page in (form, listed):
        for name in ("Editor", "Reporter", "Viewer", "Releaser"):
            assert not re.search(rf">\s*{name}", page), name
        assert "Есеп жазушы" in page


def test_reader_of_the_list_who_is_no_superuser_sees_no_role_in_a_mission(client, db):
    reader = factories.make_user(email="reader@example.org")
    reader.user_permissions.add(Permission.objects.get(codename="view_user"))
    mission = factories.make_mission(title="Secret journey")
    MissionRole.objects.create(mission=mission, user=factories.make_user(), role=Role.VIEWER)
    client.force_login(reader)

    page = client.get("/admin/accounts/user/").text

    assert "reader@example.org" in page
    assert "Secret journey" not in page
