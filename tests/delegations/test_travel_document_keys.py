"""Travel documents under another key: rotated, and named where no key opens them."""

import datetime
import io

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from accounts import ciphers, rotation
from backoffice.models import Deleted
from delegations import links, travel_documents
from delegations.models import (
    TravelDocument,
)
from delegations.travel_documents import Unreadable
from partners import deletions
from tests.delegations.passports import CANARY
from tests.factories import (
    make_delegate,
    make_travel_document,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel(datetime.datetime(2023, 12, 1, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def keys(settings):
    """FIELD_KEYS, to be set."""

    def put(*keys):
        settings.FIELD_KEYS = list(keys)
        ciphers.field_cipher.cache_clear()

    yield put
    ciphers.field_cipher.cache_clear()


def test_after_a_rotation_the_old_key_is_needed_no_more(keys):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    keys(old)
    document = make_travel_document(number=CANARY)
    link, token = links.make(document.delegate)
    deletions.delete([make_delegate()], make_user(is_superuser=True))
    keys(new, old)

    said = io.StringIO()
    call_command("rotate_keys", stdout=said)

    keys(new)
    document.refresh_from_db()
    link.refresh_from_db()
    assert travel_documents.read(document).number == CANARY
    assert (links.token_of(link), document.version) == (token, 1)
    assert ciphers.field_cipher().decrypt(bytes(Deleted.objects.get().rows_encrypted))
    counts = dict(reversed(line.split(maxsplit=1)) for line in said.getvalue().splitlines())
    assert {
        name: counts[name]
        for name in ("delegations.TravelDocument.fields_encrypted", "backoffice.Deleted.rows_encrypted")
    } == {
        "delegations.TravelDocument.fields_encrypted": "1",
        "backoffice.Deleted.rows_encrypted": "1",
    }


def test_secrets_of_second_factors_are_rotated_too(keys):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    keys(old)
    factor = Authenticator.objects.create(
        user=make_user(), type=Authenticator.Type.TOTP, data={"secret": ciphers.encrypt("SECRET")}
    )
    keys(new, old)

    call_command("rotate_keys", stdout=io.StringIO())

    keys(new)
    factor.refresh_from_db()
    assert ciphers.decrypt(factor.data["secret"]) == "SECRET"


def test_every_encrypted_column_is_rotated():
    found = {f"{model._meta.label}.{field.name}" for model, field in rotation.columns()}

    assert found >= {
        "backoffice.Deleted.rows_encrypted",
        "backoffice.Import.rows_encrypted",
        "delegations.AccessLink.token_encrypted",
        "delegations.TravelDocument.fields_encrypted",
        "reports.ReportDraft.typed_encrypted",
    }


def test_what_no_key_opens_is_named_and_stays(keys):
    keys(Fernet.generate_key().decode())
    document = make_travel_document()
    keys(Fernet.generate_key().decode())

    with pytest.raises(CommandError, match=r"1 of delegations\.TravelDocument\.fields_encrypted"):
        call_command("rotate_keys", stdout=io.StringIO())

    assert TravelDocument.objects.get().fields_encrypted == document.fields_encrypted


@pytest.mark.parametrize("kept", ["", "no token", "key gone", "no passport"])
def test_what_cannot_be_read_is_said_in_a_sentence(kept):
    document = make_travel_document()
    other = Fernet(Fernet.generate_key()).encrypt(b"{}").decode()
    document.fields_encrypted = {"key gone": other, "no passport": ciphers.encrypt('{"surname": "A"}')}.get(
        kept, kept
    )

    with pytest.raises(Unreadable, match="cannot be read: its key is gone, or it was damaged"):
        travel_documents.read(document)
