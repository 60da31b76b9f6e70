"""Travel documents: kept encrypted under a consent, deleted on their day, each act on record."""

import datetime
import io
import json

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from accounts import ciphers
from backoffice.mission_file import dump
from backoffice.models import Deleted
from delegations import consent, links, travel_documents
from delegations.models import (
    DelegateState,
    DocumentAct,
    Recorded,
    TravelDocument,
    TravelDocumentLook,
)
from delegations.travel_documents import Reader
from partners import deletions, merging
from tests.delegations.passports import CANARY, DAY, passport, record, save
from tests.factories import (
    make_delegate,
    make_leg,
    make_mission,
    make_person,
    make_travel_document,
    make_user,
)
from tests.together import codes, in_between

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel(datetime.datetime(2023, 12, 1, 12, tzinfo=datetime.UTC), tick=False):
        yield


def test_what_is_kept_is_what_was_typed_and_the_database_has_nothing_of_it():
    document = save(make_delegate(), surname="Өтегенов-Ünal  O’Neill")

    kept = TravelDocument.objects.get()
    assert travel_documents.read(kept).surname == "Өтегенов-Ünal  O’Neill"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM delegations_traveldocument")
        row = " ".join(map(str, cursor.fetchone()))
    assert [word for word in (CANARY, "GALYM", "1980", "2031", "KAZ") if word in row] == []
    assert CANARY not in repr(travel_documents.read(kept))
    assert str(document) == f"#{document.pk}"


def test_who_consented_to_what_when_and_by_which_link_stands_on_record():
    delegate, member = make_delegate(), make_user()
    link, _token = links.make(delegate)

    save(delegate, Reader(link=link.pk))
    other = save(make_delegate(mission=delegate.mission), Reader(user=member))

    details = f"{consent.VERSION} kk 60"
    assert record() == [
        ("consented", delegate.pk, None, link.pk, details),
        ("saved", delegate.pk, None, link.pk, ""),
        ("consented", other.delegate_id, member.pk, None, details),
        ("saved", other.delegate_id, member.pk, None, ""),
    ]
    assert (other.consent_by, other.consent_version, other.kept_days) == (member, consent.VERSION, 60)


def test_nothing_is_kept_without_consent():
    with pytest.raises(ValidationError) as refused:
        save(make_delegate(), agreed=False)

    assert (refused.value.code, TravelDocument.objects.count(), record()) == ("consent", 0, [])


def test_who_agreed_is_asked_again_once_the_text_is_another(monkeypatch):
    delegate = make_delegate()
    save(delegate)
    save(delegate, seen=1, agreed=False, number="B2")
    monkeypatch.setattr(consent, "VERSION", "another")

    with pytest.raises(ValidationError, match="Nothing is kept without consent"):
        save(delegate, seen=2, agreed=False)

    assert travel_documents.read(TravelDocument.objects.get()).number == "B2"


def test_the_text_of_the_consent_is_the_one_of_its_version():
    """Whoever changes the text gives it another version, and puts both here."""
    told = [paragraph[:30] for paragraph in consent.text(60)]

    assert (consent.VERSION, sum(map(len, consent.text(60))), told) == (
        "2026-11",
        829,
        [
            "Kept for this mission alone is",
            "Who receives it: the embassy o",
            "It crosses borders: these auth",
            "It is kept encrypted until 60 ",
            "A member of staff needs a righ",
            "You may withdraw your consent ",
        ],
    )


def test_withdrawal_deletes_at_once_and_is_recorded():
    delegate, member = make_delegate(), make_user()
    save(delegate)

    assert travel_documents.withdraw(delegate, Reader(user=member))
    assert not travel_documents.withdraw(delegate, Reader(user=member))

    assert not TravelDocument.objects.exists()
    assert record()[2:] == [("withdrawn", delegate.pk, member.pk, None, "")]


def test_what_was_saved_meanwhile_is_not_overwritten_unseen():
    """faults.md 39 and 41"""
    delegate = make_delegate()
    save(delegate)
    save(delegate, seen=1, number="B2")

    with pytest.raises(ValidationError) as refused:
        save(delegate, seen=1, number="C3")

    assert refused.value.code == "saved_meanwhile"
    assert travel_documents.read(TravelDocument.objects.get()).number == "B2"


