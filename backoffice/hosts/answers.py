"""The answers of hosts as an organiser reads them, and the two verbs: accept and decline.

Both lock the mission, as the board does and as the host's own verb does (delegations/host_answers.py): of two
who accept at once one does, and of a host who answers anew meanwhile and an organiser who accepts, whoever
comes second is told. What is accepted is saved as on the board: checked, in the history of the rows, as a
step that can be undone there, and read by nobody outside before the next release.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backoffice import clashes
from backoffice.board import acts
from backoffice.board.acts import Work
from backoffice.clashes.check import check
from delegations import host_answers, host_decisions
from delegations.answer_form import what
from delegations.models import Proposal, ProposalKind, ProposalState
from missions.models import Host, HostState, Mission, ProgrammeItem
from missions.questions import KEY, Prepared
from partners.models import Organisation
from wording.words import Words

DECIDED_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One answer that waits. `was` is when the item was as the host answered, `now` is when its row is now.

    `after` is when it will be if the answer is accepted; `seen` is the version of the row that a form
    carries. `refusal` says why it cannot be accepted, empty where it can.
    """

    proposal: Proposal
    host: Words
    title: Words
    what: str
    was: str
    now: str
    after: str
    overtaken: bool
    cautions: tuple[clashes.Caution, ...]
    refusal: str
    seen: int


def waiting(mission: Mission) -> QuerySet[Proposal]:
    """The answers of a mission that wait, the oldest first."""
    return Proposal.objects.waiting().filter(item__mission=mission).order_by("pk")


def items_waiting(mission: Mission) -> set[int]:
    """The keys of the items about which an answer waits; one query."""
    return {item for (item,) in ITEMS_WAITING(mission.pk)}


ITEMS_WAITING = Prepared(
    lambda mission: (
        Proposal.objects.waiting().filter(item__mission=mission).order_by().values_list("item_id")
    ),
    KEY,
)


def lines(mission: Mission, lang: str) -> list[Line]:
    """The answers that wait, with what accepting each would do, in a number of queries that does not grow."""
    rows = list(waiting(mission).select_related("item__stop__place", "item__mission", "organisation"))
    if not rows:
        return []
    facts = clashes.read([mission])[mission.pk]
    versions = _versions(row.item_id for row in rows)
    hosted = set(
        Host.objects.filter(item__in={row.item_id for row in rows}).values_list("item_id", "organisation_id")
    )
    return [
        _line(row, lang, facts, versions.get(row.item_id, 0), (row.item_id, row.organisation_id) in hosted)
        for row in rows
    ]


def decided(mission: Mission) -> list[Proposal]:
    """The answers that were decided last, the latest decision first."""
    rows = Proposal.objects.filter(item__mission=mission, decided_at__isnull=False)
    return list(
        rows.select_related("item", "organisation", "decided_by").order_by("-decided_at", "-pk")[
            :DECIDED_SHOWN
        ]
    )


def accept(mission: Mission, number: int, by: Any, *, seen: int, words: str = "") -> Proposal:
    """Do what a host answered: its row confirmed or declined, or its item moved. Nothing is released by it.

    `seen` is the version of the item that stood before whoever accepts. Raises ValidationError where it was
    decided or answered anew meanwhile, where the item changed since the host answered or since it was
    `seen`, where the organisation is no host of it any more, and where the board refuses the time.
    """
    with acts.on(mission, by) as work:
        proposal = _waiting(work, number)
        item = work.item(proposal.item_id, seen)
        if proposal.seen != host_answers.standing_of(item):
            raise ValidationError(_overtaken(proposal, item), code="overtaken")
        held = list(Host.objects.filter(item=item, organisation=proposal.organisation_id).order_by("pk"))
        if not held:
            raise ValidationError(_no_host(proposal), code="no_host")
        _take_over(work, item, proposal, held)
        return _decide(proposal, ProposalState.ACCEPTED, by, words)


def decline(mission: Mission, number: int, by: Any, *, words: str = "") -> Proposal:
    """Leave everything as it is, and say so to the host. Raises ValidationError where it waits no more."""
    with acts.on(mission, by) as work:
        return _decide(_waiting(work, number), ProposalState.DECLINED, by, words)


def _waiting(work: Work, number: int) -> Proposal:
    """The answer with this number, if it waits. Raises ValidationError, which says what became of it."""
    row = waiting(work.mission).filter(pk=number).select_related("item", "organisation").first()
    if row is not None:
        return row
    done = Proposal.objects.filter(item__mission=work.mission, pk=number).select_related("decided_by").first()
    if done is not None and done.decided_by is not None:
        raise ValidationError(
            _("%(who)s has decided on this answer meanwhile: %(state)s."),
            code="decided",
            params={"who": done.decided_by, "state": done.get_state_display()},
        )
    raise ValidationError(
        _("The host has answered anew meanwhile, or the answer is gone. What waits now stands below."),
        code="meanwhile",
    )


