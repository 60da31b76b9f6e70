"""A draft shown by a link that ends: made, read, answered, ended. faults.md 25, 26, 31, 33 and 51"""

import datetime
import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.rights import roles
from missions import limits
from missions.models import DraftLink
from tests import factories
from tests.backoffice.pages import said, save, signed_in
from tests.backoffice.release_pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limit_yet():
    cache.clear()


@pytest.fixture
def mission():
    mission = factories.make_mission(languages=["en", "ru"], zone="Asia/Ashgabat")
    union = factories.make_organisation(name="Union")
    factories.make_item(mission=mission, title={"en": "Port", "ru": "Порт"}, visibility="public")
    factories.make_item(mission=mission, title="Talks", visibility="delegation", hosts=[union])
    return mission


def drafts_of(mission):
    return reverse("admin:missions_mission_drafts", args=[mission.pk])


def shown(mission, **fields):
    """The path of a new link, as the page shows it this once."""
    client = signed_in()
    save(client, drafts_of(mission), reader="An embassy", **fields)
    page = client.get(drafts_of(mission))
    [token] = re.findall(r"/d/([\w-]{40,})/", page.content.decode())
    return f"/d/{token}/"


def text_of(path, client=None, **headers):
    return (client or Client()).get(path, headers=headers).content.decode()


def test_a_link_shows_the_draft_as_it_was_and_its_address_once(mission):
    path = shown(mission)
    mission.items.filter(title_en="Port").update(title_en="Seaport")

    page = Client().get(path)

    text = page.content.decode()
    assert ("Port" in text, "Seaport" in text, "Talks" in text) == (True, False, False)
    assert "Draft preview, not released." in text
    assert "Порт" in text_of(path, **{"accept-language": "ru"})
    assert (page["Cache-Control"], page["X-Robots-Tag"], page["Referrer-Policy"]) == (
        "private, no-store",
        "noindex",
        "strict-origin",
    )
    assert path not in text
    assert path.split("/")[2] not in text_of(drafts_of(mission), signed_in())


@pytest.mark.once
def test_to_load_the_answer_again_makes_no_second_link_and_shows_the_address_no_more(mission):
    client, elsewhere = signed_in(), factories.make_mission()
    answer = save(client, drafts_of(mission), reader="An embassy")
    asleep = str(dict(client.session))
    client.head(drafts_of(mission))

    addresses = [
        client.get(page).context["address"]
        for page in (drafts_of(elsewhere), answer["Location"], answer["Location"])
    ]

    assert (answer.status_code, answer["Location"]) == (302, drafts_of(mission))
    assert [bool(address) for address in addresses] == [False, True, False]
    assert addresses[1].split("/")[-2] not in asleep
    assert DraftLink.objects.count() == 1


def test_a_host_sees_its_own_items(mission):
    union = mission.items.get(title_en="Talks").hosts.get().organisation

    text = text_of(shown(mission, host=str(union.ref)))

    assert ("Talks" in text, "Port" in text) == (True, False)
    assert "As Union will see it." in text


def test_reading_changes_nothing_and_the_last_answer_counts(mission):
    path = shown(mission)
    before = DraftLink.objects.values().get()
    client = Client()

    client.get(path)
    read = DraftLink.objects.values().get()
    remark = client.post(path, {"name": "Consul", "answer": "remark", "remark": "Not on a Monday"})
    first = DraftLink.objects.get()
    client.post(path, {"name": "Consul", "answer": "approved", "remark": ""})
    last = DraftLink.objects.get()

    assert read == before
    assert (remark.status_code, remark["Location"]) == (302, "./#answer")
    assert (first.approved, first.answered_by, first.remark) == (False, "Consul", "Not on a Monday")
    assert (last.approved, last.remark) == (True, "")
    assert "Approved by Consul on " in text_of(path)


@pytest.mark.once
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"answer": "approved", "name": " "}, "Give your name, so that the organiser knows who answers."),
        ({"name": "Consul"}, "Approve the draft, or send a remark."),
        ({"name": "Consul", "answer": "x" * 99}, "Approve the draft, or send a remark."),
        ({"name": "Consul", "answer": "remark"}, "Say what should be different."),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_keeps_what_was_typed(mission, sent, sentence):
    page = Client().post(shown(mission), sent)

    text = page.content.decode()
    assert (page.status_code, sentence in text) == (200, True)
    assert sent["name"].strip() in text
    assert DraftLink.objects.get().answered_at is None


