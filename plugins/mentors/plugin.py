"""The plugin `mentors`: finding a mentor, the mentor's page, the card, and the staff's lists."""

from django.utils.translation import gettext_lazy as _

from cms_pages.models import HomePage, MentorIndexPage, MentorPage
from plugins.mentors import slots
from plugins.mentors.api import MentorViewSet
from plugins.mentors.applying.evidence import APPLICATION_FILES
from plugins.mentors.casework.application import APPLICATION_FILE
from plugins.mentors.notices.application import APPLICATION_NOTICES
from plugins.mentors.reviewing import MENTOR_REVIEW
from plugins.mentors.rules.application import CHECK, ENTER_TERM, SUPERVISE
from plugins.mentors.settings import MentorSettings
from plugins.mentors.viewsets import MentorStaffViewSet
from plugins.mentors.workflows.appointment import AppointmentFlow
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
    api = {"mentors": MentorViewSet}
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
    workflows = (AppointmentFlow,)
    casework = (APPLICATION_FILE,)
    offers = {"reviews.kinds": (MENTOR_REVIEW,)}
    notices = (*APPLICATION_NOTICES,)
    attachment_owners = (APPLICATION_FILES,)
    permissions = (CHECK, ENTER_TERM, SUPERVISE)
    grants = {
        "mentor_clerk": (
            "mentors.view_mentor",
            "mentors.add_mentor",
            "mentors.change_mentor",
            "mentors.view_application",
            CHECK,
            ENTER_TERM,
        ),
        "manager": ("mentors.view_application", SUPERVISE),
    }
    search_documents = ("plugins.mentors.search_documents.MentorDocument",)
    settings = MentorSettings
