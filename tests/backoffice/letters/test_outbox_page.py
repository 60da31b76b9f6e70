"""The outbox: how letters stand, what a person may do about each, and what the folder shows."""

import datetime
import re
from functools import partial
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.mail import mailers
from django.urls import reverse
from django.utils import timezone

from backoffice.rights import roles
from delegations import invitations, links
from delegations.models import AccessLink, Mailing, Notice
from delegations.notices import outbox as verbs
from tests import factories
from tests.backoffice.delegates import told
from tests.backoffice.letters.writing import crowd, letter, outbox, travellers, words, work
from tests.backoffice.pages import signed_in
from tests.delegations.letters import work as work_on_links
from tests.delegations.travellers import release
from tests.together import at_once, codes, in_between

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2023, 12, 5, 13, 20, tzinfo=datetime.UTC)


def message(mission, *delegates, **fields):
    """A message that was given to be sent to these."""
    mailing = Mailing.objects.create(
        mission=mission, kind="message", subject_en="The bus", text_en="It leaves at 7.", **fields
    )
    verbs.give(mailing, by=None, recipients=delegates)
    return mailing


def put(delegate, state, **fields):
    Notice.objects.filter(delegate=delegate).update(state=state, **fields)


def line(page, name):
    rows = re.findall(r'<tr id="letter-\d+">.*?</tr>', page.text, re.DOTALL)
    [found] = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows if name in row]
    return found


def test_each_mailing_says_how_many_letters_are_in_which_state():
    mission, (first, second, third, nobody) = travellers("Aigul", "Berik", "Canat", "Nobody")
    with time_machine.travel(AT, tick=False):
        mailing = message(mission, first, second, third, nobody, urgent=True)
        Mailing.objects.create(mission=mission, kind="message", subject_ru="Черновик", text_ru="x")
    put(first, "uncertain", claimed_at=AT)
    put(second, "failed", tries=6, error="SMTPDataError 550")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    said = words(client.get(outbox(mission)))

    assert "2 mailings, the newest first." in said
    assert "The bus Urgent Given to be sent 5 December 2023, 18:20 (Ashgabat, UTC+5)" in said
    assert "1 perhaps sent 1 failed 1 waits 1 not written to: no e-mail address" in said
    assert "Черновик Draft" in said
    one = client.get(letter(mailing))
    assert line(one, "Berik").startswith(
        "Berik failed given up after 6 tries: SMTPDataError 550 Send it again"
    )
    assert line(one, "Nobody").startswith("Nobody not to be sent no e-mail address Send it again : Nobody")
    assert "Send it again, though she may have got it : Aigul" in line(one, "Aigul")
    assert "1 letter was perhaps sent" in words(one)


def test_what_was_perhaps_sent_is_sent_again_by_a_person_and_no_other_is():
    mission, (first, second) = travellers("Aigul", "Berik")
    mailing = message(mission, first, second)
    put(first, "uncertain", claimed_at=AT)
    put(second, "sent", sent_at=AT, claimed_at=AT)
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    work()
    before = len(mail.outbox)

    uncertain, sent = (Notice.objects.get(delegate=one) for one in (first, second))
    again = client.post(letter(mailing), {"do": f"again {uncertain.pk}"}, follow=True)
    refused = client.post(letter(mailing), {"do": f"again {sent.pk}"}, follow=True)
    work()

    assert before == 0
    assert told(again)[:1] == ["The letter to Aigul is sent again."]
    assert told(refused)[:1] == ["This letter is not to be sent again."]
    assert [(one.to, one.extra_headers["Message-ID"]) for one in mail.outbox] == [
        (["aigul@example.org"], uncertain.message_id)
    ]


@pytest.mark.django_db(transaction=True)
def test_of_those_who_send_one_again_at_once_one_does():
    mission, (first,) = travellers("Aigul")
    mailing = message(mission, first)
    put(first, "uncertain", claimed_at=AT)
    notice = Notice.objects.get()
    clients = [signed_in() for _number in range(3)]

    def press(client):
        return told(client.post(letter(mailing), {"do": f"again {notice.pk}"}, follow=True))[0]

    said = at_once(*(partial(press, client) for client in clients))
    work()

    assert said.count("The letter to Aigul is sent again.") == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_who_sends_one_again_while_another_does_waits_and_is_told():
    mission, (first,) = travellers("Aigul")
    message(mission, first)
    put(first, "uncertain", claimed_at=AT)
    again = partial(verbs.send_again, Notice.objects.get())

    outcomes = in_between(again, 'FROM "delegations_notice"', again)

    assert codes(outcomes) == ["state"]


