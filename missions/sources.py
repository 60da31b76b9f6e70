"""What the page of a mission is made of, asked for in few and short questions."""

import json
from collections.abc import Iterable
from typing import Any

from missions.document import Document
from missions.editions import Edition
from missions.parts import Itinerary
from missions.questions import answered
from partners import merged
from partners.models import Organisation
from wording.words import LANGUAGES, Texts

# A first rendering waits for these; the ORM takes longer to put each together than the database to answer it.
DOCUMENTS = "SELECT number, document FROM missions_release WHERE mission_id = %s AND number IN (%s, %s)"
RESULTS = (
    f"SELECT document, {', '.join(f'note_{lang}' for lang in LANGUAGES)} "  # noqa: S608  # names of columns
    "FROM missions_resultsrelease WHERE id = %s"
)
PARTNERS = "SELECT slug FROM partners_organisation WHERE published AND slug IN ({})"


def documents(edition: Edition) -> dict[int, Document]:
    """The documents of the edition's version and of the one that it replaces, by number; one query."""
    rows = answered(DOCUMENTS, edition.mission_id, edition.number, edition.replaces or edition.number)
    return {number: json.loads(document) for number, document in rows}


def published_results(edition: Edition) -> tuple[dict[str, Any] | None, Texts]:
    """The document of the newest results and the note on what was corrected in them; at most one query."""
    rows = answered(RESULTS, edition.results_id) if edition.results_id is not None else []
    for document, *note in rows:
        return json.loads(document), dict(zip(LANGUAGES, note, strict=True))
    return None, {}


def partner_slugs(public: Itinerary) -> dict[str, str]:
    """The hosts of this itinerary, which so have pages, by ref: those still published; one query,
    two more if some are missing."""
    slugs = {host.organisation.ref: host.organisation.slug for item in public.items for host in item.hosts}
    if not slugs:
        return {}
    asked = ", ".join(["%s"] * len(slugs))
    published = {slug for (slug,) in answered(PARTNERS.format(asked), *slugs.values())}
    found = {ref: slug for ref, slug in slugs.items() if slug in published}
    if missing := slugs.keys() - found.keys():
        found |= _of_merged(missing)
    return found


def _of_merged(refs: Iterable[str]) -> dict[str, str]:
    """The slugs of those published organisations into which the ones of these refs were merged."""
    present = merged.present(refs)
    if not present:
        return {}
    rows = Organisation.objects.filter(published=True, ref__in=present.values()).values_list("ref", "slug")
    slugs = {str(ref): slug for ref, slug in rows}
    return {ref: slugs[now] for ref, now in present.items() if now in slugs}
