"""Releasing in the admin: what will change is shown first, one button does it, and nobody overwrites anybody."""

import datetime

import pytest

from backoffice.releasing import change_lines
from backoffice.rights import roles
from missions import parts, release
from missions.models import (
    HostState,
    MissionState,
    PartyRole,
    Release,
    Visibility,
    Withdrawal,
)
from tests import factories
from tests.backoffice.pages import address, address_of, fields_of, said, save, sentences, signed_in
from tests.backoffice.release_pages import made, page_of, results_of, withdrawal_of
from wording.words import Words

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission():
    """A published mission with one public item, not released yet."""
    mission = factories.make_mission(
        state=MissionState.PUBLISHED, languages=["en", "ru"], zone="Asia/Ashgabat"
    )
    factories.make_item(mission=mission, title="Visit to the port", visibility=Visibility.PUBLIC)
    return mission


@pytest.fixture
def client():
    return signed_in(roles.EDITOR, roles.RELEASER)


def told(page):
    """What happened to what, and who is told."""
    return [
        (", ".join(state.words for state in line.row.states), str(line.row.title), line.told)
        for line in page.context["told"].lines
    ]


def seen_by(page, label):
    """What one reader sees change: what happened, to what, before and after."""
    [rows] = [fold.rows for fold in page.context["told"].folds if label in fold.label]
    return [(", ".join(state.words for state in row.states), str(row.title)) for row in rows]


def sides(row):
    return [[f"{piece.label}: {piece.words}" for piece in side] for side in (row.before, row.after)]


ORGANISATION = parts.Organisation("ref", "union", Words("Union", "en"), "union", None)
PLACE = parts.Place("ref", Words("Mary", "en"), {"en": "Mary"}, "TM", "Asia/Ashgabat", None, None)


def test_the_first_release_shows_all_as_new_and_is_made(client, mission):
    page = client.get(page_of(mission))

    done = save(client, page_of(mission), note_en="The first programme.")

    assert told(page) == [("New", "Visit to the port", "the public, Delegates (nobody yet)")]
    assert ">Release version 1</button>" in page.content.decode()
    [released] = Release.objects.all()
    assert (released.number, released.note_en, released.by) == (
        1,
        "The first programme.",
        done.wsgi_request.user,
    )
    assert done.url == address(mission)
    [sentence] = said(client.get(done.url))
    assert sentence.startswith("Version 1 is released.")
    assert f'href="/en/missions/{mission.slug}/"' in sentence


@pytest.mark.once
def test_the_page_shows_what_staff_and_the_public_gain_and_lose(client, mission):
    hidden = factories.make_item(mission=mission, title="Talks", visibility=Visibility.DELEGATION)
    made(mission)
    port = mission.items.get(title_en="Visit to the port")
    port.visibility = Visibility.DELEGATION
    port.save()
    hidden.visibility, hidden.starts_at, hidden.day = Visibility.PUBLIC, datetime.time(9), mission.starts_on
    hidden.save()

    page = client.get(page_of(mission))

    assert seen_by(page, "Staff") == [
        ("Moved, Other time, Other visibility", "Talks"),
        ("Other visibility", "Visit to the port"),
    ]
    assert seen_by(page, "The public") == [("New", "Talks"), ("No longer there", "Visit to the port")]
    assert sides(page.context["told"].lines[0].row) == [
        [": day not known, time not known", "Who may see it: the delegation"],
        [": 4 December 2023, 09:00", "Who may see it: public"],
    ]


@pytest.mark.once
def test_changes_of_the_mission_its_stops_and_hosts_are_named(client, mission):
    made(mission)
    factories.make_stop(mission=mission)
    factories.make_party(mission=mission)
    factories.make_host(item=mission.items.get(), organisation=factories.make_organisation(name="Union"))
    save(client, address(mission), title_en="Another title", starts_on="2023-12-03")

    page = client.get(page_of(mission))

    assert [(title, who) for _states, title, who in told(page)] == [
        ("The mission: dates", "the public, Delegates (nobody yet), 1 host: Union"),
        ("The mission: title", "the public, Delegates (nobody yet), 1 host: Union"),
        ("The mission: parties", "the public, Delegates (nobody yet), 1 host: Union"),
        ("Stop: Ashgabat", "the public, Delegates (nobody yet), 1 host: Union"),
        ("Visit to the port", "the public, Delegates (nobody yet), 1 host: Union"),
    ]
    assert [piece.label for piece in page.context["told"].lines[-1].row.after] == ["Hosts"]


