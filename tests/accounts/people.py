"""Staff for the tests of sign-in, and the codes of their second factor."""

import base64
import hashlib
import hmac
import struct
import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client

PASSWORD = "seven long caravans"
SECRET = "JBSWY3DPEHPK3PXP"


def make_staff(email: str = "organiser@example.org", **fields):
    """A member of staff who may see everything, with PASSWORD."""
    return get_user_model().objects.create_superuser(email, PASSWORD, **fields)


def give_second_factor(user, secret: str = SECRET) -> Authenticator:
    """An authenticator app that makes code_of(secret)."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(secret)}
    )


def code_of(secret: str = SECRET) -> str:
    """The code that an authenticator app shows now (RFC 6238)."""
    moment = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), moment, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def sign_in(client: Client, email: str = "organiser@example.org", password: str = PASSWORD, **more):
    """Post the sign-in form."""
    return client.post("/accounts/login/", {"login": email, "password": password, **more})
