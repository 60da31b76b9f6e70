"""Reminders of follow-ups: who is told what on which morning, once, in her language, and never without the right."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from backoffice.rights import roles
from delegations.notices.post import Line, Refused, Unclear
from missions.models import MissionRole, Role
from missions.models.follow_ups import last_day
from reports.models import Reminder, ReminderKind, ReminderSetting, ReminderState
from reports.reminders import occasions, sending
from tests import factories
from tests.together import PEOPLE, at_once, killed

pytestmark = pytest.mark.django_db

THURSDAY = dt.datetime(2024, 12, 5, 4, 0, tzinfo=dt.UTC)
MONDAY = dt.datetime(2024, 12, 9, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def user():
    made = factories.make_user(email="aigerim@example.org", first_name="Aigerim")
    made.groups.set(Group.objects.filter(name=roles.EDITOR))
    return made


@pytest.fixture
def mission():
    return factories.make_mission(title="To Turkmenistan", zone="Asia/Ashgabat")


def morning(moment):
    """What was sent on one morning: the letters of all."""
    before = len(mail.outbox)
    with time_machine.travel(moment, tick=False):
        for user in occasions.people():
            sending.remind.func(user.pk)
    return mail.outbox[before:]


def told(letter):
    """The headings of a letter with the titles under each."""
    found = {}
    heading = ""
    for line in letter.body.splitlines():
        if line.startswith("- "):
            found.setdefault(heading, []).append(line.split(". Due")[0].removeprefix("- "))
        elif line and not line.startswith(" "):
            heading = line
    return found


def due(mission, user, title, day, precision="day", **fields):
    return factories.make_follow_up(
        mission=mission,
        responsible=user,
        title=title,
        due_on=last_day(day, precision),
        due_precision=precision,
        **fields,
    )


def test_each_thing_is_told_on_its_morning_and_once(mission, user):
    day = THURSDAY.date()
    due(mission, user, "In fifteen days", day + dt.timedelta(15))
    due(mission, user, "In fourteen days", day + dt.timedelta(14))
    due(mission, user, "In three days", day + dt.timedelta(3))
    due(mission, user, "Today", day)
    due(mission, user, "Yesterday", day - dt.timedelta(1))
    due(mission, user, "This year", day, "year")
    due(mission, user, "Next year", day + dt.timedelta(60), "year")
    due(mission, user, "Done", day, state="done")
    factories.make_follow_up(mission=mission, responsible=user, title="Whenever")
    due(mission, None, "Nobody's", day)

    [letter] = morning(THURSDAY)

    assert told(letter) == {
        "Overdue": ["Yesterday"],
        "Due within three days": ["Today", "In three days"],
        "Due within fourteen days": ["In fourteen days"],
        "The last month of their period has begun": ["This year"],
    }
    assert (letter.to, letter.subject) == (["aigerim@example.org"], "5 follow-ups need you")
    assert morning(THURSDAY) == []
    assert told(morning(THURSDAY + dt.timedelta(1))[0]) == {
        "Overdue": ["Today"],
        "Due within fourteen days": ["In fifteen days"],
    }


def test_on_monday_the_letter_has_all_that_is_open_and_the_next_monday_again(mission, user):
    due(mission, user, "Yesterday", dt.date(2024, 12, 8))
    factories.make_follow_up(mission=mission, responsible=user, title="Whenever")

    [letter] = morning(MONDAY)

    assert told(letter) == {"Overdue": ["Yesterday"], "All that is open": ["Yesterday", "Whenever"]}
    assert morning(MONDAY + dt.timedelta(1)) == []
    [again] = morning(MONDAY + dt.timedelta(7))
    assert (told(again), again.subject) == (
        {"All that is open": ["Yesterday", "Whenever"]},
        "Your open follow-ups",
    )


def test_a_machine_that_was_off_on_monday_sends_the_digest_until_wednesday(mission, user):
    factories.make_follow_up(mission=mission, responsible=user, title="Whenever")

    assert morning(MONDAY + dt.timedelta(3)) == []
    assert len(morning(MONDAY + dt.timedelta(9))) == 1
    assert morning(MONDAY + dt.timedelta(10)) == []


def test_another_due_day_is_told_anew(mission, user):
    row = due(mission, user, "Forum", THURSDAY.date() - dt.timedelta(1))
    morning(THURSDAY)
    row.due_on = THURSDAY.date() + dt.timedelta(1)
    row.save()

    [letter] = morning(THURSDAY + dt.timedelta(1))

    assert told(letter) == {"Due within three days": ["Forum"]}


def test_whose_it_is_now_is_told_and_who_had_it_is_not(mission, user):
    row = due(mission, user, "Forum", THURSDAY.date())
    morning(THURSDAY)
    other = factories.make_user(email="dana@example.org", is_superuser=True)
    row.responsible = other
    row.save()

    assert [letter.to for letter in morning(THURSDAY)] == [["dana@example.org"]]


@pytest.mark.parametrize("why", ["no right", "role elsewhere", "inactive", "no staff", "switched off"])
def test_who_may_not_see_it_or_does_not_want_it_is_not_written_to(mission, user, why):
    due(mission, user, "Forum", THURSDAY.date())
    if why in ("no right", "role elsewhere"):
        user.groups.clear()
    if why == "role elsewhere":
        MissionRole.objects.create(mission=factories.make_mission(), user=user, role=Role.COORDINATOR)
    if why == "inactive":
        user.is_active = False
    if why == "no staff":
        user.is_staff = False
    user.save()
    if why == "switched off":
        ReminderSetting.objects.create(user=user, letters=False, lang="en")

    assert morning(THURSDAY) == []
    assert Reminder.objects.count() == 0


def test_of_two_missions_only_what_she_may_see_is_told(mission, user):
    """faults.md 49"""
    user.groups.clear()
    MissionRole.objects.create(mission=mission, user=user, role=Role.VIEWER)
    due(mission, user, "Forum", THURSDAY.date())
    due(factories.make_mission(title="Secret mission"), user, "Secret forum", THURSDAY.date())

    [letter] = morning(THURSDAY)

    assert told(letter) == {"Due within three days": ["Forum"]}
    assert "Secret" not in letter.body + str(letter.alternatives)


def test_a_letter_is_in_her_language_and_titles_are_text(mission, user):
    """faults.md 50"""
    ReminderSetting.objects.create(user=user, lang="ru")
    due(mission, user, "x", dt.date(2024, 12, 31), "year", title_ru='<a href="http://evil">Форум</a>')

    [letter] = morning(THURSDAY)

    [page] = letter.alternatives
    assert '<html lang="ru">' in page.content
    assert "&lt;a href=&quot;http://evil&quot;&gt;Форум&lt;/a&gt;" in page.content
    assert "http://127.0.0.1:8000/admin/follow-ups/" in letter.body


def test_what_the_server_refuses_is_tried_again_with_the_same_message_id(mission, user, monkeypatch):
    due(mission, user, "Forum", THURSDAY.date())
    kept = []

    def refuse(self, message):
        kept.append(message.extra_headers["Message-ID"])
        raise Refused("SMTPServerBusy 421")

    with monkeypatch.context() as patched:
        patched.setattr(Line, "hand_over", refuse)
        morning(THURSDAY)
    [row] = Reminder.objects.all()
    assert (row.state, row.tries, row.error) == (ReminderState.WAITING, 1, "SMTPServerBusy 421")

    [letter] = morning(THURSDAY + dt.timedelta(minutes=5))

    row.refresh_from_db()
    assert [letter.extra_headers["Message-ID"]] == kept
    assert (row.state, row.tries, row.message_id) == (ReminderState.SENT, 2, kept[0])


@pytest.mark.parametrize(("error", "state"), [(Unclear("TimeoutError"), "uncertain"), (None, "failed")])
def test_what_was_perhaps_sent_or_is_refused_for_good_is_never_tried_again(
    mission, user, monkeypatch, error, state
):
    due(mission, user, "Forum", THURSDAY.date())

    def fail(self, message):
        raise error or Refused("SMTPRecipientsRefused 550", for_good=True)

    with monkeypatch.context() as patched:
        patched.setattr(Line, "hand_over", fail)
        morning(THURSDAY)

    assert [row.state for row in Reminder.objects.all()] == [state]
    assert morning(THURSDAY + dt.timedelta(hours=1)) == []


def test_where_there_is_no_mail_server_it_is_tried_again_three_times_and_nothing_is_claimed(
    mission, user, monkeypatch
):
    due(mission, user, "Forum", THURSDAY.date())

    def no_server(self):
        raise Refused("ConnectionRefusedError")

    with time_machine.travel(THURSDAY, tick=False), monkeypatch.context() as patched:
        patched.setattr(Line, "open", no_server)
        for tries in range(5):
            sending.remind.func(user.pk, tries)

    found = DBTaskResult.objects.order_by("run_after").values_list("args_kwargs", "run_after")
    assert [(kwargs["args"], (at - THURSDAY).total_seconds() / 60) for kwargs, at in found] == [
        ([user.pk, 1], 5),
        ([user.pk, 2], 30),
        ([user.pk, 3], 120),
    ]
    assert Reminder.objects.count() == 0
    assert len(morning(THURSDAY)) == 1


def test_the_command_has_everyone_looked_after_who_has_something_open(mission, user, capsys):
    factories.make_follow_up(mission=mission, responsible=user)
    factories.make_follow_up(mission=mission, responsible=factories.make_user(), state="done")

    call_command("remind")

    assert capsys.readouterr().out == "Members of staff to be looked after: 1.\n"
    [task] = DBTaskResult.objects.all()
    assert task.args_kwargs["args"] == [user.pk]


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(["day", "month", "quarter", "year"])
)
def test_from_month_to_month_each_kind_comes_at_most_once_and_in_order(day, precision):
    """Whichever day it is due, the mornings before and after tell the same kinds in the same order."""
    due_on = last_day(day, precision)
    mornings = [due_on + dt.timedelta(days) for days in range(-40, 10)]
    kinds = [occasions.kind_of(due_on, precision, morning) for morning in mornings]
    order = [kind for number, kind in enumerate(kinds) if kind is not None and kind != kinds[number - 1]]

    assert order == (
        [ReminderKind.SOON, ReminderKind.NEAR, ReminderKind.OVERDUE]
        if precision == "day"
        else [ReminderKind.PERIOD, ReminderKind.OVERDUE]
    )
    assert kinds.index(ReminderKind.OVERDUE) == 41


@pytest.mark.django_db(transaction=True)
def test_of_workers_that_come_at_once_one_sends():
    """faults.md 47"""
    user = factories.make_user(is_superuser=True)
    due(factories.make_mission(), user, "Forum", dt.date(2000, 1, 1))

    at_once(*([lambda: sending.remind.func(user.pk)] * PEOPLE))

    assert len(mail.outbox) == 1
    assert {row.state for row in Reminder.objects.all()} == {ReminderState.SENT}


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_while_it_sends_is_no_reason_to_send_twice(tmp_path):
    """faults.md 46, 48"""
    user = factories.make_user(is_superuser=True)
    due(factories.make_mission(), user, "Forum", dt.date(2000, 1, 1))
    killed(
        """
from delegations.notices.post import Line
from reports.reminders import sending
Line.hand_over = wait
sending.remind.func(int(sys.argv[1]))
""",
        user.pk,
    )

    sending.remind.func(user.pk)

    assert mail.outbox == []
    Reminder.objects.update(claimed_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    sending.remind_all()
    sending.remind.func(user.pk)
    assert mail.outbox == []
    assert {row.state for row in Reminder.objects.all()} == {ReminderState.UNCERTAIN}