@pytest.mark.once
def test_texts_that_lack_a_language_of_the_mission_are_listed(client, mission):
    page = client.get(page_of(mission))

    assert [(text.of, text.field, text.languages) for text in page.context["missing"]] == [
        ("Mission to Turkmenistan", "title", ("ru",)),
        ("Visit to the port", "title", ("ru",)),
    ]


def test_a_release_made_meanwhile_is_told_and_the_note_kept(client, mission):
    """faults.md 43"""
    stale = client.get(page_of(mission))
    made(mission)
    factories.make_item(mission=mission, title="Added since")

    refused = client.post(page_of(mission), fields_of(stale) | {"note_ru": ["Первая программа"]})
    number = Release.objects.count()
    done = client.post(page_of(mission), fields_of(refused))

    assert sentences(refused) == [
        "Version 1 was released meanwhile. Look at what it changed, then release again."
    ]
    assert "Первая программа" in refused.content.decode()
    assert [line[:2] for line in told(refused)] == [("New", "Added since")]
    assert (number, done.status_code) == (1, 302)
    assert Release.objects.latest("number").note_ru == "Первая программа"


@pytest.mark.once
def test_nothing_changed_is_said_and_nothing_released(client, mission):
    made(mission)

    page = client.get(page_of(mission))
    posted = client.post(page_of(mission), {"replaces": "1"})

    assert "Nothing has changed since version 1, so there is nothing to release." in page.content.decode()
    assert 'id="act"' not in page.content.decode()
    assert sentences(posted) == ["Nothing has changed since version 1."]
    assert Release.objects.count() == 1


def test_a_draft_may_be_released_and_the_page_says_who_sees_it(client):
    draft = factories.make_mission()
    factories.make_item(mission=draft)

    page = client.get(page_of(draft))
    done = save(client, page_of(draft))

    assert "The mission is a draft: the public sees it once it is published." in page.content.decode()
    assert said(client.get(done.url)) == [
        "Version 1 is released. The public sees it once the mission is published."
    ]


def test_the_members_of_groups_go_into_the_release(client, mission):
    group = factories.make_group(mission=mission)
    delegate = factories.make_delegate(mission=mission, groups=[group])

    save(client, page_of(mission))

    assert Release.objects.get().document["groups"][0]["members"] == [str(delegate.ref)]


@pytest.mark.once
@pytest.mark.parametrize("kind", [roles.VIEWER, roles.REPORTER, roles.EDITOR, roles.EDITOR_WITH_PEOPLE])
def test_releasing_needs_its_permission(mission, kind):
    """faults.md 12"""
    version = made(mission)
    client = signed_in(kind)

    for page in (page_of(mission), results_of(mission), withdrawal_of(version)):
        assert client.get(page).status_code == 403
        assert client.post(page, {"replaces": "1", "reason": "x"}).status_code == 403
    for action in ("publish", "cancel", "take_back", "release", "publish_results"):
        client.post(address_of(type(mission)), {"action": action, "_selected_action": [mission.pk]})
    mission.refresh_from_db()
    assert (mission.state, Release.objects.count(), Withdrawal.objects.count()) == ("published", 1, 0)
    assert page_of(mission) not in client.get(address(mission)).content.decode()


@pytest.mark.parametrize(
    ("action", "before", "after", "sentence"),
    [
        (
            "publish",
            "draft",
            "published",
            "“Mission to Turkmenistan” is published: the public sees what is released.",
        ),
        (
            "cancel",
            "published",
            "cancelled",
            "“Mission to Turkmenistan” is cancelled; its page and calendar say so.",
        ),
        (
            "take_back",
            "published",
            "draft",
            "“Mission to Turkmenistan” is a draft again; the public cannot find it.",
        ),
        ("cancel", "draft", "draft", "“Mission to Turkmenistan” is draft; this cannot be done."),
    ],
)
def test_the_state_is_changed_by_actions_of_form_and_list(client, action, before, after, sentence):
    on_form, on_list = factories.make_mission(state=before), factories.make_mission(state=before)

    client.post(
        address(on_form),
        {"CHANGE_FORM-action": action, "_selected_action": on_form.pk, "index": "0"},
    )
    client.post(address_of(type(on_list)), {"action": action, "_selected_action": [on_list.pk]})

    for mission in (on_form, on_list):
        mission.refresh_from_db()
    assert [on_form.state, on_list.state] == [after, after]
    assert said(client.get(address(on_form))) == [sentence, sentence]


