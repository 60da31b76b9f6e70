"""Letters on their way: nobody gets two, however often a worker dies, and who may have got none is listed.

faults.md 46 to 48: mass mail that was sent again since its task was, and duplicates after a deploy.
"""

import datetime
import logging
from collections import Counter
from email import message_from_bytes
from functools import partial

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from delegations.models import Mailing, Notice
from delegations.notices import outbox, sending
from missions import release
from tests.delegations.letters import work
from tests.delegations.notice_stories import Story
from tests.delegations.waiting_letters import NOW, released, row
from tests.together import at_once
from tools import mail_server


@pytest.fixture(autouse=True)
def no_wait(settings):
    settings.NOTICES_WAIT = 0


@pytest.fixture
def server(settings):
    with mail_server.running() as server:
        settings.MAILERS = server.mailers
        yield server


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"MAIL": "451 busy"}, "SMTPSenderRefused 451"),
        pytest.param(
            {"RCPT": "450 <maral@example.org> is full"}, "SMTPRecipientsRefused 450", marks=pytest.mark.once
        ),
        pytest.param(
            {"END": "452 no room for maral@example.org"}, "SMTPDataError 452", marks=pytest.mark.once
        ),
        pytest.param(
            {"EHLO": "421 not now", "HELO": "421 not now"}, "SMTPHeloError 421", marks=pytest.mark.once
        ),
    ],
)
def test_what_a_server_refuses_for_now_is_tried_again_later_and_later_with_one_message_id(
    server, answers, code
):
    server.answers = answers
    with time_machine.travel(NOW, tick=False) as clock:
        released()
        waits = []
        for _number in sending.DELAYS:
            work()
            assert (row().state, row().error) == ("waiting", code)
            waits.append(row().next_try_at - timezone.now())
            clock.shift(waits[-1] - datetime.timedelta(seconds=1))
            work()
            assert row().tries == len(waits)
            clock.shift(1)
        server.answers = {}
        before = len(server.letters)
        work()

    letters = [message_from_bytes(letter) for letter in server.letters[before:]]
    assert waits == [datetime.timedelta(minutes=minutes) for minutes in sending.DELAYS]
    assert [letter["Message-ID"] for letter in letters] == [row().message_id, row("Dana").message_id]
    assert (row().state, row().tries, row().error) == ("sent", 6, "")


@pytest.mark.django_db
def test_after_the_last_try_it_has_failed_until_a_person_tries_again(server):
    server.answers = {"RCPT": "450 later"}
    with time_machine.travel(NOW, tick=False) as clock:
        released()
        for _number in range(7):
            work()
            clock.shift(datetime.timedelta(hours=5))
        assert (row().state, row().tries) == ("failed", 6)
        server.answers = {}
        outbox.send_again(row())
        work()

    assert row().state == "sent"
    assert len(server.letters) == 1


@pytest.mark.django_db
def test_what_a_server_refuses_for_good_is_not_tried_again(server, caplog):
    server.answers = {"RCPT": "550 5.1.1 <maral@example.org> nobody here"}
    released()

    work()

    assert (row().state, row().error, row().next_try_at) == ("failed", "SMTPRecipientsRefused 550", None)
    assert "example.org" not in caplog.text


@pytest.mark.django_db
def test_no_server_costs_no_letter(settings):
    with mail_server.running() as server:
        settings.MAILERS = server.mailers
    released()

    work()

    assert (row().state, row().error, row().claimed_at) == ("waiting", "ConnectionRefusedError", None)


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["DATA", "END"])
def test_a_server_that_falls_silent_leaves_it_uncertain_for_a_person_to_decide(server, where, caplog):
    server.answers = {where: "hang up"}
    story = released()

    with caplog.at_level(logging.ERROR):
        work()
    server.answers = {}
    work()
    before = len(server.letters)
    assert (row().state, row("Dana").state) == ("uncertain", "uncertain")
    outbox.send_again(row())
    work()

    assert "example.org" not in caplog.text
    assert row().state == "sent"
    assert len(server.letters) == before + 1
    assert message_from_bytes(server.letters[-1])["Message-ID"] == row().message_id
    with pytest.raises(ValidationError):
        outbox.send_again(row())
    story.at(story.reception, 20)
    story.release(tell=True)
    work()
    (first, second) = Notice.objects.filter(delegate=story.dana).order_by("pk")
    assert (first.state, first.reason, second.state) == ("skipped", "folded", "sent")


@pytest.mark.django_db
def test_an_address_that_no_letter_can_bear_fails_and_leaves_the_others(caplog):
    story = Story()
    story.maral.person.email = "maral@example.org\r\nBcc: all@example.org"
    story.maral.person.save()
    story.release(tell=True)

    work()

    assert (row().state, row("Dana").state) == ("failed", "sent")
    (letter,) = mail.outbox
    assert letter.to == ["dana@example.org"]


