"""All that the page of a visit's report holds as forms, and how it is saved: whole, or not at all."""

from collections.abc import Iterator
from functools import cached_property, reduce
from operator import or_
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _

from backoffice.rights import access
from backoffice.visits import attendance
from backoffice.visits.forms import KINDS, MOST, Entered, ReportForm, language
from delegations.models import Attendance, Delegation
from missions import visit_reports
from missions.models import Host, Mission, Party, ProgrammeItem, VisitReport
from partners import meanwhile
from partners.models import Organisation
from reports import drafts
from wording import numbers

# What of the page needs a right of its own.
NEEDS = {
    "follow": ("missions.add_followup",),
    "outcome": ("missions.add_outcome",),
    "person": ("partners.add_person", "partners.add_contact", "delegations.add_attendance"),
}
NAMES = ("delegations.view_delegate", "delegations.view_attendance")
NOTES_WHO = ("delegations.add_attendance", "delegations.change_attendance")
NOT_KEPT = ("csrfmiddlewaretoken", "do", "had")  # of what is sent, what is not typed


class Wrong(NamedTuple):
    """What is to be corrected, and the id of its field, which may be empty."""

    field: str
    sentence: str


class Sheet:
    """The forms about one item for one reader: new, of what she typed before, or of what she sends."""

    def __init__(
        self, user: Any, item: ProgrammeItem, report: VisitReport, lang: str, data: QueryDict | None = None
    ) -> None:
        self.user, self.item, self.report, self.reads = user, item, report, lang
        self.data = data
        self.texts = ReportForm(data, instance=report, item=item, initial=self._initial())
        self.lang = language(self.texts, lang)
        self.sets = {name: self._set(name, kind) for name, kind in KINDS.items() if self.may(*NEEDS[name])}
        self.notes_who = self.may(*NAMES) and self.may(*NOTES_WHO)
        # The draft that the page showed; what another device has kept since is not in what is sent.
        self.had = (numbers.whole(data.get("had", "")) if data is not None else None) or drafts.NONE
        self.refused: list[ValidationError] = []
        self.told = False  # of what somebody else saved meanwhile

    def may(self, *permissions: str) -> bool:
        return access.may(self.user, self.item.mission, *permissions)

    def _initial(self) -> dict[str, Any]:
        seen = meanwhile.version(self.report) if self.report.pk else 0
        if self.report.pk:
            return {"seen": seen, "language": self.report.language or self.reads}
        return {
            "seen": seen,
            "language": self.reads,
            "sectors": list(self.item.topics.values_list("pk", flat=True)),
        }

    def _set(self, name: str, kind: type[Entered]) -> "BaseFormSet[Any]":
        made = formset_factory(kind, extra=1, max_num=MOST, absolute_max=MOST, validate_max=True)
        return made(
            self.data if self.data is not None and f"{name}-TOTAL_FORMS" in self.data else None,
            prefix=name,
            form_kwargs={"organisations": self.organisations, "staff": self.staff, "author": self.user},
        )

    @cached_property
    def sides(self) -> attendance.Sides | None:
        """Who may have been there, as the form shows it; None for who sees no names."""
        return attendance.of(self.item, self.reads) if self.may(*NAMES) else None

    @cached_property
    def staff(self) -> list[Any]:
        """Whoever may see to a follow-up, by name."""
        members = get_user_model().objects.filter(is_staff=True, is_active=True)
        return sorted(members, key=str)

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Those that the mission and its items name, which are few, and all belong to it."""
        mission = self.item.mission_id
        named = (
            Party.objects.filter(mission=mission).values("organisation"),
            Host.objects.filter(item__mission=mission).values("organisation"),
            Delegation.objects.filter(mission=mission).values("organisation"),
        )
        return list(Organisation.objects.filter(reduce(or_, (Q(pk__in=rows.order_by()) for rows in named))))

    def unjudged(self) -> None:
        """Show what was typed before, without what is wrong with it."""
        if self.texts.is_bound:
            self.texts.unjudged()
        for formset in self.sets.values():
            for form in formset.forms:
                if form.is_bound:
                    form.unjudged()

    def ticked(self) -> set[str]:
        """Whose ticks are set: as they were sent or typed, else as was noted or planned."""
        if self.data is not None and "listed" in self.data:
            return set(self.data.getlist("there"))
        return {guest.key for guest in self.sides.all() if guest.there} if self.sides else set()

    def is_valid(self) -> bool:
        found = [self.texts.is_valid(), *(formset.is_valid() for formset in self.sets.values())]
        return all(found)

    def wrong(self) -> Iterator[Wrong]:
        """All that is to be corrected, in the order of the page."""
        for error in self.refused:
            yield from (Wrong("", sentence) for sentence in error.messages)
        for form in (self.texts, *(form for formset in self.sets.values() for form in formset.forms)):
            if not form.is_bound:
                continue
            yield from (Wrong("", str(error)) for error in form.non_field_errors())
            for field in form:
                yield from (Wrong(field.id_for_label or field.auto_id, str(error)) for error in field.errors)
        for formset in self.sets.values():
            if formset.is_bound:
                yield from (Wrong("", str(error)) for error in formset.non_form_errors())

    def save(self) -> VisitReport | None:
        """Save it all, and forget the draft that the page had; None where something is wrong."""
        if not self.is_valid():
            return None
        try:
            with transaction.atomic():
                return self._save()
        except ValidationError as error:
            self.refused.append(error)
            return None

    def _save(self) -> VisitReport:
        Mission.objects.select_for_update().get(pk=self.item.mission_id)
        now = VisitReport.objects.select_for_update().filter(item=self.item).first()
        listed = self.data.getlist("listed") if self.data is not None and self.notes_who else []
        sides = attendance.of(self.item, self.reads) if listed else None
        self._refuse_what_is_older(now, sides, listed)
        report = self.report
        if now is None:
            report.item, report.author = self.item, self.user
        report._history_user = self.user
        self.texts.save()
        if sides is not None:
            attendance.note(self.item, sides, listed, self.ticked(), self.user)
        self._save_people()
        self._save_follow_ups()
        self._save_outcomes()
        drafts.forget(self.user, self.item, self.had)
        return report

    def _refuse_what_is_older(
        self, now: VisitReport | None, sides: attendance.Sides | None, listed: list[str]
    ) -> None:
        """Refuse what was typed over another version; the next press of the button is a decision."""
        refusals = [self._other_texts(now), attendance.refusal(sides, listed) if sides else None]
        if told := [each for each in refusals if each is not None]:
            self.told = True
            raise ValidationError(told)

    def _other_texts(self, now: VisitReport | None) -> ValidationError | None:
        seen = self.texts.cleaned_data["seen"]
        version = meanwhile.version(now) if now else 0
        if now is not None and not visit_reports.editable(now):
            raise ValidationError(
                _("This report has been approved meanwhile. It is reopened before it is edited."),
                code="state",
            )
        if seen == version:
            return None
        data = self.texts.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["seen"] = str(version)
        self.texts.data = data
        if now is None:
            return ValidationError(
                _("This report has been deleted meanwhile. Saving again begins it anew."), code="gone"
            )
        return meanwhile.refusal(now, seen, visit_reports.labels(), self.item.mission.zone_name())

    def _entered(self, name: str) -> list[Any]:
        """The rows of a kind that were typed."""
        formset = self.sets.get(name)
        if formset is None or not formset.is_bound:
            return []
        return [form for form in formset.forms if form.has_changed()]

    def _save_people(self) -> None:
        for form in self._entered("person"):
            person, contact = form.rows(self.lang)
            self._add(person)
            contact.person = person
            self._add(contact)
            self._add(Attendance(item=self.item, contact=contact, planned=False, actual=True))

    def _save_follow_ups(self) -> None:
        last = self.item.mission.follow_ups.aggregate(last=Max("order"))["last"] or 0
        for number, form in enumerate(self._entered("follow"), last + 1):
            row = self._add(form.row(self.item, self.lang, number))
            if theirs := form.cleaned_data["theirs"]:
                row.counterparts.set([theirs])

    def _save_outcomes(self) -> None:
        for form in self._entered("outcome"):
            row = self._add(form.row(self.item, self.lang))
            for side in ("ours", "theirs"):
                if organisation := form.cleaned_data[side]:
                    getattr(row, side).set([organisation])

    def _add(self, row: Any) -> Any:
        row.full_clean()
        row._history_user = self.user
        row.save()
        return row


def typed(data: QueryDict) -> dict[str, list[str]]:
    """What of a form that was sent is kept as a draft."""
    return {name: values for name, values in data.lists() if name not in NOT_KEPT}


def of_draft(kept: drafts.Kept) -> QueryDict:
    """What a browser would send, had it just been typed."""
    data = QueryDict(mutable=True)
    for name, values in kept.typed.items():
        data.setlist(name, list(values))
    return data
