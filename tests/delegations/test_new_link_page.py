"""The page where somebody asks for her link again: it answers everyone alike."""

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult
from justhtml import JustHTML

from delegations import new_link_page
from tests.delegations.letters import work
from tests.delegations.travellers import invited, text

pytestmark = pytest.mark.django_db
PAGE = "/en/my/~new-link/"
HERS = "galym@example.org"


def ask(client, email=HERS):
    return client.post(PAGE, {"email": email})


def test_who_asks_by_her_address_is_sent_her_link(client):
    invited(email=HERS)

    with time_machine.travel("2023-12-01"):
        asked = ask(client)
        work()

    assert (asked.status_code, asked["Location"]) == (302, f"{PAGE}?asked")
    assert [letter.to for letter in mail.outbox] == [[HERS]]


@pytest.mark.once
def test_the_answer_is_the_same_for_every_address(django_assert_num_queries):
    """Nobody learns from it who travels, nor from how long it takes: it asks the database nothing."""
    invited(email=HERS)
    answers = set()

    for email in (HERS, "somebody@example.org"):
        client = Client()
        with django_assert_num_queries(1):  # the task
            asked = ask(client, email)
        page = client.get(asked["Location"])
        answers.add((asked.status_code, str(asked.headers), page.content))

    assert len(answers) == 1


@pytest.mark.once
def test_the_form_says_what_is_wrong_with_an_address(client):
    pages = [text(ask(client, email)) for email in ("", "no address")]

    assert "Give your e-mail address." in pages[0]
    assert "Give a whole e-mail address, such as name@example.org." in pages[1]
    assert DBTaskResult.objects.count() == 0


def test_an_address_is_written_to_so_often_and_no_more(client):
    with time_machine.travel("2023-12-01T09:00:00Z", tick=False) as clock:
        statuses = {ask(client, email).status_code for email in (HERS, HERS.upper(), HERS, HERS)}
        asked = DBTaskResult.objects.count()
        ask(client, "somebody@example.org")
        clock.shift(new_link_page.HOUR + 1)
        ask(client)

    assert statuses == {302}  # nobody learns that it was too often
    assert asked == new_link_page.OF_AN_ADDRESS
    assert DBTaskResult.objects.count() == asked + 2


def test_letters_that_databases_take_for_one_are_one_address(client):
    """A dotless ı, a long ſ and the sign of kelvins are I, S and K in capitals."""
    with time_machine.travel("2023-12-01T09:00:00Z", tick=False):
        for name in ("iskak", "ıskak", "iſkak", "is\u212aak"):
            ask(client, f"{name}@example.org")

    assert DBTaskResult.objects.count() == new_link_page.OF_AN_ADDRESS


@pytest.mark.once
def test_a_network_asks_so_often_and_no_more(client):
    """faults.md 70 and 71."""
    with time_machine.travel("2023-12-01T09:00:00Z", tick=False):
        statuses = [
            ask(client, f"a{number}@example.org").status_code
            for number in range(new_link_page.OF_A_NETWORK + 1)
        ]
        forged = client.post(PAGE, {"email": HERS}, headers={"x-forwarded-for": "192.0.2.9"})
        elsewhere = client.post(PAGE, {"email": HERS}, REMOTE_ADDR="198.51.100.7")

    assert statuses == [302] * new_link_page.OF_A_NETWORK + [429]
    assert forged.status_code == 429
    assert elsewhere.status_code == 302


@pytest.mark.once
def test_only_a_form_of_ours_can_ask():
    client = Client(enforce_csrf_checks=True)

    without = ask(client)
    form = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text(client.get(PAGE)))
    with_it = client.post(PAGE, {"email": HERS, "csrfmiddlewaretoken": form[1]})

    assert (without.status_code, with_it.status_code) == (403, 302)


@pytest.mark.once
@pytest.mark.parametrize("path", ["/l/wrong-but-long-enough/", "/en/my/"])
def test_a_link_that_opens_nothing_leads_there(client, path):
    assert f'href="{PAGE}"' in text(client.get(path))


@pytest.mark.once
def test_the_page_is_kept_by_nobody_valid_and_without_scripts(client):
    for path in (PAGE, f"{PAGE}?asked"):
        page = client.get(path)
        assert page["Cache-Control"] == "private, no-store"
        assert page["X-Robots-Tag"] == "noindex"
        assert "<script" not in text(page)
        assert JustHTML(text(page), collect_errors=True, sanitize=False).errors == []
