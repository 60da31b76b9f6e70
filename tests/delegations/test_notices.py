"""Letters about versions: who gets one, since which version it tells, and why others get none."""

import datetime
from contextlib import suppress

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from delegations import links
from delegations.models import AccessLink, DelegateState, Mailing, Notice
from delegations.notices import letters, outbox, telling
from missions import document, release
from tests.delegations.letters import work
from tests.delegations.notice_stories import Story

pytestmark = pytest.mark.django_db

SENT, UNCHANGED, FOLDED = "sent", "unchanged", "folded"


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.NOTICES_WAIT = 0


@pytest.fixture
def story():
    """Version 1 is told."""
    made = Story()
    made.release(tell=True)
    work()
    mail.outbox.clear()
    return made


def told(mailing=None):
    """What became of each letter of the newest mailing, by name."""
    mailing = mailing or Mailing.objects.latest("pk")
    return {
        notice.delegate.person.given_name_en: notice.reason or notice.state
        for notice in mailing.notices.select_related("delegate__person")
    }


def to():
    """To whom letters went since it was asked last."""
    found = [address for letter in mail.outbox for address in letter.to]
    mail.outbox.clear()
    return found


def test_the_first_version_is_told_to_everybody_who_was_invited():
    story = Story()
    story.delegate("Later", [story.food], invited=False)

    story.release(tell=True)
    work()

    first, second = mail.outbox
    assert told() == {"Maral": SENT, "Dana": SENT, "Later": "not_invited"}
    assert "What changed" not in first.body
    assert "09:00–10:30 Food plant" in first.body
    assert "Shoe factory" not in first.body
    assert first.subject == "Your programme, version 1: Silk Road"
    assert "10:00–11:30 Обувная фабрика" in second.body


def test_only_whom_a_version_concerns_is_told_and_of_what_was_and_is(story):
    story.at(story.visit, 11)
    story.cancel(story.lunch)

    story.release(tell=True)
    work()

    (letter,) = mail.outbox
    assert letter.to == ["maral@example.org"]
    assert told() == {"Maral": SENT, "Dana": UNCHANGED}
    assert "was: 4 December 2023, 09:00–10:30, Mary" in letter.body
    assert "now: 4 December 2023, 11:00–12:30, Mary" in letter.body
    assert "* Cancelled: Lunch, 4 December 2023, 13:00–14:30, Mary" in letter.body
    assert "Reception" not in letter.body
    assert letter.body.count("* ") == 2


def test_a_version_that_is_told_later_waits_in_the_outbox(story):
    story.at(story.visit, 11)

    story.release()
    work()
    before = to()
    number = outbox.give(Mailing.objects.latest("pk"), by=None)
    work()

    assert (before, number, to()) == ([], 1, ["maral@example.org"])
    with pytest.raises(ValidationError):
        outbox.give(Mailing.objects.latest("pk"), by=None)


def test_versions_within_minutes_are_told_in_one_letter(story, settings):
    settings.NOTICES_WAIT = 5
    with time_machine.travel("2023-12-01 10:00", tick=False) as clock:
        story.at(story.visit, 11)
        story.release(tell=True)
        clock.shift(datetime.timedelta(minutes=4))
        work()
        story.cancel(story.lunch)
        story.release(tell=True)
        clock.shift(datetime.timedelta(minutes=4))
        work()
        before = to()
        clock.shift(datetime.timedelta(minutes=1))
        work()

    _told, first, second = Mailing.objects.order_by("pk")
    (letter,) = mail.outbox
    assert before == []
    assert told(first) == {"Maral": FOLDED, "Dana": UNCHANGED}
    assert told(second) == {"Maral": SENT, "Dana": UNCHANGED}
    assert "What changed for you since version 1" in letter.body
    assert "11:00–12:30" in letter.body
    assert "Cancelled: Lunch" in letter.body


@pytest.mark.once
def test_what_was_changed_back_before_it_was_told_is_not_told(story):
    story.at(story.visit, 11)
    story.release()
    story.at(story.visit, 9)
    story.release(tell=True)
    work()

    assert to() == []
    assert told() == {"Maral": UNCHANGED, "Dana": UNCHANGED}


@pytest.mark.once
def test_a_version_withdrawn_before_it_was_told_is_not_told(story):
    story.at(story.visit, 11)
    made = story.release(tell=True)
    release.withdraw(made, by=None, reason="wrong")
    work()

    assert to() == []
    assert told() == {"Maral": UNCHANGED, "Dana": UNCHANGED}


def test_the_version_before_is_told_where_the_newest_was_withdrawn_and_neither_was_told(story, settings):
    story.at(story.visit, 11)
    story.release()
    story.at(story.visit, 12)
    made = story.release(tell=True)
    release.withdraw(made, by=None, reason="wrong")
    work()

    (letter,) = mail.outbox
    assert "Programme, version 2" in letter.body
    assert "now: 4 December 2023, 11:00–12:30, Mary" in letter.body
    assert Notice.objects.filter(state="sent").latest("pk").release.number == 2