def test_those_that_failed_are_tried_again_together_and_uncertain_ones_are_not():
    mission, (first, second, third) = travellers("Aigul", "Berik", "Canat")
    mailing = message(mission, first, second, third)
    put(first, "failed", tries=6)
    put(second, "failed", tries=6)
    put(third, "uncertain", claimed_at=AT)
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    answer = client.post(letter(mailing), {"do": "again-failed"}, follow=True)
    work()

    assert told(answer)[:1] == ["2 letters that failed are tried again."]
    assert sorted(one.to[0] for one in mail.outbox) == ["aigul@example.org", "berik@example.org"]


def test_what_waits_is_stopped_or_given_by_a_person():
    mission, (first, second) = travellers("Aigul", "Berik")
    factories.make_item(mission=mission, visibility="public", for_everyone=True)
    release(mission)
    mailing = Mailing.objects.get()
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    work()
    before, page = len(mail.outbox), client.get(letter(mailing))

    given = client.post(letter(mailing), {"do": "give"}, follow=True)
    Notice.objects.filter(delegate=second).update(next_try_at=timezone.now() + datetime.timedelta(hours=1))
    stopped = client.post(letter(mailing), {"do": "stop"}, follow=True)

    assert before == 0
    assert "These letters wait until somebody gives them to be sent." in words(page)
    assert told(given)[:1] == ["2 letters are given to be sent."]
    assert told(stopped)[:1] == ["2 letters are not sent."]
    assert first.pk


def test_what_the_form_does_not_say_is_not_done():
    mission, (first,) = travellers("Aigul")
    mailing, client = message(mission, first), signed_in()

    for what in ("", "x", "again", "again x", "again 987654", "again-failed"):
        assert client.post(letter(mailing), {"do": what}).status_code in (302, 404)
        assert Notice.objects.get().state == "waiting"


