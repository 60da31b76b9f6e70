"""Each way to write, and the test in which several take it at once.

A new page that takes what is sent is stated here. Each of these tests was seen failing with its guard off, and
runs on both databases. faults.md 39 to 44
"""

import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin

from partners.desk import DeskForm
from tests.walk.verdicts import stated

TESTS = Path(__file__).parents[1]
STOCK = re.compile(r"admin:(partners|missions|delegations|accounts)_([a-z]+)_(add|change|delete|restore)$")

VISITS = "backoffice/visits/test_visits_together.py"
BIN = "backoffice/bin/test_bin_together.py"
BOARD = "backoffice/board/test_board_together.py"
PEOPLE = "backoffice/people/test_people_together.py"
ADMIN = "backoffice/admin/test_admin_races.py"
RELEASING = "backoffice/releasing/test_pages_together.py"
RELEASE = "missions/test_release_races.py"
DEADLINES = "backoffice/week/test_deadlines_page.py"
RESTORE = "backoffice/mission_history/test_restore_races.py"
CAUTIONS = "backoffice/clashes/test_races.py"
HOSTS = "backoffice/hosts/test_answers_together.py"
IMPORTS = "backoffice/imports/test_every_kind_together.py"
LETTERS = "delegations/test_invitations.py"
OUTBOX = "backoffice/letters"
FOLLOW_UPS = "backoffice/follow_ups"
ACCOUNTS = "accounts/test_accounts_together.py"

