"""How sign-in behaves here: nobody signs up, and second-factor secrets are stored encrypted."""

from functools import lru_cache

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest


@lru_cache(maxsize=1)
def field_cipher() -> MultiFernet:
    """The cipher for single fields; its first key encrypts, all of them decrypt (FIELD_KEYS)."""
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


class AccountAdapter(DefaultAccountAdapter):
    """Staff are made in the back office."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MfaAdapter(DefaultMFAAdapter):
    """Keeps the secret of a second factor encrypted, and draws its code without inline style."""

    def encrypt(self, text: str) -> str:
        return field_cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return field_cipher().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        return segno.make(url, error="m").svg_inline(scale=4)
