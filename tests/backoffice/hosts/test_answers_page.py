"""What an organiser reads of hosts' answers, and what accepting and declining do: that, and nothing besides."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from backoffice.models import BoardStep
from backoffice.rights import roles
from delegations import host_answers
from delegations.models import Proposal
from missions import release as releases
from missions.models import Host, HostState, ProgrammeItem, Role
from tests import factories
from tests.backoffice.boards import said
from tests.backoffice.members import signed_in_with
from tests.backoffice.pages import signed_in
from tests.delegations.hosting import Mission
from tests.delegations.travellers import release, words

pytestmark = pytest.mark.django_db

FIFTH, SIXTH = (datetime.date(2023, 12, day) for day in (5, 6))
TEN, NOON, TWO, FOUR = (datetime.time(hour) for hour in (10, 12, 14, 16))


@pytest.fixture
def made():
    """A mission with an item at ten on the fifth, released; its host was asked."""
    made = Mission()
    made.item.starts_at, made.item.ends_at = TEN, NOON
    made.item.save()
    Host.objects.filter(item=made.item).update(state=HostState.ASKED)
    release(made.mission)
    return made


def answered(made, kind="confirm", item=None, host=None, **fields):
    item = ProgrammeItem.objects.select_related("stop").get(pk=(item or made.item).pk)
    return Proposal.objects.create(
        item=item,
        organisation=host or made.host,
        kind=kind,
        answered_by="Dana, director",
        seen=host_answers.standing_of(item),
        **fields,
    )


def proposed(made, day=SIXTH, starts_at=TWO, ends_at=FOUR, **fields):
    return answered(made, "other_time", day=day, starts_at=starts_at, ends_at=ends_at, **fields)


def address(made):
    return reverse("admin:missions_mission_hosts", args=[made.mission.pk])


def accept(client, made, proposal, **fields):
    seen = ProgrammeItem.history.filter(id=proposal.item_id).latest("history_id").history_id
    return client.post(address(made), {"do": f"accept {proposal.pk} {fields.pop('seen', seen)}", **fields})


def told(client, made):
    """What the page says of what was pressed."""
    return [str(message) for message in client.get(address(made)).context["messages"]]


def when(item):
    item.refresh_from_db()
    return item.day, item.starts_at, item.ends_at


def states(item):
    return list(Host.objects.filter(item=item).order_by("pk").values_list("state", flat=True))


def test_an_answer_waits_with_before_and_after_and_whether_it_would_clash(made):
    kept = proposed(made, words="After <b>noon</b>")
    clash = factories.make_item(
        stop=made.stop, title="Lunch", day=SIXTH, starts_at=TWO, ends_at=FOUR, groups=[made.group]
    )

    page = signed_in().get(address(made))

    [line] = page.context["lines"]
    assert (line["row"].now, line["row"].after) == (
        "5 December 2023, 10:00–12:00",
        "6 December 2023, 14:00–16:00",
    )
    assert "Another time is proposed: 6 December 2023, 14:00–16:00" in words(page.text)
    assert "“After &lt;b&gt;noon&lt;/b&gt;”" in page.text
    assert "Ceramics: Dana, director" in words(page.text)
    assert [level for level, _words in line["cautions"]] == ["clash"]
    assert str(clash) in line["cautions"][0][1]
    assert (when(made.item), states(made.item), kept.state) == ((FIFTH, TEN, NOON), ["asked"], "waiting")


def test_accepting_a_confirmation_confirms_the_host_and_no_other(made):
    factories.make_host(item=made.item, organisation=made.other, state=HostState.ASKED)
    kept, client = answered(made), signed_in()

    accept(client, made, kept, words="  See you. ")

    kept.refresh_from_db()
    assert states(made.item) == ["confirmed", "asked"]
    assert when(made.item) == (FIFTH, TEN, NOON)
    assert (kept.state, kept.decision) == ("accepted", "See you.")
    assert kept.decided_by is not None
    assert Host.history.filter(state="confirmed").latest().history_user == kept.decided_by
    assert told(client, made) == [
        "The host is confirmed. Readers have it with the next release. "
        "No contact of the host has an e-mail address, so tell it yourself."
    ]


def test_accepting_another_time_moves_the_item_as_on_the_board_and_releases_nothing(made):
    ProgrammeItem.objects.filter(pk=made.item.pk).update(time_approximate=True, part_of_day="morning")
    kept, client = proposed(made), signed_in()
    number = releases.newest(made.mission).number

    accept(client, made, kept)

    assert when(made.item) == (SIXTH, TWO, FOUR)
    assert (made.item.time_approximate, made.item.part_of_day) == (False, "")
    assert states(made.item) == ["confirmed"]
    assert releases.newest(made.mission).number == number
    assert "14:00" not in words(made.read()).replace("6 December 2023, 14:00–16:00", "")
    step = BoardStep.objects.get()
    assert (step.mission, step.by) == (made.mission, Proposal.objects.get().decided_by)
    client.post(reverse("admin:missions_mission_board", args=[made.mission.pk]), {"do": f"undo {step.pk}"})
    assert when(made.item) == (FIFTH, TEN, NOON)


@pytest.mark.once
def test_accepting_that_a_host_cannot_leaves_the_item_and_says_that_the_host_declined(made):
    kept = answered(made, "cannot")

    accept(signed_in(), made, kept)

    assert (when(made.item), states(made.item)) == ((FIFTH, TEN, NOON), ["declined"])


def test_declining_changes_nothing_but_the_answer(made):
    kept, client = proposed(made), signed_in()

    client.post(address(made), {"do": f"decline {kept.pk}", "words": "The plane leaves at one."})

    kept.refresh_from_db()
    assert (when(made.item), states(made.item), kept.state) == ((FIFTH, TEN, NOON), ["asked"], "declined")
    assert "“The plane leaves at one.”" in made.read()


def test_of_words_back_that_no_database_takes_the_rest_is_kept(made):
    kept = answered(made)

    signed_in().post(address(made), {"do": f"decline {kept.pk}", "words": "Not\0 then" + "x" * 2000})

    kept.refresh_from_db()
    assert kept.decision == ("Not then" + "x" * 2000)[:1000]


@pytest.mark.once
def test_an_answer_that_the_item_has_overtaken_is_shown_with_both_times_and_not_accepted(made):
    kept, client = answered(made), signed_in()
    made.item.starts_at = datetime.time(11)
    made.item.save()

    page = words(client.get(address(made)).text)
    accept(client, made, kept)

    assert "The time fits Overtaken When the host answered 5 December 2023, 10:00–12:00" in page
    assert "Now 5 December 2023, 11:00–12:00" in page
    [sentence] = told(client, made)
    assert sentence.startswith(
        "The item has changed since the host answered: then 5 December 2023, 10:00–12:00, now 5 December "
    )
    kept.refresh_from_db()
    assert (kept.state, states(made.item)) == ("waiting", ["asked"])


@pytest.mark.once
def test_a_time_that_is_accepted_overtakes_what_the_other_host_answered(made):
    factories.make_host(item=made.item, organisation=made.other, state=HostState.ASKED)
    first, second, client = proposed(made), answered(made, host=made.other), signed_in()

    accept(client, made, first)
    accept(client, made, second)

    second.refresh_from_db()
    assert (second.state, states(made.item)) == ("waiting", ["confirmed", "asked"])


def test_who_accepts_from_an_old_page_is_told_what_changed(made):
    """faults.md 39, 40"""
    kept, client = answered(made), signed_in()
    old = made.item.history.latest().history_id
    made.item.title_en = "Another tour"
    made.item.save()

    accept(client, made, kept, seen=old)

    [sentence] = told(client, made)
    assert "Changed: title (English): “A tour of the kilns” → “Another tour”." in sentence
    kept.refresh_from_db()
    assert kept.state == "waiting"


@pytest.mark.once
def test_a_day_outside_the_mission_is_refused_with_a_sentence_before_and_after_it_is_pressed(made):
    """The mission became shorter after the host had answered."""
    kept, client = proposed(made), signed_in()

    for day in (datetime.date(2023, 12, 20), datetime.date(2023, 12, 1)):
        Proposal.objects.update(day=day)
        page = client.get(address(made))
        accept(client, made, kept)

        sentence = "outside the mission's days, 2023-12-04 to 2023-12-07"
        assert sentence in page.text.replace("&#x27;", "'")
        assert f"accept {kept.pk} " not in page.text
        assert [sentence in each for each in told(client, made)] == [True]
        assert when(made.item) == (FIFTH, TEN, NOON)


@pytest.mark.once
def test_an_answer_of_who_is_no_host_any_more_is_not_accepted(made):
    kept, client = answered(made), signed_in()
    Host.objects.all().delete()

    page = client.get(address(made))
    accept(client, made, kept)

    sentence = "Ceramics is no host of this item any more."
    assert sentence in page.text
    assert told(client, made) == [sentence]


@pytest.mark.parametrize("how", ["accepted", "replaced"])
def test_who_decides_second_is_told(made, how):
    kept, client = answered(made), signed_in()
    page = client.get(address(made))
    if how == "accepted":
        accept(signed_in(), made, kept)
        by = Proposal.objects.get().decided_by
    else:
        Proposal.objects.update(state="overtaken")
        answered(made, "cannot")

    client.post(address(made), {"do": f"accept {kept.pk} {page.context['lines'][0]['row'].seen}"})

    assert told(client, made) == [
        f"{by} has decided on this answer meanwhile: accepted."
        if how == "accepted"
        else "The host has answered anew meanwhile, or the answer is gone. What waits now stands below."
    ]


def test_what_says_nothing_does_nothing(made):
    kept, client = answered(made), signed_in()

    for do in ("", "accept", "accept x y", "release 1 2", "accept 99999999999999999999 1"):
        assert client.post(address(made), {"do": do}).status_code == 302

    kept.refresh_from_db()
    assert kept.state == "waiting"


@pytest.mark.once
def test_an_answer_of_another_mission_is_not_decided_here(made):
    other = Mission()
    kept = answered(other)

    accept(signed_in(), made, kept)

    kept.refresh_from_db()
    assert kept.state == "waiting"


@pytest.mark.once
def test_who_sees_the_programme_reads_answers_and_who_changes_it_decides(made):
    kept = answered(made)
    met = {
        (200, 403): [signed_in(roles.VIEWER), signed_in_with({made.mission: Role.PROTOCOL})],
        (403, 403): [signed_in(roles.RELEASER)],
        (200, 302): [signed_in(roles.EDITOR)],
    }

    for (reads, decides), clients in met.items():
        for client in clients:
            page = client.get(address(made))
            response = accept(client, made, kept)

            assert (page.status_code, response.status_code) == (reads, decides)
            assert ('value="accept' in page.text) == (decides == 302)


@pytest.mark.once
def test_the_page_asks_as_little_for_many_as_for_one(made):
    client = signed_in()

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(made)).status_code == 200
        return len(asked)

    proposed(made)
    client.get(address(made))
    few = queries()
    for number in range(4):
        item = made.visit(f"Visit {number}", groups=[made.group])
        answered(made, item=item)
        Proposal.objects.filter(pk=proposed(made, item=item, host=made.other).pk).update(
            state="declined", decided_by=factories.make_user(), decided_at=timezone.now()
        )

    assert queries() == few


def test_an_answer_is_marked_on_the_board_until_somebody_decides(made):
    cache.clear()
    kept, client = answered(made), signed_in()
    board = reverse("admin:missions_mission_board", args=[made.mission.pk])

    before = client.get(board)
    client.post(address(made), {"do": f"decline {kept.pk}"})
    after = client.get(board)

    assert (before.text.count("A host has answered"), after.text.count("A host has answered")) == (1, 0)
    assert ("About 1 item a host has answered" in words(before.text), address(made) in after.text) == (
        True,
        False,
    )
    assert said(client, made.mission) == []


def test_an_answer_needs_somebody_this_week(made):
    cache.clear()
    first = timezone.now().date()
    made.mission.starts_on, made.mission.ends_on = first, first + datetime.timedelta(3)
    made.mission.save()
    kept, client = answered(made), signed_in()

    found = [entry for entry in client.get("/admin/").context["attention"] if entry.address == address(made)]
    client.post(address(made), {"do": f"decline {kept.pk}"})
    after = [entry for entry in client.get("/admin/").context["attention"] if entry.address == address(made)]

    assert [(entry.count, entry.words, entry.sentence) for entry in found] == [
        (1, "Item a host has answered about", "A tour of the kilns, 5 December.")
    ]
    assert after == []
