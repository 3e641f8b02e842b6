from django.db import models
from django.utils.translation import gettext_lazy as _


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
