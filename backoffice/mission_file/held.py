"""What no file edits: what an outcome says that somebody outside has confirmed or reads. It is corrected."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from backoffice.mission_file.faults import Fault, fault
from backoffice.mission_file.outcome import Done, Outcome
from missions import outcomes
from missions.models import Mission
from missions.models import Outcome as Row

type Held = Mapping[int, str]


def outcomes_of(mission: Mission | None) -> Held:
    """The outcomes of a mission that are held: by primary key, what each is called."""
    if mission is None:
        return {}
    read = outcomes.refs_outside(mission)
    rows = Row.objects.filter(mission=mission).order_by("pk")
    return {row.pk: str(row) for row in rows if row.confirmed_on is not None or str(row.ref) in read}


def edited(outcome: Outcome, held: Held) -> Iterator[Fault]:
    """A fault for each of them whose words or sum the file would change; `held` is as it was before."""
    rule = _("would change %(outcome)s, which is confirmed or published: correct it on its page")
    for fate in outcome:
        changed = fate.section.model is Row and fate.done is Done.CHANGED
        if changed and fate.row.pk in held and fate.before.keys() & set(outcomes.CORRECTED):
            yield fault(fate.path, rule % {"outcome": held[fate.row.pk]})
