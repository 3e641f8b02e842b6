"""Grants: who holds which role, from when to when, who gave it and why. Rows are never deleted."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Expression, F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.roles.table import ROLES, Role


class GrantState(models.TextChoices):
    """Where a grant stands at a moment; computed, never stored."""

    PROPOSED = "proposed", _("待确认")
    COMING = "coming", _("尚未开始")
    HELD = "held", _("有效")
    OVER = "over", _("已到期")
    ENDED = "ended", _("已收回")


class GrantQuerySet(models.QuerySet["Grant"]):
    def held(self, at: datetime) -> Self:
        """Grants that give their role at that moment."""
        return self.confirmed().filter(ended_at=None, starts_at__lte=at, ends_at__gt=at)

    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)

    def open(self, at: datetime) -> Self:
        """Grants that give their role now or may come to do so: what a new grant must go together with."""
        return self.filter(ended_at=None, ends_at__gt=at)

    def due(self, at: datetime | Expression) -> Self:
        """Grants whose begin or end has come and is not carried out yet."""
        return self.filter(due_at__lte=at)


def role_choices() -> list[tuple[str, str | Promise]]:
    return [(role.slug, role.label) for role in ROLES.values()]


class Grant(models.Model):
    """One person's role for a time.

    It begins to work when it is confirmed: at once for most roles, by a second person for roles of power. `due_at`
    is the next moment at which something is to be carried out (begin or end), None when nothing is left to do.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="grants"
    )
    role = models.CharField(_("岗位"), max_length=40, choices=role_choices)
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))
    reason = models.CharField(_("理由"), max_length=300)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("授予人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="grants_proposed",
    )
    proposed_at = models.DateTimeField(_("授予时间"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="grants_confirmed",
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收回人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="grants_ended",
    )
    ended_at = models.DateTimeField(_("收回时间"), null=True, blank=True)
    end_reason = models.CharField(_("收回理由"), max_length=300, blank=True)
    due_at = models.DateTimeField(null=True, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("授权")
        verbose_name_plural = _("授权")
        default_permissions = ("view", "add", "change")
        permissions = [("close_account", _("停用、恢复账号"))]
        ordering = ("-proposed_at", "-pk")
        indexes = [
            models.Index(fields=["person", "role"], name="grant_person_role"),
            models.Index(fields=["due_at"], name="grant_due", condition=Q(due_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="grant_ends_after_start"),
            models.CheckConstraint(condition=~Q(proposed_by=F("person")), name="grant_not_to_oneself"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | (~Q(confirmed_by=F("person")) & ~Q(confirmed_by=F("proposed_by"))),
                name="grant_confirmed_by_another",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="grant_has_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(end_reason=""), name="grant_end_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.role_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save. A role that the table does not have raises ValidationError."""
        if self.role not in ROLES:
            raise ValidationError({"role": _("没有这个岗位。")})
        super().save(*args, **kwargs)

    @property
    def definition(self) -> Role | None:
        """The role as the table has it; None for one that has been taken out of it since."""
        return ROLES.get(self.role)

    @property
    def role_label(self) -> str:
        return str(self.definition.label) if self.definition else self.role

    def state(self, at: datetime) -> GrantState:
        """Where the grant stands at that moment."""
        if self.ended_at is not None and self.ended_at <= at:
            return GrantState.ENDED
        if self.ends_at <= at:
            return GrantState.OVER
        if self.confirmed_at is None:
            return GrantState.PROPOSED
        return GrantState.COMING if self.starts_at > at else GrantState.HELD
