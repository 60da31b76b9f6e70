"""A session that ended: signing in again leads to the page with the form, and no address answers with nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.backoffice.pages import signed_in

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        (f"{HOST}/admin/missions/mission/3/cautions/?page=2", "/admin/missions/mission/3/cautions/?page=2"),
        ("https://elsewhere.example/admin/", None),
        (f"{HOST}.elsewhere.example/", None),
        ("", None),
    ],
)
def test_what_only_takes_leads_back_to_the_page_whose_form_sent_it(came_from, leads_to):
    taking = reverse("admin:missions_mission_accept_caution", args=[3])

    answer = Client().post(taking, {"reason": "x"}, headers={"Referer": came_from})

    sign_in = Client().get("/accounts/login/", {"next": leads_to or taking})
    assert answer.status_code == 302
    assert answer["Location"] == sign_in.wsgi_request.get_full_path().replace("%2F", "/")


def test_what_has_a_page_of_its_own_leads_to_that():
    board = reverse("admin:missions_mission_board", args=[3]) + "?edit=5"

    answer = Client().post(board, {}, headers={"Referer": f"{HOST}/admin/missions/mission/3/board/"})

    assert answer["Location"] == "/accounts/login/?next=/admin/missions/mission/3/board/%3Fedit%3D5"


def test_an_address_that_only_takes_says_so_to_who_opens_it():
    mission = factories.make_mission()
    client = signed_in()
    client.get(reverse("admin:missions_mission_board", args=[mission.pk]))

    answer = client.get(reverse("admin:missions_mission_accept_caution", args=[mission.pk]))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "This address only takes what a form sends." in answer.content.decode()
    assert reverse("admin:missions_mission_board", args=[mission.pk]) in answer.content.decode()
