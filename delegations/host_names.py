"""Who answered for a host, once she is erased: her answers stay, without her name and her words.

An answer names whoever typed it in her own words and points at nobody's row, so names are compared: of her
own organisation the family name is enough, of any other the given name has to stand beside it.
"""

import re
from typing import Any

from delegations.models import Proposal
from partners.models import Contact, Person
from wording.words import LANGUAGES

ERASED = "–"


def forget_contact(instance: Contact, **kwargs: Any) -> None:
    """Receiver of `pre_delete`: her answers for this organisation lose her name, unless she is known on."""
    if not getattr(instance, "merged_away", False):
        _forget(instance.person, Proposal.objects.filter(organisation=instance.organisation_id), family=True)


def forget_person(instance: Person, **kwargs: Any) -> None:
    """Receiver of `pre_delete`: her answers for every organisation lose her name, unless she is known on."""
    if not getattr(instance, "merged_away", False):
        _forget(instance, Proposal.objects.all(), family=False)


def names(person: Person, text: str, *, family: bool) -> bool:
    """Whether a text names her, in any of our languages: by her family name alone, or with a given name."""
    said = _words(text)
    for lang in LANGUAGES:
        hers = _words(getattr(person, f"family_name_{lang}"))
        given = _words(getattr(person, f"given_name_{lang}"))
        if hers and hers <= said and (family or given & said):
            return True
    return False


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


def _forget(person: Person, proposals: Any, *, family: bool) -> None:
    told = proposals.values_list("pk", "answered_by")
    keys = [pk for pk, text in told.iterator() if names(person, text, family=family)]
    proposals.filter(pk__in=keys).update(answered_by=ERASED, words="")
