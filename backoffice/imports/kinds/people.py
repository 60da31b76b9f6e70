"""People with delegates: each line is a person, and that she travels on the mission."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backoffice.imports import full_names, rows_there, values
from backoffice.imports.entries import Entry
from backoffice.imports.finding_people import Known, People, skeletons
from backoffice.imports.folding import exact
from backoffice.imports.kind import Circumstances, SheetKind, decided, may_add
from backoffice.imports.kinds import people_columns
from backoffice.imports.preview import LEAVE_OUT, Candidate, State
from backoffice.imports.targets import Target
from backoffice.models import ImportKind
from backoffice.people.compared import NAMES
from delegations.models import Delegate, Delegation
from delegations.models.delegations import PRECEDENCE_GAP
from missions.models import Group
from partners.models import Organisation, Person


class PeopleKind(SheetKind):
    key = ImportKind.PEOPLE
    permissions = ("partners.change_person", "delegations.change_delegate")
    hint = _("One row for each person. Whoever is not a delegate of the mission yet becomes one.")
    saves = ((Person, ()), (Delegation, ()), (Delegate, ("groups",)))
    columns = people_columns.COLUMNS

    def compare(self, entries: list[Entry], at: Circumstances) -> None:
        _Comparison(entries, at).run()


class _Comparison:
    """The entries of one sheet beside the people and delegates that there are."""

    def __init__(self, entries: list[Entry], at: Circumstances) -> None:
        self.entries, self.at = entries, at
        full_names.divide(entries)
        self.organisations = rows_there.organisations()
        self.groups = rows_there.groups(at.mission)
        self.people = People(entries, at.mission, at.user, by_email=at.sees_personal_data)
        self.delegations = {
            one.organisation_id: Target.of(one) for one in Delegation.objects.filter(mission=at.mission)
        }
        self.had_groups = rows_there.many_of(Delegate, "groups", {"mission": at.mission})
        self.personal = rows_there.personal_groups(at.mission)
        self.group_names = rows_there.names_by_key(
            Group, {key for keys in self.had_groups.values() for key in keys}
        )
        self.words: dict[int, str] = {}
        self.taken: dict[Any, int] = {}
        self.named: dict[tuple[str, int | None], list[Entry]] = {}
        self.found: list[tuple[Entry, Target, Target]] = []

    def run(self) -> None:
        named = [self._organisation(entry, "delegate.delegation") for entry in self.entries]
        own = [self._organisation(entry, "delegate.own_organisation") for entry in self.entries]
        groups = [self._groups(entry) for entry in self.entries]
        before = [one.organisation_id for one in self.people.delegates.values()]
        before += [one.delegation.organisation_id for one in self.people.delegates.values()]
        keys = {key for key in (*named, *own, *before) if key is not None}
        self.words = rows_there.names_by_key(Organisation, keys)
        self.group_names |= rows_there.names_by_key(Group, {key for keys in groups for key in keys or ()})
        for entry, organisation, elsewhere, wanted in zip(self.entries, named, own, groups, strict=True):
            known = self._who(entry, organisation)
            person = self._person(entry, known)
            delegate = self._delegate(entry, known, person, organisation, elsewhere, wanted)
            self.found.append((entry, person, delegate))
        for entry, person, delegate in self.found:
            ranked = delegate.row.precedence is not None
            delegate.row.precedence = delegate.row.precedence if ranked else 0  # the model would ask for one
            for target in (person, delegate):
                entry.check(target)
                may_add(entry, target, self.at)
            if not ranked:
                delegate.row.precedence = None
            entry.row.title = str(person.row) or entry.row.title
        while self._refuse_equal_ranks():
            pass  # a row that is refused leaves somebody where she was
        self._rank_last()

    def _organisation(self, entry: Entry, name: str) -> int | None:
        said = entry.get(name)
        try:
            return self.organisations.one(said) if said else None
        except values.Wrong as error:
            entry.fault(name, str(error))
            return None

    def _groups(self, entry: Entry) -> set[int] | None:
        said = entry.get("delegate.groups")
        if not said:
            return None
        found, wrong = self.groups.many(said)
        for sentence in wrong:
            entry.fault("delegate.groups", sentence)
        return found

    def _who(self, entry: Entry, organisation: int | None) -> Known | None:
        known, candidates = self.people.meant(entry, organisation)
        if known is None:
            earlier = self._in_the_other_alphabet(entry, organisation)
            candidates = candidates or earlier
        if candidates:
            known = self.people.of_key(decided(entry, candidates, self.at))
        if known is not None:
            full_names.settle(entry, known.person)
            same: Any = known.person.pk
        else:
            email = exact(entry.get("person.email") or "")
            same = (tuple(exact(entry.get(f"person.{name}") or "") for name in NAMES), organisation, email)
        first = self.taken.setdefault(same, entry.number)
        if first != entry.number:
            entry.fault(
                "",
                gettext(
                    "The same person stands in row %(row)d; if it is another one, let their names differ."
                )
                % {"row": first},
            )
        return known

    def _in_the_other_alphabet(self, entry: Entry, organisation: int | None) -> list[Candidate]:
        """An earlier row with the same organisation whose name, in another language, may be this one."""
        said = skeletons(entry)
        near = [one for name in said.values() for one in self.named.get((name, organisation), ())]
        for name in said.values():
            self.named.setdefault((name, organisation), []).append(entry)
        first = next((one for one in near if not said.keys() & skeletons(one).keys()), None)
        if first is None:
            return []
        why = gettext("This row is then left out; write both names into one row.")
        return [Candidate(LEAVE_OUT, gettext("row %(row)d") % {"row": first.number}, why)]

    def _person(self, entry: Entry, known: Known | None) -> Target:
        target = Target.of(known.person) if known else Target(Person(), is_new=True)
        for name, value in entry.of(Person):
            if name != "ref" and not entry.is_shown(target.row, name, value):
                target.give(name, value, entry.row, self.at.lang)
        self.people.refuse_foreign(entry, known, target.is_changed)
        entry.row.targets.append(target)
        return target

    def _delegate(
        self,
        entry: Entry,
        known: Known | None,
        person: Target,
        organisation: int | None,
        elsewhere: int | None,
        groups: set[int] | None,
    ) -> Target:
        row, there = entry.row, known.delegate if known else None
        if there is not None:
            target = Target.of(there)
        else:
            target = Target(Delegate(mission=self.at.mission, person=person.row), is_new=True)
            if organisation is None and not entry.get("delegate.delegation"):
                entry.fault("delegate.delegation", gettext("Name the organisation that sends this person."))
        if organisation is not None:
            had = there.delegation.organisation_id if there else None
            if had != organisation:
                sender = self._delegation(organisation)
                target.row.delegation = sender.row
                if sender.is_new:
                    row.targets.append(sender)
                    may_add(entry, sender, self.at)
                if there is not None:
                    target.columns.add("delegation")
                label, old = target.field("delegation").verbose_name, self.words.get(had or 0, "")
                target.tell(row, "delegation", old, self.words[organisation], label)
        if elsewhere is not None:
            had_words = self.words.get(target.row.organisation_id or 0, "")
            target.give(
                "organisation", elsewhere, row, self.at.lang, words=self.words[elsewhere], had=had_words
            )
        for name, value in entry.of(Delegate):
            if name not in ("delegation", "own_organisation", "groups") and not entry.is_shown(
                target.row, name, value
            ):
                target.give(name, value, row, self.at.lang)
        if groups is not None:
            had_groups = self.had_groups.get(there.pk, set()) if there else set()
            wanted = groups | had_groups & self.personal
            target.give_many("groups", wanted, had_groups, row, self.group_names)
        row.targets.append(target)
        return target

    def _delegation(self, organisation: int) -> Target:
        if organisation not in self.delegations:
            row = Delegation(mission=self.at.mission, organisation_id=organisation)
            self.delegations[organisation] = Target(row, is_new=True, counts=False)
        return self.delegations[organisation]

    def _refuse_equal_ranks(self) -> bool:
        """Refuse a precedence that two would have after all rows that are right; whether any was."""
        moved = [
            (entry, delegate)
            for entry, _person, delegate in self.found
            if entry.row.state in (State.NEW, State.CHANGED)
            and (delegate.is_new or "precedence" in delegate.columns)
            and delegate.row.precedence is not None
        ]
        keys = {delegate.row.pk for _entry, delegate in moved}
        ranks = Counter(one.precedence for one in self.people.delegates.values() if one.pk not in keys)
        ranks.update(delegate.row.precedence for _entry, delegate in moved)
        refused = [entry for entry, delegate in moved if ranks[delegate.row.precedence] > 1]
        for entry in refused:
            entry.fault(
                "delegate.precedence", gettext("Another delegate of this mission has this precedence.")
            )
        return bool(refused)

    def _rank_last(self) -> None:
        """Give new delegates without a precedence the next ones, in the order of the sheet."""
        ranks = [one.precedence for one in self.people.delegates.values()]
        ranks += [delegate.row.precedence or 0 for _entry, _person, delegate in self.found]
        last = max(ranks, default=0)
        for _entry, _person, delegate in self.found:
            if delegate.row.precedence is None:
                last += PRECEDENCE_GAP
                delegate.row.precedence = last
