"""What search adds to the Wagtail admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from search.desk.pin_views import pin_edit, pin_list
from search.desk.report_views import may_read, query_report
from search.desk.reports import EMPTY, REPORTS, UNOPENED
from search.desk.trying import may_try, try_query
from search.desk.words import SearchWordsViewSetGroup

register_snippet(SearchWordsViewSetGroup)


@hooks.register("register_admin_urls")
def try_url() -> list[URLPattern]:
    return [
        path("search/try/", try_query, name="search_try"),
        path("search/reports/<slug:name>/", query_report, name="search_report"),
        path("search/pins/", pin_list, name="search_pins"),
        path("search/pins/edit/", pin_edit, name="search_pin"),
    ]


class TryMenuItem(MenuItem):
    """Shown to those who keep the words."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_try(request.user)


@hooks.register("register_reports_menu_item")
def try_menu_item() -> MenuItem:
    return TryMenuItem(_("试一试检索"), reverse("search_try"), icon_name="search", order=900)


class ReportMenuItem(MenuItem):
    """Shown to those who read the reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)


@hooks.register("register_reports_menu_item")
def empty_menu_item() -> MenuItem:
    return _report_item(EMPTY, order=910)


@hooks.register("register_reports_menu_item")
def unopened_menu_item() -> MenuItem:
    return _report_item(UNOPENED, order=920)


def _report_item(name: str, order: int) -> MenuItem:
    address = reverse("search_report", args=[name])
    return ReportMenuItem(REPORTS[name].label, address, icon_name="search", order=order)
