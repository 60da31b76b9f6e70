"""What follows from the environment; above all from SITE_URL."""

import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

import config

SETTINGS = str(Path(config.__file__).with_name("settings.py"))


@pytest.fixture
def settings_with(monkeypatch):
    """settings_with(SITE_URL="…"): the names that config/settings.py defines in such an environment."""

    def read(**environment: str):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(SETTINGS)

    return read


def test_all_that_is_safe_on_the_open_net_follows_from_https(settings_with):
    found = settings_with(SITE_URL="https://missions.example.org")

    assert found["ALLOWED_HOSTS"] == ["missions.example.org"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://missions.example.org"]
    assert {
        name: found[name]
        for name in (
            "SESSION_COOKIE_SECURE",
            "CSRF_COOKIE_SECURE",
            "LANGUAGE_COOKIE_SECURE",
            "SECURE_SSL_REDIRECT",
            "SECURE_HSTS_SECONDS",
            "SECOND_FACTOR_REQUIRED",
            "ACCOUNT_DEFAULT_HTTP_PROTOCOL",
            "DEBUG",
        )
    } == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECOND_FACTOR_REQUIRED": True,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https",
        "DEBUG": False,
    }


def test_a_machine_of_ones_own_needs_no_tls_and_no_second_factor(settings_with):
    found = settings_with(SITE_URL="http://127.0.0.1:8000")

    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost"]
    assert (found["SECURE_SSL_REDIRECT"], found["SECURE_HSTS_SECONDS"]) == (False, 0)
    assert not found["SECOND_FACTOR_REQUIRED"]


@pytest.mark.parametrize(
    "address",
    ["example.org", "ftp://example.org", "https://", "https://example.org/keruen", "https://example.org/?a"],
)
def test_a_wrong_address_of_the_site_is_named(settings_with, address):
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        settings_with(SITE_URL=address)


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEYS"])
def test_there_is_no_default_secret(monkeypatch, settings_with, name):
    monkeypatch.delenv(name)

    with pytest.raises(ImproperlyConfigured, match=name):
        settings_with()


def test_a_forwarded_address_counts_only_behind_a_proxy_of_ours(settings_with):
    """faults.md 70."""
    alone = settings_with(BEHIND_PROXY="false")
    behind = settings_with(BEHIND_PROXY="true")
    behind_two = settings_with(BEHIND_PROXY="true", TRUSTED_PROXY_COUNT="2")

    assert "SECURE_PROXY_SSL_HEADER" not in alone
    assert [found["ALLAUTH_TRUSTED_PROXY_COUNT"] for found in (alone, behind, behind_two)] == [0, 1, 2]


def test_readers_write_to_the_sender_of_our_letters_unless_told_otherwise(settings_with):
    found = settings_with(MAIL_FROM="Keruen <office@example.org>")
    told = settings_with(REPORT_ADDRESS="mistakes@example.org", SECURITY_CONTACT="https://example.org/safety")

    assert (found["REPORT_ADDRESS"], found["SECURITY_CONTACT"]) == (
        "office@example.org",
        "mailto:office@example.org",
    )
    assert (told["REPORT_ADDRESS"], told["SECURITY_CONTACT"]) == (
        "mistakes@example.org",
        "https://example.org/safety",
    )


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, (587, True, False)),
        ({"SMTP_TLS": "starttls"}, (587, True, False)),
        ({"SMTP_TLS": "True"}, (587, True, False)),
        ({"SMTP_TLS": "implicit"}, (465, False, True)),
        ({"SMTP_TLS": "implicit", "SMTP_PORT": "4650"}, (4650, False, True)),
        ({"SMTP_TLS": "none", "SMTP_PORT": "25"}, (25, False, False)),
        ({"SMTP_TLS": "off"}, (587, False, False)),
    ],
)
def test_mail_leaves_encrypted_as_the_server_wants_it(settings_with, environment, expected):
    found = settings_with(SMTP_HOST="mail.example.org", **environment)

    options = found["MAILERS"]["default"]["OPTIONS"]
    assert (options["port"], options["use_tls"], options["use_ssl"]) == expected
    assert SmtpBackend(alias="default", **options).use_ssl == expected[2]


def test_a_wrong_way_to_encrypt_mail_is_named(settings_with):
    with pytest.raises(ImproperlyConfigured, match="SMTP_TLS is “sometimes”"):
        settings_with(SMTP_HOST="mail.example.org", SMTP_TLS="sometimes")


@pytest.mark.parametrize("name", ["MAIL_FROM", "REPORT_ADDRESS"])
@pytest.mark.parametrize(
    "address", ["foo", "foo@", "@example.org", "Keruen <foo>", "a@b.org, c@d.org", "a b@c.org", " "]
)
def test_a_wrong_address_of_mail_is_named(settings_with, name, address):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_with(**{name: address})

    assert str(refused.value) == (
        f"{name} is “{address}”. It must be an e-mail address, such as keruen@example.org."
    )


@pytest.mark.parametrize(
    ("site", "address"),
    [
        ("http://127.0.0.1:8000", "keruen@127.0.0.1"),
        ("http://127.0.0.1:8000", "keruen@localhost"),
        ("http://missions:8000", "Keruen <keruen@missions>"),
        ("https://example.org", "Керуен <keruen@mail.example.org>"),
    ],
)
def test_mail_may_come_from_this_very_machine(settings_with, site, address):
    assert settings_with(SITE_URL=site, MAIL_FROM=address)["DEFAULT_FROM_EMAIL"] == address


def test_the_address_of_mail_may_be_left_out(settings_with):
    found = settings_with(SITE_URL="http://127.0.0.1:8000", MAIL_FROM="", REPORT_ADDRESS="")

    assert (found["MAIL_FROM"], found["REPORT_ADDRESS"]) == ("keruen@127.0.0.1", "keruen@127.0.0.1")
