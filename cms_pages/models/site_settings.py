"""What the city sets once for the whole site: names, contacts, footer marks (X2, A16)."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

SITE_CODE = RegexValidator(r"^\d{10}$", _("网站标识码是 10 位数字。"))

# Marks that a government site must carry; empty ones fail the deployment check.
REQUIRED_MARKS = (
    "host_name",
    "operator_name",
    "hotline",
    "service_hours",
    "contact_address",
    "site_code",
    "icp_number",
    "police_number",
    "error_report_url",
)


@register_setting(icon="site")
class PortalSettings(BaseSiteSetting):
    """Names, contacts and marks of one site."""

    site_name = models.CharField(_("网站名称"), max_length=40, default="青创通")
    site_tagline = models.CharField(_("网站副名"), max_length=60, blank=True)
    host_name = models.CharField(_("主办单位"), max_length=60, blank=True)
    operator_name = models.CharField(_("承办单位"), max_length=60, blank=True)
    hotline = models.CharField(_("服务热线"), max_length=30, blank=True)
    service_hours = models.CharField(_("服务时间"), max_length=60, blank=True)
    contact_address = models.CharField(_("地址"), max_length=120, blank=True)
    site_code = models.CharField(_("网站标识码"), max_length=10, blank=True, validators=[SITE_CODE])
    icp_number = models.CharField(_("ICP 备案号"), max_length=60, blank=True)
    police_number = models.CharField(_("公安备案号"), max_length=60, blank=True)
    error_report_url = models.URLField(_("政府网站找错链接"), blank=True)
    allowed_numbers = models.TextField(
        _("允许公开的号码"),
        blank=True,
        help_text=_("每行一个。发布检查会拦下手机号码，公务手机在此登记后放行。"),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("site_name"), FieldPanel("site_tagline")]),
                FieldRowPanel([FieldPanel("host_name"), FieldPanel("operator_name")]),
            ],
            heading=_("名称"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("hotline"), FieldPanel("service_hours")]),
                FieldPanel("contact_address"),
                FieldPanel("allowed_numbers"),
            ],
            heading=_("联系"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("site_code"), FieldPanel("icp_number")]),
                FieldRowPanel([FieldPanel("police_number"), FieldPanel("error_report_url")]),
            ],
            heading=_("页脚标识"),
        ),
    ]

    class Meta:
        verbose_name = _("网站信息")

    def missing_marks(self) -> list[str]:
        """Labels of footer marks that are still empty (X2)."""
        return [
            str(self._meta.get_field(name).verbose_name) for name in REQUIRED_MARKS if not getattr(self, name)
        ]

    def clean(self) -> None:
        super().clean()
        if not self.site_name.strip():
            raise ValidationError({"site_name": _("网站名称不能为空。")})
