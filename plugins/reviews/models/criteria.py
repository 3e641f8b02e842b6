"""What experts judge by: criteria with weights and written anchors, in editions that are frozen at the first score."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plugins.reviews.choices import BEST, FULL_WEIGHT, WORST


def one_anchor_a_value(anchors: Any) -> None:
    """Raises ValidationError unless there is a text for each value of the scale, lowest first."""
    wanted = BEST - WORST + 1
    if not isinstance(anchors, list) or len(anchors) != wanted or not all(map(str.strip, anchors)):
        raise ValidationError(_("每个分值都要有说明：共 %d 行，从 0 分写到 5 分。") % wanted)


class CriteriaSet(models.Model):
    """The criteria for one kind of cases, in one edition.

    From the first score on (`frozen_at`) the database refuses every change; a change is a new edition.
    """

    kind = models.CharField(_("评审事项"), max_length=40)
    name = models.CharField(_("名称"), max_length=60)
    edition = models.PositiveSmallIntegerField(_("版次"), default=1)
    frozen_at = models.DateTimeField(_("定版时间"), null=True, editable=False)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("评分标准")
        verbose_name_plural = _("评分标准")
        default_permissions = ()
        ordering = ["kind", "name", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name", "edition"], name="criteriaset_one_an_edition")
        ]

    def __str__(self) -> str:
        return _("%(name)s（第 %(edition)d 版）") % {"name": self.name, "edition": self.edition}

    @property
    def is_complete(self) -> bool:
        """Whether the weights come to 100 %."""
        return sum(criterion.weight for criterion in self.criteria.all()) == FULL_WEIGHT


class Criterion(models.Model):
    """One line of a score sheet. `anchors` say what each value means, from 0 to 5."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("序号"))
    label = models.CharField(_("评分项"), max_length=40)
    weight = models.PositiveSmallIntegerField(_("权重（%）"))
    anchors = models.JSONField(_("分值说明"), validators=[one_anchor_a_value])

    class Meta:
        verbose_name = _("评分项")
        verbose_name_plural = _("评分项")
        default_permissions = ()
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "position"], name="criterion_one_a_position"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=FULL_WEIGHT), name="criterion_weight_in_per_cent"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def anchored(self) -> list[tuple[int, str]]:
        """Each value with what it means."""
        return list(enumerate(self.anchors, WORST))