def test_a_wrong_an_ended_and_an_expired_link_say_the_same(mission):
    ended, expired = shown(mission), shown(mission, days="1")
    link = DraftLink.objects.order_by("pk").first()
    signed_in().post(drafts_of(mission), {"revoke": link.pk})
    client = Client()

    with time_machine.travel(timezone.now() + datetime.timedelta(days=1, minutes=1), tick=False):
        pages = [client.get(path) for path in ("/d/wrong/", ended, expired)]
        posted = client.post(expired, {"name": "Consul", "answer": "approved"})

    assert [page.status_code for page in (*pages, posted)] == [404] * 4
    assert len({re.sub(rb'value="\w+"', b"", page.content) for page in (*pages, posted)}) == 1
    assert "Порт" not in pages[1].content.decode()
    assert DraftLink.objects.filter(answered_at__isnull=False).count() == 0


@pytest.mark.once
def test_wrong_links_have_a_limit(mission):
    client = Client()
    statuses = [client.get(f"/d/wrong{number}/").status_code for number in range(limits.WRONG_LINKS + 1)]

    assert statuses == [404] * limits.WRONG_LINKS + [429]


@pytest.mark.once
def test_only_the_hash_of_the_token_is_kept(mission):
    token = shown(mission).split("/")[2]
    row = DraftLink.objects.values().get()

    assert token not in str(row)
    assert len(token) >= 43


def test_the_organiser_reads_the_answer_and_whether_it_still_fits(mission):
    path = shown(mission)
    Client().post(path, {"name": "Consul", "answer": "approved"})
    desk = signed_in()

    def told(page):
        [one] = page.context.get("links") or page.context["answers"]
        return (one.link.approved, one.link.answered_by, one.changed)

    before = told(desk.get(drafts_of(mission))), told(desk.get(page_of(mission)))
    mission.items.filter(title_en="Talks").update(title_en="Long talks")  # the public does not see it
    unseen = told(desk.get(page_of(mission)))
    mission.items.filter(title_en="Port").update(title_ru="Морской порт")
    after = told(desk.get(drafts_of(mission))), told(desk.get(page_of(mission)))

    assert before == ((True, "Consul", False),) * 2
    assert unseen == (True, "Consul", False)
    assert after == ((True, "Consul", True),) * 2


@pytest.mark.once
@pytest.mark.parametrize("days", ["0", "31", "", "x", "-1"])
def test_a_link_holds_for_thirty_days_at_most(mission, days):
    page = save(signed_in(), drafts_of(mission), reader="An embassy", days=days)

    assert "Give from 1 to 30 days." in page.content.decode()
    assert "An embassy" in page.content.decode()
    assert DraftLink.objects.count() == 0


@pytest.mark.once
def test_a_host_of_nothing_is_refused(mission):
    other = factories.make_organisation()

    page = save(signed_in(), drafts_of(mission), reader="An embassy", host=str(other.ref))

    assert "This organisation is no host of the programme now." in page.content.decode()


def test_only_links_of_the_mission_are_ended_and_twice_is_once(mission):
    shown(mission)
    link = DraftLink.objects.get()
    client = signed_in(roles.RELEASER)
    elsewhere = factories.make_mission()

    foreign = client.post(drafts_of(elsewhere), {"revoke": link.pk})
    strange = [
        client.post(drafts_of(mission), {"revoke": value}).status_code for value in ("", "x", "9" * 30)
    ]
    client.post(drafts_of(mission), {"revoke": link.pk})
    link.refresh_from_db()
    at = link.revoked_at
    client.post(drafts_of(mission), {"revoke": link.pk})
    link.refresh_from_db()

    assert (foreign.status_code, strange) == (404, [404, 404, 404])
    assert link.revoked_at == at
    assert said(client.get(drafts_of(mission)))[0] == "The link for An embassy is ended."


@pytest.mark.once
def test_it_needs_its_right(mission):
    for kind in (roles.VIEWER, roles.EDITOR, roles.EDITOR_WITH_PEOPLE):
        client = signed_in(kind)
        assert client.get(drafts_of(mission)).status_code == 403
        assert client.post(drafts_of(mission), {"reader": "x", "days": "3"}).status_code == 403
    assert DraftLink.objects.count() == 0
