from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from plugins.mentors.workload import Workload
from portal.plugin.base import AttachmentOwner, AttachmentSlot, Job, MenuItem, PageSlot, Panel, Plugin
from qingchuang_hello.api import GreetingViewSet, RequestViewSet
from qingchuang_hello.casework import REQUEST_FILE, requests_to_answer
from qingchuang_hello.giving import given_in_week
from qingchuang_hello.handing_over import REQUESTS
from qingchuang_hello.notices import REQUEST_ANSWERED, REQUEST_PASSED_ON, REQUEST_PUT
from qingchuang_hello.queries import latest
from qingchuang_hello.rules import keeps_greetings
from qingchuang_hello.settings import HelloSettings
from qingchuang_hello.staff import GreetingStaffViews, RequestStaffViews
from qingchuang_hello.views import greetings_box
from qingchuang_hello.workflows import RequestFlow


class Hello(Plugin):
    slug = "hello"
    label = _("问候")
    summary = _("在首页和单独的页面上显示本市的问候。")
    version = "1.0"
    portal = ">=0.1,<1"
    requires = ("mentors",)
    urls = "qingchuang_hello.urls"
    api = {"greetings": GreetingViewSet, "requests": RequestViewSet}
    menu = (MenuItem("site", _("问候"), "hello:index", order=70),)
    panels = (Panel("editor_home", "hello/panel.html", greetings_box),)
    page_slots = (PageSlot("cms_pages.HomePage", "home_aside", "hello/box.html", greetings_box),)
    staff_views = (GreetingStaffViews, RequestStaffViews)
    workflows = (RequestFlow,)
    casework = (REQUEST_FILE,)
    today = (requests_to_answer,)
    notices = (REQUEST_PUT, REQUEST_PASSED_ON, REQUEST_ANSWERED)
    offers = {"mentors.handovers": (REQUESTS,), "mentors.workload": (Workload(given_in_week),)}
    permissions = ("hello.answer_request",)
    grants = {"desk_officer": ("hello.view_request", "hello.answer_request")}
    jobs = (
        Job(
            "hello.forget_old",
            _("清理旧问候"),
            "qingchuang_hello.jobs.forget_old_greetings",
            timedelta(days=1),
        ),
    )
    settings = HelloSettings
    attachment_owners = (
        AttachmentOwner(
            "hello.Greeting",
            slots=(
                AttachmentSlot(
                    "consent",
                    _("作者同意书"),
                    kinds=("pdf", "jpg", "png"),
                    max_files=2,
                    max_bytes=5 * 1024 * 1024,
                    help_text=_("签名页要看得清。"),
                ),
            ),
            may_read=keeps_greetings,
            may_change=keeps_greetings,
        ),
    )

    def sitemap(self, site: Site) -> Iterable[tuple[str, date | None]]:
        newest = latest(site).first()
        return [(reverse("hello:index"), newest.created_at.date() if newest else None)]
