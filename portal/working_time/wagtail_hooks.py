"""The holidays in Wagtail's admin, and the reminder to enter those of the coming year."""

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from portal.working_time.coming import missing_year
from portal.working_time.models import SpecialDay

ADD = "working_time.add_specialday"


class SpecialDayViewSet(ModelViewSet):
    model = SpecialDay
    name = "special_days"
    menu_label = _("节假日安排")
    icon = "calendar"
    add_to_settings_menu = True
    menu_order = 870
    form_fields = ["day", "is_working", "name"]
    list_display = [
        "day",
        "name",
        Column("is_working", label=_("安排"), accessor=lambda day: _plan(day), sort_key="is_working"),
    ]
    list_filter = ["is_working"]
    search_fields = ["name"]


def _plan(day: SpecialDay) -> str:
    return gettext("上班") if day.is_working else gettext("放假")


class MissingYearPanel(Component):
    """Tells those who can help it that a year's holidays are not entered."""

    name = "missing-year"
    order = 20
    template_name = "working_time/missing_year.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def render_html(self, parent_context: Any = None) -> SafeString:
        if not self.request.user.has_perm(ADD) or missing_year() is None:
            return SafeString("")
        return super().render_html(parent_context)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"year": missing_year()}


@hooks.register("register_admin_viewset")
def special_days() -> ModelViewSet:
    return SpecialDayViewSet()


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(MissingYearPanel(request))
