"""The plugin `mentors`: finding a mentor, the mentor's page, the card, and the staff's lists."""

from django.utils.translation import gettext_lazy as _

from cms_pages.models import HomePage, MentorIndexPage, MentorPage
from plugins.mentors import slots
from plugins.mentors.actions.profile_change import PAGE_HIDDEN, PAGE_SHOWN
from plugins.mentors.api import MentorViewSet
from plugins.mentors.applying.evidence import APPLICATION_FILES
from plugins.mentors.base import Handover
from plugins.mentors.casework.application import APPLICATION_FILE
from plugins.mentors.casework.profile_change import PROFILE_CHANGE_FILE
from plugins.mentors.casework.resignation import RESIGNATION_FILE
from plugins.mentors.changing.api import ProfileChangeViewSet
from plugins.mentors.leaving.api import ResignationViewSet
from plugins.mentors.leaving.handing_over import POINT
from plugins.mentors.notices.application import APPLICATION_NOTICES
from plugins.mentors.notices.profile_change import CHANGE_NOTICES
from plugins.mentors.notices.resignation import RESIGNATION_NOTICES
from plugins.mentors.reviewing import MENTOR_REVIEW
from plugins.mentors.rules.application import CHECK, ENTER_TERM, SUPERVISE
from plugins.mentors.rules.profile_change import REVIEW_CHANGE, SUPERVISE_CHANGE
from plugins.mentors.rules.resignation import REVIEW_RESIGNATION, SUPERVISE_RESIGNATION
from plugins.mentors.settings import MentorSettings
from plugins.mentors.viewsets import MentorStaffViewSet
from plugins.mentors.workflows.appointment import AppointmentFlow
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from plugins.mentors.workflows.resignation import ResignationFlow
from portal import __version__
from portal.plugin.base import MenuItem, PageSlot, Plugin


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
        "profile-changes": ProfileChangeViewSet,
        "resignations": ResignationViewSet,
    }
    menu = (MenuItem("site", _("找导师"), "cms_pages:mentors", order=20),)
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
    workflows = (AppointmentFlow, ProfileChangeFlow, ResignationFlow)
    casework = (APPLICATION_FILE, PROFILE_CHANGE_FILE, RESIGNATION_FILE)
    accepts = {POINT: Handover}
    offers = {"reviews.kinds": (MENTOR_REVIEW,)}
    notices = (*APPLICATION_NOTICES, *CHANGE_NOTICES, *RESIGNATION_NOTICES)
    audit_actions = (PAGE_HIDDEN, PAGE_SHOWN)
    attachment_owners = (APPLICATION_FILES,)
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
        "manager": ("mentors.view_application", SUPERVISE, SUPERVISE_CHANGE, SUPERVISE_RESIGNATION),
    }
    search_documents = ("plugins.mentors.search_documents.MentorDocument",)
    settings = MentorSettings