# By address, or by what the stock pages of every model with our form do; the actions of lists do what these do.
RACES: dict[str, tuple[str, ...]] = {
    "add": (
        f"{ADMIN}::test_delegates_added_at_once_are_each_ranked",
        f"{ADMIN}::test_the_same_address_is_given_once_and_the_others_are_told",
    ),
    "change": (
        f"{ADMIN}::test_a_stale_form_is_saved_once_and_the_others_are_told",
        "backoffice/admin/test_admin_rows_together.py"
        "::test_of_those_who_save_the_same_row_at_once_one_does_and_the_others_are_told",
        f"{RELEASE}::test_a_mission_is_published_once_though_many_do",
    ),
    "delete": (f"{BIN}::test_what_many_delete_at_once_is_kept_once",),
    "restore": (
        f"{RESTORE}::test_a_state_is_put_back_once_and_the_others_are_told",
        f"{RESTORE}::test_of_a_form_and_an_earlier_state_sent_at_once_one_is_saved",
    ),
    "admin:accounts_user_add": (
        f"{ACCOUNTS}::test_of_those_who_make_an_account_of_one_address_at_once_one_does",
    ),
    "admin:accounts_user_change": (
        f"{ACCOUNTS}::test_of_those_who_save_one_account_at_once_one_does_and_the_others_are_told",
    ),
    "admin:missions_mission_board": (
        f"{BOARD}::test_of_those_who_edit_at_once_one_saves_and_the_others_are_told",
        f"{BOARD}::test_of_those_who_press_the_same_button_at_once_one_acts",
        f"{BOARD}::test_who_copies_in_the_middle_of_another_copy_gets_the_next_number",
        f"{BOARD}::test_a_step_is_undone_once_though_many_do",
        "backoffice/board/test_board_undo_gone.py"
        "::test_what_an_item_names_is_merged_only_after_the_item_is_back",
        f"{BOARD}::test_items_added_at_once_each_get_a_number_of_their_own",
        f"{BOARD}::test_board_and_full_form_at_once_wait_for_each_other_without_a_deadlock",
    ),
    "admin:missions_mission_release": (
        f"{ADMIN}::test_of_those_who_release_the_same_version_one_does",
        f"{RELEASE}::test_of_those_who_release_what_they_all_saw_one_wins",
        "backoffice/releasing/test_lost_updates.py"
        "::test_what_is_released_is_what_was_looked_at_while_others_save",
    ),
    "admin:missions_mission_take_back": (
        f"{RELEASING}::test_a_version_is_taken_back_once",
        "backoffice/releasing/test_taking_back.py::test_who_saves_after_the_look_waits_and_is_not_undone",
        "backoffice/releasing/test_taking_back.py"
        "::test_who_is_saving_while_somebody_looks_is_waited_for_and_not_undone_unseen",
    ),
    "admin:missions_mission_results": (
        f"{RELEASING}::test_results_are_published_once",
        f"{RELEASE}::test_of_those_who_publish_the_same_results_one_wins",
        f"{RELEASE}::test_programme_and_results_released_at_once_are_both_found",
    ),
    "admin:missions_release_withdraw": (
        f"{RELEASING}::test_a_version_is_withdrawn_once",
        f"{RELEASE}::test_who_withdraws_what_is_being_replaced_comes_after_the_release",
        f"{RELEASE}::test_who_replaces_what_is_being_withdrawn_is_told",
    ),
    "admin:backoffice_deleted_bring_back": (
        f"{BIN}::test_of_those_who_bring_the_same_back_at_once_one_does",
        f"{BIN}::test_a_pointer_that_somebody_sets_while_its_row_comes_back_stays_hers",
        f"{BIN}::test_what_is_brought_back_while_its_thirty_days_end_keeps_its_file",
    ),
    "admin:backoffice_deleted_for_good": (
        f"{BIN}::test_what_is_brought_back_and_deleted_for_good_at_once_is_one_of_both",
    ),
    "admin:missions_mission_accept_caution": (f"{CAUTIONS}::test_of_those_who_accept_the_same_one_does",),
    "admin:missions_mission_open_caution": (f"{CAUTIONS}::test_of_those_who_open_the_same_again_one_does",),
    "admin:partners_person_merge": (
        "backoffice/people/test_merge_page.py::test_of_those_who_merge_one_pair_at_once_one_does",
    ),
    "admin:partners_organisation_merge": (
        "backoffice/people/test_merge_page.py::test_of_those_who_merge_one_pair_at_once_one_does",
    ),
    "admin:missions_mission_people": (
        f"{PEOPLE}::test_of_those_who_reorder_at_once_one_does_and_the_others_are_told",
        f"{PEOPLE}::test_heads_appointed_at_once_leave_one",
        f"{PEOPLE}::test_the_state_of_one_changes_once_though_many_press",
    ),
    "admin:missions_mission_hosts": (
        f"{HOSTS}::test_of_those_who_accept_at_once_one_does_and_the_others_are_told",
        f"{HOSTS}::test_of_those_who_accept_and_decline_at_once_one_does_and_the_others_are_told",
        f"{HOSTS}::test_of_a_host_that_answers_anew_and_an_organiser_who_accepts_at_once_one_does",
        f"{HOSTS}::test_who_accepts_while_somebody_moves_the_item_waits_and_is_told",
        "delegations/test_host_answers.py::test_of_those_who_answer_at_once_one_does_and_the_others_are_told",
    ),
    "admin:missions_mission_show_links": (
        "backoffice/people/test_show_links_page.py::test_two_who_show_a_first_link_at_once_show_the_same",
    ),
    "admin:missions_mission_links": (
        f"{LETTERS}::test_two_who_send_at_once_leave_one_link_and_one_letter",
        f"{LETTERS}::test_a_link_that_is_being_renewed_is_not_sent_again",
        "delegations/test_links.py::test_who_renew_at_once_leave_one_link",
        "delegations/test_host_invitations.py"
        "::test_two_who_send_a_host_its_link_at_once_leave_one_link_and_one_letter",
    ),
    "admin:missions_mission_letter": (
        f"{OUTBOX}/test_messages.py::test_of_those_who_send_at_once_one_does_and_each_gets_one_letter",
        f"{OUTBOX}/test_messages.py::test_of_those_who_save_one_draft_at_once_one_does_and_the_others_are_told",
        f"{OUTBOX}/test_outbox_page.py::test_of_those_who_send_one_again_at_once_one_does",
    ),
    "admin:missions_mission_seen": (
        "delegations/test_seen.py::test_of_those_who_press_at_once_one_is_noted",
    ),
    "admin:delegations_delegate_travel_document": (
        "delegations/test_travel_documents.py"
        "::test_of_those_who_save_at_once_one_does_and_the_others_are_told",
        "delegations/test_travel_documents.py::test_who_withdraws_while_staff_save_leaves_no_document",
    ),
    "admin:missions_mission_substitute": (
        f"{PEOPLE}::test_who_substitutes_one_who_is_being_substituted_is_told",
    ),
    "admin:missions_mission_shift": (f"{BIN}::test_of_those_who_move_a_mission_at_once_one_does",),
    "admin:missions_mission_copy": (f"{BIN}::test_of_those_who_copy_to_one_address_at_once_one_does",),
    "admin:follow_up": (
        f"{FOLLOW_UPS}/test_page.py::test_of_those_who_press_at_once_one_does_and_the_others_are_told",
        "missions/test_follow_ups.py::test_of_those_who_close_one_at_once_one_does_and_the_others_are_told",
        "missions/test_follow_ups.py::test_who_closes_one_in_the_middle_of_another_verb_waits_and_is_told",
    ),
    "admin:follow_up_mission": (
        f"{FOLLOW_UPS}/test_becoming.py::test_of_those_who_make_it_at_once_one_does_and_the_others_are_told",
    ),
    "admin:visit_report": (
        f"{VISITS}::test_of_those_who_save_at_once_one_does_and_the_others_are_told",
        f"{VISITS}::test_of_those_who_decide_at_once_one_does_and_the_others_are_told",
    ),
    "admin:visit_draft": (f"{VISITS}::test_of_two_devices_that_keep_at_once_one_does_and_the_other_is_told",),
    "admin:follow_up_calendar": (
        "reports/test_due_feed.py::test_who_subscribes_many_times_at_once_has_one_calendar",
    ),
    "admin:outcome": (
        "backoffice/outcomes/test_page.py::test_of_those_who_press_at_once_one_does_and_the_others_are_told",
        "missions/test_outcomes.py::test_of_those_who_correct_at_once_one_does_and_the_others_are_told",
        "missions/test_outcomes.py::test_what_is_corrected_while_results_are_published_is_whole_in_them",
    ),
    "admin:export_progress": (
        "backoffice/exports/test_files.py::test_of_those_who_begin_anew_at_once_one_does",
    ),
    "admin:missions_mission_survey": (
        "delegations/test_surveys.py::test_of_two_who_check_at_once_one_makes_the_outcome",
    ),
    "admin:missions_mission_deadlines": (f"{DEADLINES}::test_what_many_copy_at_once_is_copied_once",),
    "admin:missions_deadline_done": (
        f"{DEADLINES}::test_of_those_who_press_at_once_one_does",
        f"{DEADLINES}::test_of_one_who_saves_the_form_and_one_who_presses_at_once_neither_is_lost",
    ),
    "admin:missions_mission_import_preview": (
        f"{IMPORTS}::test_of_those_who_take_the_same_file_in_at_once_one_does",
        f"{IMPORTS}::test_of_two_files_that_say_the_same_the_second_is_told",
        f"{IMPORTS}::test_of_two_files_that_only_add_the_same_rows_one_does",
        f"{IMPORTS}::test_who_edits_a_row_while_it_is_taken_in_loses_nothing",
    ),
    "admin:missions_mission_file_preview": (
        f"{IMPORTS}::test_of_those_who_take_the_same_file_in_at_once_one_does",
        f"{IMPORTS}::test_who_edits_a_row_while_it_is_taken_in_loses_nothing",
    ),
}
# What delegates and hosts send, each with what holds when two do at once.
PERSONAL: dict[str, tuple[str, ...]] = {
    # the first is saved, the second is told what is new
    "my:details": ("delegations/test_own_details.py::test_of_two_who_save_at_once_the_second_is_told",),
    # one word for each item; whoever comes last is heard
    "my:item": (
        "delegations/test_regrets.py::test_of_two_browsers_that_decline_at_once_both_are_heard_once",
        "delegations/test_regrets.py::test_who_comes_after_all_in_the_middle_of_declining_is_heard_last",
    ),
    # noted once
    "my:seen": ("delegations/test_seen.py::test_of_those_who_press_at_once_one_is_noted",),
    "delegations:seen": ("delegations/test_seen.py::test_of_those_who_press_at_once_one_is_noted",),
    # one document; a consent that is withdrawn leaves none
    "my:travel_document": (
        "delegations/test_travel_documents.py"
        "::test_of_those_who_save_at_once_one_does_and_the_others_are_told",
        "delegations/test_travel_documents.py::test_who_withdraws_while_staff_save_leaves_no_document",
    ),
    # one address
    "my:calendar": (
        "delegations/test_calendar_pages.py::test_who_subscribes_twice_at_once_has_one_calendar",
    ),
    # one link and one letter
    "my:new_link": (f"{LETTERS}::test_who_asks_twice_at_once_is_sent_one_link",),
    "delegations:link": ("delegations/test_links.py::test_eight_presses_at_once_all_open_the_programme",),
    # one answer waits, whoever comes second is told
    "host:mission": (
        "delegations/test_host_answers.py::test_of_those_who_answer_at_once_one_does_and_the_others_are_told",
        f"{HOSTS}::test_of_a_host_that_answers_anew_and_an_organiser_who_accepts_at_once_one_does",
    ),
}
# What no page of the back office does: commands, by name, and what a worker does.
BESIDES = {
    "delete_mission": "backoffice/admin/test_delete_mission.py::test_nothing_is_released_while_the_mission_goes",
    "dump_mission": "backoffice/mission_file/test_mission_file.py"
    "::test_what_is_published_meanwhile_is_in_the_file_as_a_whole_or_not_at_all",
    "purge_deleted": f"{BIN}::test_what_comes_back_while_the_bin_is_emptied_keeps_its_file",
    "delegations.invitations.answer_request": f"{LETTERS}::test_who_asks_twice_at_once_is_sent_one_link",
}
# What writes nothing that two could write at once.
ALONE = {
    "admin:current_mission": "the session of who asks",
    "admin:logout": "the session of who asks",
    "admin:password_change": "her own password: the last one counts",
    "admin:auth_user_password_change": "a password, as one who may set it says: the last one counts",
    "admin:delegations_accesslink_change": "no field of a link can be changed",
    "admin:delegations_accesslink_delete": "a link goes once, and whoever comes second finds none",
    "admin:missions_mission_import": "each file sent is an import of its own",
    "admin:missions_mission_file_import": "each file sent is an import of its own",
    "admin:export": "each file sent for is an export of its own; of its columns the last count",
    "admin:missions_mission_lists_pdf": "what each file said is a row of its own",
    "admin:missions_mission_lists_xlsx": "what each file said is a row of its own",
    "admin:missions_mission_report_file": "it makes a file",
    "admin:missions_mission_write": "each draft is one of its own",
    "admin:missions_mission_drafts": "each link is one of its own; one that has ended is ended no more, in one "
    "statement",
}

