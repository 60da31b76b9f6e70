"""The letter to whoever has to hear of a changed journey or hotel: by one press a draft, then sent as any."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.letters.travel_letter import RIGHTS
from backoffice.rights import roles
from delegations import links
from delegations.models import AccessLink, Mailing, Notice
from tests import factories
from tests.backoffice.letters.writing import letter, outbox, seal, travellers, words, work, write
from tests.backoffice.pages import signed_in
from tests.delegations.travellers import release

pytestmark = pytest.mark.django_db
DAY = dt.date(2099, 12, 4)
LOOK = "Who has not been told: the outbox"
ONE = "1 delegate has not been told of a changed journey or hotel"


@pytest.fixture
def moved():
    """Of three who know their programme one flies later than she read, and another sleeps elsewhere."""
    mission, (aigul, berik, canat) = travellers("Aigul", "Berik", "Canat")
    type(mission).objects.filter(pk=mission.pk).update(starts_on=DAY, ends_on=DAY)
    factories.make_item(mission=mission, visibility="public", for_everyone=True)
    leg = factories.make_leg(
        mission=mission,
        passengers=[aigul],
        number="KC 1",
        departs_on=DAY,
        departs_at=dt.time(22, 5),
        from_place=factories.make_place(name="Astana", country="KZ", zone="Asia/Almaty"),
    )
    factories.make_stay(delegate=canat, arrives_on=DAY, leaves_on=DAY + dt.timedelta(1))
    release(mission)
    for delegate in (aigul, berik, canat):
        links.make(delegate)
    AccessLink.objects.update(sent_at=timezone.now(), made_at=timezone.now())
    leg.departs_at = dt.time(23, 55)
    leg.save()
    return mission, aigul, canat


def pages_to_it(mission):
    """What leads to the outbox, where it stands who has not been told."""
    names = ("release", "foreseen")
    return [reverse(f"admin:missions_mission_{name}", args=[mission.pk]) for name in names]


def test_by_one_press_and_a_look_the_passenger_alone_is_told_old_and_new(moved):
    mission, aigul, _canat = moved
    client = signed_in()
    assert f"{ONE} Flight KC 1, Astana to Ashgabat (1)" in words(client.get(outbox(mission)))
    for page in pages_to_it(mission):
        assert LOOK in words(client.get(page))

    page = client.post(write(mission), {"about": "journeys"}, follow=True)
    mailing = Mailing.objects.get(kind="message")
    assert page.redirect_chain == [(letter(mailing), 302)]
    assert (mailing.notices.count(), mailing.filters) == (0, {"travel_changed": True})
    assert "was: Astana, 4 December 2099, 22:05" in words(page)
    client.post(letter(mailing), {"do": "send", "seal": seal(page)}, follow=True)
    work()

    [sent] = mail.outbox
    assert sent.to == [aigul.person.email]
    assert (
        "* Flight KC 1, Astana to Ashgabat\n  Departs:\n"
        "    was: Astana, 4 December 2099, 22:05, Astana time (UTC+5)\n"
        "    now: Astana, 4 December 2099, 23:55, Astana time (UTC+5)\n"
    ) in sent.body
    assert "{" not in sent.body + sent.subject
    assert "has not been told of a changed" not in words(client.get(outbox(mission)))
    for page in pages_to_it(mission):
        assert LOOK not in words(client.get(page))


def test_what_is_saved_while_a_letter_is_made_is_in_it(moved):
    """Else it would count as told, and nobody would ever write it to her."""
    mission, aigul, _canat = moved
    client = signed_in()
    page = client.post(write(mission), {"about": "journeys"}, follow=True)
    client.post(letter(Mailing.objects.get(kind="message")), {"do": "send", "seal": seal(page)}, follow=True)
    written = []

    def saved_then(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if not written and '"history_type"' in sql and 'FROM "delegations_historicalstay"' in sql:
            written.append(sql)
            leg = aigul.legs.get()
            leg.departs_at = dt.time(23, 58)
            leg.save()
        return answer

    with connection.execute_wrapper(saved_then):
        work()

    [sent] = mail.outbox
    assert written
    assert "now: Astana, 4 December 2099, 23:58" in sent.body


def test_a_changed_hotel_reaches_the_guest_and_nobody_else(moved):
    mission, aigul, canat = moved
    stay = canat.stays.get()
    stay.hotel = "Imperial"
    stay.save()
    client = signed_in(roles.EDITOR_WITH_PEOPLE)
    assert "2 delegates have not been told of changed journeys or hotels" in words(
        client.get(outbox(mission))
    )

    page = client.post(write(mission), {"about": "journeys"}, follow=True)
    client.post(letter(Mailing.objects.get(kind="message")), {"do": "send", "seal": seal(page)})
    work()

    assert {one.to[0]: "Imperial" in one.body for one in mail.outbox} == {
        aigul.person.email: False,
        canat.person.email: True,
    }
    assert not any(canat.stays.get().room in one.body for one in mail.outbox if canat.stays.get().room)


@pytest.mark.parametrize(
    "lang", ["en", *(pytest.param(lang, marks=pytest.mark.once) for lang in ("ru", "kk", "tk"))]
)
def test_it_is_written_in_the_language_of_each(moved, lang):
    mission, aigul, _canat = moved
    type(aigul.person).objects.filter(pk=aigul.person.pk).update(language=lang)
    client = signed_in(roles.EDITOR_WITH_PEOPLE)

    page = client.post(write(mission), {"about": "journeys"}, follow=True)
    client.post(letter(Mailing.objects.get(kind="message")), {"do": "send", "seal": seal(page)})
    work()

    [sent] = mail.outbox
    assert Notice.objects.get(state="sent").lang == lang
    assert "22:05" in sent.body
    assert "23:55" in sent.body
    for word in ("Your journey", "Departs", "was", "Astana time"):
        assert (word in sent.subject + sent.body) == (lang == "en"), word


@pytest.mark.once
def test_a_subject_tells_no_journeys(moved):
    mission, _aigul, _canat = moved
    typed = {"subject_en": "{Journeys}", "text_en": "x", "do": "save"}

    page = words(signed_in(roles.EDITOR_WITH_PEOPLE).post(write(mission), typed))

    assert "{journeys} stands in the text alone: a subject is read on the way." in page
    assert not Mailing.objects.filter(kind="message").exists()


@pytest.mark.once
def test_who_may_not_see_journeys_is_not_told_whose_have_changed(moved):
    mission, _aigul, _canat = moved
    member = factories.make_user()
    client = Client()
    client.force_login(member)
    for name in RIGHTS:
        page = words(client.get(outbox(mission)))
        assert ONE not in page
        member.user_permissions.add(Permission.objects.get(codename=name.partition(".")[2]))
    assert ONE in words(client.get(outbox(mission)))
