"""A worker that is killed (kill -9) while letters go out: nobody gets two, and who may have got none is listed."""

import random
import re
import signal
import time
from collections import Counter

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from delegations.models import Mailing, Notice
from delegations.notices import sending
from tests.delegations.waiting_letters import released, row
from tests.together import Born, killed

FOLDER = """
from django.conf import settings
settings.MAILERS = {"default": {
    "BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": sys.argv[1]},
}}
"""


@pytest.fixture(autouse=True)
def no_wait(settings):
    settings.NOTICES_WAIT = 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("place", "state", "sent"),
    [
        ("delegations.notices.letters.papers", "waiting", 0),
        ("django.core.mail.backends.filebased.EmailBackend.send_messages", "uncertain", 0),
    ],
)
def test_a_worker_killed_before_and_after_the_claim(tmp_path, place, state, sent):
    released()
    module, name = place.rsplit(".", 1)
    holder = f"import_string({module!r})" if "EmailBackend" in module else f"import_module({module!r})"
    deed = f"""{FOLDER}
from importlib import import_module
from django.utils.module_loading import import_string
from delegations.notices import sending
setattr({holder}, {name!r}, wait)
sending.deliver.func([int(sys.argv[2])])
"""

    killed(deed, tmp_path, row().pk)
    Notice.objects.filter(state="claimed").update(claimed_at="2020-01-01T00:00Z")
    sending.settle()

    assert row().state == state
    assert len(list(tmp_path.iterdir())) in (0, 1)


WORKER = f"""{FOLDER}
from django.core.management import call_command
import delegations.notices.sending
call_command("db_worker", batch=True, interval=0, queue_name="*", startup_delay=False, reload=False, verbosity=0)
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_twenty_times_sends_nobody_two_and_who_may_have_none_is_listed(tmp_path):
    """It is a worker as in production; time passes after each death, and the next one goes on."""
    names = [f"N{number}" for number in range(38)]
    released(*names)
    mailing = Mailing.objects.get()
    chance = random.Random(7)  # noqa: S311  # no secret
    deaths = 0
    while deaths < 20 or _open(mailing):
        worker = Born(WORKER, tmp_path)
        if deaths < 20:
            _until_it_works(tmp_path, chance)
            ended = worker.kill()
        else:
            ended = worker.ended()
        deaths += ended == signal.SIGKILL
        _time_passes(mailing)
        if not _open(mailing):
            break

    sent = Counter(
        key
        for file in tmp_path.iterdir()
        for key in re.findall(rb"^Message-ID: (<.+>)", file.read_bytes(), re.M)
    )
    states = dict(mailing.notices.values_list("message_id", "state"))
    assert deaths >= 20
    assert set(sent.values()) <= {1}
    assert len(states) == 40
    missing = {key for key in states if key.encode() not in sent}
    assert missing <= {key for key, state in states.items() if state == "uncertain"}
    assert set(states.values()) <= {"sent", "uncertain"}


def _open(mailing):
    return mailing.notices.filter(state__in=["waiting", "claimed"]).exists()


def _until_it_works(folder, chance):
    """One or two letters later, or in the midst of the first: a fast machine has forty to send, and is killed often."""
    time.sleep(chance.uniform(0.02, 0.35))


def _time_passes(mailing):
    Notice.objects.filter(state="claimed").update(claimed_at="2020-01-01T00:00Z")
    DBTaskResult.objects.all().delete()
    sending.look_after.func(mailing.pk, timezone.now().isoformat())
    DBTaskResult.objects.filter(task_path__endswith="look_after").delete()
