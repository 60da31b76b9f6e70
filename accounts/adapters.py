"""How sign-in behaves here: nobody signs up, links are built from SITE_URL, secrets are stored encrypted."""

from typing import ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts import ciphers


class AccountAdapter(DefaultAccountAdapter):
    """Staff are made in the back office, and led only within this site."""

    # In our own words, because allauth speaks neither Kazakh nor Turkmen.
    error_messages: ClassVar[dict[str, str | Promise]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("The current password is not right."),
        "incorrect_code": _("The code is not right."),
        "incorrect_password": _("The password is not right."),
        "invalid_login": _("The e-mail address or the password is not right."),
        "invalid_password_reset": _("This link has been used or is too old."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this site: no other host may come after sign-in, not even one of ours."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the letter is that of the installation, whatever Host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")


class MfaAdapter(DefaultMFAAdapter):
    """Keeps the secret of a second factor encrypted, and draws its code without inline style."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("The second factor cannot be switched off."),
        "cannot_generate_recovery_codes": _("Set up the second factor first; recovery codes belong to it."),
        "incorrect_code": _("The code is not right. Codes change every 30 seconds; use the one shown now."),
    }

    def encrypt(self, text: str) -> str:
        return ciphers.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return ciphers.decrypt(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        return segno.make(url, error="m").svg_inline(scale=4, light="#fff")  # dark pages too
