"""Travel documents: entered under a consent, read, listed, deleted on their day; each of it on record.

What is printed in a passport is one encrypted text (accounts/ciphers.py). It is opened here alone, and
whoever opens it for somebody records that (`looked`). Every verb that writes locks the delegate, so that of
two who save at once the second is told, and nobody saves over a consent that was withdrawn meanwhile.
"""

import calendar
import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts import ciphers
from delegations import consent, mrz
from delegations.models import (
    Delegate,
    DelegateState,
    DocumentAct,
    TravelDocument,
    TravelDocumentLook,
)
from missions import released_dates
from missions.models import Mission
from missions.released_dates import ReleasedDates

VALID_AFTER_RETURN = 6  # months, as most countries ask


@dataclass(frozen=True, slots=True, repr=False)
class Passport:
    """What is printed in a passport, as it was typed; no report of an error shows it."""

    surname: str
    given_names: str
    number: str
    state: str
    nationality: str
    born_on: datetime.date
    sex: str
    expires_on: datetime.date
    issued_on: datetime.date | None = None
    birthplace: str = ""
    personal_number: str = ""
    mrz_first: str = ""
    mrz_second: str = ""


DAYS = ("born_on", "issued_on", "expires_on")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who has to do with a document: a member of staff, a delegate by one of her links, or nobody."""

    user: Any = None
    link: int | None = None


class Unreadable(ValidationError):
    """A document cannot be opened: its key is gone, or it was damaged."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This travel document cannot be read: its key is gone, or it was damaged. It has to be typed "
                "again."
            ),
            code="unreadable",
        )


@dataclass(frozen=True, slots=True, repr=False)
class Difference:
    """A field of which the two lines for machines say something else than was typed."""

    field: str
    typed: str
    line: str


@sensitive_variables()
def read(document: TravelDocument) -> Passport:
    """What is in a document. Raises Unreadable."""
    try:
        fields = json.loads(ciphers.decrypt(document.fields_encrypted))
        days = {name: datetime.date.fromisoformat(fields[name]) if fields[name] else None for name in DAYS}
        return Passport(**{**fields, **days})
    except (InvalidToken, ValueError, TypeError, KeyError):
        raise Unreadable from None


@sensitive_variables()
def encrypted(passport: Passport) -> str:
    """A passport as it is stored."""
    fields = {
        name: value.isoformat() if name in DAYS and value else value
        for name, value in asdict(passport).items()
    }
    return ciphers.encrypt(json.dumps(fields, ensure_ascii=False))


def of(delegate: Delegate) -> TravelDocument | None:
    """The document of a delegate, if there is one; see `returns_on`."""
    return _with_legs(TravelDocument.objects.filter(delegate=delegate)).first()


def needs_consent(document: TravelDocument | None) -> bool:
    """Whether the text has to be agreed to before anything is saved."""
    return document is None or document.consent_version != consent.VERSION


@transaction.atomic
@sensitive_variables()
def save(
    delegate: Delegate, passport: Passport, reader: Reader, *, seen: int, agreed: bool, language: str
) -> TravelDocument:
    """Keep a passport in the place of what was `seen` (its version; 0 for none), under her consent.

    `agreed`: to the consent's text as it is now, read in `language`. Raises ValidationError where her consent
    is missing, where somebody else saved meanwhile, or where nothing of this mission is kept any more.
    """
    mission = _hold(delegate)
    if is_over(mission):
        raise ValidationError(_("No travel documents of this mission are kept any more."), code="over")
    present = TravelDocument.objects.select_for_update().filter(delegate=delegate).first()
    if (present.version if present else 0) != seen:
        raise ValidationError(_changed_meanwhile(present), code="saved_meanwhile")
    asked = needs_consent(present)
    if asked and not agreed:
        raise ValidationError(_("Nothing is kept without consent to the text."), code="consent")
    document = present or TravelDocument(delegate=delegate, version=0)
    document.fields_encrypted = encrypted(passport)
    document.version += 1
    document.saved_at = timezone.now()
    if asked:
        document.consent_version, document.consent_language = consent.VERSION, language
        document.kept_days, document.consented_at = consent.days(), document.saved_at
        document.consent_by = reader.user
    document.save()
    if asked:
        told = f"{consent.VERSION} {language} {document.kept_days}"
        _record([delegate], mission.pk, reader, DocumentAct.CONSENTED, told)
    _record([delegate], mission.pk, reader, DocumentAct.SAVED)
    return document


