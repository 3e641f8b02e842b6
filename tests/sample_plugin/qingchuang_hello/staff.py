from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from qingchuang_hello.models import Greeting


class GreetingStaffViews(ModelViewSet):
    model = Greeting
    menu_label = _("问候")
    icon = "openquote"
    add_to_admin_menu = True
    form_fields = ["site", "text"]
    list_display = ["text", "created_at"]