def test_who_withdraws_a_version_that_was_told_finds_letters_in_the_outbox_about_what_holds(client, story):
    client.force_login(User.objects.create_superuser("chief@example.org"))
    story.at(story.visit, 11)
    made = story.release(tell=True)
    work()
    to()
    address = reverse("admin:missions_release_withdraw", args=[made.pk])

    page = client.post(address, {"reason": "wrong"}, follow=True)

    assert [str(one) for one in page.context["messages"]] == [
        "Version 2 is withdrawn.",
        "Letters that say what holds now wait in the outbox.",
    ]
    mailing = Mailing.objects.latest("pk")
    assert (mailing.state, mailing.release.number) == ("prepared", 1)
    outbox.give(mailing, by=None)
    work()
    (letter,) = mail.outbox
    assert letter.to == ["maral@example.org"]
    assert "now: 4 December 2023, 09:00–10:30, Mary" in letter.body


def test_who_withdraws_a_version_of_which_nobody_was_told_makes_no_letters(client, story):
    client.force_login(User.objects.create_superuser("chief@example.org"))
    story.at(story.visit, 11)
    made = story.release()
    before = Mailing.objects.count()

    client.post(reverse("admin:missions_release_withdraw", args=[made.pk]), {"reason": "wrong"})

    assert (Mailing.objects.count(), release.newest(story.mission).number) == (before, 1)


def test_whoever_was_told_of_a_version_that_was_withdrawn_is_told_what_holds_now(story):
    """Of what only that version showed, the day alone; of words that were taken back none."""
    secret = story.item("Secret plant", 15, [story.food])
    story.visit.title_en = "Wrong word"
    story.visit.save()
    story.at(story.visit, 11)
    made = story.release(tell=True)
    work()
    to()
    release.withdraw(made, by=None, reason="wrong")
    secret.delete()
    story.visit.title_en = "Food plant"
    story.visit.save()
    story.at(story.visit, 9)
    story.at(story.reception, 20)

    story.release(tell=True)
    work()

    letter = next(one for one in mail.outbox if one.to == ["maral@example.org"])
    page = letter.alternatives[0][0]
    assert "since version 2" in letter.body
    assert "was: 4 December 2023, 11:00–12:30\n" in letter.body
    assert "now: 4 December 2023, 09:00–10:30, Mary" in letter.body
    assert "* Removed: An entry that was shown by mistake, 4 December 2023" in letter.body
    for word in ("Secret", "Wrong word"):
        assert word not in letter.body
        assert word not in page


def test_after_a_withdrawal_those_told_wrongly_can_be_told_by_a_press(story):
    story.at(story.visit, 11)
    made = story.release(tell=True)
    work()
    to()
    release.withdraw(made, by=None, reason="wrong")

    mailing = outbox.prepare(release.newest(story.mission), by=None)
    outbox.give(mailing, by=None)
    work()

    (letter,) = mail.outbox
    assert letter.to == ["maral@example.org"]
    assert "now: 4 December 2023, 09:00–10:30, Mary" in letter.body
    again = outbox.prepare(release.newest(story.mission), by=None)
    assert told(again) == {"Maral": UNCHANGED, "Dana": UNCHANGED}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda her: type(her).objects.filter(pk=her.pk).update(state=DelegateState.WITHDRAWN), "withdrew"),
        (lambda her: type(her.person).objects.filter(pk=her.person.pk).update(email=""), "no_address"),
        (lambda her: links.revoke_all(AccessLink.objects.filter(delegate=her)), "link_ended"),
    ],
)
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_who_cannot_be_told_gets_none_and_the_count_says_why(story, change, reason, when):
    story.at(story.visit, 11)
    if when == "before":
        change(story.maral)
    story.release(tell=True)
    if when == "meanwhile":
        change(story.maral)
    work()

    gone = {} if (when, reason) == ("before", "withdrew") else {"Maral": reason}
    assert told() == {"Dana": UNCHANGED, **gone}
    assert to() == []


def test_an_expired_link_is_made_anew_and_one_to_an_assistant_is_named(story):
    AccessLink.objects.filter(delegate=story.maral).update(expires_at="2020-01-01T00:00Z")
    AccessLink.objects.filter(delegate=story.dana).delete()
    links.make(story.dana, assistant="Aman")
    story.at(story.reception, 20)

    story.release(tell=True)
    work()

    hers, other = mail.outbox
    (held,) = links.holding(AccessLink.objects.filter(delegate=story.maral))
    assert links.address(links.token_of(held)) in hers.body
    assert held.sent_at == Notice.objects.get(delegate=story.maral, mailing__release__number=2).sent_at
    assert "Aman" in other.body
    assert "Aman" not in hers.body


def test_who_was_invited_after_a_version_is_told_what_changed_since(story):
    later = story.delegate("Later", [story.food])
    AccessLink.objects.filter(delegate=later).update(sent_at="2020-01-01T00:00Z")
    story.at(story.reception, 20)

    story.release(tell=True)
    work()

    letter = next(one for one in mail.outbox if one.to == ["later@example.org"])
    assert "What changed for you since version 1" in letter.body