@pytest.mark.once
def test_the_state_is_not_taken_from_a_form(client):
    """faults.md 15"""
    mission = factories.make_mission()

    save(client, address(mission), state="published")

    mission.refresh_from_db()
    assert mission.state == MissionState.DRAFT


@pytest.mark.parametrize(("action", "page"), [("release", page_of), ("publish_results", results_of)])
def test_actions_lead_to_the_pages_for_one_mission_at_a_time(client, mission, action, page):
    other = factories.make_mission()
    missions = address_of(type(mission))

    one = client.post(missions, {"action": action, "_selected_action": [mission.pk]})
    client.post(missions, {"action": action, "_selected_action": [mission.pk, other.pk]})

    assert one.url == page(mission)
    assert said(client.get(missions)) == ["Choose one row for this."]


def test_a_version_is_withdrawn_with_a_reason(client, mission):
    first = made(mission)
    factories.make_item(mission=mission)
    second = made(mission, replaces=1)
    action = client.post(address_of(Release), {"action": "withdraw", "_selected_action": [second.pk]})

    page = client.get(action.url)
    unreasoned = save(client, action.url, reason="  ")
    save(client, action.url, reason="A name that should not have been there")

    assert "Readers get version 1 instead" in page.content.decode()
    assert sentences(unreasoned) == ["Say why the version is withdrawn."]
    assert [withdrawal.release for withdrawal in Withdrawal.objects.all()] == [second]
    assert release.newest(mission) == first
    assert said(client.get(address_of(Release))) == ["Version 2 is withdrawn."]
    assert "A name that should not have been there" in client.get(address(second)).content.decode()


def test_a_version_is_withdrawn_once(client, mission):
    version = made(mission)
    form = fields_of(client.get(withdrawal_of(version)))
    release.withdraw(version, by=None, reason="First")

    again = client.post(withdrawal_of(version), form | {"reason": ["Second"]})

    assert sentences(again) == ["Version 1 is withdrawn already."]
    assert Withdrawal.objects.get().reason == "First"


def test_after_a_withdrawal_the_next_number_is_a_new_one(client, mission):
    release.withdraw(made(mission), by=None, reason="Too early")

    page = client.get(page_of(mission))
    save(client, page_of(mission))

    assert ">Release version 2</button>" in page.content.decode()
    assert [version.number for version in Release.objects.all()] == [1, 2]


@pytest.mark.once
def test_what_was_released_is_read_only(mission):
    client, version = signed_in(), made(mission)

    assert client.get(address_of(Release, "add")).status_code == 403
    assert client.post(address(version), {"number": "7", "_save": "Save"}).status_code == 403
    assert client.post(address(version, "delete"), {"post": "yes"}).status_code == 403
    client.post(
        address_of(Release), {"action": "delete_selected", "_selected_action": [version.pk], "post": "yes"}
    )
    assert [version.number for version in Release.objects.all()] == [1]


@pytest.mark.once
def test_a_masked_item_lacks_only_translations_of_its_mask(client):
    mission = factories.make_mission(languages=["en", "ru"], title={"en": "Mission", "ru": "Миссия"})
    factories.make_item(mission=mission, title="Hidden", public_title="Internal", visibility=Visibility.STAFF)

    page = client.get(page_of(mission))

    assert [(text.of, text.field) for text in page.context["missing"]] == [("Internal", "public title")]
    assert "Hidden" not in page.content.decode()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"),
        ((), "–"),
        (True, "yes"),
        (False, "no"),
        (Visibility.STAFF, "staff only"),
        (datetime.date(2023, 12, 4), "4 December 2023"),
        (datetime.time(9, 5), "09:05"),
        (Words("Порт", "ru"), "Порт"),
        (parts.Sector("ref", "grain", Words("Grain", "en")), "Grain"),
        (ORGANISATION, "Union"),
        (parts.Party(PartyRole.ORGANISER, ORGANISATION, None), "Union (organiser)"),
        ((parts.Host(ORGANISATION, None, HostState.ASKED),), "Union (asked)"),
        (PLACE, "Mary"),
        (parts.Stop("ref", PLACE, None, None, False), "Mary"),
    ],
)
def test_every_value_of_an_itinerary_is_said_in_words(value, words):
    assert change_lines.shown(value, "en") == words
