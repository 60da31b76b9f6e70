"""What each kind of reader gets at each address: the table, and how it is read.

page   200, to be read: whoever sends something there is refused, or changes nothing
form   200, and this reader may send what is in it
post   405, for the address only takes what is sent
enter  302 to the sign-in
on     302 or 301 elsewhere
403, 404, 405   as they are

After a comma stands with which row: a mission's former address, one that is hidden (a draft, an organisation
that is not published, another's mission), one that is unknown. Numbers that no row of the back office has are
told from the verdict for a real one by WRONG_IDS.
"""

from functools import cache

VERDICTS = """
                                                        anonymous delegate  viewer    reporter  editor    people    releaser  superuser
# Pages and files for everyone, and the pages of delegates
missions:home                                           page      page      page      page      page      page      page      page
missions:mission                                        page      page      page      page      page      page      page      page
missions:mission, former                                on        on        on        on        on        on        on        on
missions:mission, hidden                                404       404       404       404       404       404       404       404
missions:mission, unknown                               404       404       404       404       404       404       404       404
missions:changes                                        page      page      page      page      page      page      page      page
missions:changes, former                                on        on        on        on        on        on        on        on
missions:changes, hidden                                404       404       404       404       404       404       404       404
missions:changes, unknown                               404       404       404       404       404       404       404       404
missions:programme_ics                                  page      page      page      page      page      page      page      page
missions:programme_ics, former                          on        on        on        on        on        on        on        on
missions:programme_ics, hidden                          404       404       404       404       404       404       404       404
missions:programme_ics, unknown                         404       404       404       404       404       404       404       404
missions:programme_json                                 page      page      page      page      page      page      page      page
missions:programme_json, former                         on        on        on        on        on        on        on        on
missions:programme_json, hidden                         404       404       404       404       404       404       404       404
missions:programme_json, unknown                        404       404       404       404       404       404       404       404
missions:programme_pdf                                  page      page      page      page      page      page      page      page
missions:programme_pdf, former                          on        on        on        on        on        on        on        on
missions:programme_pdf, hidden                          404       404       404       404       404       404       404       404
missions:programme_pdf, unknown                         404       404       404       404       404       404       404       404
missions:results_pdf                                    page      page      page      page      page      page      page      page
missions:results_pdf, former                            on        on        on        on        on        on        on        on
missions:results_pdf, hidden                            404       404       404       404       404       404       404       404
missions:results_pdf, unknown                           404       404       404       404       404       404       404       404
missions:partner                                        page      page      page      page      page      page      page      page
missions:partner, hidden                                404       404       404       404       404       404       404       404
missions:partner, unknown                               404       404       404       404       404       404       404       404
about                                                   page      page      page      page      page      page      page      page
privacy                                                 page      page      page      page      page      page      page      page
accessibility                                           page      page      page      page      page      page      page      page
my:missions                                             403       on        403       403       403       403       403       403
my:sign_out                                             post      post      post      post      post      post      post      post
my:new_link                                             form      form      form      form      form      form      form      form
my:copy                                                 403       page      403       403       403       403       403       403
my:offline                                              page      page      page      page      page      page      page      page
my:manifest                                             page      page      page      page      page      page      page      page
my:mission                                              403       page      403       403       403       403       403       403
my:mission, former                                      403       on        403       403       403       403       403       403
my:mission, hidden                                      403       404       403       403       403       403       403       403
my:mission, unknown                                     403       404       403       403       403       403       403       403
my:seen                                                 403       post      403       403       403       403       403       403
my:seen, former                                         403       405       403       403       403       403       403       403
my:seen, hidden                                         403       405       403       403       403       403       403       403
my:seen, unknown                                        403       405       403       403       403       403       403       403
my:survey                                               403       form      403       403       403       403       403       403
my:survey, former                                       403       on        403       403       403       403       403       403
my:survey, hidden                                       403       404       403       403       403       403       403       403
my:survey, unknown                                      403       404       403       403       403       403       403       403
my:details                                              403       form      403       403       403       403       403       403
my:details, former                                      403       on        403       403       403       403       403       403
my:details, hidden                                      403       404       403       403       403       403       403       403
my:details, unknown                                     403       404       403       403       403       403       403       403
my:item                                                 403       form      403       403       403       403       403       403
my:item, former                                         403       on        403       403       403       403       403       403
my:item, hidden                                         403       404       403       403       403       403       403       403
my:item, unknown                                        403       404       403       403       403       403       403       403
my:contact                                              403       page      403       403       403       403       403       403
my:contact, former                                      403       on        403       403       403       403       403       403
my:contact, hidden                                      403       404       403       403       403       403       403       403
my:contact, unknown                                     403       404       403       403       403       403       403       403
my:changes                                              403       page      403       403       403       403       403       403
my:changes, former                                      403       on        403       403       403       403       403       403
my:changes, hidden                                      403       404       403       403       403       403       403       403
my:changes, unknown                                     403       404       403       403       403       403       403       403
my:calendar                                             403       form      403       403       403       403       403       403
my:calendar, former                                     403       on        403       403       403       403       403       403
my:calendar, hidden                                     403       404       403       403       403       403       403       403
my:calendar, unknown                                    403       404       403       403       403       403       403       403
my:travel_document                                      403       form      403       403       403       403       403       403
my:travel_document, former                              403       on        403       403       403       403       403       403
my:travel_document, hidden                              403       404       403       403       403       403       403       403
my:travel_document, unknown                             403       404       403       403       403       403       403       403
my:calendar_file                                        403       page      403       403       403       403       403       403
my:calendar_file, former                                403       on        403       403       403       403       403       403
my:calendar_file, hidden                                403       404       403       403       403       403       403       403
my:calendar_file, unknown                               403       404       403       403       403       403       403       403
delegations:calendar                                    page      page      page      page      page      page      page      page
delegations:calendar, unknown                           404       404       404       404       404       404       404       404
my:file                                                 403       page      403       403       403       403       403       403
my:file, former                                         403       on        403       403       403       403       403       403
my:file, hidden                                         403       404       403       403       403       403       403       403
my:file, unknown                                        403       404       403       403       403       403       403       403
my:paper                                                403       page      403       403       403       403       403       403
my:paper, former                                        403       on        403       403       403       403       403       403
my:paper, hidden                                        403       404       403       403       403       403       403       403
my:paper, unknown                                       403       404       403       403       403       403       403       403
my:pocket                                               403       page      403       403       403       403       403       403
my:pocket, former                                       403       on        403       403       403       403       403       403
my:pocket, hidden                                       403       404       403       403       403       403       403       403
my:pocket, unknown                                      403       404       403       403       403       403       403       403
delegations:link                                        form      form      form      form      form      form      form      form
delegations:link, unknown                               404       404       404       404       404       404       404       404
delegations:seen                                        form      form      form      form      form      form      form      form
delegations:survey                                      form      form      form      form      form      form      form      form
delegations:survey, unknown                             404       404       404       404       404       404       404       404
delegations:seen, unknown                               404       404       404       404       404       404       404       404
delegations:host_link                                   form      form      form      form      form      form      form      form
delegations:host_link, unknown                          404       404       404       404       404       404       404       404
host:sign_out                                           post      post      post      post      post      post      post      post
host:mission                                            403       403       403       403       403       403       403       403
host:mission, former                                    403       403       403       403       403       403       403       403
host:mission, hidden                                    403       403       403       403       403       403       403       403
host:mission, unknown                                   403       403       403       403       403       403       403       403
due_feed                                                page      page      page      page      page      page      page      page
due_feed, unknown                                       404       404       404       404       404       404       404       404
draft                                                   form      form      form      form      form      form      form      form
draft, unknown                                          404       404       404       404       404       404       404       404
delegations:worker                                      page      page      page      page      page      page      page      page
delegations:attachment                                  page      page      page      page      page      page      page      page
delegations:attachment, hidden                          404       404       page      page      page      page      404       page
delegations:attachment, unknown                         404       404       404       404       404       404       404       404
healthz                                                 page      page      page      page      page      page      page      page
readyz                                                  page      page      page      page      page      page      page      page
robots                                                  page      page      page      page      page      page      page      page
sitemap                                                 page      page      page      page      page      page      page      page
security                                                page      page      page      page      page      page      page      page
no such address                                         404       404       404       404       404       404       404       404
no language                                             on        on        on        on        on        on        on        on

# Sign-in and second factor
account_home                                            enter     enter     on        on        on        on        on        on
account_login                                           form      form      on        on        on        on        on        on
account_logout                                          on        on        form      form      form      form      form      form
account_inactive                                        page      page      page      page      page      page      page      page
account_signup                                          page      page      page      page      page      page      page      page
account_reauthenticate                                  enter     enter     form      form      form      form      form      form
account_change_password                                 enter     enter     form      form      form      form      form      form
account_set_password                                    enter     enter     on        on        on        on        on        on
account_reset_password                                  form      form      form      form      form      form      form      form
account_reset_password_done                             page      page      page      page      page      page      page      page
account_reset_password_from_key_done                    page      page      page      page      page      page      page      page
account_reset_password_from_key, unknown                page      page      page      page      page      page      page      page
mfa_index                                               enter     enter     page      page      page      page      page      page
mfa_authenticate                                        enter     enter     on        on        on        on        on        on
mfa_reauthenticate                                      enter     enter     on        on        on        on        on        on
mfa_activate_totp                                       enter     enter     on        on        on        on        on        on
mfa_deactivate_totp                                     enter     enter     404       404       404       404       404       404
mfa_view_recovery_codes                                 enter     enter     404       404       404       404       404       404
mfa_generate_recovery_codes                             enter     enter     on        on        on        on        on        on
mfa_download_recovery_codes                             enter     enter     404       404       404       404       404       404

# The back office itself, what its fields suggest, and the pages that release
admin:missions_mission_board                            enter     enter     page      page      form      form      403       form
admin:missions_mission_release                          enter     enter     403       403       403       403       form      form
admin:missions_mission_preview                          enter     enter     page      page      page      page      page      page
admin:missions_mission_compare                          enter     enter     page      page      page      page      page      page
admin:missions_mission_text                             enter     enter     page      page      page      page      page      page
admin:missions_mission_paper                            enter     enter     page      page      page      page      page      page
admin:missions_mission_pdf                              enter     enter     page      page      page      page      page      page
admin:missions_mission_docx                             enter     enter     page      page      page      page      page      page
admin:missions_mission_report                           enter     enter     page      page      page      page      403       page
admin:missions_mission_report_file                      enter     enter     post      post      post      post      405       post
admin:outcomes                                          enter     enter     page      page      page      page      403       page
admin:outcome                                           enter     enter     page      form      form      form      403       form
admin:missions_mission_survey                           enter     enter     403       form      form      form      403       form
admin:missions_mission_budget                           enter     enter     403       403       page      page      403       page
admin:years                                             enter     enter     page      page      page      page      page      page
admin:missions_series_years                             enter     enter     page      page      page      page      403       page
admin:partners_organisation_years                       enter     enter     page      page      page      page      403       page
admin:missions_mission_take_back                        enter     enter     403       403       form      form      403       form
admin:missions_mission_travel                           enter     enter     403       403       403       403       403       page
admin:missions_mission_travel_record                    enter     enter     403       403       403       403       403       page
admin:delegations_delegate_travel_document              enter     enter     403       403       403       403       403       form
admin:missions_mission_visas                            enter     enter     403       403       403       403       403       page
admin:missions_mission_visas_pdf                        enter     enter     403       403       403       403       403       page
admin:missions_mission_visas_xlsx                       enter     enter     403       403       403       403       403       page
admin:missions_mission_drafts                           enter     enter     403       403       403       403       form      form
admin:missions_mission_letters                          enter     enter     403       403       403       page      403       page
admin:missions_mission_write                            enter     enter     403       403       403       form      403       form
admin:missions_mission_letter                           enter     enter     403       403       403       form      403       form
admin:missions_mission_letter_to                        enter     enter     403       403       403       page      403       page
admin:missions_mission_foreseen                         enter     enter     403       403       403       403       403       page
admin:missions_mission_mail_folder                      enter     enter     403       403       403       404       403       404
admin:missions_mission_mail_folder, unknown             enter     enter     403       403       403       404       403       404
admin:missions_mission_seen                             enter     enter     403       403       403       form      403       form
admin:missions_mission_seen_pdf                         enter     enter     403       403       403       page      403       page
admin:missions_mission_seen_xlsx                        enter     enter     403       403       403       page      403       page
admin:missions_mission_results                          enter     enter     403       403       403       403       form      form
admin:missions_release_withdraw                         enter     enter     403       403       403       403       form      form
admin:index                                             enter     enter     page      page      page      page      page      page
admin:records                                           enter     enter     page      page      page      page      page      page
admin:search                                            enter     enter     page      page      page      page      page      page
admin:current_mission                                   enter     enter     form      form      form      form      form      form
admin:backoffice_deleted                                enter     enter     page      page      page      page      page      page
admin:backoffice_deleted_bring_back                     enter     enter     post      post      post      post      post      post
admin:backoffice_deleted_for_good                       enter     enter     post      post      post      post      post      post
admin:missions_mission_cautions                         enter     enter     page      page      page      page      403       page
admin:missions_mission_accept_caution                   enter     enter     405       405       post      post      405       post
admin:missions_mission_open_caution                     enter     enter     405       405       post      post      405       post
admin:partners_person_duplicates                        enter     enter     403       403       403       page      403       page
admin:partners_person_merge                             enter     enter     403       403       403       page      403       page
admin:partners_organisation_merge                       enter     enter     403       403       page      page      403       page
admin:missions_mission_people                           enter     enter     page      page      form      form      403       form
admin:missions_mission_hosts                            enter     enter     page      page      form      form      403       form
admin:missions_mission_answers                          enter     enter     page      page      page      page      403       page
admin:export                                            enter     enter     form      form      form      form      403       form
admin:export, unknown                                   enter     enter     404       404       404       404       404       404
admin:exports                                           enter     enter     page      page      page      page      page      page
admin:export_progress, unknown                          enter     enter     404       404       404       404       404       404
admin:export_file, unknown                              enter     enter     404       404       404       404       404       404
admin:missions_mission_lists                            enter     enter     page      page      page      page      403       page
admin:missions_mission_lists_pdf                        enter     enter     form      form      form      form      403       form
admin:missions_mission_lists_xlsx                       enter     enter     form      form      form      form      403       form
admin:missions_mission_badges                           enter     enter     page      page      page      page      403       page
admin:missions_mission_tents                            enter     enter     page      page      page      page      403       page
admin:missions_mission_links                            enter     enter     403       403       403       form      403       form
admin:missions_mission_show_links                       enter     enter     403       403       403       form      403       form
admin:missions_mission_substitute, unknown              enter     enter     403       403       403       404       403       404
admin:missions_mission_shift                            enter     enter     403       403       form      form      403       form
admin:missions_mission_copy                             enter     enter     403       403       form      form      403       form
admin:follow_ups                                        enter     enter     page      page      page      page      403       page
admin:follow_up_calendar                                enter     enter     form      form      form      form      403       form
admin:follow_up                                         enter     enter     page      form      form      form      403       form
admin:follow_up_mission                                 enter     enter     403       403       form      form      403       form
admin:missions_mission_deadlines                        enter     enter     page      page      form      form      403       form
admin:visits                                            enter     enter     page      page      page      page      403       page
admin:visit_report                                      enter     enter     page      form      form      form      403       form
admin:visit_draft                                       enter     enter     405       post      post      post      405       post
admin:visit_blank                                       enter     enter     page      page      page      page      403       page
admin:missions_deadline_done                            enter     enter     405       405       post      post      405       post
admin:missions_mission_import                           enter     enter     403       403       form      form      403       form
admin:missions_mission_import_template                  enter     enter     403       403       page      page      403       page
admin:missions_mission_import_template, unknown         enter     enter     403       403       404       404       403       404
admin:missions_mission_import_preview, unknown          enter     enter     403       403       404       404       403       404
admin:missions_mission_file_import                      enter     enter     403       403       form      form      403       form
admin:missions_mission_file_preview, unknown            enter     enter     403       403       404       404       403       404
admin:missions_mission_translations                     enter     enter     page      page      page      page      403       page
admin:missions_mission_changes                          enter     enter     page      page      page      page      page      page
admin:login                                             enter     enter     on        on        on        on        on        on
admin:logout                                            enter     enter     post      post      post      post      post      post
admin:password_change                                   enter     enter     form      form      form      form      form      form
admin:password_change_done                              enter     enter     page      page      page      page      page      page
admin:autocomplete                                      enter     enter     403       403       403       403       403       403
admin:jsi18n                                            enter     enter     page      page      page      page      page      page
admin:view_on_site                                      enter     enter     on        on        on        on        on        on
admin:view_on_site, unknown                             enter     enter     404       404       404       404       404       404
admin:app_list django_tasks_database                    enter     enter     404       404       404       404       404       page
admin:app_list accounts                                 enter     enter     404       404       404       404       404       page
admin:app_list partners                                 enter     enter     page      page      page      page      404       page
admin:app_list missions                                 enter     enter     page      page      page      page      page      page
admin:app_list delegations                              enter     enter     page      page      page      page      404       page
admin:no_such_page                                      enter     enter     404       404       404       404       404       404
admin:autocomplete partners.organisation                enter     enter     page      page      page      page      403       page
admin:autocomplete partners.place                       enter     enter     page      page      page      page      403       page
admin:autocomplete partners.sector                      enter     enter     page      page      page      page      403       page
admin:autocomplete partners.person                      enter     enter     page      page      page      page      403       page
admin:autocomplete partners.contact                     enter     enter     page      page      page      page      403       page
admin:autocomplete missions.series                      enter     enter     page      page      page      page      403       page
admin:autocomplete missions.programmeitem               enter     enter     page      page      page      page      403       page
admin:autocomplete delegations.delegate                 enter     enter     page      page      page      page      403       page

# The rows of the back office
admin:a_row                                             enter     enter     on        on        on        on        on        on
admin:a_row, unknown                                    enter     enter     on        on        on        on        on        on
admin:django_tasks_database_dbtaskresult_changelist     enter     enter     403       403       403       403       403       page
admin:django_tasks_database_dbtaskresult_add            enter     enter     403       403       403       403       403       403
admin:django_tasks_database_dbtaskresult_history        enter     enter     403       403       403       403       403       page
admin:django_tasks_database_dbtaskresult_delete         enter     enter     403       403       403       403       403       403
admin:django_tasks_database_dbtaskresult_change         enter     enter     403       403       403       403       403       page
admin:auth_user_password_change                         enter     enter     403       403       403       403       403       form
admin:accounts_user_changelist                          enter     enter     403       403       403       403       403       page
admin:accounts_user_add                                 enter     enter     403       403       403       403       403       form
admin:accounts_user_history                             enter     enter     403       403       403       403       403       page
admin:accounts_user_delete                              enter     enter     403       403       403       403       403       403
admin:accounts_user_change                              enter     enter     403       403       403       403       403       form
admin:partners_place_changelist                         enter     enter     page      page      page      page      403       page
admin:partners_place_add                                enter     enter     403       403       form      form      403       form
admin:partners_place_history                            enter     enter     page      page      page      page      403       page
admin:partners_place_delete                             enter     enter     403       403       form      form      403       form
admin:partners_place_change                             enter     enter     page      page      form      form      403       form
admin:partners_place_restore                            enter     enter     403       403       form      form      403       form
admin:partners_sector_changelist                        enter     enter     page      page      page      page      403       page
admin:partners_sector_add                               enter     enter     403       403       form      form      403       form
admin:partners_sector_history                           enter     enter     page      page      page      page      403       page
admin:partners_sector_delete                            enter     enter     403       403       form      form      403       form
admin:partners_sector_change                            enter     enter     page      page      form      form      403       form
admin:partners_sector_restore                           enter     enter     403       403       form      form      403       form
admin:partners_organisation_changelist                  enter     enter     page      page      page      page      403       page
admin:partners_organisation_add                         enter     enter     403       403       form      form      403       form
admin:partners_organisation_history                     enter     enter     page      page      page      page      403       page
admin:partners_organisation_delete                      enter     enter     403       403       form      form      403       form
admin:partners_organisation_change                      enter     enter     page      page      form      form      403       form
admin:partners_organisation_restore                     enter     enter     403       403       form      form      403       form
admin:partners_person_changelist                        enter     enter     page      page      page      page      403       page
admin:partners_person_add                               enter     enter     403       403       form      form      403       form
admin:partners_person_history                           enter     enter     page      page      page      page      403       page
admin:partners_person_delete                            enter     enter     403       403       403       form      403       form
admin:partners_person_change                            enter     enter     page      page      form      form      403       form
admin:partners_person_restore                           enter     enter     403       403       form      form      403       form
admin:partners_contact_changelist                       enter     enter     page      page      page      page      403       page
admin:partners_contact_add                              enter     enter     403       403       form      form      403       form
admin:partners_contact_history                          enter     enter     page      page      page      page      403       page
admin:partners_contact_delete                           enter     enter     403       403       form      form      403       form
admin:partners_contact_change                           enter     enter     page      page      form      form      403       form
admin:partners_contact_restore                          enter     enter     403       403       form      form      403       form
admin:missions_programmeitem_changelist                 enter     enter     page      page      page      page      403       page
admin:missions_programmeitem_add                        enter     enter     403       403       form      form      403       form
admin:missions_programmeitem_history                    enter     enter     page      page      page      page      403       page
admin:missions_programmeitem_delete                     enter     enter     403       403       form      form      403       form
admin:missions_programmeitem_change                     enter     enter     page      page      form      form      403       form
admin:missions_programmeitem_restore                    enter     enter     403       403       form      form      403       form
admin:missions_sitevisit_changelist                     enter     enter     page      page      page      page      403       page
admin:missions_sitevisit_add                            enter     enter     403       403       403       403       403       403
admin:missions_sitevisit_history                        enter     enter     page      page      page      page      403       page
admin:missions_sitevisit_delete                         enter     enter     403       403       403       403       403       403
admin:missions_sitevisit_change                         enter     enter     page      page      page      page      403       page
admin:missions_series_changelist                        enter     enter     page      page      page      page      403       page
admin:missions_series_add                               enter     enter     403       403       form      form      403       form
admin:missions_series_history                           enter     enter     page      page      page      page      403       page
admin:missions_series_delete                            enter     enter     403       403       form      form      403       form
admin:missions_series_change                            enter     enter     page      page      form      form      403       form
admin:missions_series_restore                           enter     enter     403       403       form      form      403       form
admin:missions_rate_changelist                          enter     enter     page      page      page      page      403       page
admin:missions_rate_add                                 enter     enter     403       403       form      form      403       form
admin:missions_rate_history                             enter     enter     page      page      page      page      403       page
admin:missions_rate_delete                              enter     enter     403       403       form      form      403       form
admin:missions_rate_change                              enter     enter     page      page      form      form      403       form
admin:missions_rate_restore                             enter     enter     403       403       form      form      403       form
admin:missions_mission_changelist                       enter     enter     page      page      page      page      page      page
admin:missions_mission_add                              enter     enter     403       403       form      form      403       form
admin:missions_mission_history                          enter     enter     page      page      page      page      page      page
admin:missions_mission_delete                           enter     enter     403       403       form      form      403       form
admin:missions_mission_change                           enter     enter     page      page      form      form      page      form
admin:missions_mission_restore                          enter     enter     403       403       form      form      403       form
admin:missions_release_changelist                       enter     enter     page      page      page      page      page      page
admin:missions_release_add                              enter     enter     403       403       403       403       403       403
admin:missions_release_history                          enter     enter     page      page      page      page      page      page
admin:missions_release_delete                           enter     enter     403       403       403       403       403       403
admin:missions_release_change                           enter     enter     page      page      page      page      page      page
admin:missions_resultsrelease_changelist                enter     enter     page      page      page      page      403       page
admin:missions_resultsrelease_add                       enter     enter     403       403       403       403       403       403
admin:missions_resultsrelease_history                   enter     enter     page      page      page      page      403       page
admin:missions_resultsrelease_delete                    enter     enter     403       403       403       403       403       403
admin:missions_resultsrelease_change                    enter     enter     page      page      page      page      403       page
admin:missions_visitreport_changelist                   enter     enter     page      page      page      page      403       page
admin:missions_visitreport_add                          enter     enter     403       form      form      form      403       form
admin:missions_visitreport_history                      enter     enter     page      page      page      page      403       page
admin:missions_visitreport_delete                       enter     enter     403       form      form      form      403       form
admin:missions_visitreport_change                       enter     enter     page      form      form      form      403       form
admin:missions_visitreport_restore                      enter     enter     403       form      form      form      403       form
admin:missions_party_changelist                         enter     enter     page      page      page      page      403       page
admin:missions_party_add                                enter     enter     403       403       form      form      403       form
admin:missions_party_history                            enter     enter     page      page      page      page      403       page
admin:missions_party_delete                             enter     enter     403       403       form      form      403       form
admin:missions_party_change                             enter     enter     page      page      form      form      403       form
admin:missions_party_restore                            enter     enter     403       403       form      form      403       form
admin:missions_stop_changelist                          enter     enter     page      page      page      page      403       page
admin:missions_stop_add                                 enter     enter     403       403       form      form      403       form
admin:missions_stop_history                             enter     enter     page      page      page      page      403       page
admin:missions_stop_delete                              enter     enter     403       403       form      form      403       form
admin:missions_stop_change                              enter     enter     page      page      form      form      403       form
admin:missions_stop_restore                             enter     enter     403       403       form      form      403       form
admin:missions_group_changelist                         enter     enter     page      page      page      page      403       page
admin:missions_group_add                                enter     enter     403       403       form      form      403       form
admin:missions_group_history                            enter     enter     page      page      page      page      403       page
admin:missions_group_delete                             enter     enter     403       403       form      form      403       form
admin:missions_group_change                             enter     enter     page      page      form      form      403       form
admin:missions_group_restore                            enter     enter     403       403       form      form      403       form
admin:missions_host_changelist                          enter     enter     page      page      page      page      403       page
admin:missions_host_add                                 enter     enter     403       403       form      form      403       form
admin:missions_host_history                             enter     enter     page      page      page      page      403       page
admin:missions_host_delete                              enter     enter     403       403       form      form      403       form
admin:missions_host_change                              enter     enter     page      page      form      form      403       form
admin:missions_host_restore                             enter     enter     403       403       form      form      403       form
admin:missions_attachment_changelist                    enter     enter     page      page      page      page      403       page
admin:missions_attachment_add                           enter     enter     403       403       form      form      403       form
admin:missions_attachment_history                       enter     enter     page      page      page      page      403       page
admin:missions_attachment_delete                        enter     enter     403       403       form      form      403       form
admin:missions_attachment_change                        enter     enter     page      page      form      form      403       form
admin:missions_attachment_restore                       enter     enter     403       403       form      form      403       form
admin:missions_cost_changelist                          enter     enter     403       403       page      page      403       page
admin:missions_cost_add                                 enter     enter     403       403       form      form      403       form
admin:missions_cost_history                             enter     enter     403       403       page      page      403       page
admin:missions_cost_delete                              enter     enter     403       403       form      form      403       form
admin:missions_cost_change                              enter     enter     403       403       form      form      403       form
admin:missions_cost_restore                             enter     enter     403       403       form      form      403       form
admin:missions_deadline_changelist                      enter     enter     page      page      page      page      403       page
admin:missions_deadline_add                             enter     enter     403       403       form      form      403       form
admin:missions_deadline_history                         enter     enter     page      page      page      page      403       page
admin:missions_deadline_delete                          enter     enter     403       403       form      form      403       form
admin:missions_deadline_change                          enter     enter     page      page      form      form      403       form
admin:missions_deadline_restore                         enter     enter     403       403       form      form      403       form
admin:missions_followup_changelist                      enter     enter     page      page      page      page      403       page
admin:missions_followup_add                             enter     enter     403       form      form      form      403       form
admin:missions_followup_history                         enter     enter     page      page      page      page      403       page
admin:missions_followup_delete                          enter     enter     403       form      form      form      403       form
admin:missions_followup_change                          enter     enter     page      form      form      form      403       form
admin:missions_followup_restore                         enter     enter     403       form      form      form      403       form
admin:missions_outcome_changelist                       enter     enter     page      page      page      page      403       page
admin:missions_outcome_add                              enter     enter     403       form      form      form      403       form
admin:missions_outcome_history                          enter     enter     page      page      page      page      403       page
admin:missions_outcome_delete                           enter     enter     403       form      form      form      403       form
admin:missions_outcome_change                           enter     enter     page      form      form      form      403       form
admin:missions_outcome_restore                          enter     enter     403       form      form      form      403       form
admin:delegations_delegation_changelist                 enter     enter     page      page      page      page      403       page
admin:delegations_delegation_add                        enter     enter     403       403       403       form      403       form
admin:delegations_delegation_history                    enter     enter     page      page      page      page      403       page
admin:delegations_delegation_delete                     enter     enter     403       403       403       form      403       form
admin:delegations_delegation_change                     enter     enter     page      page      form      form      403       form
admin:delegations_delegation_restore                    enter     enter     403       403       form      form      403       form
admin:delegations_delegate_changelist                   enter     enter     page      page      page      page      403       page
admin:delegations_delegate_add                          enter     enter     403       403       403       form      403       form
admin:delegations_delegate_history                      enter     enter     page      page      page      page      403       page
admin:delegations_delegate_delete                       enter     enter     403       403       403       form      403       form
admin:delegations_delegate_change                       enter     enter     page      page      form      form      403       form
admin:delegations_delegate_restore                      enter     enter     403       403       form      form      403       form
admin:delegations_attendance_changelist                 enter     enter     page      page      page      page      403       page
admin:delegations_attendance_add                        enter     enter     403       form      form      form      403       form
admin:delegations_attendance_history                    enter     enter     page      page      page      page      403       page
admin:delegations_attendance_delete                     enter     enter     403       form      form      form      403       form
admin:delegations_attendance_change                     enter     enter     page      form      form      form      403       form
admin:delegations_attendance_restore                    enter     enter     403       form      form      form      403       form
admin:delegations_leg_changelist                        enter     enter     page      page      page      page      403       page
admin:delegations_leg_add                               enter     enter     403       403       403       form      403       form
admin:delegations_leg_history                           enter     enter     page      page      page      page      403       page
admin:delegations_leg_delete                            enter     enter     403       403       403       form      403       form
admin:delegations_leg_change                            enter     enter     page      page      page      form      403       form
admin:delegations_leg_restore                           enter     enter     403       403       403       form      403       form
admin:delegations_stay_changelist                       enter     enter     page      page      page      page      403       page
admin:delegations_stay_add                              enter     enter     403       403       403       form      403       form
admin:delegations_stay_history                          enter     enter     page      page      page      page      403       page
admin:delegations_stay_delete                           enter     enter     403       403       403       form      403       form
admin:delegations_stay_change                           enter     enter     page      page      page      form      403       form
admin:delegations_stay_restore                          enter     enter     403       403       403       form      403       form
admin:delegations_accesslink_changelist                 enter     enter     403       403       403       page      403       page
admin:delegations_accesslink_add                        enter     enter     403       403       403       403       403       403
admin:delegations_accesslink_history                    enter     enter     403       403       403       page      403       page
admin:delegations_accesslink_delete                     enter     enter     403       403       403       form      403       form
admin:delegations_accesslink_change                     enter     enter     403       403       403       form      403       form
"""