@pytest.mark.once
def test_who_is_put_into_another_group_is_told_by_the_groups_of_each_version(story):
    story.dana.groups.set([story.food])

    story.release(tell=True)
    work()

    (letter,) = mail.outbox
    assert letter.to == ["dana@example.org"]
    for state, title in (
        ("Добавлено", "Пищевой завод"),
        ("Добавлено", "Обед"),
        ("Убрано", "Обувная фабрика"),
    ):
        assert f"* {state}: {title}" in letter.body


@pytest.mark.once
@pytest.mark.parametrize("field", ["visibility", "summary", "staff_notes", "ru"])
def test_what_moves_nobody_causes_no_letter(story, field):
    """Who else may see an item, how the mission is described, and words in another language."""
    if field == "visibility":
        story.visit.visibility = "delegation"
    elif field == "summary":
        story.mission.summary_en = "Other words"
    elif field == "staff_notes":
        story.visit.staff_notes = "Bring gifts"
        story.lunch.order += 100
    else:
        story.visit.title_ru = "Другое слово"
    story.visit.save()
    story.lunch.save()
    story.mission.save()

    with suppress(ValidationError):  # of what is for staff alone there is no new version
        story.release(tell=True)
    work()

    assert to() == []


def test_what_is_foreseen_is_what_comes(story):
    story.at(story.visit, 11)
    story.delegate("Mute", [story.food], email="")
    story.delegate("Later", [story.food], invited=False)
    new = document.make(story.mission, story.members())

    foreseen = telling.foreseen(story.mission, new)
    letter = letters.foreseen(story.maral, new)
    story.release(tell=True)
    work()

    (sent,) = mail.outbox
    expected = {one.delegate.person.given_name_en: str(one.reason) or SENT for one in foreseen}
    assert (
        expected
        == told()
        == {
            "Maral": SENT,
            "Dana": UNCHANGED,
            "Mute": "no_address",
            "Later": "not_invited",
        }
    )
    assert telling.counts(foreseen) == {"": 1, "unchanged": 1, "no_address": 1, "not_invited": 1}
    assert letter.subject == sent.subject
    assert "/l/…/" in letter.body
    changes = "What changed", "Times are local"
    assert (
        letter.body.split(changes[0])[1].split(changes[1])[0]
        == sent.body.split(changes[0])[1].split(changes[1])[0]
    )


@pytest.mark.once
def test_a_preview_shows_her_letter_but_not_what_opens_her_pages(story):
    story.at(story.visit, 11)
    story.release()
    mailing = Mailing.objects.latest("pk")

    letter = letters.preview(mailing, story.maral, "ru", attached=True)

    assert letters.preview(mailing, story.dana) is None
    assert "Пищевой завод" in letter.body
    assert len(letter.attachments) == 2
    (link,) = AccessLink.objects.filter(delegate=story.maral)
    assert links.token_of(link) not in letter.message().as_string()
    assert links.token_of(link) not in letter.body


def test_stopped_letters_are_not_sent_and_the_next_version_tells_them(story, settings):
    settings.NOTICES_WAIT = 5
    story.at(story.visit, 11)
    story.release(tell=True)
    stopped = outbox.stop(Mailing.objects.latest("pk"))
    assert (stopped, told()) == (1, {"Maral": "stopped", "Dana": UNCHANGED})
    with pytest.raises(ValidationError):
        outbox.stop(Mailing.objects.latest("pk"))

    settings.NOTICES_WAIT = 0
    story.cancel(story.lunch)
    story.release(tell=True)
    work()

    (letter,) = mail.outbox
    assert "11:00–12:30" in letter.body
    assert "since version 1" in letter.body


def test_a_message_goes_to_whom_it_is_given_with_its_placeholders_filled(story):
    mute = story.delegate("Mute", [], email="")
    mailing = Mailing.objects.create(
        mission=story.mission,
        kind="message",
        subject_en="The bus, {name}{link}\r\nBcc: all@example.org",
        text_en="Dear {name},\n\nthe bus waits for {mission} <b>now</b>. {link} {what}",
        text_ru="Автобус ждёт, {name}.",
    )

    number = outbox.give(mailing, by=None, recipients=[story.maral, story.dana, mute])
    work()

    hers, other = mail.outbox
    page = hers.alternatives[0][0]
    assert (number, told(mailing)) == (2, {"Maral": SENT, "Dana": SENT, "Mute": "no_address"})
    assert hers.subject == "The bus, Maral Orazowa{link} Bcc: all@example.org"  # servers log subjects
    assert "Bcc" not in hers.message()
    assert "Dear Maral Orazowa,\n\nthe bus waits for Silk Road <b>now</b>." in hers.body
    assert "{what}" in hers.body
    assert "&lt;b&gt;now&lt;/b&gt;" in page
    assert page.count('<a href="http') == 1
    assert other.body.startswith("Автобус ждёт, Dana Orazowa.")
    assert hers.attachments == []
