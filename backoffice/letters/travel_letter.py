"""The letter to whoever has to hear of a changed journey or hotel: a draft by one press, and for whom."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from backoffice.letters.recipients import Filters
from backoffice.rights import access
from delegations import travel_news
from delegations.models import Mailing
from missions.models import Mission
from wording.translated import COLUMN_LANGUAGES

RIGHTS = (
    "delegations.view_mailing",
    "delegations.view_delegate",
    "delegations.add_mailing",
    "delegations.view_leg",
    "delegations.view_stay",
)
SUBJECT = gettext_lazy("Your journey or hotel has changed: {mission}")


@dataclass(frozen=True, slots=True)
class Untold:
    """How many have not been told, and of which legs and hotels: each with how many it is of."""

    number: int
    titles: list[tuple[str, int]]


def untold(request: HttpRequest, mission: Mission, lang: str) -> Untold | None:
    """For whoever may write to them; None where everybody was told."""
    if not access.may(request.user, mission, *RIGHTS):
        return None
    found = travel_news.of(mission)
    return Untold(len(found), travel_news.titles(found, lang)) if found else None


def to_look_at(request: HttpRequest, mission: Mission) -> bool:
    """Whether whoever may write to them finds somebody in the outbox, perhaps: `untold` for one question."""
    return access.may(request.user, mission, *RIGHTS) and travel_news.maybe(mission)


def write_into(mailing: Mailing) -> None:
    """Give the row its words in each language, and whom it goes to."""
    for code, _language in COLUMN_LANGUAGES:
        with override(code):
            setattr(mailing, f"subject_{code}", str(SUBJECT))
            setattr(mailing, f"text_{code}", _text())
    mailing.filters = Filters(travel_changed=True).kept()


def _text() -> str:
    """In the active language; what stands in braces is filled in for each delegate."""
    return "\n\n".join(
        (
            _("Dear {name},"),
            _("Your journey or your hotel has changed since you were last told:"),
            "{journeys}",
            _("All of it, as it is now, stands on your page and in your calendar:"),
            "{link}",
        )
    )