def _take_over(work: Work, item: ProgrammeItem, proposal: Proposal, held: list[Host]) -> None:
    """Do what the answer says, as one step that can be undone on the board."""
    before = work.item(item.pk)

    def save() -> ProgrammeItem:
        if proposal.kind == ProposalKind.OTHER_TIME:
            _take_time(item, proposal)
            work.save(item)
        refuses = proposal.kind == ProposalKind.CANNOT
        _say_of_host(held, HostState.DECLINED if refuses else HostState.CONFIRMED, work.by)
        return item

    acts.edit(work, before, save)


def _take_time(item: ProgrammeItem, proposal: Proposal) -> None:
    """The time that the host proposed is a certain one: neither “about” nor a part of a day."""
    if item.ends_on is not None and item.day is not None and proposal.day is not None:
        item.ends_on += proposal.day - item.day
    item.day, item.starts_at, item.ends_at = proposal.day, proposal.starts_at, proposal.ends_at
    item.day_approximate = item.time_approximate = False
    item.part_of_day = ""


def _say_of_host(held: Iterable[Host], state: HostState, by: Any) -> None:
    for host in held:
        if host.state != state:
            host.state = state
            host._history_user = by  # type: ignore[attr-defined]  # as records have it
            host.save(update_fields=["state"])


def _decide(proposal: Proposal, state: ProposalState, by: Any, words: str) -> Proposal:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.decision = words.strip()
    proposal.full_clean()
    proposal.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    host_decisions.tell(proposal)
    return proposal


def _line(row: Proposal, lang: str, facts: clashes.Facts, seen: int, hosting: bool) -> Line:
    item = row.item
    standing = host_answers.standing_of(item)
    overtaken = row.seen != standing
    now = host_answers.when(standing, lang)
    moves = row.kind == ProposalKind.OTHER_TIME and not overtaken
    refusal = ""
    if overtaken:
        refusal = _overtaken(row, item)
    elif not hosting:
        refusal = _no_host(row)
    elif moves:
        refusal = _refused(item, row)
    return Line(
        proposal=row,
        host=Organisation.name.words(row.organisation, lang) or Words(str(row.organisation), lang),
        title=ProgrammeItem.title.words(item, lang) or Words("–", lang),
        what=what(row, lang),
        was=host_answers.when(row.seen, lang),
        now=now,
        after=host_answers.said(row.day, row.starts_at, row.ends_at, lang) if moves else now,
        overtaken=overtaken,
        cautions=_cautions(facts, row) if moves and not refusal else (),
        refusal=refusal,
        seen=seen,
    )


def _refused(item: ProgrammeItem, row: Proposal) -> str:
    """Why the board would refuse the time, told before it is accepted; empty where it would not."""
    columns = [field.attname for field in item._meta.concrete_fields]
    tried = ProgrammeItem(**{name: getattr(item, name) for name in columns})
    tried.stop, tried.mission = item.stop, item.mission
    _take_time(tried, row)
    try:
        tried.clean()
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def _cautions(facts: clashes.Facts, row: Proposal) -> tuple[clashes.Caution, ...]:
    """The clashes and cautions of the item as it will be if the time is accepted."""
    items = tuple(_moved(item, row) if item.pk == row.item_id else item for item in facts.items)
    return tuple(
        caution
        for caution in check(replace(facts, items=items))
        if row.item_id in caution.items and caution.level != clashes.Level.UNKNOWN
    )


def _moved(item: Any, row: Proposal) -> Any:
    shift = row.day - item.day if item.day and row.day else datetime.timedelta(0)
    return replace(
        item,
        day=row.day,
        ends_on=item.ends_on + shift if item.ends_on else None,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        day_approximate=False,
        time_approximate=False,
        part_of_day="",
    )


def _overtaken(row: Proposal, item: ProgrammeItem) -> str:
    lang = get_language() or "en"
    return _(
        "The item has changed since the host answered: then %(then)s, now %(now)s. The answer cannot be "
        "accepted any more: decline it with a word, or move the item on the board."
    ) % {
        "then": host_answers.when(row.seen, lang),
        "now": host_answers.when(host_answers.standing_of(item), lang),
    }


def _no_host(row: Proposal) -> str:
    return _("%(organisation)s is no host of this item any more.") % {"organisation": row.organisation}


def _versions(items: Iterable[int]) -> dict[int, int]:
    """The newest entry in the history of each of these items; one query."""
    entries = ProgrammeItem.history.filter(id__in=set(items)).order_by("history_id")
    return dict(entries.values_list("id", "history_id"))
