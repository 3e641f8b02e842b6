"""The days that differ from the week: holidays, and weekend days on which people work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpecialDay(models.Model):
    """A day of the State Council's yearly arrangement; staff may change it and add years before a release has them."""

    day = models.DateField(_("日期"), unique=True)
    is_working = models.BooleanField(
        _("上班"), default=False, help_text=_("调休上班的周末勾选，放假不勾选。")
    )
    name = models.CharField(_("名称"), max_length=40, help_text=_("例如“春节”。"))

    class Meta:
        verbose_name = _("节假日安排")
        verbose_name_plural = _("节假日安排")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
