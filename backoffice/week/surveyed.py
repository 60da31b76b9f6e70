"""What the surveys of many missions wait for: a round to be sent, and answers to be read.

No query where no round is open; one for each of the two otherwise.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backoffice.frame.rows import address_of
from backoffice.letters.recipients import ROUND
from backoffice.rights import access
from backoffice.surveys.page import CHECKS, SEES, WRITES
from backoffice.week.attention import Attention, Standing
from delegations import surveys
from delegations.models import Mailing, SurveyAnswer
from delegations.models.notices import MailingState
from wording import dates

SENT_WITHIN = dt.timedelta(days=30)  # of the opening of a round; then it is late


def attention(user: Any, standings: Collection[Standing], lang: str) -> Iterator[Attention]:
    """Of each mission with an open round: that nobody was sent it, and how many answers nobody has read."""
    current = surveys.current_of_all(each.mission for each in standings)
    opened = {each: asked for each in standings if (asked := current.get(each.mission.pk))}
    writes = _allowed(user, opened, *SEES, *WRITES)
    reads = _allowed(user, opened, *SEES, *CHECKS)
    sent = _sent(writes)
    unread = _unread(reads)
    for each, asked in opened.items():
        pk, address = each.mission.pk, address_of("missions_mission_survey", each.mission.pk)
        if pk in writes and (pk, str(asked)) not in sent:
            since = surveys.opens_on(each.mission, asked)
            sentence = _("%(round)s: open since %(day)s, and nobody was written to.")
            told = {"round": capfirst(str(asked.label)), "day": dates.long_date(since, lang)}
            late = each.today > since + SENT_WITHIN
            yield Attention(1, _("Survey to be sent"), address, sentence % told, late, each.mission)
        if number := unread.get(pk, 0):
            words = ngettext("Answer to the survey to be read", "Answers to the survey to be read", number)
            sentence = _("Of each an outcome is made, or that it was read is noted.")
            yield Attention(number, words, address, sentence, False, each.mission)


def _allowed(user: Any, standings: Collection[Standing], *rights: str) -> set[int]:
    missions = [each.mission for each in standings]
    return set.intersection(*(set(access.allowed(user, missions, right)) for right in rights))


def _sent(missions: Collection[int]) -> set[tuple[int, str]]:
    """The rounds that were given to be sent, each with its mission."""
    if not missions:
        return set()
    given = Mailing.objects.filter(mission__in=missions, state=MailingState.SENT, filters__has_key=ROUND)
    return {(pk, filters[ROUND]) for pk, filters in given.order_by().values_list("mission_id", "filters")}


def _unread(missions: Collection[int]) -> dict[int, int]:
    if not missions:
        return {}
    waiting = SurveyAnswer.objects.filter(checked_at__isnull=True, delegate__mission__in=missions).order_by()
    counted = waiting.values_list("delegate__mission").annotate(number=Count("pk"))
    return dict(counted)