def _changed_meanwhile(present: TravelDocument | None) -> str:
    if present is None:
        return _(
            "The consent was withdrawn meanwhile and the document deleted. Nothing of what you typed was "
            "saved; it can be saved under a new consent alone."
        )
    return _(
        "Somebody else saved this travel document meanwhile. Your entries stand below, not saved yet; saving "
        "again puts them in the place of the others."
    )


@transaction.atomic
def withdraw(delegate: Delegate, reader: Reader) -> bool:
    """End a consent: the document is deleted at once. Returns whether there was one."""
    mission = _hold(delegate)
    rows = TravelDocument.objects.filter(delegate=delegate)
    if not rows.exists():
        return False
    _delete(rows)
    _record([delegate], mission.pk, reader, DocumentAct.WITHDRAWN)
    return True


def looked(documents: Iterable[TravelDocument], reader: Reader, act: DocumentAct, details: str = "") -> None:
    """Record that somebody opened these documents, whose delegates are loaded."""
    by_mission: dict[int, list[Delegate]] = defaultdict(list)
    for document in documents:
        by_mission[document.delegate.mission_id].append(document.delegate)
    for mission, delegates in by_mission.items():
        _record(delegates, mission, reader, act, details)


def of_travelling(missions: Iterable[int]) -> QuerySet[TravelDocument]:
    """The documents of those who travel on these missions, in protocol order; see `returns_on`."""
    rows = TravelDocument.objects.filter(delegate__mission__in=missions)
    return _with_legs(rows.exclude(delegate__state=DelegateState.WITHDRAWN)).order_by(
        "delegate__mission", "delegate__precedence", "delegate"
    )


def left_behind(mission: Mission) -> QuerySet[TravelDocument]:
    """The documents of those who have withdrawn from a mission; no link of theirs leads to them any more."""
    rows = TravelDocument.objects.filter(delegate__mission=mission, delegate__state=DelegateState.WITHDRAWN)
    return rows.select_related("delegate__person", "delegate__mission").order_by(
        "delegate__precedence", "delegate"
    )


def returns_on(document: TravelDocument) -> datetime.date:
    """The mission's last day, or that of her last leg if it is later; of a row that `of…` read."""
    legs: Any = document
    days: list[datetime.date | None] = [document.delegate.mission.ends_on, legs.arrives, legs.departs]
    return max(day for day in days if day is not None)


def _with_legs(rows: QuerySet[TravelDocument]) -> QuerySet[TravelDocument]:
    """With her person and mission, and the last days on which a leg of hers arrives and departs."""
    return rows.select_related("delegate__person", "delegate__mission", "consent_by").annotate(
        arrives=Max("delegate__legs__arrives_on"), departs=Max("delegate__legs__departs_on")
    )


def expires_early(passport: Passport, returns: datetime.date) -> bool:
    """Whether a passport is not valid for six months after the return, as most countries ask."""
    return passport.expires_on < months_after(returns, VALID_AFTER_RETURN)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


@sensitive_variables()
def is_early(document: TravelDocument, returns: datetime.date) -> bool:
    """Whether it `expires_early`; not, as far as anybody knows, where it cannot be read: its page says so."""
    try:
        return expires_early(read(document), returns)
    except Unreadable:
        return False


@sensitive_variables()
def expiring(missions: Iterable[int]) -> dict[int, list[Delegate]]:
    """Who travels on these missions with a passport that ends within six months of her return, by mission.

    Names and nothing of the documents: whoever is told this has not looked at them. One query.
    """
    found: dict[int, list[Delegate]] = defaultdict(list)
    for document in of_travelling(missions):
        if is_early(document, returns_on(document)):
            found[document.delegate.mission_id].append(document.delegate)
    return dict(found)