def test_who_types_while_consent_is_withdrawn_saves_nothing():
    delegate = make_delegate()
    save(delegate)
    travel_documents.withdraw(delegate, Reader())

    with pytest.raises(ValidationError, match="The consent was withdrawn meanwhile"):
        save(delegate, seen=1)

    assert not TravelDocument.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_those_who_save_at_once_one_does_and_the_others_are_told():
    delegate = make_delegate()

    outcomes = in_between(
        lambda: save(delegate, number="N1"),
        'FROM "delegations_traveldocument"',
        lambda: save(delegate, number="N2"),
    )

    assert codes(outcomes) == ["saved_meanwhile"]
    winner = outcomes[0]
    assert TravelDocument.objects.get().fields_encrypted == winner.fields_encrypted


@pytest.mark.django_db(transaction=True)
def test_who_withdraws_while_staff_save_leaves_no_document():
    delegate = make_delegate()
    save(delegate)

    outcomes = in_between(
        lambda: save(delegate, seen=1),
        'FROM "delegations_traveldocument"',
        lambda: travel_documents.withdraw(delegate, Reader()),
    )

    assert outcomes[1] is True
    assert not TravelDocument.objects.exists()


def test_an_early_end_is_one_within_six_months_of_the_return():
    returns = datetime.date(2023, 8, 31)

    assert travel_documents.months_after(returns, 6) == datetime.date(2024, 2, 29)
    early = [
        travel_documents.expires_early(passport(expires_on=day), returns)
        for day in (datetime.date(2024, 2, 28), datetime.date(2024, 2, 29))
    ]
    assert early == [True, False]


def test_who_comes_home_after_the_mission_returns_on_the_day_of_her_last_leg():
    delegate = make_delegate()
    end = travel_documents.months_after(DAY, 6)
    make_travel_document(delegate, expires_on=end)
    assert travel_documents.expiring([delegate.mission_id]) == {}

    make_leg(
        mission=delegate.mission,
        passengers=[delegate],
        departs_on=DAY,
        arrives_on=DAY + datetime.timedelta(1),
    )

    assert travel_documents.expiring([delegate.mission_id]) == {delegate.mission_id: [delegate]}


def test_who_has_withdrawn_is_flagged_no_more():
    delegate = make_delegate(state=DelegateState.WITHDRAWN)
    make_travel_document(delegate, expires_on=DAY)

    assert travel_documents.expiring([delegate.mission_id]) == {}


# Deleted on its day


def purge_on(day):
    with time_machine.travel(datetime.datetime.combine(day, datetime.time(12), datetime.UTC), tick=False):
        said = io.StringIO()
        call_command("purge_travel_documents", stdout=said)
    return said.getvalue().strip()


def test_documents_are_deleted_sixty_days_after_the_mission_and_that_is_recorded():
    first, second = make_travel_document(), make_travel_document()

    assert purge_on(DAY + datetime.timedelta(59)) == "Travel documents deleted: 0."
    assert TravelDocument.objects.count() == 2
    said = purge_on(DAY + datetime.timedelta(60))

    assert said == f"Travel documents deleted: 2, of delegates {first.delegate_id}, {second.delegate_id}."
    assert not TravelDocument.objects.exists()
    assert [entry[:3] for entry in record()] == [
        ("purged", first.delegate_id, None),
        ("purged", second.delegate_id, None),
    ]
    assert purge_on(DAY + datetime.timedelta(61)) == "Travel documents deleted: 0."


def test_the_day_moves_with_the_mission():
    document = make_travel_document()
    mission = document.delegate.mission
    mission.starts_on += datetime.timedelta(10)
    mission.ends_on += datetime.timedelta(10)
    mission.save()

    purge_on(DAY + datetime.timedelta(69))
    assert TravelDocument.objects.exists()
    purge_on(DAY + datetime.timedelta(70))
    assert not TravelDocument.objects.exists()


