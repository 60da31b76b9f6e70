"""The page of cautions: what is listed for whom, accepted with a reason, opened again."""

import datetime as dt
import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from backoffice import clashes
from backoffice.clashes import accepting
from backoffice.rights import roles
from missions.models import AcceptedCaution, MissionRole, ProgrammeItem, Role
from tests.backoffice.clashes.rows import FIFTH, NINE, TEN, clashing, in_both, split_in_mary
from tests.backoffice.pages import said, signed_in, staff
from tests.factories import make_item, make_mission, make_user

pytestmark = pytest.mark.django_db


def at(mission, what="cautions"):
    return reverse(f"admin:missions_mission_{what}", args=[mission.pk])


def text(response):
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def the_one(mission):
    (caution,) = clashes.of(mission).all
    return caution


def accepted(mission, **fields):
    return accepting.accept(mission, the_one(mission), **{"reason": "Agreed", "by": make_user(), **fields})


def test_an_open_caution_is_told_with_its_remedy_and_links():
    mission, one, other = clashing()

    page = text(signed_in().get(at(mission)))

    caution = the_one(mission)
    assert "Clashes: 1." in page
    assert caution.words in page
    assert caution.resolve in page
    for item in (one, other):
        assert f'<a href="/admin/missions/programmeitem/{item.pk}/change/">{item.title}</a>' in page
    assert f'id="caution-{caution.cause[:12]}"' in page


@pytest.mark.once
def test_where_nothing_is_open_that_is_said():
    assert "Nothing is open." in text(signed_in().get(at(make_mission())))


@pytest.mark.once
def test_all_is_in_russian_for_a_russian_reader():
    mission, *_items = clashing()
    client = signed_in()
    client.cookies.load({"django_language": "ru"})

    with translation.override("ru"):
        words = the_one(mission).words

    assert words in text(client.get(at(mission)))


def test_accepting_keeps_who_and_why_and_leads_back():
    mission, *_items = clashing()
    client = signed_in(roles.EDITOR)

    sent = client.post(
        at(mission, "accept_caution"), {"cause": the_one(mission).cause, "reason": " It is one hall "}
    )
    page = client.get(sent["Location"])

    row = AcceptedCaution.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, at(mission))
    assert (row.mission, row.reason) == (mission, "It is one hall")
    assert (row.by, row.history.get().history_user) == (page.wsgi_request.user, page.wsgi_request.user)
    assert said(page) == ["Accepted, until its cause changes."]
    assert f"Accepted by {row.by}, " in text(page)
    assert ": It is one hall</p>" in text(page)


@pytest.mark.once
def test_the_hour_of_accepting_is_told_by_the_missions_clock():
    mission, *_items = clashing()
    type(mission).objects.update(zone="Asia/Ashgabat")
    mission.refresh_from_db()
    row = accepted(mission)
    AcceptedCaution.objects.update(at=dt.datetime(2023, 12, 3, 20, 30, tzinfo=dt.UTC))

    page = text(signed_in().get(at(mission)))

    assert f"Accepted by {row.by}, 4 December 2023, 01:30 (Ashgabat, UTC+5): Agreed" in page


WRONG = [
    ("", "Say why this is accepted."),
    ("   ", "Say why this is accepted."),
    ("x" * 501, "Ensure this value has at most 500 characters (it has 501)."),
    ("a\x00b", "Null characters are not allowed."),
]


@pytest.mark.once
def test_a_wrong_reason_is_told_at_its_field_and_kept():
    mission, *_items = clashing()
    caution, client = the_one(mission), signed_in()

    for reason, sentence in WRONG:
        response = client.post(at(mission, "accept_caution"), {"cause": caution.cause, "reason": reason})

        page = text(response)
        assert page.count(sentence) == 2  # at the top and at the field
        assert f'href="#id_{caution.cause[:12]}_reason"' in page
        if reason == "x" * 501:
            assert f'value="{reason}"' in page
        assert not AcceptedCaution.objects.exists()


def test_a_caution_that_changed_meanwhile_is_not_accepted_unseen():
    mission, one, _other = clashing()
    cause = the_one(mission).cause
    ProgrammeItem.objects.filter(pk=one.pk).update(starts_at=TEN)

    client = signed_in()
    for stale in (cause, "", "no cause", "%00"):
        response = client.post(
            at(mission, "accept_caution"), {"cause": stale, "reason": "Agreed"}, follow=True
        )
        assert said(response) == ["This has changed meanwhile, or is put right: look at what is here now."]
    assert not AcceptedCaution.objects.exists()


def test_the_second_who_accepts_is_told():
    mission, *_items = clashing()
    row = accepted(mission)

    response = signed_in().post(
        at(mission, "accept_caution"), {"cause": row.cause, "reason": "Me too"}, follow=True
    )

    assert said(response) == ["This was accepted already."]
    assert AcceptedCaution.objects.get() == row


