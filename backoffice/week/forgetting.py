"""Who is deleted is named by nothing that is kept of missions: cautions and slots of boards name people."""

from typing import Any

from django.core.cache import cache
from django.db import transaction

from backoffice.bin import keeping
from missions.models import Mission
from wording.words import LANGUAGES


def forget(collector: Any, **kwargs: Any) -> None:
    """Receiver of `partners.deletions`: once people are gone, forget what is kept of every mission."""
    if not keeping.ABOUT_PEOPLE.isdisjoint(collector.data):
        transaction.on_commit(_forget)


def _forget() -> None:
    from backoffice.board import reading  # with all of the board, which no command needs before
    from backoffice.week import reckoning

    cache.delete_many(
        name
        for mission in Mission.objects.order_by().values_list("pk", flat=True)
        for lang in LANGUAGES
        for name in (
            reckoning.key(mission, lang),
            *(reading.key(mission, lang, names=names) for names in (True, False)),
        )
    )
