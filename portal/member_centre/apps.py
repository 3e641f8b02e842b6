"""The member centre as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MemberCentreConfig(AppConfig):
    name = "portal.member_centre"
    label = "member_centre"
    verbose_name = _("会员中心")
