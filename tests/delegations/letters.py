"""Letters with personal links, as a worker sends them in tests."""

import re

from django.core import mail
from django_tasks_db.models import DBTaskResult

from delegations import host_decisions, host_invitations, invitations
from delegations.notices import sending

TASKS = {
    "delegations.invitations.send_letter": invitations.send_letter,
    "delegations.host_invitations.send_letter": host_invitations.send_letter,
    "delegations.host_decisions.send_letter": host_decisions.send_letter,
    "delegations.invitations.answer_request": invitations.answer_request,
    "delegations.notices.sending.deliver": sending.deliver,
    "delegations.notices.sending.look_after": sending.look_after,
}


def work() -> None:
    """Do what waits for a worker and whose time has come, with what follows from it, in order."""
    while waiting := list(DBTaskResult.objects.ready().order_by("enqueued_at")):
        for row in waiting:
            arguments = row.args_kwargs
            row.delete()
            TASKS[row.task_path].func(*arguments["args"], **arguments["kwargs"])


def token_in(letter: mail.EmailMessage) -> str:
    """The token that a letter tells."""
    (token,) = re.findall(r"/[lh]/([\w-]{43})/", str(letter.body))
    return token