@pytest.mark.once
def test_a_letter_of_another_mission_is_not_found_here():
    """faults.md 4 and 20"""
    mission, (first,) = travellers("Aigul")
    other, (stranger,) = travellers("Berik")
    mailing, theirs = message(mission, first), message(other, stranger)
    client = signed_in()

    answers = [
        client.get(reverse("admin:missions_mission_letter", args=[mission.pk, theirs.pk])),
        client.get(f"{letter(mailing)}one/?delegate={stranger.pk}"),
        client.post(letter(mailing), {"do": f"again {theirs.notices.get().pk}"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.once
def test_outbox_and_mailing_stay_small_and_ask_little(django_assert_max_num_queries):
    mission, delegates = crowd(300)
    mailing = message(mission, *delegates)
    Notice.objects.update(state="uncertain", claimed_at=AT)
    for _each in range(30):
        Mailing.objects.create(mission=mission, kind="message", subject_en="Draft", text_en="x")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    client.get(outbox(mission))

    for address in (outbox(mission), letter(mailing)):
        with django_assert_max_num_queries(20):
            page = client.get(address)
        assert len(page.content) < 150_000


# The folder


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """Where letters are written, since no mail server is set."""
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": tmp_path},
        }
    }
    return tmp_path


def folder_page(mission):
    return reverse("admin:missions_mission_mail_folder", args=[mission.pk])


def test_the_folder_shows_the_letters_of_this_mission_alone_and_no_token(folder):
    """faults.md 4, 26 and 56"""
    mission, (first, _second) = travellers("Aigul", "Berik")
    other, (stranger,) = travellers("Stranger")
    message(mission, first)
    message(other, stranger)
    work()
    mailers.default.send_messages([mail.EmailMessage("New password", "/key/secret", to=["x@example.org"])])
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    listed = client.get(folder_page(mission))
    [notice] = Notice.objects.filter(delegate=first)
    one = client.get(f"{folder_page(mission)}?letter={notice.pk}")
    theirs = client.get(f"{folder_page(mission)}?letter={Notice.objects.get(delegate=stranger).pk}")

    # Django may write two of them into one file.
    assert sum(file.read_bytes().count(b"\nMessage-ID: ") for file in folder.iterdir()) == 3
    assert "aigul@example.org" in listed.text
    assert [word for word in ("stranger@", "New password") if word in listed.text] == []
    assert "It leaves at 7." in words(one)
    assert links.token_of(first.links.get()) not in one.text
    assert "/l/…/" in one.text
    assert (theirs.status_code, client.get(f"{folder_page(mission)}?letter=x").status_code) == (404, 404)


@pytest.mark.once
def test_the_folder_is_shown_where_there_is_one_to_those_who_may_see_people(folder):
    mission, _delegates = travellers("Aigul")

    met = {
        kind: signed_in(kind).get(folder_page(mission)).status_code
        for kind in (roles.VIEWER, roles.EDITOR, roles.RELEASER, roles.EDITOR_WITH_PEOPLE)
    }

    assert met == {
        roles.VIEWER: 403,
        roles.EDITOR: 403,
        roles.RELEASER: 403,
        roles.EDITOR_WITH_PEOPLE: 200,
    }


@pytest.mark.once
def test_with_a_mail_server_there_is_no_folder():
    mission, _delegates = travellers("Aigul")
    client = signed_in()

    assert client.get(folder_page(mission)).status_code == 404
    assert "Letters in the folder" not in client.get(outbox(mission)).text


@pytest.mark.once
def test_what_is_no_letter_in_the_folder_is_passed_over(folder):
    mission, (first,) = travellers("Aigul")
    message(mission, first)
    work()
    (folder / "20231205-000000-1.log").write_bytes(b"\xff\xfe no letter\n" + b"-" * 79 + b"\n\n")

    page = signed_in().get(folder_page(mission))

    assert page.status_code == 200
    assert page.text.count("aigul@example.org") == 2  # in its line, and in what is said of the link


@pytest.mark.once
def test_what_stands_in_braces_in_a_subject_is_filled_in_or_left_open():
    mission, (first,) = travellers("Aigul")
    Mailing.objects.create(
        mission=mission,
        kind="message",
        subject_en="{mission}, {dates}: {name}, the bus {what}",
        text_en="x",
    )
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    said = words(client.get(outbox(mission)))

    title = mission.title_en
    assert f"{title}, 4 to 7 December 2023: …, the bus {{what}}" in said
    assert first.person.family_name_en not in said


def test_links_sent_from_the_list_stand_in_the_outbox_and_in_the_folder(folder):
    """Both are empty at first; the worker writes the e-mail, encoded, into the folder."""
    mission, (first,) = travellers("Aigul")
    first.links.all().delete()
    first.person.language = "ru"
    first.person.save()
    client = signed_in()
    invitations.send(first)

    waiting = words(client.get(outbox(mission)))
    work_on_links()
    link = AccessLink.objects.get(delegate=first)
    sent = client.get(outbox(mission))
    one = client.get(outbox(mission), {"link": link.pk})
    listed = client.get(folder_page(mission))
    [key] = re.findall(r"\?letter=(\w+)", listed.text)
    letter = client.get(folder_page(mission), {"letter": key})

    assert f"{first} : waiting" in waiting
    assert f"{first} : sent" in words(sent)
    assert ("aigul@example.org" in listed.text, "Ваша программа" in listed.text) == (True, True)
    for shown in (one, letter):
        assert "личн" in words(shown)
        assert "/l/…/" in shown.text
        assert links.token_of(link) not in shown.text
    assert signed_in(roles.EDITOR_WITH_PEOPLE).get(folder_page(mission), {"letter": key}).status_code == 404


def test_link_that_the_mail_server_refused_is_failed_in_the_outbox(settings):
    mission, (first,) = travellers("Aigul")
    first.links.all().delete()
    settings.MAILERS = {  # nobody listens there
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1},
        }
    }
    invitations.send(first)

    work_on_links()

    assert f"{first} : failed" in words(signed_in().get(outbox(mission)))


def test_email_with_a_link_of_another_mission_is_not_found():
    mission, _delegates = travellers("Aigul")
    _other, (stranger,) = travellers("Stranger")
    AccessLink.objects.update(sent_at=timezone.now())

    answers = [
        signed_in().get(outbox(mission), {"link": key}).status_code
        for key in (stranger.links.get().pk, "x", "987654321")
    ]

    assert answers == [404, 404, 404]


def test_attachment_in_the_folder_is_listed_and_downloaded(folder):
    mission, _delegates = travellers("Aigul")
    message = mail.EmailMessage("Programme", "Привет", to=["x@example.org"])
    message.attach("plan.bin", b"Monday", "application/octet-stream")
    mailers.default.send_messages([message])
    client = signed_in()

    [key] = re.findall(r"\?letter=(\w+)", client.get(folder_page(mission)).text)
    letter = client.get(folder_page(mission), {"letter": key})
    file = client.get(folder_page(mission), {"letter": key, "attached": "1"})

    assert ("Привет" in letter.text, "plan.bin" in letter.text) == (True, True)
    assert (file.content, file["Content-Disposition"]) == (b"Monday", 'attachment; filename="plan.bin"')
    assert client.get(folder_page(mission), {"letter": key, "attached": "2"}).status_code == 404
