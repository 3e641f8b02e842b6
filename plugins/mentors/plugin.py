"""The plugin `mentors`: finding a mentor, the mentor's page, the card, and the staff's lists."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from cms_pages.models import HomePage, MentorIndexPage, MentorPage
from plugins.mentors import slots
from plugins.mentors.api import MentorViewSet
from plugins.mentors.api_service import MentorAgreementViewSet, MentorServiceViewSet
from plugins.mentors.casework.service import SERVICE_FILE
from plugins.mentors.clerk.panels import terms_ending
from plugins.mentors.notices.service import SERVICE_NOTICES
from plugins.mentors.own.views import overview
from plugins.mentors.settings import MentorSettings
from plugins.mentors.viewsets import MentorStaffViewSet
from plugins.mentors.workflows.service import MentorFlow
from plugins.mentors.workload import POINT, Workload
from portal import __version__
from portal.plugin.base import Job, MenuItem, PageSlot, Panel, Plugin


class Mentors(Plugin):
    slug, label = "mentors", _("创业导师")
    summary = _("导师检索、导师主页、二维码名片；后台管理聘期与导入。")
    version = __version__
    enabled_by_default = True
    urls = "plugins.mentors.urls"
    address = "m"
    api = {
        "mentors": MentorViewSet,
        "mentor-service": MentorServiceViewSet,
        "mentor-agreements": MentorAgreementViewSet,
    }
    menu = (
        MenuItem("site", _("找导师"), "cms_pages:mentors", order=20),
    )
    panels = (
        Panel("member", "mentors/mine/panel.html", overview, order=20),
        Panel("editor_home", "mentors/admin/ending_panel.html", terms_ending, order=20),
    )
    page_slots = (
        PageSlot(HomePage, "home_search", "mentors/home_search.html"),
        PageSlot(HomePage, "home_doors", "mentors/home_door.html", slots.home_door),
        PageSlot(HomePage, "home_main", "mentors/home_mentors.html", slots.home_mentors),
        PageSlot(MentorIndexPage, "mentor_list", "mentors/drawn.html", slots.mentor_list),
        PageSlot(MentorPage, "mentor_head", "mentors/page_head.html", slots.mentor),
        PageSlot(MentorPage, "mentor_facts", "mentors/page_facts.html", slots.mentor),
        PageSlot(MentorPage, "mentor_sections", "mentors/page_sections.html", slots.mentor, order=10),
        PageSlot(MentorPage, "mentor_aside", "mentors/page_aside.html", slots.mentor, order=50),
    )
    staff_views = (MentorStaffViewSet,)
    grants = {"mentor_clerk": ("mentors.view_mentor", "mentors.add_mentor", "mentors.change_mentor")}
    search_documents = ("plugins.mentors.search_documents.MentorDocument",)
    workflows = (MentorFlow,)
    casework = (SERVICE_FILE,)
    notices = SERVICE_NOTICES
    jobs = (
        Job("mentors.remind", _("聘期提醒"), "plugins.mentors.jobs.remind", timedelta(minutes=15)),
        Job(
            "mentors.take_over",
            _("补齐导师办理记录"),
            "plugins.mentors.jobs.take_records_over",
            timedelta(days=1),
        ),
    )
    accepts: ClassVar[Mapping[str, type]] = {POINT: Workload}
    settings = MentorSettings
