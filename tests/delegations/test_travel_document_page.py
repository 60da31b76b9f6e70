"""The page on which a delegate enters her passport and withdraws her consent."""

import datetime
import logging
import re

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.test import Client
from django.views.debug import ExceptionReporter

from accounts import ciphers
from delegations import links, travel_documents
from delegations.models import TravelDocument, TravelDocumentLook
from tests.delegations.travellers import press, release, text, words
from tests.factories import make_delegate, make_mission, make_travel_document

pytestmark = pytest.mark.django_db
PAGE = "/en/my/silk-road/travel-document/"
TYPED = {
    "surname": "ÖTEGENOV",
    "given_names": "Galym O’Neill",
    "number": "N7654321",
    "state": "kaz",
    "nationality": "KAZ",
    "born_on": "1980-02-29",
    "sex": "M",
    "issued_on": "24.05.2021",
    "expires_on": "2031-05-24",
    "birthplace": "ӨСКЕМЕН",
    "personal_number": "800229300123",
    "agreed": "on",
    "seen": "0",
    "do": "save",
}


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel(datetime.datetime(2023, 12, 1, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def delegate():
    return make_delegate(mission=make_mission(slug="silk-road"))


def acts():
    return list(TravelDocumentLook.objects.order_by("pk").values_list("act", "by", "link_key"))


def test_what_she_typed_is_kept_and_stands_in_her_form(delegate):
    client = press(delegate)
    link = delegate.links.get()

    answer = client.post(PAGE, TYPED)

    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?saved")
    kept = travel_documents.read(TravelDocument.objects.get())
    assert (kept.surname, kept.given_names, kept.state, kept.birthplace) == (
        "ÖTEGENOV",
        "Galym O’Neill",
        "KAZ",
        "ӨСКЕМЕН",
    )
    assert (kept.born_on, kept.issued_on) == (datetime.date(1980, 2, 29), datetime.date(2021, 5, 24))
    page = text(client.get(answer["Location"]))
    assert 'value="N7654321"' in page
    assert 'value="1980-02-29"' in page
    assert "Your passport is kept, encrypted." in page
    assert acts() == [
        ("consented", None, link.pk),
        ("saved", None, link.pk),
        ("looked", None, link.pk),
    ]


@pytest.mark.once
def test_the_consent_says_for_how_long_and_who_receives_it(delegate):
    page = words(text(press(delegate).get(PAGE)))

    assert "the embassy or consulate, the host’s ministry of foreign affairs" in page
    assert "It crosses borders" in page
    assert "until 60 days after the mission’s last day" in page


@pytest.mark.once
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("surname", "ОТЕГЕНОВ", "One of these letters is not Latin, though it may look like one."),
        ("surname", "OTE\u202eGEN", "There is a sign in it that nobody sees; type the name again."),
        ("surname", "OTEGEN0V", "A name has no digits."),
        ("number", "№ 123", "Latin letters and digits alone, as they are printed."),
        ("state", "KZ", "Three letters as in the passport, such as KAZ or TKM."),
        ("state", "Kazakhstan", "Three letters as in the passport, such as KAZ or TKM."),
        ("nationality", "ABC", "Three letters as in the passport, such as KAZ or TKM."),
        ("born_on", "2031-05-24", "This cannot be a day of birth."),
        (
            "born_on",
            "yesterday",
            "“yesterday” is not a date. Enter one such as 2027-05-07, 07.05.2027 or 7 May 2027.",
        ),
        ("issued_on", "1979-01-01", "No passport was issued to her on this day."),
        ("expires_on", "2020-05-24", "A passport expires after it is issued."),
        ("agreed", "", "Nothing is kept without consent to the text."),
        ("mrz_first", "P<KAZ", "This line has 5 characters; it is printed with 44."),
    ],
)
def test_what_cannot_be_is_refused_and_all_that_was_typed_stays(delegate, field, value, sentence):
    sent = TYPED | {field: value}
    if field == "agreed":
        del sent[field]
    answer = press(delegate).post(PAGE, sent)
    page = text(answer)

    assert (answer.status_code, TravelDocument.objects.count()) == (200, 0)
    assert sentence in page
    kept = [name for name in TYPED if name not in (field, "agreed", "seen", "do", "sex", "state")]
    assert [name for name in kept if f'value="{TYPED[name]}"' not in page] == []
    assert '<option value="M" selected>' in page


FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


@pytest.mark.once
@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (FIRST, "", "This line is missing: give both lines, or neither."),
        (FIRST, SECOND[:-1], "This line has 43 characters; it is printed with 44."),
        (FIRST, SECOND.replace("<", "«"), "Character 38, “«”, cannot stand in this line"),
        (SECOND, FIRST, "The two lines are swapped: the first one begins with P."),
        ("V" + FIRST[1:], SECOND, "The first line of a passport begins with P."),
    ],
)
def test_a_line_that_cannot_be_read_says_its_cause(delegate, first, second, sentence):
    page = text(press(delegate).post(PAGE, TYPED | {"mrz_first": first, "mrz_second": second}))

    assert sentence in page
    assert "check digit" not in page


@pytest.mark.once
@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (9, "The check digit of the passport’s number does not fit"),
        (19, "The check digit of the date of birth does not fit"),
        (27, "The check digit of the date of expiry does not fit"),
        (42, "The check digit of the personal number does not fit"),
        (43, "The last check digit does not fit"),
    ],
)
def test_a_mistyped_check_digit_is_named(delegate, place, sentence):
    second = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
    second = second[:place] + str((int(second[place]) + 1) % 10) + second[place + 1 :]
    first = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"

    page = text(press(delegate).post(PAGE, TYPED | {"mrz_first": first, "mrz_second": second}))

    assert sentence in page
    assert not TravelDocument.objects.exists()