# The same outside the back office.
OWN = {
    "account_change_password": "her own password: the last one counts",
    "account_login": "the session of who asks",
    "account_logout": "the session of who asks",
    "account_reauthenticate": "the session of who asks",
    "account_reset_password": "each letter is one of its own",
    "my:sign_out": "the session of who asks",
    "host:sign_out": "the session of who asks",
    "delegations:host_link": "the session of who presses",
    "draft": "the last answer counts, and a link that has ended takes none, in one statement",
    "my:survey": "her own answer, under her lock: the last one counts until it is read",
    "delegations:survey": "the session of who presses",
}

# What a process that is killed in the middle leaves whole or untouched.
KILLED = (
    "backoffice/releasing/test_killed.py::test_a_release_is_there_or_not",
    "backoffice/releasing/test_killed.py::test_a_version_is_taken_back_or_not",
    f"{IMPORTS}::test_a_process_that_is_killed_while_it_takes_in_leaves_nothing",
    "backoffice/people/test_merge_page.py::test_a_process_killed_in_the_middle_leaves_both_as_they_were",
)


@cache
def written(module: str) -> str:
    return (TESTS / module).read_text()


def ways_to_write():
    """The addresses to which somebody may send something, and those whose row depends on what is sent."""
    for name, verdicts in stated().items():
        plain = name.partition(",")[0]
        if not plain.startswith("admin:"):
            continue
        sends = {"form", "post"} & set(verdicts.values())
        if sends or plain in RACES:
            yield plain if plain in RACES else shared(plain) or plain


