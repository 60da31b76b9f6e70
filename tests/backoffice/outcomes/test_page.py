"""One outcome in the back office: what its page says, and the verbs that it takes."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from backoffice.rights import roles
from missions import release
from missions.models import Role, Visibility
from partners import meanwhile
from tests import factories, papers
from tests.backoffice.members import signed_in_with
from tests.backoffice.pages import fields_of, said, signed_in
from tests.together import PEOPLE, pressed_at_once

pytestmark = pytest.mark.django_db

PDF = papers.SMALLEST


@pytest.fixture
def row():
    union = factories.make_organisation(name="Union of Industrialists")
    mission = factories.make_mission(title="To Turkmenistan", zone="Asia/Ashgabat")
    row = factories.make_outcome(
        item=factories.make_item(mission=mission, title="At the union", visibility="public"),
        title="Contract for cans",
        kind="contract",
        amount=Decimal("1200.50"),
        currency="USD",
        certainty="signed",
        dated_on=dt.date(2023, 12, 6),
        theirs=[union],
        confidential=False,
        published=True,
        source="Letter of 6 December",
    )
    row.years.create(year=2024, amount=Decimal(1000))
    return row


def page_of(row):
    return reverse("admin:outcome", args=[row.pk])


def pressed(client, row, verb, **typed):
    sent = {"do": verb, "seen": str(meanwhile.version(row)), **typed}
    answer = client.post(page_of(row), sent, follow=True)
    row.refresh_from_db()
    return answer


def typed_in(client, row, **typed):
    """What the form for a correction sends, with these in place of what stands there."""
    fields = fields_of(client.get(page_of(row)))
    names = {name for name in fields if name.startswith(("title", "correction"))}
    names |= {"kind", "amount", "currency", "certainty", "dated_on"}
    return {name: fields[name][0] for name in names if name in fields} | typed


def test_it_says_all_that_is_known(row):
    contact = factories.make_contact(organisation=row.theirs.get())
    row.confirmed_on, row.confirmed_by, row.confirmation_noted_by = (
        dt.date(2024, 1, 8),
        contact,
        factories.make_user(),
    )
    row.save()

    page = signed_in().get(page_of(row)).content.decode().replace("\N{NO-BREAK SPACE}", " ")

    for words in (
        "Contract for cans", "1,200.50 USD", "<dt>2024</dt><dd>1,000 USD</dd>",
        "<dt>Year not stated</dt><dd>200.50 USD</dd>", "6 December 2023", "Union of Industrialists",
        "To Turkmenistan", "At the union", "Letter of 6 December", f"8 January 2024, {contact}",
        f"noted by {row.confirmation_noted_by}", "Published with the results",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.once
def test_the_organisations_of_both_sides_lead_to_their_pages_for_who_may_open_them(row):
    row.ours.add(factories.make_organisation(name="Our chamber"))
    member = factories.make_user()
    member.user_permissions.set(Permission.objects.filter(codename__in=["view_mission", "view_outcome"]))
    without = Client()
    without.force_login(member)

    def led(client):
        page = client.get(page_of(row))
        assert "Union of Industrialists" in page.text
        return re.findall(r'<a href="(/admin/partners/organisation/[^"]+/years/)">([^<]*)</a>', page.text)

    assert led(signed_in()) == [
        (reverse("admin:partners_organisation_years", args=[each.pk]), str(each))
        for each in (row.ours.get(), row.theirs.get())
    ]
    assert led(without) == []


def test_a_contact_of_one_of_the_sides_confirms_it_and_no_other(row):
    contact = factories.make_contact(organisation=row.theirs.get())
    stranger = factories.make_contact()
    client = signed_in()

    page = pressed(client, row, "confirm", contact=str(stranger.pk), on="2024-01-08")
    assert (row.confirmed_by, "Select a valid choice" in page.content.decode()) == (None, True)
    page = pressed(client, row, "confirm", contact="", on="")
    for sentence in ("Choose who confirmed it.", "Give the day on which it was confirmed."):
        assert sentence in page.content.decode()

    page = pressed(client, row, "confirm", contact=str(contact.pk), on="2024-01-08")

    assert said(page) == ["It is noted that the company confirmed it."]
    assert (row.confirmed_by, row.confirmed_on) == (contact, dt.date(2024, 1, 8))
    assert row.confirmation_noted_by is not None
    pressed(client, row, "take_back")
    assert row.confirmed_on is None


@pytest.mark.once
def test_a_day_that_has_not_come_is_refused_at_its_field(row):
    contact = factories.make_contact(organisation=row.theirs.get())

    page = pressed(signed_in(), row, "confirm", contact=str(contact.pk), on="2199-01-08")

    assert "This day has not come yet." in page.content.decode()
    assert row.confirmed_on is None


def test_it_is_corrected_and_the_public_reads_it_once_results_are_published_again(row):
    release.release_results(row.mission, by=None, replaces=None)
    client = signed_in()

    page = pressed(
        client, row, "correct", **typed_in(client, row, amount="1300", correction_en="Was 1,200.50")
    )

    assert said(page) == [
        "It is corrected, with today’s date. If the company confirmed it before, ask it again.",
        "The public reads it as it was until the results are published again.",
    ]
    assert (row.amount, row.correction_en, row.corrected_on) == (
        Decimal(1300),
        "Was 1,200.50",
        row.mission.today(),
    )


@pytest.mark.once
def test_an_amount_below_nothing_is_refused_for_that_alone(row):
    row.years.all().delete()
    client = signed_in()

    page = pressed(client, row, "correct", **typed_in(client, row, amount="-5", correction_en="x"))

    assert list(page.context["wrong"].errors) == ["amount"]


NONE = [
    ({"amount": "1300"}, "Say what was wrong before, in one language at least."),
    ({"correction_en": "x"}, "Nothing is changed: it stands there like that already."),
    ({"amount": "900", "correction_en": "x"}, "The years have more than the amount."),
    ({"amount": "", "correction_en": "x"}, "Give an amount with its currency, or neither."),
    ({"currency": "usd", "correction_en": "x"}, "Give an ISO 4217 code"),
    ({"title_en": "", "correction_en": "x"}, "Give the title in at least one language."),
]


@pytest.mark.once
def test_a_correction_that_is_none_is_refused_and_keeps_what_was_typed(row):
    client = signed_in()
    stands = typed_in(client, row)

    for typed, sentence in NONE:
        page = pressed(client, row, "correct", **stands | typed)

        assert (page.status_code, row.corrected_on) == (200, None)
        assert sentence in page.content.decode()


def test_what_is_confidential_leaves_the_next_results(row):
    release.release_results(row.mission, by=None, replaces=None)
    client = signed_in()

    page = pressed(client, row, "confidential")

    assert (row.confidential, row.published) == (True, False)
    assert said(page)[1] == "The public reads it as it was until the results are published again."
    assert "The results that the public reads now have it." in client.get(page_of(row)).content.decode()
    pressed(client, row, "publish")
    assert (row.confidential, row.published) == (False, True)


def test_the_paper_is_taken_in_for_staff_alone(row):
    page = pressed(signed_in(), row, "paper", upload=SimpleUploadedFile("signed.pdf", PDF), language="ru")

    assert said(page) == ["The paper is attached, for staff alone."]
    assert (row.paper.visibility, row.paper.language, row.paper.file_name) == (
        Visibility.STAFF,
        "ru",
        "signed.pdf",
    )


@pytest.mark.once
def test_a_file_that_is_not_taken_is_refused_at_its_field(row):
    page = pressed(signed_in(), row, "paper", upload=SimpleUploadedFile("signed.pdf", b"MZ"))

    assert (row.paper, "field--wrong" in page.content.decode()) == (None, True)


@pytest.mark.once
def test_who_may_add_no_files_adds_none_here(row):
    client = signed_in(roles.REPORTER)

    assert "Attach the signed paper" not in client.get(page_of(row)).content.decode()
    sent = {"do": "paper", "seen": "0", "upload": SimpleUploadedFile("signed.pdf", PDF)}
    assert client.post(page_of(row), sent).status_code == 403


@pytest.mark.once
def test_a_viewer_reads_and_is_offered_no_verb(row):
    client = signed_in(roles.VIEWER)

    page = client.get(page_of(row)).content.decode()

    assert ("Contract for cans" in page, "What became of it" in page) == (True, False)
    assert client.post(page_of(row), {"do": "confidential"}).status_code == 403


@pytest.mark.once
def test_an_outcome_of_another_mission_does_not_exist_for_a_role(row):
    client = signed_in_with({factories.make_mission(): Role.COORDINATOR})

    assert client.get(page_of(row)).status_code == 404
    assert client.post(page_of(row), {"do": "confidential"}).status_code == 404


@pytest.mark.once
def test_who_saw_an_older_version_is_told(row):
    client = signed_in()

    page = pressed(client, row, "confidential", seen="0")

    assert said(page)[0].startswith("Not done: Somebody changed “Contract for cans” meanwhile.")
    assert not row.confidential


@pytest.mark.once
def test_a_form_that_does_not_say_what_to_do_does_nothing(row):
    assert said(pressed(signed_in(), row, "delete")) == ["Nothing was done: the form did not say what to do."]


@pytest.mark.django_db(transaction=True)
def test_of_those_who_press_at_once_one_does_and_the_others_are_told(row):
    seen = str(meanwhile.version(row))

    answers = pressed_at_once(
        lambda client, _number: client.post(page_of(row), {"do": "confidential", "seen": seen}, follow=True)
    )

    told = [answer for answer in answers if "Not done: " in answer.content.decode()]
    assert len(told) == PEOPLE - 1
    assert row.history.filter(confidential=True).count() == 1


@pytest.mark.once
def test_the_page_is_there_in_each_language(row):
    client = signed_in()
    for lang in ("ru", "kk", "tk"):
        client.cookies["django_language"] = lang

        assert client.get(page_of(row)).status_code == 200
