"""A line break in a value that becomes part of an answer's head makes no header of its own: faults.md 53."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from delegations import links
from missions import release
from partners.models import Organisation
from tests import factories, strategies
from tests.backoffice.mission_files import faults, small
from tests.backoffice.pages import address, save, sentences, signed_in
from tests.missions.published import afresh, published

pytestmark = [pytest.mark.django_db, pytest.mark.once]

INJECTED = "\r\nInjected: yes"
BREAKS = ["\r\n", "\n", "\r", "%0d%0a", "%0A", "%0D", "\u2028", "\x85"]
PIECES = st.sampled_from([*BREAKS, "Injected: yes", "a", "Я", ";", "<p>"])


def assert_nothing_injected(response):
    """faults.md 53: no header came of a value, and none holds a line break."""
    assert response.status_code < 500
    assert "Injected" not in response
    assert [name for name, value in response.items() if "\n" in value or "\r" in value] == []


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\t"])
def test_the_address_of_a_website_is_one_line(tmp_path, line_break):
    """faults.md 53: in the form, in the mission file, and in the row."""
    website = f"https://example.org/{line_break}Injected: yes"
    row = factories.make_organisation(website="https://example.org/")

    page = save(signed_in(), address(row), website=website)

    row.refresh_from_db()
    assert (sentences(page), row.website) == (["Enter a valid URL."], "https://example.org/")
    row.website = website
    with pytest.raises(ValidationError, match=r"Enter a valid URL\."):
        row.full_clean()
    data = small()
    data["organisations"][0]["website"] = website
    [fault] = faults(tmp_path, data)
    assert fault.startswith("0.json: organisations[0].website: Enter a valid URL (")


def test_a_website_that_slipped_into_the_database_makes_no_header(client):
    """faults.md 53: the partner's page shows it as text."""
    mission = factories.make_mission()
    host = factories.make_host(
        item=factories.make_item(mission=mission, visibility="public"), state="confirmed"
    )
    Organisation.objects.filter(pk=host.organisation_id).update(website=f"https://example.org/{INJECTED}")
    release.release(mission, by=None, members={}, replaces=None)
    release.publish(mission, by=None)
    afresh()

    response = client.get(f"/en/partners/{host.organisation.slug}/")

    assert response.status_code == 200
    assert_nothing_injected(response)


@pytest.fixture
def world():
    """A mission that was renamed, its former slug, and the token of a delegate's link."""
    mission = published()
    slug = mission.slug
    mission.rename("renamed")
    _link, token = links.make(factories.make_delegate(delegation=factories.make_delegation(mission=mission)))
    afresh()
    return slug, token


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(PIECES, max_size=4).map("".join))
@example(typed="\r\nInjected: yes\r\n\r\n<p>")
@example(typed="%0d%0aInjected:%20yes")
def test_no_part_of_an_address_makes_a_header(world, typed):
    """faults.md 53: paths, queries, the page to return to, a former slug and a personal link."""
    slug, token = world
    with strategies.undone():
        asked = [
            (f"/en/missions/{slug}/", {"download": typed}),
            (f"/en/missions/{slug}/programme.ics", {"download": typed}),
            ("/en/missions/renamed/programme.ics", {"download": f"1{typed}"}),
            ("/en/", {"sector": typed, "country": typed, "year": typed}),
            ("/", {"next": typed}),
            ("/admin/login/", {"next": f"/admin/{typed}"}),
            ("/accounts/login/", {"next": f"/admin/{typed}"}),
        ]
        paths = [f"/en/missions/{slug}{typed}/", f"/en/partners/{typed}/", f"/l/{token}{typed}/", f"/{typed}"]
        asked += [(path, {}) for path in paths]
        client = Client()
        for path, query in asked:
            assert_nothing_injected(client.get(path, query))
            if not path.startswith("/en/"):
                assert_nothing_injected(client.get(path, query, headers={"Accept-Language": "ru"}))
