"""What each role gets at each address of the back office: told from docs/roles.md, page by page.

Inside her mission a role gets of the pages of a model what the document says of its rows. A page of ours stands
in `RIGHTS` with the right that opens it, and answers as it answers a superuser. With a row of another mission
each address answers as if there were no such row.
"""

from django.contrib import admin
from django.db import models

from delegations.models import AccessLink
from missions.models import SiteVisit
from tests.walk import roles_table, verdicts
from tests.walk.addresses import Address

ANY_SHEET = (
    "missions.change_programmeitem or delegations.change_leg or delegations.change_delegate"
    " or partners.change_organisation"
)
# A page of ours: what opens it and, where that is another right, what lets one send its form. An empty text: being
# a member of staff.
RIGHTS: dict[str, tuple[str, ...]] = {
    "admin:index": ("",),
    "admin:records": ("",),
    "admin:search": ("",),
    "admin:current_mission": ("",),
    "admin:login": ("",),
    "admin:logout": ("",),
    "admin:password_change": ("",),
    "admin:password_change_done": ("",),
    "admin:jsi18n": ("",),
    "delegations:attachment": ("missions.view_attachment",),
    "admin:view_on_site": ("missions.view_mission",),
    "admin:no_such_page": ("",),
    "admin:a_row": ("",),
    "admin:missions_mission_board": ("missions.view_programmeitem", "missions.change_programmeitem"),
    "admin:backoffice_deleted": ("",),
    "admin:backoffice_deleted_bring_back": ("",),
    "admin:backoffice_deleted_for_good": ("",),
    "admin:missions_mission_cautions": ("missions.view_programmeitem",),
    "admin:missions_mission_accept_caution": ("missions.add_acceptedcaution",),
    "admin:missions_mission_open_caution": ("missions.delete_acceptedcaution",),
    "admin:partners_person_duplicates": ("partners.delete_person",),
    "admin:partners_person_merge": ("partners.delete_person",),
    "admin:partners_organisation_merge": ("partners.delete_organisation",),
    "admin:missions_mission_people": ("delegations.view_delegate", "delegations.change_delegate"),
    "admin:missions_mission_answers": ("delegations.view_delegate",),
    "admin:export": ("missions.view_visitreport",),
    "admin:exports": ("",),
    "admin:export_progress": ("",),
    "admin:export_file": ("",),
    "admin:missions_mission_lists": ("delegations.view_leg",),
    "admin:missions_mission_lists_pdf": ("delegations.view_leg",),
    "admin:missions_mission_lists_xlsx": ("delegations.view_leg",),
    "admin:missions_mission_badges": ("delegations.view_delegate",),
    "admin:missions_mission_tents": ("delegations.view_delegate",),
    "admin:missions_mission_hosts": ("missions.view_host", "missions.change_host"),
    "admin:missions_mission_survey": ("delegations.view_surveyanswer", "delegations.change_surveyanswer"),
    "admin:missions_mission_budget": ("missions.view_cost",),
    "admin:years": ("missions.view_mission",),
    "admin:missions_series_years": ("missions.view_series",),
    "admin:partners_organisation_years": ("partners.view_organisation",),
    "admin:missions_mission_travel": ("delegations.view_traveldocument",),
    "admin:missions_mission_travel_record": ("delegations.view_traveldocumentlook",),
    "admin:delegations_delegate_travel_document": (
        "delegations.view_traveldocument",
        "delegations.change_traveldocument",
    ),
    "admin:missions_mission_visas": ("delegations.view_traveldocument",),
    "admin:missions_mission_visas_pdf": ("delegations.view_traveldocument",),
    "admin:missions_mission_visas_xlsx": ("delegations.view_traveldocument",),
    "admin:missions_mission_links": ("delegations.view_accesslink", "delegations.add_accesslink"),
    "admin:missions_mission_show_links": ("delegations.add_accesslink",),
    "admin:missions_mission_letters": ("delegations.view_mailing",),
    "admin:missions_mission_write": ("delegations.add_mailing",),
    "admin:missions_mission_letter": ("delegations.view_mailing", "delegations.change_mailing"),
    "admin:missions_mission_letter_to": ("delegations.view_mailing",),
    "admin:missions_mission_foreseen": ("missions.release_mission",),
    "admin:missions_mission_mail_folder": ("delegations.view_mailing",),
    "admin:missions_mission_seen": ("delegations.view_seen", "delegations.add_seen"),
    "admin:missions_mission_seen_pdf": ("delegations.view_seen",),
    "admin:missions_mission_seen_xlsx": ("delegations.view_seen",),
    "admin:missions_mission_substitute": ("delegations.add_delegate",),
    "admin:missions_mission_shift": ("missions.change_mission",),
    "admin:missions_mission_copy": ("missions.add_mission",),
    "admin:follow_ups": ("missions.view_followup",),
    "admin:follow_up_calendar": ("missions.view_followup",),
    "admin:follow_up": ("missions.view_followup", "missions.change_followup"),
    "admin:follow_up_mission": ("missions.add_mission",),
    "admin:outcomes": ("missions.view_outcome",),
    "admin:outcome": ("missions.view_outcome", "missions.change_outcome"),
    "admin:visits": ("missions.view_visitreport",),
    "admin:visit_report": ("missions.view_visitreport", "missions.change_visitreport"),
    "admin:visit_draft": ("missions.change_visitreport",),
    "admin:visit_blank": ("missions.view_visitreport",),
    "admin:missions_mission_deadlines": ("missions.view_deadline", "missions.add_deadline"),
    "admin:missions_deadline_done": ("missions.change_deadline",),
    "admin:missions_mission_changes": ("missions.view_mission",),
    "admin:missions_mission_translations": ("missions.view_programmeitem",),
    "admin:missions_mission_import": (ANY_SHEET,),
    "admin:missions_mission_import_template": (ANY_SHEET,),
    "admin:missions_mission_import_preview": (ANY_SHEET,),
    "admin:missions_mission_file_import": ("missions.add_mission",),
    "admin:missions_mission_file_preview": ("missions.add_mission",),
    "admin:missions_mission_release": ("missions.release_mission",),
    "admin:missions_mission_preview": ("missions.view_programmeitem",),
    "admin:missions_mission_compare": ("missions.view_programmeitem",),
    "admin:missions_mission_text": ("missions.view_programmeitem",),
    "admin:missions_mission_paper": ("missions.view_programmeitem",),
    "admin:missions_mission_pdf": ("missions.view_programmeitem",),
    "admin:missions_mission_docx": ("missions.view_programmeitem",),
    "admin:missions_mission_report": ("missions.view_programmeitem",),
    "admin:missions_mission_report_file": ("missions.view_programmeitem",),
    "admin:missions_mission_take_back": ("missions.change_programmeitem", "missions.change_mission"),
    "admin:missions_mission_drafts": ("missions.view_draftlink", "missions.add_draftlink"),
    "admin:missions_mission_results": ("missions.release_mission",),
    "admin:missions_release_withdraw": ("missions.release_mission",),
}
NOT_STATED = "not stated in RIGHTS"
MADE_ON_A_PAGE_OF_OURS = {AccessLink}
# Rooms of which a role sees something, and those of which nobody does without being a superuser.
ROOMS = {"partners": "page", "missions": "page", "delegations": "page"}
VIEWS = {
    "changelist": ("view", "page"),
    "history": ("view", "page"),
    "add": ("add", "form"),
    "delete": ("delete", "form"),
    "restore": ("change", "form"),
}