@sensitive_variables()
def differences(passport: Passport) -> list[Difference]:
    """Where the two lines, if they were typed, say something else than the fields; in the fields' order."""
    try:
        lines = mrz.read(passport.mrz_first, passport.mrz_second)
    except mrz.Malformed:
        return []
    said, cut = mrz.written(lines), mrz.is_cut(lines)
    same = {
        "surname": mrz.same_name(passport.surname, said["surname"], cut=cut and not said["given_names"]),
        "given_names": mrz.same_name(passport.given_names, said["given_names"], cut=cut),
        "number": mrz.same_number(passport.number, said["number"]),
        "state": passport.state == said["state"],
        "nationality": passport.nationality == said["nationality"],
        "born_on": mrz.same_day(f"{passport.born_on:%y%m%d}", said["born_on"]),
        "sex": passport.sex == (said["sex"] or "X"),
        "expires_on": mrz.same_day(f"{passport.expires_on:%y%m%d}", said["expires_on"]),
        "personal_number": not passport.personal_number
        or mrz.same_number(passport.personal_number, said["personal_number"]),
    }
    return [
        Difference(name, _shown(getattr(passport, name)), said[name])
        for name, holds in same.items()
        if not holds
    ]


def purge_day(mission: Mission, kept_days: int) -> datetime.date:
    """The day on which a document is deleted: as consented to, or sooner where the setting is shorter."""
    return _purge_day(released_dates.of(mission), kept_days)


def _purge_day(dates: ReleasedDates, kept_days: int) -> datetime.date:
    return dates.ends_on + datetime.timedelta(days=min(kept_days, settings.TRAVEL_DOCUMENT_DAYS))


def is_over(mission: Mission) -> bool:
    """Whether the day has passed after which nothing of the mission is kept."""
    dates = released_dates.of(mission)
    return dates.today() >= _purge_day(dates, consent.days())


@transaction.atomic
def purge() -> list[int]:
    """Delete the documents whose day has come by their mission's clock. Returns their delegates' keys."""
    kept = Mission.objects.filter(Exists(TravelDocument.objects.filter(delegate__mission=OuterRef("pk"))))
    ended = {
        key: dates
        for key, dates in released_dates.of_all(kept.select_related("home")).items()
        if dates.ends_on <= dates.today()
    }
    rows = TravelDocument.objects.select_for_update(of=("self",)).filter(delegate__mission__in=list(ended))
    over = [
        row
        for row in rows.select_related("delegate").order_by("delegate")
        if (dates := ended[row.delegate.mission_id]).today() >= _purge_day(dates, row.kept_days)
    ]
    looked(over, Reader(), DocumentAct.PURGED)
    _delete(TravelDocument.objects.filter(pk__in=[row.pk for row in over]))
    return [row.delegate_id for row in over]


def _hold(delegate: Delegate) -> Mission:
    """Nobody else works on her document until the transaction ends. Her mission, as it is now."""
    row = Delegate.objects.select_for_update(of=("self",)).select_related("mission").get(pk=delegate.pk)
    return row.mission


def _delete(rows: QuerySet[TravelDocument]) -> None:
    """Delete documents whose end is on record already."""
    rows._raw_delete(rows.db)  # nothing leads to them, and the receiver would record it once more


def _record(
    delegates: Sequence[Delegate], mission: int, reader: Reader, act: DocumentAct, details: str = ""
) -> None:
    at = timezone.now()
    TravelDocumentLook.objects.bulk_create(
        TravelDocumentLook(
            at=at,
            act=act,
            mission_id=mission,
            delegate_key=delegate.pk,
            by=reader.user,
            link_key=reader.link,
            details=details,
        )
        for delegate in delegates
    )


def _shown(value: Any) -> str:
    return f"{value:%y%m%d}" if isinstance(value, datetime.date) else str(value)
