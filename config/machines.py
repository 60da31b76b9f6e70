"""Addresses read by machines: health, robots, where to report a hole."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from missions.answers import public

HIDDEN_FROM_ROBOTS = ["/accounts/", "/admin/", "/c/", "/d/", "/h/", "/l/", "/*/host/", "/*/my/"]


def _text(body: str, status: int = 200, cache: str = "no-store") -> HttpResponse:
    response = HttpResponse(body, content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = cache
    return response


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process lives; asks nothing of the database."""
    return _text("ok\n")


def _missing() -> str:
    """In one word what is missing before pages can be served; nothing: the empty string."""
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "database"
    return "migrations" if behind else ""


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the database answers and is as new as the code; 503 and one word if not."""
    missing = _missing()
    return _text(f"{missing}\n", status=503) if missing else _text("ok\n")


@public
def robots(request: HttpRequest) -> HttpResponse:
    """What robots leave alone, and where the list of public pages is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in HIDDEN_FROM_ROBOTS)]
    lines += ["", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return _text("\n".join(lines), cache="public, max-age=3600")


@public
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a hole. Expires on the first of a month, within a year."""
    expires = (datetime.now(UTC) + timedelta(days=330)).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, ru",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    ]
    return _text("\n".join(lines), cache="public, max-age=3600")
