"""The survey of a mission for its staff: who has answered, what was said, and what is made of it.

POST says “do=write half_year”, which makes a draft of a letter to whoever has not answered; “do=outcome 12”
with a title, which makes an outcome of an answer; “do=join 12” with the key of an outcome that is there and
takes the answer in; or “do=noted 12”, which says that it was read.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import asking
from backoffice.frame import desk
from backoffice.letters.recipients import Filters
from backoffice.rights import access
from backoffice.surveys import letter
from backoffice.years import charts
from backoffice.years.charts import Chart, Tally
from delegations import surveys
from delegations.models import FollowedUp, Mailing, SurveyAnswer, SurveyRound
from delegations.models.notices import MailingKind
from delegations.survey_page import WORTH
from missions.models import Mission, Outcome, OutcomeKind
from wording import dates, numbers, zones
from wording.money import money
from wording.translated import COLUMN_LANGUAGES
from wording.words import Words

SEES = ("delegations.view_surveyanswer", "delegations.view_delegate")
CHECKS = ("delegations.change_surveyanswer", "missions.add_outcome")
WRITES = ("delegations.add_mailing", "delegations.view_mailing", "delegations.view_delegate")
JOINS = ("missions.view_outcome", "missions.change_outcome")
TITLE = 250  # letters of an outcome's title
ON_A_PAGE = 50
OFFERED = 200  # outcomes to choose from


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in words; `facts` are what was asked and what she said.

    `before` is the outcome of which the delegate told in another round, None if there is none.
    """

    row: SurveyAnswer
    name: Words | None
    asked: str
    at: str
    facts: tuple[tuple[str, str, str], ...]
    outcome: str
    outcome_address: str
    before: int | None


