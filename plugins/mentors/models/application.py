"""An application to become a mentor: a case, and what the applicant fills in section by section (A2)."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import AvailableTime, Stage, Way
from cms_pages.fields import ChoiceListField
from plugins.mentors.choices import CLOSED_APPLICATIONS, EDITABLE_APPLICATIONS
from plugins.mentors.models.mentor import Mentor
from portal.privacy.encryption import BlindIndex, EncryptedText
from portal.workflow.models import Case

FIRST_ROUND = 1
"""How often an application may be returned without a manager's consent (P21)."""


class ApplicationQuerySet(models.QuerySet["Application"]):
    def open(self) -> Self:
        """Those that nobody has decided yet, drafts included."""
        return self.exclude(state__in=CLOSED_APPLICATIONS)

    def handed_in(self) -> Self:
        """Those that staff may see: a draft is nobody's but the applicant's."""
        return self.exclude(submitted_at=None)

    def of(self, person: Any) -> Self:
        """The person's own."""
        return self.filter(applicant=person.pk)


class Application(Case):
    """What a person says of themselves to become a mentor.

    Every column holds a valid value or nothing: what was typed but is not valid (yet) is kept in `rough`, so that no
    draft loses a word. `kept` says for each section how often and when it was saved: whoever saves must have seen the
    last version (R8). `number` is given when it is handed in.
    """

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("站点"), on_delete=models.PROTECT)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("申请人"),
        on_delete=models.PROTECT,
        related_name="mentor_applications",
    )
    number = models.CharField(_("受理编号"), max_length=20, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)

    name = models.CharField(_("姓名"), max_length=40, blank=True)
    organisation = models.CharField(_("单位"), max_length=60, blank=True)
    position = models.CharField(_("职务"), max_length=60, blank=True)
    years = models.PositiveSmallIntegerField(_("从业年限"), null=True, blank=True)
    district = models.ForeignKey(
        "cms_pages.District",
        verbose_name=_("区市"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    phone = EncryptedText(_("手机号"), blank=True, default="")
    email = models.EmailField(_("邮箱"), blank=True)
    id_number = EncryptedText(_("身份证号"), blank=True, default="")
    id_number_index = BlindIndex("id_number")

    education = models.CharField(_("学历和专业"), max_length=120, blank=True)
    introduction = models.TextField(_("介绍"), blank=True)
    experience = models.TextField(_("经历"), blank=True)

    headline = models.CharField(_("一句话介绍"), max_length=80, blank=True)
    help_points = models.TextField(_("我能帮你什么"), blank=True)
    fields = models.ManyToManyField(
        "cms_pages.Field", verbose_name=_("擅长领域"), blank=True, related_name="+"
    )
    industries = models.ManyToManyField(
        "cms_pages.Industry", verbose_name=_("行业"), blank=True, related_name="+"
    )
    stages = ChoiceListField(_("创业阶段"), choices_class=Stage)

    ways = ChoiceListField(_("咨询方式"), choices_class=Way)
    times = ChoiceListField(_("可约时间"), choices_class=AvailableTime)
    languages = models.ManyToManyField(
        "cms_pages.Language", verbose_name=_("语言"), blank=True, related_name="+"
    )

    pledge = models.CharField(_("承诺书版本"), max_length=20, blank=True, editable=False)
    pledged_at = models.DateTimeField(_("承诺时间"), null=True, editable=False)

    rough = EncryptedText(_("未填完的内容"), blank=True, default="", editable=False)
    kept = models.JSONField(_("各部分的保存"), default=dict, editable=False)

    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0, editable=False)
    returns_allowed = models.PositiveSmallIntegerField(_("可退回次数"), default=FIRST_ROUND, editable=False)
    mentor = models.OneToOneField(
        Mentor,
        verbose_name=_("聘任的导师"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="application",
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("导师申请")
        verbose_name_plural = _("导师申请")
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = [
            ("check_application", _("可以审核导师申请材料")),
            ("enter_term", _("可以填写聘期")),
            ("supervise_application", _("可以督办导师申请、同意再次退回")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["applicant"],
                condition=~Q(state__in=CLOSED_APPLICATIONS),
                name="application_one_open_a_person",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="application_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number="", submitted_at=None) | (~Q(number="") & Q(submitted_at__isnull=False)),
                name="application_number_when_handed_in",
            ),
            models.CheckConstraint(
                condition=Q(returns__lte=models.F("returns_allowed")), name="application_returns_as_allowed"
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(_("导师申请草稿"))

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_APPLICATIONS

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED_APPLICATIONS

    def version_of(self, section: str) -> int:
        """How often the section was saved."""
        return int(self.kept.get(section, {}).get("version", 0))