@pytest.mark.parametrize(("setting", "deleted_after"), [(10, 10), (90, 60)])
def test_a_shorter_setting_holds_at_once_a_longer_one_for_later_consents(setting, deleted_after):
    make_travel_document()

    with override_settings(TRAVEL_DOCUMENT_DAYS=setting):
        purge_on(DAY + datetime.timedelta(deleted_after - 1))
        assert TravelDocument.objects.exists()
        purge_on(DAY + datetime.timedelta(deleted_after))

    assert not TravelDocument.objects.exists()


def test_nothing_is_entered_after_that_day():
    delegate = make_delegate()

    afterwards = time_machine.travel(datetime.datetime(2024, 2, 5, 12, tzinfo=datetime.UTC))
    with afterwards, pytest.raises(ValidationError) as refused:
        save(delegate)

    assert (refused.value.code, TravelDocument.objects.count()) == ("over", 0)


def test_the_day_is_that_of_the_missions_own_clock():
    mission = make_mission(zone="Pacific/Auckland")
    make_travel_document(make_delegate(mission=mission))
    eve = datetime.datetime(2024, 2, 4, 12, tzinfo=datetime.UTC)  # the fifth has begun in Auckland

    with time_machine.travel(eve, tick=False):
        assert travel_documents.purge() == [mission.delegates.get().pk]


# Deleted with what it belongs to


def test_a_deleted_delegate_takes_her_document_along_for_good_and_no_bin_has_it():
    document, member = make_travel_document(number=CANARY), make_user(is_superuser=True)
    delegate = document.delegate
    key = delegate.pk

    deletions.delete([delegate], member)

    assert not TravelDocument.objects.exists()
    entry = Deleted.objects.get()
    held = ciphers.field_cipher().decrypt(bytes(entry.rows_encrypted)).decode()
    assert ("delegations.traveldocument" in held, "delegations.delegate" in held) == (False, True)
    assert [entry[:2] for entry in record()] == [("deleted", key)]


def test_a_mission_deleted_by_the_command_takes_them_along():
    document = make_travel_document()
    mission = document.delegate.mission

    call_command("delete_mission", mission.slug, "--yes", stdout=io.StringIO())

    assert not TravelDocument.objects.exists()
    assert [(row.act, row.delegate_key, row.mission_id) for row in TravelDocumentLook.objects.all()] == [
        (DocumentAct.DELETED, document.delegate_id, mission.pk)
    ]


def test_of_two_rows_for_one_delegate_the_kept_ones_document_stays_whole():
    mission, member = make_mission(), make_user()
    kept, gone = make_delegate(mission=mission), make_delegate(mission=mission)
    make_travel_document(kept, number="KEPT1")
    make_travel_document(gone, by=member, number="GONE1")

    merging.merge(kept.person, gone.person, by=member)

    left = TravelDocument.objects.get()
    assert (travel_documents.read(left).number, left.consent_by, left.delegate) == ("KEPT1", None, kept)
    assert [entry[:2] for entry in record()] == [("deleted", gone.pk)]


def test_the_document_of_the_row_that_went_leads_to_the_kept_one():
    mission = make_mission()
    kept, gone = make_delegate(mission=mission), make_delegate(mission=mission, person=make_person())
    make_travel_document(gone, number="GONE1")

    merging.merge(kept.person, gone.person, by=make_user())

    assert travel_documents.read(TravelDocument.objects.get(delegate=kept)).number == "GONE1"


# Files


def test_no_mission_file_has_it():
    document = make_travel_document(number=CANARY)

    file = json.dumps(dump.data(document.delegate.mission), ensure_ascii=False)

    assert str(document.delegate.ref) in file
    assert [word for word in (CANARY, "ÖTEGENOV", document.fields_encrypted) if word in file] == []


# The record


def test_what_is_on_record_is_never_changed_nor_deleted():
    save(make_delegate())
    row = TravelDocumentLook.objects.first()
    rows = TravelDocumentLook.objects.all()

    for deed in (row.save, row.delete, rows.delete, lambda: rows.update(details="x")):
        with pytest.raises(Recorded):
            deed()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE delegations_traveldocumentlook SET details = 'x'")


# Keys
