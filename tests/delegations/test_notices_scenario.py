"""Scenario 3 of the field, release and change: through the page that releases, with the letters read back from
the folder into which they are written by default."""

import datetime
import re
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from delegations import links
from delegations.models import LinkPurpose, Notice
from tests import factories, papers
from tests.delegations.notice_stories import Story

pytestmark = pytest.mark.django_db(transaction=True)

AT_2140 = "2023-12-03 16:40"  # 21:40 in Mary


def folder_of(settings, place):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(place)},
        }
    }


def read_back(place):
    """The letters in the folder, each as Python's own package reads it; the folder is emptied."""
    found = []
    for file in sorted(place.iterdir()):
        letters = file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
        found += [message_from_bytes(raw, policy=policy.default) for raw in letters if raw.strip()]
        file.unlink()
    return found


def at_the_desk():
    desk = Client()
    desk.force_login(factories.make_user(is_superuser=True))
    return desk


def press_release(client, mission, **typed):
    """What the page shows is sent back, as a browser does."""
    page = reverse("admin:missions_mission_release", args=[mission.pk])
    form = client.get(page).context["form"]
    shown = {name: form[name].value() for name in ("replaces", "saw")}
    sent = {name: "" if value is None else value for name, value in shown.items()}
    answer = client.post(page, {**sent, "disclose": "on", "tell": "now", **typed})
    assert answer.status_code == 302, answer.context["form"].errors


def worker():
    """What the worker of production does, until nothing is left."""
    call_command(
        "db_worker", batch=True, queue_name="*", interval=0, startup_delay=False, reload=False, verbosity=0
    )


def events(letter):
    """The events of its calendar by UID: begin, sequence, status."""
    (file,) = (part for part in letter.iter_attachments() if part.get_content_type() == "text/calendar")
    read = icalendar.Calendar.from_ical(file.get_content())
    assert (read["METHOD"], file.get_param("method")) == ("PUBLISH", "PUBLISH")
    return {
        str(event["UID"]): (event["DTSTART"].dt, int(event["SEQUENCE"]), str(event["STATUS"]))
        for event in read.walk("VEVENT")
    }


@pytest.mark.parametrize(
    "lang", ["en", *(pytest.param(lang, marks=pytest.mark.once) for lang in ("ru", "kk", "tk"))]
)
def test_only_who_is_concerned_gets_one_letter_with_both_times(settings, tmp_path, lang):
    """Release; at 21:40 the visit at 9 moves to 11 and lunch is cancelled; release again."""
    folder_of(settings, tmp_path)
    settings.NOTICES_WAIT = 0
    with time_machine.travel("2023-12-01 10:00"):
        story = Story()
        story.maral.person.language = lang
        story.maral.person.save()
        press_release(at_the_desk(), story.mission)
        worker()
    first = {letter["To"]: letter for letter in read_back(tmp_path)}
    assert set(first) == {"maral@example.org", "dana@example.org"}
    before = events(first["maral@example.org"])

    with time_machine.travel(AT_2140):
        story.at(story.visit, 11)
        story.cancel(story.lunch)
        press_release(at_the_desk(), story.mission)
        worker()
        worker()

    (letter,) = read_back(tmp_path)
    assert letter["To"] == "maral@example.org"
    text = letter.get_body(("plain",)).get_content()
    page = letter.get_body(("html",)).get_content()
    assert "09:00–10:30" in text
    assert "11:00–12:30" in text
    assert page.index("<del>") < page.index("<ins>")
    assert f'<html lang="{lang}">' in page
    after = events(letter)
    visit, lunch, reception = (str(item.uid) for item in (story.visit, story.lunch, story.reception))
    assert set(after) == set(before) == {visit, lunch, reception}
    assert after[visit][0] == datetime.datetime(2023, 12, 4, 11, tzinfo=ZoneInfo("Asia/Ashgabat"))
    assert before[visit][1] < after[visit][1]
    assert before[lunch][1] < after[lunch][1]
    assert (before[lunch][2], after[lunch][2]) == ("CONFIRMED", "CANCELLED")
    assert after[reception] == before[reception]
    assert Notice.objects.get(delegate=story.maral, release__number=2).message_id == letter["Message-ID"]


def test_letter_page_feed_and_paper_agree(settings, tmp_path):
    folder_of(settings, tmp_path)
    settings.NOTICES_WAIT = 0
    story = Story()
    story.release(tell=True)
    worker()
    letter = next(one for one in read_back(tmp_path) if one["To"] == "maral@example.org")
    _link, token = links.make(story.maral, LinkPurpose.CALENDAR)
    (link,) = story.maral.links.filter(purpose=LinkPurpose.ITINERARY)
    hers = Client()
    address = next(
        word for word in letter.get_body(("plain",)).get_content().split() if word.startswith("http")
    )
    assert address == links.address(links.token_of(link))
    assert hers.post(address.removeprefix(settings.SITE_URL)).status_code == 302

    paper, calendar = letter.iter_attachments()
    page = hers.get(f"/en/my/{story.mission.slug}/").content.decode()
    assert paper.get_content_type() == "application/pdf"
    assert paper.get_content() == hers.get(f"/en/my/{story.mission.slug}/itinerary.pdf").content
    assert calendar.get_content().replace("\r\n", "\n") == Client().get(
        f"/c/{token}.ics"
    ).content.decode().replace("\r\n", "\n")
    text = letter.get_body(("plain",)).get_content()
    for title in ("Food plant", "Lunch", "Reception"):
        assert title in text
        assert title in page
    for title in ("Shoe factory", "Dana"):
        for part in (text, letter.get_body(("html",)).get_content(), calendar.get_content()):
            assert title not in part
        assert title not in papers.printed(paper.get_content())


def test_names_stay_text_in_every_part_and_no_header_is_added(settings, tmp_path):
    """faults.md 50 and 53."""
    folder_of(settings, tmp_path)
    settings.NOTICES_WAIT = 0
    story = Story()
    story.maral.person.family_name_en = '<a href="https://evil.example">x</a>\r\nBcc: all@example.org'
    story.maral.person.save()
    story.mission.title_en = "A title\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>"
    story.mission.save()
    story.visit.title_en = "[x](https://evil.example) <img src=x>\nX-Spam: no"
    story.visit.save()

    story.release(tell=True)
    worker()

    letter = next(one for one in read_back(tmp_path) if one["To"] == "maral@example.org")
    page = letter.get_body(("html",)).get_content()
    assert (letter["Bcc"], letter["X-Spam"]) == (None, None)
    for tag in ("<script", "<img", '<a href="https://evil'):
        assert tag not in page
    assert "\nX-Spam" not in letter.get_body(("plain",)).get_content()
    led = re.findall(r'href="([^"]*)"', page)
    assert len(led) == page.count("<a ")
    assert all(address.startswith((f"{settings.SITE_URL}/l/", "mailto:keruen@127.0.0.1")) for address in led)
