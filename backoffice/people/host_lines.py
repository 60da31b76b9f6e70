"""The hosts of a mission with their links, as the page of personal links shows them."""

from dataclasses import dataclass

from django.utils.translation import get_language

from backoffice.people import link_lines
from backoffice.people.link_lines import LinkLine
from delegations import host_invitations
from delegations.host_invitations import Hosting
from delegations.models import AccessLink, LinkPurpose
from missions.models import Mission
from partners.models import Organisation
from wording.words import Words


@dataclass(frozen=True, slots=True)
class HostLine:
    """One host, whom its link goes to (empty: nobody is named), and its links."""

    organisation: Organisation
    name: Words
    contact: Words | None
    hosting: bool
    holding: tuple[LinkLine, ...]
    ended: tuple[LinkLine, ...]


def of_mission(mission: Mission, zone: str) -> list[HostLine]:
    """The hosts in the order of the programme, then whoever was one and has a link; three queries."""
    hostings = {each.organisation.pk: each for each in host_invitations.of_mission(mission)}
    now = set(hostings)
    held: dict[int, list[LinkLine]] = {}
    rows = AccessLink.objects.filter(mission=mission, purpose=LinkPurpose.HOST).order_by("-made_at", "-pk")
    found = list(rows.select_related("organisation").defer("token_hash", "token_encrypted"))
    lost = link_lines.lost(found)
    for link in found:
        if link.organisation is not None:
            hostings.setdefault(link.organisation.pk, Hosting(link.organisation, None))
            held.setdefault(link.organisation.pk, []).append(link_lines.of(link, zone, lost))
    return [_line(each, key in now, held.get(key, [])) for key, each in hostings.items()]


def _line(hosting: Hosting, is_host: bool, lines: list[LinkLine]) -> HostLine:
    lang = get_language() or "en"
    organisation, contact = hosting.organisation, hosting.contact
    return HostLine(
        organisation=organisation,
        name=Organisation.name.words(organisation, lang) or Words(str(organisation), lang),
        contact=(contact.person.full_name(lang) or Words(str(contact), lang)) if contact else None,
        hosting=is_host,
        holding=tuple(line for line in lines if line.holds),
        ended=tuple(line for line in lines if not line.holds),
    )