def shared(name):
    """What a stock page does that many models share: those whose form is ours, and so has its guard."""
    stock = STOCK.match(name)
    if stock is None:
        return None
    app, model, act = stock.groups()
    form = admin.site.get_model_admin(apps.get_model(app, model)).form
    return act if issubclass(form, DeskForm) else None


def test_each_way_to_write_is_taken_by_several_at_once_or_cannot_be():
    assert set(ways_to_write()) == {*RACES, *ALONE}
    assert RACES.keys().isdisjoint(ALONE)


def test_each_way_to_write_of_delegates_and_hosts_is_too():
    sent = {
        name.partition(",")[0]
        for name, verdicts in stated().items()
        if {"form", "post"} & {*verdicts.values()}
    }
    assert {name for name in sent if not name.startswith("admin:")} - {*PERSONAL, *OWN} == set()
    assert {*PERSONAL} & {*OWN} == set()


@pytest.mark.parametrize(
    "named",
    sorted(
        {
            *BESIDES.values(),
            *(test for ways in (RACES, PERSONAL) for tests in ways.values() for test in tests),
        }
    ),
)
def test_each_test_that_is_named_is_there_and_begins_together(named):
    assert re.search(r"(?:at_once|in_between)\(", body_of(named))


@pytest.mark.parametrize("named", KILLED)
def test_each_test_of_a_killed_process_is_there(named):
    assert re.search(r"\bkilled\(", body_of(named))


def body_of(named):
    """The words of a test, which works outside a transaction."""
    module, _colons, name = named.partition("::")
    text = written(module)
    assert re.search("transaction=True|transactional_db", text)
    [body] = re.findall(rf"^def {name}\(.*?(?=^(?:def|@|class) |\Z)", text, re.DOTALL | re.MULTILINE)
    return body