def inside(address: Address, role: str) -> str:
    """The verdict for a row of her own mission, or one that is nobody's."""
    words = address.name.split(" ")
    if words[0] == "admin:app_list":
        return ROOMS.get(words[1], "404")
    if words[0] == "admin:autocomplete":
        return "page" if len(words) > 1 else "403"
    view = address.name.rsplit("_", 1)[-1]
    if address.name not in RIGHTS and address.model is not None and (view in VIEWS or view == "change"):
        return _of_model(address.model, view, role)
    if address.name not in RIGHTS:
        return NOT_STATED
    opens, *writes = RIGHTS[address.name]
    stated = _of_superuser(address.name)
    given = {"", *roles_table.permissions(role)}
    if given.isdisjoint(opens.split(" or ")):
        return "405" if stated == "post" else "403"
    return "page" if stated == "form" and not given.issuperset(writes) else stated


def _of_superuser(name: str) -> str:
    table = verdicts.stated()
    return (table.get(name) or table[f"{name}, unknown"])["superuser"]


def of_unknown(address: Address, role: str, kind: str) -> str:
    """The verdict for a row that is not there, or not for her."""
    if f"{address.name}, unknown" in verdicts.stated():
        met = inside(address, role)
        return met if met in ("403", NOT_STATED) else _of_superuser(f"{address.name}, unknown")
    if kind == "add":
        return "page" if inside(address, role) == "form" else inside(address, role)
    answers = {
        "page": "404",
        "post": "post",
        "405": "405",
        NOT_STATED: NOT_STATED,
        **verdicts.WRONG_IDS[kind],
    }
    return answers[inside(address, role)]


def _of_model(model: type[models.Model], view: str, role: str) -> str:
    allowed = roles_table.actions(role, model)
    if view == "change":
        if "view" not in allowed:
            return "403"
        return "form" if "change" in allowed and not _is_read_only(model) else "page"
    action, verdict = VIEWS[view]
    if action == "add" and model in MADE_ON_A_PAGE_OF_OURS:
        return "403"
    return verdict if action in allowed else "403"


def _is_read_only(model: type[models.Model]) -> bool:
    return model is SiteVisit or not admin.site.is_registered(model)
