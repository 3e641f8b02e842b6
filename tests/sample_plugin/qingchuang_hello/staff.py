from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from portal.workflow.viewsets import CaseStaffViews
from qingchuang_hello.models import Greeting, Request
from qingchuang_hello.workflows import RequestFlow


class GreetingStaffViews(ModelViewSet):
    model = Greeting
    menu_label = _("问候")
    icon = "openquote"
    add_to_admin_menu = True
    form_fields = ["site", "text"]
    list_display = ["text", "created_at"]


class RequestStaffViews(CaseStaffViews):
    model, workflow = Request, RequestFlow
    menu_label = _("请求")
    icon = "help"
    add_to_admin_menu = True
    list_display = ["text", *CaseStaffViews.list_display]
    inspect_view_fields = ["text", "reply"]
    hidden_moves = ("answer",)  # it needs a reply
