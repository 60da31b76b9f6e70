"""The link in a letter: whose it is, and that nobody gets one whose link was ended."""

from functools import partial

import pytest
from django.core import mail

from delegations import links
from delegations.models import AccessLink, Mailing, Notice
from delegations.notices import outbox, sending
from tests.delegations.letters import work
from tests.delegations.notice_stories import Story
from tests.together import in_between

NAMED = (
    "The link in this letter is that of your assistant Aman. Give it to nobody else: it shows your hotel and "
    "your journeys."
)


@pytest.fixture(autouse=True)
def no_wait(settings):
    settings.NOTICES_WAIT = 0


@pytest.mark.django_db(transaction=True)
def test_a_link_that_is_ended_while_a_letter_is_made_is_not_made_anew():
    story = Story()
    AccessLink.objects.filter(delegate=story.maral).update(expires_at="2020-01-01T00:00Z")
    story.release(tell=True)
    hers = AccessLink.objects.filter(delegate=story.maral)
    notice = Notice.objects.get(delegate=story.maral)

    in_between(
        partial(sending.deliver.func, [notice.pk]),
        'FROM "delegations_accesslink"',
        partial(links.revoke_all, hers),
    )

    notice.refresh_from_db()
    assert (notice.state, notice.reason) == ("skipped", "link_ended")
    assert [list(links.holding(hers)), mail.outbox] == [[], []]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["The bus waits.", "The bus waits: {link}"])
def test_a_message_to_who_has_an_assistants_link_alone_names_the_assistant(text):
    story = Story()
    AccessLink.objects.filter(delegate=story.dana).delete()
    links.make(story.dana, assistant="Aman")
    story.release()
    mailing = Mailing.objects.create(mission=story.mission, kind="message", subject_en="Bus", text_en=text)

    story.dana.person.language = "en"
    story.dana.person.save()
    outbox.give(mailing, by=None, recipients=[story.maral, story.dana])
    work()

    hers, other = mail.outbox
    own = "Do not forward this letter: its link shows your hotel and your journeys."
    for letter, said, not_said in ((hers, own, NAMED), (other, NAMED, own)):
        parts = (letter.body, letter.alternatives[0][0])
        assert [(said in part, not_said in part) for part in parts] == [(True, False)] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["The bus waits: {link}", "What was good? {Questions}"])
def test_a_message_with_a_link_makes_one_for_who_has_none_and_for_nobody_whose_was_ended(text):
    story = Story()
    never = story.delegate("Never", [story.food], invited=False)
    expired = AccessLink.objects.filter(delegate=story.maral)
    expired.update(expires_at="2020-01-01T00:00Z")
    ended = AccessLink.objects.filter(delegate=story.dana)
    links.revoke_all(ended)
    mailing = Mailing.objects.create(mission=story.mission, kind="message", subject_en="Bus", text_en=text)

    outbox.give(mailing, by=None, recipients=[story.maral, story.dana, never])
    work()

    for delegate in (story.maral, never):
        [held] = links.holding(AccessLink.objects.filter(delegate=delegate))
        [written] = [one for one in mail.outbox if one.to == [delegate.person.email]]
        assert links.address(links.token_of(held)) in written.body
        assert held.sent_at
    assert links.holding(ended.all()) == []


@pytest.mark.django_db
def test_a_message_without_a_link_makes_none():
    story = Story()
    never = story.delegate("Never", [story.food], invited=False)
    mailing = Mailing.objects.create(
        mission=story.mission, kind="message", subject_en="Bus", text_en="The bus waits, {name}"
    )

    outbox.give(mailing, by=None, recipients=[never])
    work()

    assert (len(mail.outbox), never.links.count()) == (1, 0)


@pytest.mark.once
@pytest.mark.django_db
def test_a_note_in_another_language_than_the_letters_says_so():
    story = Story()
    story.release(note={"ru": "Автобус подан"}, tell=True)
    work()

    page = next(one for one in mail.outbox if one.to == ["maral@example.org"]).alternatives[0][0]
    assert '<span lang="ru">Автобус подан</span>' in page