@pytest.mark.django_db
def test_what_a_dead_worker_claimed_is_listed_and_what_it_left_is_sent():
    with time_machine.travel(NOW, tick=False) as clock:
        released()
        claimed = row()
        Notice.objects.filter(pk=claimed.pk).update(state="claimed", claimed_at=timezone.now())
        DBTaskResult.objects.filter(task_path__endswith="deliver").delete()  # it died with them
        clock.shift(sending.LOOKED_AFTER)
        work()
        clock.shift(sending.LOOKED_AFTER)
        work()

    assert (row().state, row("Dana").state) == ("uncertain", "sent")
    assert [letter.to for letter in mail.outbox] == [["dana@example.org"]]
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_of_two_letters_of_hers_that_tell_one_version_the_second_waits_for_the_first():
    """One of an older version is sent again at the moment at which that of the newest is with the server."""
    with time_machine.travel(NOW, tick=False) as clock:
        story = released()
        work()
        mail.outbox.clear()
        clock.shift(60)
        story.at(story.reception, 20)
        older = Notice.objects.get(
            delegate=story.maral, mailing__release=(second := story.release(tell=True))
        )
        Notice.objects.filter(pk=older.pk).update(
            state="uncertain", claimed_at=timezone.now(), release=second
        )
        story.at(story.reception, 21)
        made = story.release(tell=True)
        newer = Notice.objects.filter(delegate=story.maral, mailing__release=made)
        newer.update(state="claimed", claimed_at=timezone.now(), release=made)

        outbox.send_again(older)
        work()
        older.refresh_from_db()
        met = older.state, [letter.to for letter in mail.outbox]
        newer.update(state="sent", sent_at=timezone.now())
        clock.shift(sending.LOOKED_AFTER)
        work()

    older.refresh_from_db()
    assert met == ("waiting", [["dana@example.org"]])
    assert (older.state, older.reason) == ("skipped", "unchanged")
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_what_is_sent_again_days_later_is_looked_after_too():
    with time_machine.travel(NOW, tick=False) as clock:
        released()
        Notice.objects.filter(pk=row().pk).update(state="uncertain", claimed_at=timezone.now())
        work()
        clock.shift(datetime.timedelta(days=3))
        work()
        assert DBTaskResult.objects.count() == 0
        outbox.send_again(row())
        DBTaskResult.objects.filter(task_path__endswith="deliver").delete()  # its worker died
        clock.shift(sending.LOOKED_AFTER)
        work()
        met = row().state
        clock.shift(sending.LOOKED_AFTER)
        work()

    assert met == "sent"
    assert [letter.to for letter in mail.outbox] == [["dana@example.org"], ["maral@example.org"]]
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_what_never_could_be_sent_is_given_up_after_two_days():
    with time_machine.travel(NOW, tick=False) as clock:
        released()
        DBTaskResult.objects.filter(task_path__endswith="deliver").delete()
        clock.shift(datetime.timedelta(days=2, minutes=1))
        mailing = Mailing.objects.get()
        sending.look_after.func(mailing.pk, mailing.sent_at.isoformat())

    assert {row().state, row("Dana").state} == {"failed"}


@pytest.mark.django_db
def test_what_is_withdrawn_between_a_letter_and_its_claim_is_not_told(monkeypatch):
    story = released()
    work()
    mail.outbox.clear()
    story.at(story.reception, 20)
    made = story.release(tell=True)
    opened = sending._Desk._opened

    def withdrawn_then(desk):
        monkeypatch.setattr(sending._Desk, "_opened", opened)
        release.withdraw(made, by=None, reason="wrong")
        opened(desk)

    monkeypatch.setattr(sending._Desk, "_opened", withdrawn_then)
    work()

    assert mail.outbox == []
    assert {notice.reason for notice in Notice.objects.filter(mailing__release=made)} == {"unchanged"}


@pytest.mark.django_db(transaction=True)
def test_several_workers_with_the_same_task_send_each_letter_once():
    released(*"ABCDEF")
    keys = list(Notice.objects.values_list("pk", flat=True))

    at_once(*[partial(sending.deliver.func, keys)] * 3)

    assert Counter(letter.to[0] for letter in mail.outbox) == Counter(
        f"{name}@example.org" for name in ("maral", "dana", *"abcdef")
    )
    assert set(Notice.objects.values_list("state", "tries")) == {("sent", 1)}


@pytest.mark.django_db(transaction=True)
def test_a_mailing_is_given_once_though_two_give_it():
    story = Story()
    story.release()
    mailing = Mailing.objects.get()

    outcomes = at_once(*[lambda: outbox.give(Mailing.objects.get(pk=mailing.pk), by=None)] * 2)
    work()

    assert sorted(map(str, outcomes)) == ["2", str(next(one for one in outcomes if one != 2))]
    assert len(mail.outbox) == 2


@pytest.mark.django_db(transaction=True)
def test_a_version_released_while_letters_go_out_is_told_to_everybody_in_the_end(settings):
    """Who was told 11 o'clock and who was not: everybody knows 9 o'clock in the end, and nobody gets one twice."""
    names = "ABCDEF"
    story = released(*names)
    work()
    mail.outbox.clear()
    story.at(story.reception, 20)
    story.release(tell=True)
    keys = list(Notice.objects.filter(state="waiting").values_list("pk", flat=True))
    story.at(story.reception, 19)

    at_once(partial(sending.deliver.func, keys), lambda: story.release(tell=True))
    work()

    last = {}
    for letter in mail.outbox:
        last.setdefault(letter.to[0], []).append(letter.body)
    assert all(
        len(letters) == 2 and "19:00–20:30" in letters[-1].split("now:")[-1] for letters in last.values()
    )
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == len(mail.outbox)
