"""What each kind of staff may do in every mission, and what each role gives in one.

The table in plain words is docs/roles.md; tests/walk compares it with what every page does.

A member of staff may be of several kinds, which are Django groups and renewed after each migration, and hold
roles besides. Superusers may do everything, keep the accounts and delete what others may not. What somebody
may not see is nowhere for her: in no list, form, search, history or file. Who may do what in which mission is
decided in backoffice/rights/access.py.

Staff notes are seen by all who see the programme: they are notes of staff for staff.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps as registry
from django.apps.registry import Apps
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_noop

from missions.models import Role

EDITOR = gettext_noop("Editor")
EDITOR_WITH_PEOPLE = gettext_noop("Editor with people")
REPORTER = gettext_noop("Reporter")
VIEWER = gettext_noop("Viewer")
RELEASER = gettext_noop("Releaser")

WRITING = ("view", "add", "change", "delete")
PARTNERS = ("place", "sector", "organisation", "contact")
PROGRAMME = ("series", "rate", "mission", "party", "stop", "group", "programmeitem", "itemgroup", "host")
AROUND = ("deadline", "acceptedcaution", "attachment")
RESULTS = ("visitreport", "followup", "outcome", "outcomeyear")
RELEASED = ("release", "resultsrelease", "sitevisit")
TRAVEL = ("delegation", "delegate", "attendance", "leg", "stay")


def _of(app: str, models: Iterable[str], *actions: str) -> set[str]:
    return {f"{app}.{action}_{model}" for model in models for action in actions}


SEES = (
    _of("partners", (*PARTNERS, "person"), "view")
    | _of("missions", (*PROGRAMME, *AROUND, *RESULTS, *RELEASED, "missionrole"), "view")
    | _of("delegations", TRAVEL, "view")
)
REPORTS = (
    _of("missions", RESULTS, *WRITING)
    | _of("delegations", ["attendance"], *WRITING)
    | _of("delegations", ["surveyanswer"], "view", "change")
)
EDITS = (
    _of("partners", PARTNERS, *WRITING)
    | _of("partners", ["person"], "add", "change")
    | _of("missions", (*PROGRAMME, *AROUND, "cost"), *WRITING)
    | _of("delegations", ["delegation", "delegate"], "change")
)
KEEPS_PEOPLE = (
    _of("partners", ["person"], *WRITING)
    | {"partners.view_personal_data"}
    | _of("delegations", TRAVEL, *WRITING)
    | _of("delegations", ["accesslink", "seen", "mailing", "notice"], *WRITING)
)
# Passports are opened by protocol alone; who coordinates reads who opened which.
DOCUMENTS = _of("delegations", ["traveldocument"], *WRITING)
READS_LOOKS = _of("delegations", ["traveldocumentlook"], "view")
READS_EXPORTS = _of("reports", ["export"], "view")
# Whoever writes a report does not approve it herself: see missions/visit_reports.py.
APPROVES = {"missions.approve_visitreport"}
RELEASES = {"missions.release_mission"} | _of("missions", ["draftlink"], *WRITING)

KINDS: dict[str, set[str]] = {
    EDITOR: SEES | REPORTS | APPROVES | EDITS,
    EDITOR_WITH_PEOPLE: SEES | REPORTS | APPROVES | EDITS | KEEPS_PEOPLE,
    REPORTER: SEES | REPORTS,
    VIEWER: SEES,
    RELEASER: RELEASES | _of("missions", ["mission", "release"], "view"),
}

# What a role gives in its mission. Catalogues are shared: who writes them in one mission writes them for all.
ROLES: dict[str, set[str]] = {
    Role.COORDINATOR: SEES
    | REPORTS
    | APPROVES
    | EDITS
    | KEEPS_PEOPLE
    | RELEASES
    | _of("missions", ["missionrole"], *WRITING)
    | READS_LOOKS
    | READS_EXPORTS,
    Role.EDITOR: (SEES | REPORTS | APPROVES | EDITS)
    - _of("missions", ["mission"], "add", "delete")
    - _of("delegations", ["delegation", "delegate"], "change"),
    Role.PROTOCOL: SEES
    | (KEEPS_PEOPLE - _of("delegations", ["attendance"], "add", "change", "delete"))
    | DOCUMENTS
    | READS_LOOKS,
    Role.REPORTER: SEES | REPORTS,
    Role.VIEWER: SEES,
}


def renew(apps: Apps = registry, **kwargs: Any) -> None:
    """Receiver of post_migrate: make each kind's group, with exactly the permissions that stand here."""
    try:
        apps.get_model("reports", "Export")
    except LookupError:
        return  # a migration of the lower rooms alone
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, wanted in KINDS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set([permissions[permission] for permission in sorted(wanted)])
