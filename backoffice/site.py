"""The admin site: stock Django admin made Keruen's, with the desk's own pages among it."""

from functools import update_wrapper
from http import HTTPStatus
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from backoffice.frame import work


class KeruenAdminSite(AdminSite):
    """The organiser's desk; each room registers its own models with it.

    Its first page is the week; Django's own index stands at `admin:records`, grouped by the work.
    """

    site_header = site_title = "Keruen"
    index_title = _("All records")
    index_template = "admin/records.html"

    def get_urls(self) -> Any:
        # The site is made before the models are there.
        from backoffice.bin import page as bin_page
        from backoffice.board import page as board_page
        from backoffice.budget import page as budget_page
        from backoffice.clashes import page as cautions_page
        from backoffice.copying import page as copy_page
        from backoffice.exports import files_page
        from backoffice.exports import page as export_page
        from backoffice.follow_ups import register_page as follow_ups_page
        from backoffice.frame import current_mission, search, words_of_scripts
        from backoffice.hosts import page as hosts_page
        from backoffice.imports import pages as import_pages
        from backoffice.imports.mission_files import page as mission_file_page
        from backoffice.letters import outbox_page, seen_page
        from backoffice.lists import page as lists_page
        from backoffice.mission_history import changes_page, restore_page
        from backoffice.mission_report import page as mission_report_page
        from backoffice.outcomes import register_page as outcomes_page
        from backoffice.people import answers_page, duplicates_page, links_page, merge_page, substitute_page
        from backoffice.people import page as people_page
        from backoffice.releasing import addresses as releasing
        from backoffice.releasing import results_page as release_page
        from backoffice.rights import seen
        from backoffice.shifting import page as shift_page
        from backoffice.surveys import page as survey_page
        from backoffice.translations import page as translations_page
        from backoffice.travel import page as travel_page
        from backoffice.visits import report_page
        from backoffice.week import deadlines_page
        from backoffice.years import missions_page as years_page
        from backoffice.years import organisation_page

        return [
            path("records/", self.admin_view(self.records), name="records"),
            path("search/", self.admin_view(search.page), name="search"),
            path("mission/", self.admin_view(current_mission.page), name="current_mission"),
            path("jsi18n/", self.admin_view(words_of_scripts.catalog, cacheable=True), name="jsi18n"),
            path(
                "r/<path:content_type_id>/<path:object_id>/",
                self.admin_view(seen.view_on_site),
                name="view_on_site",
            ),
            *bin_page.urls(self.admin_view),
            *board_page.urls(),
            *cautions_page.urls(self.admin_view),
            *changes_page.urls(self.admin_view),
            *copy_page.urls(self.admin_view),
            *export_page.urls(self.admin_view),
            *files_page.urls(self.admin_view),
            *shift_page.urls(self.admin_view),
            *deadlines_page.urls(self.admin_view),
            *follow_ups_page.urls(self.admin_view),
            *outcomes_page.urls(self.admin_view),
            *people_page.urls(self.admin_view),
            *links_page.urls(self.admin_view),
            *answers_page.urls(self.admin_view),
            *lists_page.urls(self.admin_view),
            *travel_page.urls(self.admin_view),
            *hosts_page.urls(self.admin_view),
            *outbox_page.urls(self.admin_view),
            *seen_page.urls(self.admin_view),
            *duplicates_page.urls(self.admin_view),
            *merge_page.urls(self.admin_view),
            *substitute_page.urls(self.admin_view),
            *import_pages.urls(self.admin_view),
            *mission_file_page.urls(self.admin_view),
            *mission_report_page.urls(self.admin_view),
            *translations_page.urls(self.admin_view),
            *report_page.urls(self.admin_view),
            *release_page.urls(),
            *restore_page.urls(self.admin_view),
            *releasing.urls(self.admin_view),
            *survey_page.urls(self.admin_view),
            *budget_page.urls(self.admin_view),
            *years_page.urls(self.admin_view),
            *organisation_page.urls(self.admin_view),
            *super().get_urls(),
        ]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's own; what comes back gets the bar that all pages of the back office have."""

        def dressed(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            from backoffice.frame import desk
            from backoffice.rights import access

            access.read_rights(request.user)
            response = view(request, *args, **kwargs)
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
                response = desk.only_sent(request, response)
            if isinstance(response, TemplateResponse) and not response.is_rendered:
                desk.dress(request, response)
            return response

        return super().admin_view(update_wrapper(dressed, view), cacheable)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """The rows by part of the work; those of one room where it is asked for."""
        if app_label:
            return super().get_app_list(request, app_label)
        whole = super().get_app_list
        # Every page is given it, some show it; to ask for all permissions takes a tenth of a page.
        return SimpleLazyObject(lambda: work.by_part(whole(request)))

    def get_log_entries(self, request: HttpRequest) -> Any:
        """What the reader did lately, of rows that she still sees."""
        from backoffice.rights import seen

        entries = super().get_log_entries(request)
        return SimpleLazyObject(lambda: seen.log_entries(request, entries))  # asked by few pages

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """This week: what needs somebody."""
        from backoffice.week import page as week_page

        return week_page.page(request)

    def records(self, request: HttpRequest) -> TemplateResponse:
        """Every kind of row that the reader may see, with the way to add one."""
        return super().index(request)
