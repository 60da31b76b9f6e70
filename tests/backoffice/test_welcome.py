"""What make run fills an empty database with, and shows."""

import io
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from backoffice.management.commands import welcome
from delegations import links
from delegations.models import LinkPurpose
from missions.models import Mission
from tests.factories import make_delegate, make_mission, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def machine(monkeypatch, tmp_path):
    """A machine on which nothing was started yet, with no examples to load."""
    monkeypatch.setattr(welcome, "KEPT_PASSWORD", tmp_path / ".local" / "password")
    monkeypatch.setattr(welcome, "EXAMPLES", tmp_path / "examples")
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)


@pytest.fixture
def examples(monkeypatch):
    """The examples of the repository."""
    monkeypatch.setattr(welcome, "EXAMPLES", settings.BASE_DIR / "examples")


def said():
    words = io.StringIO()
    call_command("welcome", stdout=words)
    return words.getvalue()


def password(words):
    return re.search(r"organiser@example\.org, password (.+)\n", words)[1]


def test_an_empty_database_gets_an_organiser_whose_password_stays_the_same():
    first = password(said())
    second = password(said())

    assert first == second
    assert User.objects.get().check_password(first)
    assert User.objects.get().is_superuser
    assert welcome.KEPT_PASSWORD.stat().st_mode & 0o777 == 0o600


def test_an_empty_database_gets_examples_with_a_week_to_go_a_delegate_and_none_again_that_was_deleted(
    examples,
):
    token = re.search(r"/l/([\w-]+)/", said())[1]

    real, made_up = Mission.objects.get(slug=welcome.REAL), Mission.objects.get(slug=welcome.FICTION)
    assert real.starts_on.isoformat()[:7] == "2023-12"
    assert made_up.starts_on == timezone.localdate() + timedelta(days=7)
    assert_a_delegate_has_numbers_to_call_and_a_paper(token)

    call_command("delete_mission", welcome.REAL, "--yes", stdout=io.StringIO())
    said()
    assert [mission.slug for mission in Mission.objects.all()] == [welcome.FICTION]


def assert_a_delegate_has_numbers_to_call_and_a_paper(token):
    client = Client()
    client.post(f"/l/{token}/")

    page = client.get(f"/ru/my/{welcome.FICTION}/")

    assert [number.tel for number in page.context["numbers"]] == [
        "+77000000001",
        "+77000000002",
        "+81300000003",
    ]
    [(paper, item)] = page.context["papers"]
    assert (paper.title, item) == ("Где ждут автобусы", None)
    assert b"".join(client.get(reverse("delegations:attachment", args=[paper.ref]))).startswith(b"%PDF")


def test_another_database_of_this_machine_gets_the_same_password():
    first = password(said())
    User.objects.all().delete()

    assert password(said()) == first
    assert User.objects.get().check_password(first)


@pytest.mark.once
def test_a_database_with_people_in_it_gets_none_more():
    colleague = make_user()

    words = said()

    assert list(User.objects.all()) == [colleague]
    assert "with an account of this database" in words
    assert not welcome.KEPT_PASSWORD.exists()


def test_a_database_with_a_mission_but_without_staff_gets_no_superuser():
    make_mission()

    said()

    assert not User.objects.exists()


@pytest.mark.once
def test_the_demo_password_is_obeyed(monkeypatch):
    said()
    monkeypatch.setenv("DEMO_PASSWORD", "correct horse battery")

    assert password(said()) == "correct horse battery"
    assert User.objects.get().check_password("correct horse battery")


def test_a_password_chosen_by_the_organiser_stays():
    said()
    organiser = User.objects.get()
    organiser.set_password("chosen by herself")
    organiser.save()

    words = said()

    assert "with the password that was chosen there" in words
    assert User.objects.get().check_password("chosen by herself")


def test_a_password_that_this_machine_no_longer_knows_is_replaced():
    first = password(said())
    welcome.KEPT_PASSWORD.unlink()

    second = password(said())

    assert second != first
    assert User.objects.get().check_password(second)


def test_each_start_gives_the_first_delegate_a_new_link_and_ends_the_old_one():
    mission = make_mission(slug=welcome.FICTION)
    make_delegate(mission=mission, precedence=20)
    first = make_delegate(mission=mission, precedence=10)

    tokens = [re.search(r"/l/([\w-]+)/", said())[1] for _ in range(2)]

    assert links.find(tokens[0], LinkPurpose.ITINERARY) is None
    assert links.find(tokens[1], LinkPurpose.ITINERARY).delegate == first
