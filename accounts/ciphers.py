"""Single fields that are stored encrypted: secrets of second factors, tokens of personal links."""

from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@lru_cache(maxsize=1)
def field_cipher() -> MultiFernet:
    """The cipher for single fields; its first key encrypts, all of them decrypt (FIELD_KEYS)."""
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


def encrypt(text: str) -> str:
    """The text as it may be stored."""
    return field_cipher().encrypt(text.encode()).decode()


def decrypt(encrypted_text: str) -> str:
    """The text that was encrypted. Raises cryptography's InvalidToken where no key of ours fits."""
    return field_cipher().decrypt(encrypted_text.encode()).decode()
