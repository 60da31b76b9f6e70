"""Personal links shown and printed in the back office: who may, what is recorded, and what is not told."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from backoffice.rights import roles
from delegations import links, shown_links
from delegations.models import AccessLink, DelegateState
from delegations.shown_links import Act
from missions.models import Role
from tests import factories
from tests.backoffice.members import signed_in_with
from tests.backoffice.pages import signed_in
from tests.backoffice.people.test_links_page import travellers
from tests.together import at_once

pytestmark = pytest.mark.django_db


def page(mission):
    return reverse("admin:missions_mission_show_links", args=[mission.pk])


def addresses(response):
    return re.findall(r"https?://[^\s\"<]+/l/[\w-]{43}/", response.text)


def test_link_of_delegate_without_email_is_shown_and_recorded():
    [nobody] = travellers("Nobody")
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    before = client.get(page(nobody.mission), {"delegate": nobody.pk})
    assert (addresses(before), AccessLink.objects.count()) == ([], 0)
    shown = client.post(page(nobody.mission), {"act": "show", "delegate": nobody.pk})

    link = AccessLink.objects.get()
    address = links.address(links.token_of(link))
    assert addresses(shown) == [address]
    assert "<svg" in shown.text
    assert "no-store" in shown["Cache-Control"]
    [entry] = LogEntry.objects.filter(object_id=str(link.pk))
    assert (entry.change_message, entry.user_id) == ("Link shown", int(client.session["_auth_user_id"]))
    assert links.token_of(link) not in str(vars(entry))
    assert "Link shown" in client.get(page(nobody.mission), {"delegate": nobody.pk}).text
    assert client.post(f"/l/{links.token_of(link)}/").status_code == 302
    assert mail.outbox == []


def test_link_that_holds_is_shown_again_and_nothing_is_revoked():
    [aigul] = travellers("Aigul")
    link, token = links.make(aigul)

    shown = signed_in().post(page(aigul.mission), {"act": "show", "delegate": aigul.pk})

    assert addresses(shown) == [links.address(token)]
    assert list(AccessLink.objects.values_list("pk", "revoked_at")) == [(link.pk, None)]


def test_expired_or_assistants_link_is_not_the_one_that_is_shown():
    [aigul] = travellers("Aigul")
    links.make(aigul, expires_at=timezone.now())
    links.make(aigul, assistant="Berik")

    [shown] = shown_links.show([aigul], Act.SHOWN, by=factories.make_user())

    assert (shown.link.assistant, AccessLink.objects.count()) == ("", 3)


def test_sheet_has_a_card_for_each_chosen_delegate_in_their_language():
    mission = factories.make_mission(title={"en": "Silk Road", "ru": "Шёлковый путь"})
    first, second, third = travellers("Aigul", "Berik", "Nobody", mission=mission)
    third.person.language = "ru"
    third.person.save()

    sheet = signed_in().post(page(mission), {"act": "print", "delegate": [third.pk, first.pk]})

    own = [links.address(links.token_of(each.links.get())) for each in (first, third)]
    assert addresses(sheet) == own
    assert not second.links.exists()
    assert sheet.text.count('<div class="qr" role="img"') == 2
    assert "Шёлковый путь" in sheet.text
    assert set(LogEntry.objects.values_list("change_message", flat=True)) == {"Link printed"}


def test_nothing_is_shown_of_another_mission_or_of_who_withdrew():
    aigul, berik = travellers("Aigul", "Berik")
    [stranger] = travellers("Stranger")
    berik.state = DelegateState.WITHDRAWN
    berik.save()
    client = signed_in()

    met = [
        client.post(page(aigul.mission), {"act": "show", "delegate": key}).status_code
        for key in (stranger.pk, berik.pk, "x", "987654321")
    ]
    met.append(
        client.post(page(aigul.mission), {"act": "print", "delegate": [aigul.pk, stranger.pk]}).status_code
    )
    met.append(
        client.post(page(aigul.mission), {"act": "show", "delegate": [aigul.pk, aigul.pk + 1]}).status_code
    )

    assert met == [404] * 6
    assert not AccessLink.objects.exists()


def test_who_chose_nobody_is_asked_to_choose():
    [aigul] = travellers("Aigul")

    answered = signed_in().post(page(aigul.mission), {"act": "print"}, follow=True)

    assert "Choose at least one delegate." in answered.text


def test_who_may_send_links_may_show_them():
    [aigul] = travellers("Aigul")

    met = {
        kind: signed_in(kind).post(page(aigul.mission), {"act": "show", "delegate": aigul.pk}).status_code
        for kind in (roles.VIEWER, roles.EDITOR, roles.RELEASER, roles.EDITOR_WITH_PEOPLE)
    }

    assert met == {
        roles.VIEWER: 403,
        roles.EDITOR: 403,
        roles.RELEASER: 403,
        roles.EDITOR_WITH_PEOPLE: 200,
    }


@pytest.mark.parametrize("role", list(Role))
def test_role_in_another_mission_shows_no_link(role):
    [aigul] = travellers("Aigul")
    client = signed_in_with({factories.make_mission(): role})

    assert client.post(page(aigul.mission), {"act": "show", "delegate": aigul.pk}).status_code in {403, 404}
    assert not AccessLink.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_show_a_first_link_at_once_show_the_same():
    [aigul] = travellers("Aigul")
    users = [factories.make_user(), factories.make_user()]

    found = at_once(*[lambda by=by: shown_links.show([aigul], Act.SHOWN, by=by) for by in users])

    assert len({shown.address for [shown] in found}) == 1
    assert AccessLink.objects.count() == 1