def urls(view: Any) -> list[URLPattern]:
    """The page, by the mission's primary key."""
    return [path("missions/mission/<int:pk>/survey/", view(page), name="missions_mission_survey")]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the answers, or do what was sent."""
    mission = access.mission_for(request, pk, *SEES)
    if request.method == "POST":
        return _act(request, mission)
    return _show(request, mission)


def _act(request: HttpRequest, mission: Mission) -> HttpResponse:
    verb, _space, what = request.POST.get("do", "").partition(" ")
    if verb == "write" and what in SurveyRound.values:
        return _write(request, mission, SurveyRound(what))
    if not access.may(request.user, mission, *CHECKS):
        raise PermissionDenied
    answer = _of(mission).filter(pk=numbers.whole(what) or 0).first()
    title = request.POST.get("title", "").replace("\0", "").strip()[:TITLE]
    try:
        if answer is None or verb not in ("outcome", "join", "noted"):
            raise ValidationError(_("Nothing was done: the form did not say what to do."), code="nothing")
        if verb == "outcome" and not title:
            raise ValidationError(_("Give the outcome a title."), code="title")
        made: dict[str, Any] = {}
        if verb == "outcome":
            asked = request.POST.get("kind", "")
            made = {"title": title, "kind": asked if asked in OutcomeKind.values else ""}
        elif verb == "join":
            made = {"joins": _joined(request, mission)}
        surveys.check(answer, by=asking.member(request), **made)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _done(verb))
    return HttpResponseRedirect(reverse("admin:missions_mission_survey", args=[mission.pk]))


def _joined(request: HttpRequest, mission: Mission) -> Outcome:
    """The outcome that was chosen."""
    if not access.may(request.user, mission, *JOINS):
        raise PermissionDenied
    chosen = mission.outcomes.filter(pk=numbers.whole(request.POST.get("joins", "")) or 0).first()
    if chosen is None:
        raise ValidationError(_("Choose the outcome of which she tells."), code="joins")
    return chosen


def _done(verb: str) -> str:
    return {
        "outcome": _("The outcome is made, as a confidential one."),
        "join": _("The answer is noted with that outcome, which has the sum that she names."),
        "noted": _("The answer is noted."),
    }[verb]


def _write(request: HttpRequest, mission: Mission, asked: SurveyRound) -> HttpResponse:
    """Make a draft of the letter that asks; nobody is written to before somebody sends it."""
    if not access.may(request.user, mission, *WRITES):
        raise PermissionDenied
    member = asking.member(request)
    mailing = Mailing(mission=mission, kind=MailingKind.MESSAGE, by=member)
    for code, _language in COLUMN_LANGUAGES:
        with override(code):
            setattr(mailing, f"subject_{code}", str(letter.SUBJECT))
            setattr(mailing, f"text_{code}", letter.text())
    mailing.filters = Filters(not_answered=str(asked)).kept()
    mailing._history_user = member
    mailing.save()
    messages.success(request, _("The draft is saved. Nobody has been written to."))
    return HttpResponseRedirect(reverse("admin:missions_mission_letter", args=[mission.pk, mailing.pk]))


def _show(request: HttpRequest, mission: Mission) -> HttpResponse:
    lang = get_language() or "en"
    rows, zone = list(_of(mission)), mission.zone_name()
    shown: Any = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    told = {row.delegate_id: row.outcome_id for row in rows if row.outcome_id}
    checks = access.may(request.user, mission, *CHECKS)
    joins = checks and access.may(request.user, mission, *JOINS)
    context = {
        "title": _("Survey"),
        "rounds": [
            (one, str(one.asked.label), dates.long_date(one.opens_on, lang))
            for one in surveys.standings(mission)
        ],
        "lines": [_line(row, zone, lang, told.get(row.delegate_id)) for row in shown],
        "shown": shown,
        "charts": [chart for chart in _charts(rows) if chart is not None],
        "checks": checks,
        "known": [(row.pk, _named(row, lang)) for row in mission.outcomes.all()[:OFFERED]] if joins else [],
        "kinds": OutcomeKind.choices,
        "writes": access.may(request.user, mission, *WRITES),
        "longest": TITLE,
    }
    return desk.page(request, "backoffice/survey.html", context, mission=mission, section=desk.REPORTS)


def _of(mission: Mission) -> Any:
    """The answers of a mission, those to be checked first, each round in protocol order."""
    rows = SurveyAnswer.objects.filter(delegate__mission=mission)
    return rows.select_related("delegate__person", "outcome", "checked_by").order_by(
        F("checked_at").asc(nulls_first=True), "-round", "delegate__precedence", "pk"
    )


def _named(row: Outcome, lang: str) -> str:
    """An outcome to choose: its title and its sum."""
    return f"{row}, {money(row.amount, row.currency, lang)}" if row.amount is not None else str(row)


def _line(row: SurveyAnswer, zone: str, lang: str, before: int | None) -> Line:
    amount = money(row.amount, row.currency, lang) if row.amount is not None else ""
    said = (
        (_("Taken further"), str(row.get_followed_up_display()), ""),
        (_("What came of it"), str(row.get_kind_display()), ""),
        (_("In her words"), row.result, row.lang),
        (_("Sum"), f"{amount}, {row.get_certainty_display()}" if amount else "", ""),
        (_("Worth it"), str(dict(WORTH).get(row.worth or 0, "")), ""),
        (_("To be better"), row.words, row.lang),
    )
    return Line(
        row=row,
        name=row.delegate.person.full_name(lang),
        asked=str(row.get_round_display()),
        at=zones.moment(row.at, zone, lang),
        facts=tuple((term, words, code if code != lang else "") for term, words, code in said if words),
        outcome=str(row.outcome) if row.outcome else "",
        outcome_address=reverse("admin:outcome", args=[row.outcome.pk]) if row.outcome else "",
        before=before,
    )


def _charts(rows: list[SurveyAnswer]) -> tuple[Chart | None, Chart | None]:
    """What was said, each round as a part of each bar."""
    looks = {SurveyRound.RETURN: "open", SurveyRound.HALF_YEAR: "hatched", SurveyRound.YEAR: "plain"}
    parts = {str(asked.label): look for asked, look in looks.items()}
    taken = Counter((row.followed_up, row.round) for row in rows if row.followed_up)
    worth = Counter((row.worth, row.round) for row in rows if row.worth)

    def tally(label: Any, counted: Counter[Any], value: Any) -> Tally:
        each = tuple(counted[value, str(asked)] for asked in looks)
        return Tally(str(label), sum(each), each)

    return (
        charts.chart(
            "taken",
            _("Taken further"),
            _("Answer"),
            [tally(one.label, taken, one.value) for one in FollowedUp] if taken else [],
            parts,
        ),
        charts.chart(
            "worth",
            _("Worth it"),
            _("Answer"),
            [tally(label, worth, value) for value, label in WORTH] if worth else [],
            parts,
        ),
    )