# What a wrong number gets in the back office, by what the same reader gets for a real one.
WRONG_IDS = {
    "change": {"page": "on", "form": "on", "403": "403", "enter": "enter"},
    "delete": {"form": "on", "403": "403", "enter": "enter"},
    # In Django's own pages whether a row exists is said before its permission is asked for: numbers tell nothing.
    "history of Django's": {"page": "on", "403": "on", "enter": "enter"},
    "history of what is only read": {"page": "on", "403": "403", "enter": "enter"},
    "history": {"page": "404", "403": "403", "enter": "enter"},
    # What only takes what is sent says so before it looks for the row.
    "a page of ours": {
        "page": "404",
        "form": "404",
        "403": "403",
        "post": "405",
        "405": "405",
        "enter": "enter",
    },
}

# Which form a reader must be allowed to send before an action of a list, or of a form, does anything.
ACTIONS = {
    "delete_selected": "_delete",
    "merge_two": "_delete",
    "appoint_head": "_change",
    "revoke": "_change",
    "submit": "_change",
    "remove_second_factor": "_change",
    "publish": "_release",
    "cancel": "_release",
    "take_back": "_release",
    "release": "_release",
    "publish_results": "_results",
    "withdraw": "_withdraw",
}


@cache
def stated() -> dict[str, dict[str, str]]:
    """The verdicts by name of the address and kind of reader. Raises ValueError for a name that is there twice."""
    header, *lines = VERDICTS.strip("\n").splitlines()
    readers = header.split()
    verdicts: dict[str, dict[str, str]] = {}
    for line in lines:
        if not line or line.startswith("#"):
            continue
        *words, last = line.rsplit(maxsplit=len(readers) - 1)
        name, first = words[0].rsplit(maxsplit=1)
        if name in verdicts:
            raise ValueError(f"{name} stands twice among the verdicts")
        verdicts[name] = dict(zip(readers, (first, *words[1:], last), strict=True))
    return verdicts
