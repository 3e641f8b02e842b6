"""The plugin `mentors`: finding a mentor, the mentor's page, the card, and the staff's lists."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cms_pages.models import HomePage, MentorIndexPage, MentorPage, SectionPage
from plugins.mentors import slots
from plugins.mentors.actions.profile_change import PAGE_HIDDEN, PAGE_SHOWN
from plugins.mentors.api import MentorViewSet
from plugins.mentors.applying.api import ApplicationViewSet
from plugins.mentors.applying.evidence import APPLICATION_FILES
from plugins.mentors.base import Handover
from plugins.mentors.casework.application import APPLICATION_FILE
from plugins.mentors.casework.profile_change import PROFILE_CHANGE_FILE
from plugins.mentors.casework.resignation import RESIGNATION_FILE
from plugins.mentors.casework.service import SERVICE_FILE
from plugins.mentors.changing.api import ProfileChangeViewSet
from plugins.mentors.changing.evidence import CHANGE_FILES
from plugins.mentors.clerk.panels import terms_ending
from plugins.mentors.leaving.api import ResignationViewSet
from plugins.mentors.leaving.handing_over import POINT
from plugins.mentors.notices.application import APPLICATION_NOTICES
from plugins.mentors.notices.profile_change import CHANGE_NOTICES
from plugins.mentors.notices.resignation import RESIGNATION_NOTICES
from plugins.mentors.notices.service import SERVICE_NOTICES
from plugins.mentors.own.api import MentorAgreementViewSet, MentorServiceViewSet
from plugins.mentors.own.views import overview
from plugins.mentors.reviewing import MENTOR_REVIEW
from plugins.mentors.rules.application import CHECK, ENTER_TERM, SUPERVISE
from plugins.mentors.rules.profile_change import REVIEW_CHANGE, SUPERVISE_CHANGE
from plugins.mentors.rules.resignation import REVIEW_RESIGNATION, SUPERVISE_RESIGNATION
from plugins.mentors.rules.service import has_been_mentor
from plugins.mentors.settings import MentorSettings
from plugins.mentors.viewsets import MentorStaffViewSet
from plugins.mentors.workflows.appointment import AppointmentFlow
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from plugins.mentors.workflows.resignation import ResignationFlow
from plugins.mentors.workflows.service import MentorFlow
from plugins.mentors.workload import WORKLOADS, Workload
from portal import __version__
from portal.plugin.base import Job, MenuItem, PageSlot, Panel, Plugin


class Mentors(Plugin):
    slug, label = "mentors", _("创业导师")
    summary = _("导师检索、导师主页、二维码名片；在线申请、审核和聘任；后台管理聘期与导入。")
    requires = ("reviews",)
    version = __version__
    enabled_by_default = True
    urls = "plugins.mentors.urls"
    address = "m"
    api = {
        "mentors": MentorViewSet,
        "mentor-applications": ApplicationViewSet,
        "mentor-service": MentorServiceViewSet,
        "mentor-agreements": MentorAgreementViewSet,
        "profile-changes": ProfileChangeViewSet,
        "resignations": ResignationViewSet,
    }
    menu = (
        MenuItem("site", _("找导师"), "cms_pages:mentors", order=20),
        MenuItem("member", _("我的导师服务"), "mentors:mine", rule=has_been_mentor, order=20),
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
        PageSlot(
            MentorIndexPage, "mentor_list", "mentors/applying/_invitation.html", slots.invitation, order=90
        ),
        PageSlot(SectionPage, "section_rest", "mentors/applying/_invitation.html", slots.invitation),
        PageSlot(MentorPage, "mentor_share", "mentors/page_share.html", slots.share_image),
        PageSlot(MentorPage, "mentor_head", "mentors/page_head.html", slots.mentor),
        PageSlot(MentorPage, "mentor_facts", "mentors/page_facts.html", slots.mentor),
        PageSlot(MentorPage, "mentor_sections", "mentors/page_sections.html", slots.mentor, order=10),
        PageSlot(MentorPage, "mentor_aside", "mentors/page_aside.html", slots.mentor, order=50),
    )
    staff_views = (MentorStaffViewSet,)
    workflows = (AppointmentFlow, MentorFlow, ProfileChangeFlow, ResignationFlow)
    casework = (APPLICATION_FILE, SERVICE_FILE, PROFILE_CHANGE_FILE, RESIGNATION_FILE)
    accepts = {POINT: Handover, WORKLOADS: Workload}
    offers = {"reviews.kinds": (MENTOR_REVIEW,)}
    notices = (*APPLICATION_NOTICES, *SERVICE_NOTICES, *CHANGE_NOTICES, *RESIGNATION_NOTICES)
    jobs = (
        Job("mentors.remind", _("聘期提醒"), "plugins.mentors.jobs.remind", timedelta(minutes=15)),
        Job(
            "mentors.take_over",
            _("补齐导师办理记录"),
            "plugins.mentors.jobs.take_records_over",
            timedelta(days=1),
        ),
        Job("mentors.recount", _("核对每周上限"), "plugins.mentors.jobs.recount", timedelta(hours=1)),
    )
    audit_actions = (PAGE_HIDDEN, PAGE_SHOWN)
    attachment_owners = (APPLICATION_FILES, CHANGE_FILES)
    permissions = (
        CHECK,
        ENTER_TERM,
        SUPERVISE,
        REVIEW_CHANGE,
        SUPERVISE_CHANGE,
        REVIEW_RESIGNATION,
        SUPERVISE_RESIGNATION,
    )
    grants = {
        "mentor_clerk": (
            "mentors.view_mentor",
            "mentors.add_mentor",
            "mentors.change_mentor",
            "mentors.view_application",
            CHECK,
            ENTER_TERM,
            REVIEW_CHANGE,
            REVIEW_RESIGNATION,
        ),
        "manager": (
            "mentors.view_application",
            CHECK,
            SUPERVISE,
            SUPERVISE_CHANGE,
            SUPERVISE_RESIGNATION,
        ),
    }
    search_documents = ("plugins.mentors.search_documents.MentorDocument",)
    settings = MentorSettings
