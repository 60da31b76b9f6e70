"""Travel documents at the desk: who may open them, what stands on record, what is flagged."""

import datetime

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.contrib.admin.models import LogEntry

from backoffice.rights import roles
from delegations import travel_documents
from delegations.models import DelegateState, TravelDocument, TravelDocumentLook
from missions.models import Role
from tests.backoffice.members import signed_in_with
from tests.backoffice.pages import address, signed_in
from tests.delegations.test_travel_document_page import TYPED
from tests.factories import make_delegate, make_mission, make_person, make_travel_document

pytestmark = pytest.mark.django_db
CANARY = "CANARY7NUMBER"
EARLY = datetime.date(2024, 6, 6)


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel(datetime.datetime(2023, 12, 1, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def mission():
    return make_mission(slug="silk-road")


def of(mission, name=""):
    return f"/admin/missions/mission/{mission.pk}/travel-documents/{name}"


def one(delegate):
    return f"/admin/delegations/delegate/{delegate.pk}/travel-document/"


def acts(*fields):
    return list(TravelDocumentLook.objects.order_by("pk").values_list("act", *fields))


def test_protocol_enters_one_for_a_delegate_who_consented(mission):
    delegate = make_delegate(mission=mission)
    client = signed_in_with({mission: Role.PROTOCOL})
    member = int(client.session["_auth_user_id"])

    refused = client.post(one(delegate), {name: value for name, value in TYPED.items() if name != "agreed"})
    answer = client.post(one(delegate), TYPED)

    assert "Nothing is kept without consent to the text." in refused.content.decode()
    assert answer["Location"] == one(delegate)
    assert TravelDocument.objects.get().consent_by_id == member
    assert 'value="N7654321"' in client.get(one(delegate)).content.decode()
    assert acts("delegate_key", "by", "link_key") == [
        ("consented", delegate.pk, member, None),
        ("saved", delegate.pk, member, None),
        ("looked", delegate.pk, member, None),
    ]
    assert not LogEntry.objects.exists()


def test_the_page_of_a_mission_tells_who_has_one_and_shows_nothing_of_it(mission):
    has = make_delegate(mission=mission)
    make_delegate(mission=mission)
    make_delegate(mission=mission, state=DelegateState.WITHDRAWN)
    make_travel_document(has, number=CANARY, expires_on=EARLY)

    page = signed_in_with({mission: Role.PROTOCOL}).get(of(mission)).content.decode()

    assert "1 kept; 2 delegates travel." in page
    assert "All are deleted on 5 February 2024 at the latest." in page
    assert (page.count("Expires too early"), page.count("No travel document is kept.")) == (1, 1)
    assert [word for word in (CANARY, "ÖTEGENOV", "2024-06-06", "6 June") if word in page] == []
    assert acts() == []


def test_what_is_kept_of_who_has_withdrawn_is_named_and_can_be_ended(mission):
    gone = make_delegate(mission=mission, state=DelegateState.WITHDRAWN)
    make_travel_document(gone, number=CANARY)
    client = signed_in_with({mission: Role.PROTOCOL})

    page = client.get(of(mission))
    client.post(one(gone), {"do": "withdraw"})
    after = client.get(of(mission))

    assert [delegate for delegate, _name in page.context["left"]] == [gone]
    assert page.text.count(one(gone)) == 1
    assert CANARY not in page.text
    assert one(gone) not in after.text
    assert acts() == [("withdrawn",)]


@pytest.mark.once
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.EDITOR, Role.REPORTER, Role.VIEWER])
def test_no_other_role_opens_or_enters_one(mission, role):
    delegate = make_delegate(mission=mission)
    make_travel_document(delegate)
    client = signed_in_with({mission: role})

    answers = [
        client.get(of(mission)),
        client.get(one(delegate)),
        client.post(one(delegate), TYPED | {"seen": "1"}),
        client.post(one(delegate), {"do": "withdraw"}),
        client.get(f"/admin/missions/mission/{mission.pk}/visa-list/"),
        client.get(f"/admin/missions/mission/{mission.pk}/visa-list/pdf/"),
        client.get(f"/admin/missions/mission/{mission.pk}/visa-list/xlsx/"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 7
    assert (TravelDocument.objects.get().version, acts()) == (1, [])


@pytest.mark.once
def test_protocol_of_one_mission_finds_none_of_another(mission):
    delegate = make_delegate()
    make_travel_document(delegate)
    client = signed_in_with({mission: Role.PROTOCOL})

    assert [client.get(url).status_code for url in (of(delegate.mission), one(delegate))] == [404, 404]
    assert acts() == []


def test_a_superuser_opens_it_as_everything_and_that_is_recorded(mission):
    document = make_travel_document(make_delegate(mission=mission), number=CANARY)
    client = signed_in()

    assert CANARY in client.get(one(document.delegate)).content.decode()
    assert acts("by") == [("looked", int(client.session["_auth_user_id"]))]


def test_the_record_tells_who_looked_to_protocol_and_coordinators(mission):
    delegate = make_delegate(mission=mission, person=make_person(family_name="Orazowa", given_name="Maral"))
    make_travel_document(delegate, number=CANARY)
    protocol = signed_in_with({mission: Role.PROTOCOL}, email="protocol@example.org")
    protocol.get(one(delegate))
    coordinator = signed_in_with({mission: Role.COORDINATOR})

    page = coordinator.get(of(mission, "record/")).content.decode()

    assert "<td>Looked at</td><td>Maral Orazowa</td><td>protocol@example.org</td>" in page
    assert (CANARY in page, of(mission) in page.replace(of(mission, "record/"), "")) == (False, False)
    assert signed_in_with({mission: Role.EDITOR}).get(of(mission, "record/")).status_code == 403
    assert (
        of(mission, "record/")
        in coordinator.get(f"/admin/missions/mission/{mission.pk}/people/").content.decode()
    )


def test_the_record_outlives_a_delegate(mission):
    delegate = make_delegate(mission=mission)
    make_travel_document(delegate)
    key = delegate.pk
    client = signed_in()

    client.post(address(delegate, "delete"), {"post": "yes"})

    assert f"<td>#{key}</td>" in client.get(of(mission, "record/")).content.decode()


def test_withdrawn_while_staff_look_nothing_is_saved_without_a_new_consent(mission):
    delegate = make_delegate(mission=mission)
    make_travel_document(delegate)
    client = signed_in_with({mission: Role.PROTOCOL})
    client.get(one(delegate))
    travel_documents.withdraw(delegate, travel_documents.Reader())
    sent = {name: value for name, value in TYPED.items() if name != "agreed"} | {"seen": "1"}

    page = client.post(one(delegate), sent).content.decode()

    assert "The consent was withdrawn meanwhile and the document deleted." in page
    assert ('value="N7654321"' in page, 'name="seen" value="0"' in page) == (True, True)
    assert (
        "Nothing is kept without consent" in client.post(one(delegate), sent | {"seen": "0"}).content.decode()
    )
    assert not TravelDocument.objects.exists()


def test_who_withdraws_twice_is_told_that_there_is_none_any_more(mission):
    delegate = make_delegate(mission=mission)
    make_travel_document(delegate)
    client = signed_in_with({mission: Role.PROTOCOL})

    said = [
        client.post(one(delegate), {"do": "withdraw"}, follow=True).content.decode() for _time in range(2)
    ]

    assert "is withdrawn, and the travel document deleted." in said[0]
    assert "was kept any more." in said[1]


@pytest.mark.once
def test_a_document_that_cannot_be_read_is_named_and_no_page_fails(mission):
    delegate = make_delegate(mission=mission)
    document = make_travel_document(delegate)
    gone = Fernet(Fernet.generate_key()).encrypt(b"{}").decode()
    TravelDocument.objects.filter(pk=document.pk).update(fields_encrypted=gone)
    client = signed_in()
    pages = [
        of(mission),
        one(delegate),
        f"/admin/missions/mission/{mission.pk}/visa-list/",
        f"/admin/missions/mission/{mission.pk}/visa-list/pdf/",
        f"/admin/missions/mission/{mission.pk}/visa-list/xlsx/",
        f"/admin/missions/mission/{mission.pk}/cautions/",
        "/admin/",
    ]

    answers = [client.get(page) for page in pages]

    assert [answer.status_code for answer in answers] == [200] * len(pages)
    assert "Cannot be read" in answers[0].content.decode()
    assert "its key is gone, or it was damaged" in answers[1].content.decode()
    assert "Not in the list" in answers[2].content.decode()


def told(client, mission):
    """Whether this week and the cautions tell of passports that end too early."""
    week, cautions = client.get("/admin/"), client.get(f"/admin/missions/mission/{mission.pk}/cautions/")
    return (
        "Passport expires too early" in week.content.decode(),
        "Passports that expire too early" in cautions.content.decode(),
    )


def test_this_week_and_the_cautions_tell_of_an_early_end_to_who_may_know(mission):
    make_travel_document(make_delegate(mission=mission), expires_on=EARLY)

    assert told(signed_in_with({mission: Role.PROTOCOL}), mission) == (True, True)
    assert told(signed_in(), mission) == (True, True)
    assert told(signed_in_with({mission: Role.COORDINATOR}), mission) == (False, False)
    assert told(signed_in(roles.EDITOR_WITH_PEOPLE), mission) == (False, False)
    assert acts() == []


@pytest.mark.once
def test_nobody_is_told_where_none_ends_too_early(mission):
    make_travel_document(make_delegate(mission=mission), expires_on=datetime.date(2024, 6, 7))

    assert told(signed_in(), mission) == (False, False)


def test_whoever_deletes_a_delegate_is_not_told_of_her_document_and_deletes_it(mission):
    delegate = make_delegate(mission=mission)
    make_travel_document(delegate, number=CANARY)
    client = signed_in_with({mission: Role.COORDINATOR})

    page = client.get(address(delegate, "delete")).content.decode()
    client.post(address(delegate, "delete"), {"post": "yes"})

    assert "ravel document" not in page
    assert not TravelDocument.objects.exists()


@pytest.mark.once
def test_the_pages_are_kept_by_no_cache_and_the_form_by_no_browser(mission):
    delegate = make_delegate(mission=mission)
    make_travel_document(delegate)

    answer = signed_in().get(one(delegate))

    assert "no-store" in answer["Cache-Control"]
    assert answer.content.decode().count('autocomplete="off"') >= 13
