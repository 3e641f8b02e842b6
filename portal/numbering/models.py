"""How far each series has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """The last number given in a series in one year."""

    prefix = models.CharField(_("前缀"), max_length=8)
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("最后编号"), default=0)

    class Meta:
        verbose_name = _("编号序列")
        verbose_name_plural = _("编号序列")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="series_one_a_year")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.last:06d}"
