"""A session that ended in mid-edit, in a real browser: sign in again, and what was typed stands in its form."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from missions.models import AcceptedCaution, Deadline, Mission
from tests import factories
from tests.backoffice.imports.layouts import docx

RESTORED = "Your session had ended. What you typed stands here again; it is not saved yet."


@pytest.fixture
def mission():
    mission = factories.make_mission(title="Mission to Turkmenistan")
    for number, name in enumerate(("Mary", "Ashgabat")):
        stop = factories.make_stop(
            mission=mission, place=factories.make_place(name=name), first_day=factories.FIRST_DAY
        )
        factories.make_item(stop=stop, title=f"Talks {number}", day=factories.FIRST_DAY, groups=[])
    factories.make_delegate(mission=mission, groups=[factories.make_group(mission=mission)])
    return mission


@pytest.fixture
def desk(open_page, signed_in, mission):
    page = open_page()
    signed_in(page, factories.make_user(is_superuser=True, email="me@example.org"))
    return page


def of_mission(name, mission):
    return reverse(f"admin:missions_mission_{name}", args=[mission.pk])


def typed_and_sent_too_late(page, form, field, text):
    """Type into a field of the form, whose session ends, press its button, and sign in again."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    form.locator(field).fill(text)
    form.locator("[type=submit], button:not([type])").first.click(trial=True)
    Session.objects.all().delete()
    form.locator("[type=submit], button:not([type])").first.click()
    page.get_by_label("E-mail address").fill("me@example.org")
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(RESTORED)).to_be_visible()


@pytest.mark.parametrize(
    ("name", "field", "text"),
    [
        ("release", "[name=note_en]", "The talks begin later"),
        ("copy", "[name=title_en]", "Mission of the year after"),
        ("drafts", "[name=reader]", "Embassy"),
        ("write", "[name=subject_en]", "What to bring"),
    ],
)
def test_what_was_typed_about_a_mission_stands_there_again(desk, mission, name, field, text):
    page = desk
    page.goto(of_mission(name, mission))
    form = page.locator("main form", has=page.locator(field))

    typed_and_sent_too_late(page, form, field, text)

    assert page.url.endswith(of_mission(name, mission))
    expect(form.locator(field)).to_have_value(text)


def test_of_the_verbs_of_a_follow_up_the_one_that_was_begun_is_open(desk, mission):
    page = desk
    row = factories.make_follow_up(item=mission.items.first())
    page.goto(reverse("admin:follow_up", args=[row.pk]))
    form = page.locator("main form#do-drop")

    typed_and_sent_too_late(page, form, "[name=reason]", "They found another buyer")

    expect(form.locator("[name=reason]")).to_be_visible()
    assert [box.input_value() for box in page.locator("[name=reason]").all() if box.input_value()] == [
        "They found another buyer"
    ]


def test_a_reason_for_a_caution_stands_at_that_caution_again_and_is_accepted(desk, mission):
    page = desk
    group = mission.groups.first()
    for title in ("Food plant", "Shoe factory", "Mill"):
        factories.make_item(
            stop=mission.stops.first(),
            title=title,
            day=factories.FIRST_DAY,
            starts_at=datetime.time(10),
            ends_at=datetime.time(12),
            groups=[group],
        )
    page.goto(of_mission("cautions", mission))
    forms = page.locator("main form", has=page.locator("[name=reason]"))
    cause = forms.nth(1).locator("[name=cause]").input_value()
    form = page.locator("main form", has=page.locator(f"[name=cause][value='{cause}']"))

    typed_and_sent_too_late(page, form, "[name=reason]", "They know")

    assert page.url.endswith(of_mission("cautions", mission))
    typed = [box.input_value() for box in page.locator("[name=reason]").all()]
    assert [text for text in typed if text] == ["They know"]
    form.locator("button", has_text="Accept").click()
    expect(page.get_by_text("Accepted, until its cause changes.")).to_be_visible()
    [accepted] = AcceptedCaution.objects.all()
    assert (accepted.cause, accepted.reason) == (cause, "They know")


def test_a_day_corrected_in_a_programme_that_is_brought_in_stands_there_again(desk, mission):
    page = desk
    page.goto(of_mission("import", mission))
    page.get_by_label("programme in Word").check()
    content = docx("4 December, Nowhere", "10:00 Something odd", "11:00 Visit to the mill")
    page.locator("#id_file").set_input_files(
        {"name": "programme.docx", "mimeType": "application/x", "buffer": content}
    )
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="Rows", exact=True)).to_be_visible()
    field = "[name^='cell-'] >> nth=0"
    form = page.locator("main form", has=page.locator("[name^='cell-']"))

    typed_and_sent_too_late(page, form, field, "6 December")

    expect(form.locator(field)).to_have_value("6 December")


def test_a_deadline_is_done_after_signing_in_again(desk, mission):
    page = desk
    factories.make_deadline(mission=mission)
    page.goto(of_mission("deadlines", mission))
    Session.objects.all().delete()

    page.get_by_role("button", name="Done").first.click()
    page.get_by_label("E-mail address").fill("me@example.org")
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Done").first.click()

    expect(page.get_by_text("is done.")).to_be_visible()
    assert Deadline.objects.get().done_on is not None


def test_what_waits_for_its_form_is_not_lost_on_another_page(desk, mission):
    page = desk
    page.goto(of_mission("copy", mission))
    form = page.locator("main form", has=page.locator("[name=title_en]"))
    form.locator("[name=title_en]").fill("Another mission")
    Session.objects.all().delete()
    form.locator("button").first.click()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("me@example.org")
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.goto(of_mission("copy", mission))

    expect(form.locator("[name=title_en]")).to_have_value("Another mission")
    page.get_by_role("button", name="Throw away what I typed").click()
    expect(page.get_by_text(RESTORED)).to_have_count(0)
    assert Mission.objects.count() == 1


def test_a_passport_is_kept_nowhere(desk, mission):
    page = desk
    mission.starts_on, mission.ends_on = datetime.date(2060, 5, 3), datetime.date(2060, 5, 7)
    mission.save()
    delegate = mission.delegates.get()
    page.goto(reverse("admin:delegations_delegate_travel_document", args=[delegate.pk]))
    form = page.locator("main form[autocomplete=off]")
    form.locator("[name=number], input[type=text]").first.fill("N 1234567")
    Session.objects.all().delete()

    form.locator("button").first.click()
    expect(page.get_by_label("Password")).to_be_visible()

    assert page.evaluate("sessionStorage.getItem('keruen-drafts')") is None