@pytest.mark.once
def test_differences_from_the_two_lines_are_told_field_by_field_and_nothing_is_overwritten(delegate):
    client = press(delegate)
    lines = {
        "mrz_first": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "mrz_second": "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    }

    client.post(PAGE, TYPED | lines)

    page = words(text(client.get(PAGE)))
    assert "Surname: typed “ÖTEGENOV”, in the two lines “ERIKSSON”." in page
    assert "Date of birth: typed “800229”, in the two lines “740812”." in page
    assert "Sex: typed “M”, in the two lines “F”." in page
    assert travel_documents.read(TravelDocument.objects.get()).surname == "ÖTEGENOV"


@pytest.mark.once
def test_a_passport_that_ends_within_six_months_of_the_return_is_flagged(delegate):
    make_travel_document(delegate, expires_on=datetime.date(2024, 6, 6))

    assert "expires less than six months after the return" in text(press(delegate).get(PAGE))


@pytest.mark.once
def test_one_that_holds_for_six_months_is_not(delegate):
    make_travel_document(delegate, expires_on=datetime.date(2024, 6, 7))

    assert "expires less than six months" not in text(press(delegate).get(PAGE))


def test_withdrawing_deletes_it_and_the_page_is_empty_again(delegate):
    client = press(delegate)
    client.post(PAGE, TYPED)

    answer = client.post(PAGE, {"do": "withdraw"})

    page = text(client.get(answer["Location"]))
    assert "Your consent is withdrawn." in page
    assert "N7654321" not in page
    assert not TravelDocument.objects.exists()
    assert acts()[-1] == ("withdrawn", None, delegate.links.get().pk)


def test_an_assistants_link_shows_nothing_and_takes_nothing(delegate):
    make_travel_document(delegate, number="CANARY1")
    client = Client()
    client.post(f"/l/{links.make(delegate, assistant='Dana')[1]}/")

    answers = [client.get(PAGE), client.post(PAGE, TYPED), client.post(PAGE, {"do": "withdraw"})]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert [text(answer).count("not by an assistant’s") for answer in answers] == [1, 1, 1]
    assert all("CANARY1" not in text(answer) for answer in answers)
    assert (TravelDocument.objects.count(), acts()) == (1, [])


@pytest.mark.once
def test_no_cache_keeps_the_page_and_no_browser_its_fields(delegate):
    answer = press(delegate).get(PAGE)

    page = text(answer)
    assert answer["Cache-Control"] == "private, no-store"
    fields = page.count("<input id=") + page.count("<select id=")
    assert page.count('autocomplete="off"') == fields + 1  # and the form's own


def test_who_saves_after_another_is_told_and_keeps_what_she_typed(delegate):
    make_travel_document(delegate, number="OTHER1")
    client = press(delegate)

    page = text(client.post(PAGE, TYPED))

    assert "Somebody else saved this travel document meanwhile." in page
    assert 'value="N7654321"' in page
    assert 'name="seen" value="1"' in page
    assert client.post(PAGE, TYPED | {"seen": "1"}).status_code == 302
    assert travel_documents.read(TravelDocument.objects.get()).number == "N7654321"


def test_a_document_whose_key_is_gone_is_said_to_be_so_and_can_be_typed_again(delegate):
    document = make_travel_document(delegate)
    gone = Fernet(Fernet.generate_key()).encrypt(b"{}").decode()
    TravelDocument.objects.filter(pk=document.pk).update(fields_encrypted=gone)
    client = press(delegate)

    answer = client.get(PAGE)

    assert answer.status_code == 200
    assert "This travel document cannot be read: its key is gone, or it was damaged." in text(answer)
    assert client.post(PAGE, TYPED | {"seen": "1"}).status_code == 302
    assert travel_documents.read(TravelDocument.objects.get()).number == "N7654321"


def test_after_its_day_nothing_is_taken_any_more(delegate):
    with time_machine.travel(datetime.datetime(2024, 2, 5, 12, tzinfo=datetime.UTC)):
        client = press(delegate)
        page = text(client.get(PAGE))
        client.post(PAGE, TYPED)

    assert "The mission is over, and no travel documents of it are kept any more." in page
    assert 'name="surname"' not in page
    assert not TravelDocument.objects.exists()


@pytest.mark.once
def test_an_error_reports_nothing_of_what_was_typed(delegate, settings, caplog):
    """Neither the log nor what Django would mail of it."""
    client = press(delegate)
    client.raise_request_exception = False
    ciphers.field_cipher.cache_clear()
    settings.FIELD_KEYS = ["no key"]
    try:
        with caplog.at_level(logging.DEBUG):
            answer = client.post(PAGE, TYPED)
    finally:
        ciphers.field_cipher.cache_clear()

    report = ExceptionReporter(answer.wsgi_request, *answer.exc_info).get_traceback_html()
    assert answer.status_code == 500
    assert "Fernet" in report
    typed = ("N7654321", "ÖTEGENOV", "800229300123")
    assert [word for word in typed if word in report + caplog.text + text(answer)] == []


def test_a_former_address_leads_on_and_anothers_mission_is_not_found(delegate):
    client = press(delegate)
    release(delegate.mission)
    delegate.mission.rename("new-road")

    assert client.get(PAGE)["Location"] == "/en/my/new-road/travel-document/"
    assert client.get("/en/my/elsewhere/travel-document/").status_code == 404
    assert Client().get(PAGE).status_code == 403


@pytest.mark.once
def test_her_programme_leads_to_it_before_anything_is_released(delegate):
    page = text(press(delegate).get("/en/my/silk-road/"))

    assert page.count(f'href="{PAGE}"') == 1


@pytest.mark.once
def test_no_copy_without_a_network_and_no_file_of_hers_has_it(delegate):
    make_travel_document(delegate, number="CANARY1", surname="CANARY2")
    release(delegate.mission)
    client = press(delegate)

    copied = client.get("/en/my/~copy.json").json()

    addresses = [entry["url"] for entry in copied["entries"] + copied["shell"]]
    assert [address for address in addresses if "travel-document" in address] == []
    assert len(addresses) > 10
    for address in addresses:
        assert b"CANARY" not in client.get(address).content


@pytest.mark.once
def test_what_is_wrong_names_its_field_above_the_form_too(delegate):
    answer = press(delegate).post(PAGE, TYPED | {"surname": "", "number": ""})

    alert = text(answer).split('role="alert"', 1)[1].split("</div>", 1)[0]
    assert re.findall(r'<a href="#(\w+)">(.*?)</a>', alert) == [
        ("id_surname", "Surname: This field is required."),
        ("id_number", "Number of the passport: This field is required."),
    ]
