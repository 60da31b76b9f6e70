"""What kinds of staff there are, and what each may do: Django groups, renewed after each migration.

A member of staff may belong to several. Superusers may do everything, keep the accounts and delete what
others may not. What a kind may not see is nowhere for it: in no list, form, search, history or file.

| kind               | programme   | partners | people and travel                   | results |
|--------------------|-------------|----------|-------------------------------------|---------|
| Viewer             | sees        | sees     | sees names, ranks, legs, hotels     | sees    |
| Reporter           | sees        | sees     | the same; writes down who was there | writes  |
| Editor             | writes      | writes   | the same; names, ranks, groups      | writes  |
| Editor with people | writes      | writes   | writes, with personal data          | writes  |
| Releaser           | releases, withdraws, publishes and cancels; is of another kind besides   |

Staff notes are seen by all of them: they are notes of staff for staff. Telephone numbers, e-mail addresses,
needs, rooms and personal links are for editors with people alone.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps as registry
from django.apps.registry import Apps
from django.contrib.auth.models import Group, Permission

EDITOR = "Editor"
EDITOR_WITH_PEOPLE = "Editor with people"
REPORTER = "Reporter"
VIEWER = "Viewer"
RELEASER = "Releaser"

WRITING = ("view", "add", "change", "delete")
PARTNERS = ("place", "sector", "organisation", "contact")
PROGRAMME = ("series", "mission", "party", "stop", "group", "programmeitem", "itemgroup", "host")
RESULTS = ("visitreport", "followup", "outcome")
RELEASED = ("release", "resultsrelease", "sitevisit")
TRAVEL = ("delegation", "delegate", "attendance", "leg", "stay")


def _of(app: str, models: Iterable[str], *actions: str) -> set[str]:
    return {f"{app}.{action}_{model}" for model in models for action in actions}


SEES = (
    _of("partners", (*PARTNERS, "person"), "view")
    | _of("missions", (*PROGRAMME, *RESULTS, *RELEASED), "view")
    | _of("delegations", TRAVEL, "view")
)
REPORTS = _of("missions", RESULTS, *WRITING) | _of("delegations", ["attendance"], *WRITING)
EDITS = (
    _of("partners", PARTNERS, *WRITING)
    | _of("partners", ["person"], "add", "change")
    | _of("missions", PROGRAMME, *WRITING)
    | _of("delegations", ["delegation", "delegate"], "change")
)
KEEPS_PEOPLE = (
    _of("partners", ["person"], *WRITING)
    | {"partners.view_personal_data"}
    | _of("delegations", TRAVEL, *WRITING)
    | _of("delegations", ["accesslink"], "view", "change", "delete")
)

KINDS: dict[str, set[str]] = {
    EDITOR: SEES | REPORTS | EDITS,
    EDITOR_WITH_PEOPLE: SEES | REPORTS | EDITS | KEEPS_PEOPLE,
    REPORTER: SEES | REPORTS,
    VIEWER: SEES,
    RELEASER: {"missions.release_mission", "missions.view_mission", "missions.view_release"},
}


def renew(apps: Apps = registry, **kwargs: Any) -> None:
    """Receiver of post_migrate: make each kind's group, with exactly the permissions that stand here."""
    try:
        apps.get_model("delegations", "AccessLink")
    except LookupError:
        return  # a migration of the lower rooms alone
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, wanted in KINDS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set([permissions[permission] for permission in sorted(wanted)])