def test_opening_again_and_opening_what_is_open():
    mission, *_items = clashing()
    row = accepted(mission)
    client = signed_in(roles.EDITOR)

    first, second = (
        client.post(at(mission, "open_caution"), {"cause": row.cause}, follow=True) for _ in range(2)
    )

    assert (said(first), said(second)) == (["It is open again."], ["It was open already."])
    assert not AcceptedCaution.objects.exists()


@pytest.mark.once
def test_a_cause_of_another_mission_opens_nothing():
    """faults.md 18: a foreign id in a form."""
    mission, *_items = clashing()
    row = accepted(mission)
    elsewhere = make_mission()

    response = signed_in().post(at(elsewhere, "open_caution"), {"cause": row.cause}, follow=True)

    assert said(response) == ["It was open already."]
    assert AcceptedCaution.objects.get() == row


@pytest.mark.once
@pytest.mark.parametrize("kind", [roles.VIEWER, roles.REPORTER])
def test_who_only_sees_finds_no_button_and_is_refused(kind):
    """faults.md 16."""
    mission, *_items = clashing()
    client = signed_in(kind)
    cause = the_one(mission).cause

    page = text(client.get(at(mission)))
    accepting_it = client.post(at(mission, "accept_caution"), {"cause": cause, "reason": "Agreed"})
    row = accepted(mission)
    opening_it = client.post(at(mission, "open_caution"), {"cause": row.cause})

    assert "Accept with a reason" not in page
    assert "Open again" not in text(client.get(at(mission)))
    assert (accepting_it.status_code, opening_it.status_code) == (403, 403)
    assert AcceptedCaution.objects.get() == row


def test_a_role_gives_the_page_of_its_mission_alone():
    """faults.md 24."""
    mission, *_items = clashing()
    elsewhere, *_items = clashing()
    user = make_user()
    MissionRole.objects.create(mission=mission, user=user, role=Role.EDITOR)
    client = signed_in()
    client.force_login(user)
    data = {"cause": the_one(elsewhere).cause, "reason": "Agreed"}

    assert client.get(at(mission)).status_code == 200
    assert client.get(at(elsewhere)).status_code == 404
    assert client.post(at(elsewhere, "accept_caution"), data).status_code == 404
    assert client.post(at(elsewhere, "open_caution"), data).status_code == 404


@pytest.mark.once
def test_who_may_not_see_delegates_reads_how_many_they_are():
    mission, groups = split_in_mary()
    in_both(mission, groups)
    user = staff(roles.VIEWER)
    kind = user.groups.get()
    kind.permissions.remove(kind.permissions.get(codename="view_delegate"))
    client = signed_in()
    client.force_login(user)

    page = text(client.get(at(mission)))

    assert "1 delegate: “" in page
    assert "Ogulsapar" not in page


@pytest.mark.once
def test_names_and_titles_stay_what_they_are():
    """faults.md 50 and 55."""
    mission, one, _other = clashing()
    ProgrammeItem.objects.filter(pk=one.pk).update(title_en="<script>alert(1)</script> %s {{ x }}")

    response = signed_in().get(at(mission))

    assert b"<script>alert(1)" not in response.content
    assert "“<script>alert(1)</script> %s {{ x }}”" in text(response)


def many(number):
    """A mission with so many clashes, each of two items; these are without histories."""
    mission = make_mission()
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(
            mission=mission,
            kind="meeting",
            title_en=f"Meeting {hour} {which}",
            for_everyone=True,
            order=2 * hour + which,
            day=FIFTH if hour % 2 else FIFTH + dt.timedelta(1),
            starts_at=dt.time(hour // 4, hour % 4 * 15),
            ends_at=dt.time(hour // 4, hour % 4 * 15 + 10),
        )
        for hour in range(number)
        for which in range(2)
    )
    return mission


@pytest.mark.once
def test_queries_are_the_same_with_one_and_with_more():
    client = signed_in()
    counts = []
    for number in (1, 3):
        mission = many(number)
        accepting.accept(mission, clashes.of(mission).open[0], reason="Agreed", by=make_user())
        client.get(at(mission))  # it is the mission that is worked on from now on
        with CaptureQueriesContext(connection) as asked:
            client.get(at(mission))
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 20


@pytest.mark.once
def test_fifty_stand_on_a_page_and_a_wrong_reason_leads_to_its_own():
    mission = many(55)
    client = signed_in()
    found = clashes.of(mission).open

    first, second, beyond = (client.get(at(mission), {"page": page}) for page in (1, 2, "x"))
    wrong = client.post(at(mission, "accept_caution"), {"cause": found[52].cause, "reason": ""})

    assert [len(response.context["shown"]) for response in (first, second, beyond)] == [50, 5, 50]
    assert "Page 1 of 2" in text(first)
    assert len(first.content) < 150_000
    assert wrong.context["shown"].number == 2
    assert "Say why this is accepted." in text(wrong)


@pytest.mark.once
def test_what_is_not_asked_for_is_not_listed():
    mission = make_mission()
    make_item(mission=mission, day=FIFTH, starts_at=NINE, ends_at=TEN)

    assert clashes.of(mission).all == ()
    assert "Accepted" not in text(signed_in().get(at(mission)))
