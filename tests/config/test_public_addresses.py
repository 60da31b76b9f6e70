"""Private by default: the addresses that need no sign-in are exactly these.

Which role sees what behind the others is walked in a test of its own.
"""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

PUBLIC = {
    # pages for everyone
    "about",
    "accessibility",
    "privacy",
    "missions:changes",
    "missions:home",
    "missions:mission",
    "missions:partner",
    "missions:programme_ics",
    "missions:programme_json",
    "missions:programme_pdf",
    "missions:results_pdf",
    # read by machines
    "healthz",
    "readyz",
    "robots",
    "security",
    "sitemap",
    # a draft for an embassy or a host, which asks for a link
    "draft",
    # what makes an app of a delegate's pages, and names nobody
    "delegations:worker",
    "my:manifest",
    "my:offline",
    # files, each handed out to whoever may have it
    "delegations:attachment",
    # the calendar of due days of a member of staff, which asks for its token
    "due_feed",
    # personal links and what they open; these ask for a link in place of a member of staff
    "delegations:calendar",
    "delegations:host_link",
    "delegations:link",
    "delegations:seen",
    "delegations:survey",
    "host:mission",
    "host:sign_out",
    "my:calendar",
    "my:calendar_file",
    "my:changes",
    "my:copy",
    "my:file",
    "my:contact",
    "my:details",
    "my:item",
    "my:mission",
    "my:missions",
    "my:paper",
    "my:pocket",
    "my:new_link",
    "my:seen",
    "my:sign_out",
    "my:survey",
    "my:travel_document",
    # the way in
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
    "admin:login",
}


def named_views(patterns, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its name; one without a name by its path."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named_views(pattern.url_patterns, inner)


def test_the_public_addresses_are_exactly_the_listed_ones():
    open_to_all = {
        name
        for name, pattern in named_views(get_resolver().url_patterns)
        if not getattr(pattern.callback, "login_required", True)
    }

    assert open_to_all == PUBLIC


def test_everything_else_asks_who_it_is(client, db):
    private = {
        "/admin/",
        "/admin/jsi18n/",
        "/accounts/",
        "/accounts/2fa/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
    }

    assert {client.get(path).status_code for path in private} == {302}
