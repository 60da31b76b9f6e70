"""Addresses that machines read."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_asks_nothing_of_the_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_answers_when_the_schema_is_that_of_the_code(client, db):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_says_that_migrations_are_missing(client, db):
    MigrationRecorder(connection).record_unapplied("accounts", "0001_initial")

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"migrations\n")


def test_readyz_says_that_the_database_does_not_answer(client, db):
    def refuse(*args):
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"database\n")


def test_health_is_told_over_http_too(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert client.get("/en/about/").status_code == 301


def test_robots_leave_personal_links_alone_and_find_the_sitemap(client, settings):
    settings.SITE_URL = "https://missions.example.org"

    lines = client.get("/robots.txt").content.decode().splitlines()

    assert [line for line in lines if line.startswith("Disallow")] == [
        "Disallow: /accounts/",
        "Disallow: /admin/",
        "Disallow: /c/",
        "Disallow: /d/",
        "Disallow: /h/",
        "Disallow: /l/",
        "Disallow: /*/host/",
        "Disallow: /*/my/",
    ]
    assert lines[-1] == "Sitemap: https://missions.example.org/sitemap.xml"


@pytest.mark.parametrize("today", ["2026-11-24", "2024-02-29", "2025-12-31"])
def test_security_txt_names_a_contact_and_expires_within_a_year(client, settings, today):
    settings.SITE_URL = "https://missions.example.org"
    settings.SECURITY_CONTACT = "mailto:safety@example.org"

    with time_machine.travel(f"{today}T12:00:00Z", tick=False):
        response = client.get("/.well-known/security.txt")
        now = datetime.now(UTC)

    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = datetime.fromisoformat(fields.pop("Expires"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert now + timedelta(days=180) < expires < now + timedelta(days=365)
    assert fields == {
        "Contact": "mailto:safety@example.org",
        "Preferred-Languages": "en, ru",
        "Canonical": "https://missions.example.org/.well-known/security.txt",
    }
