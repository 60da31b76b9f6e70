"""A passport as it is typed, how it is kept, and what stands on record of that."""

import datetime

from delegations import travel_documents
from delegations.models import (
    TravelDocumentLook,
)
from delegations.travel_documents import Passport, Reader

CANARY = "CANARY7NUMBER"
DAY = datetime.date(2023, 12, 7)  # the last one of the missions of tests


def passport(**fields):
    return Passport(
        **{
            "surname": "ÖTEGENOV",
            "given_names": "GALYM",
            "number": CANARY,
            "state": "KAZ",
            "nationality": "KAZ",
            "born_on": datetime.date(1980, 2, 29),
            "sex": "M",
            "expires_on": datetime.date(2031, 5, 24),
        }
        | fields
    )


def save(delegate, reader=None, *, seen=0, agreed=True, **fields):
    return travel_documents.save(
        delegate, passport(**fields), reader or Reader(), seen=seen, agreed=agreed, language="kk"
    )


def record():
    """What stands on record, the oldest first."""
    rows = TravelDocumentLook.objects.order_by("pk")
    return [(row.act, row.delegate_key, row.by_id, row.link_key, row.details) for row in rows]
