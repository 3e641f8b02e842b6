from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.workflow.models import Case


class Greeting(models.Model):
    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("站点"), on_delete=models.CASCADE)
    text = models.CharField(_("问候语"), max_length=60)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("问候")
        verbose_name_plural = _("问候")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.text


class RequestState(models.TextChoices):
    OPEN = "open", _("待答复")
    HANDED_OVER = "handed_over", _("已转值班")
    ANSWERED = "answered", _("已答复")
    WITHDRAWN = "withdrawn", _("已撤回")


class Request(Case):
    number = models.CharField(_("受理编号"), max_length=20, blank=True, editable=False)
    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("站点"), on_delete=models.CASCADE)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("导师"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    given_on = models.DateField(_("交给导师的日期"), null=True, editable=False)
    text = models.CharField(_("内容"), max_length=200)
    reply = models.TextField(_("答复"), blank=True, editable=False)

    class Meta:
        verbose_name = _("请求")
        verbose_name_plural = _("请求")
        default_permissions = ("view",)
        permissions = [("answer_request", _("可以答复请求"))]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~models.Q(number=""), name="hello_request_number"
            )
        ]

    def __str__(self) -> str:
        return self.text
