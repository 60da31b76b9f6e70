"""What was private and becomes public: warned of, and released only by one more deliberate tick.

faults.md 12
"""

import datetime

import pytest
from django.utils import timezone

from missions import release
from missions.models import Release
from tests import factories
from tests.backoffice.pages import fields_of, save, sentences, signed_in
from tests.backoffice.release_pages import made, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission():
    mission = factories.make_mission(languages=["en"])
    factories.make_item(mission=mission, title="Talks", visibility="delegation")
    factories.make_item(mission=mission, title="Dinner", visibility="staff")
    factories.make_item(mission=mission, title="Prices", visibility="staff", public_title="A meeting")
    factories.make_item(mission=mission, title="Port", visibility="public")
    made(mission)
    return mission


def show(mission, title, **fields):
    mission.items.filter(title_en=title).get()
    item = mission.items.get(title_en=title)
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()


def disclosed(mission, which="public"):
    found = signed_in().get(page_of(mission)).context["disclosed"]
    return [(str(one.title), one.before, one.after) for one in getattr(found, which)]


@pytest.mark.once
def test_what_was_private_and_becomes_public_is_named_with_both(mission):
    for title in ("Talks", "Dinner", "Prices"):
        show(mission, title, visibility="public")

    assert disclosed(mission) == [
        ("Talks", "the delegation", "public"),
        ("Dinner", "staff only", "public"),
        ("Prices", "staff only, with a public title", "public"),
    ]


@pytest.mark.once
def test_a_public_title_that_tells_of_a_private_item_is_named(mission):
    show(mission, "Talks", public_title_en="A meeting of heads")

    assert disclosed(mission) == [
        ("Talks", "the delegation", "its public title, day, time and place: “A meeting of heads”")
    ]


@pytest.mark.once
def test_a_new_public_item_was_never_private(mission):
    factories.make_item(mission=mission, title="Lunch", visibility="public")

    assert disclosed(mission) == []


def test_files_that_are_newly_public_are_named_even_where_nothing_else_changed(mission):
    talks, port = (mission.items.get(title_en=title) for title in ("Talks", "Port"))
    opened, hidden = (
        factories.make_attachment(mission=mission, title=title) for title in ("Map", "Passports")
    )
    factories.make_attachment(item=port, title="Old", visibility="public")
    factories.make_attachment(item=talks, title="Agenda", visibility="public")
    factories.make_item(mission=mission, title="Lunch", visibility="public")
    made(mission, replaces=1)
    assert disclosed(mission, "files") == []

    opened.visibility = "public"
    opened.save()
    factories.make_attachment(item=port, title="Pier", visibility="public")
    page = signed_in().get(page_of(mission))
    assert "2 files are newly public since the last version" in page.text
    assert "so there is nothing to release." in page.text
    assert disclosed(mission, "files") == [
        ("Map", "staff only", "public since it was saved"),
        ("Pier", "not there yet", "public since it was saved"),
    ]

    show(mission, "Talks", visibility="public")
    assert disclosed(mission, "files")[1:2] == [
        ("Agenda", "of an item that was not public", "public with this version")
    ]
    assert hidden.visibility == "staff"


@pytest.mark.once
def test_what_is_opened_to_more_of_the_delegation_is_said_without_a_tick(mission):
    show(mission, "Dinner", visibility="delegation")

    assert disclosed(mission, "wider") == [("Dinner", "staff only", "the delegation")]
    assert save(signed_in(), page_of(mission)).status_code == 302


def test_an_organisation_that_the_public_did_not_know_is_named(mission):
    organisation = factories.make_organisation(name="Quiet firm", published=False)
    factories.make_host(item=mission.items.get(title_en="Port"), organisation=organisation)
    made(mission, replaces=1)
    organisation.published = True
    organisation.save()

    assert disclosed(mission) == [("Quiet firm", "an organisation not named to the public", "public")]


@pytest.mark.once
def test_a_withdrawn_version_has_opened_nothing(mission):
    show(mission, "Talks", visibility="public")
    release.withdraw(made(mission, replaces=1), by=None, reason="Too early")

    assert disclosed(mission) == [("Talks", "the delegation", "public")]


@pytest.mark.once
def test_while_all_versions_are_withdrawn_the_newest_says_what_was_private(mission):
    release.withdraw(Release.objects.get(), by=None, reason="Too early")
    show(mission, "Talks", visibility="public")

    assert disclosed(mission) == [("Talks", "the delegation", "public")]


def test_without_the_tick_nothing_is_released_and_the_note_is_kept(mission):
    show(mission, "Talks", visibility="public")
    client = signed_in()

    refused = save(client, page_of(mission), note_en="Talks are public now.")
    number = Release.objects.count()
    done = save(client, page_of(mission), note_en="Talks are public now.", disclose="on")

    assert refused.status_code == 200
    sentence = "Tick that these may become public, or change who may see them."
    assert sentences(refused) == [f"These may become public: {sentence}"]
    assert "Talks are public now." in refused.content.decode()
    assert (number, done.status_code, Release.objects.latest("number").note_en) == (
        1,
        302,
        "Talks are public now.",
    )


@pytest.mark.once
def test_a_tick_for_something_else_is_no_tick(mission):
    """What becomes public after she has looked needs a look of its own."""
    show(mission, "Talks", visibility="public")
    client = signed_in()
    page = client.get(page_of(mission))
    show(mission, "Prices", visibility="public")

    refused = client.post(page_of(mission), fields_of(page) | {"disclose": ["on"]})

    assert Release.objects.count() == 1
    assert sentences(refused) == [
        "The programme was changed while you looked at it. Look at what changed, then release again.",
        "Since you looked: changed: “Prices”.",
    ]
    assert "checked" not in refused.content.decode().split('id="id_disclose"')[1].split(">")[0]


@pytest.mark.once
def test_a_releaser_who_sees_no_items_elsewhere_is_warned_too(mission):
    show(mission, "Dinner", visibility="public")

    refused = save(signed_in("Releaser"), page_of(mission))

    assert [str(one.title) for one in refused.context["disclosed"].public] == ["Dinner"]
    assert Release.objects.count() == 1


def test_history_counts_by_the_moment_of_the_release(mission):
    """An item that is added after the release was kept from nobody, however private it was for a while."""
    item = factories.make_item(mission=mission, title="Late idea", visibility="staff")
    assert item.history.get().history_date > Release.objects.get().at
    item.visibility = "public"
    item.save()

    assert disclosed(mission) == []
    assert timezone.now() - Release.objects.get().at < datetime.timedelta(hours=1)
