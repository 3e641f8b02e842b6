"""Passwords that people chose themselves."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ChosenPassword(models.Model):
    """A password's hash with when it was chosen, and under whose rules (B1).

    A password that somebody else set has no such row: its owner chooses one of their own at the first sign-in.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="chosen_passwords"
    )
    digest = models.CharField(max_length=128)
    rules = models.CharField(_("规则"), max_length=10)
    chosen_at = models.DateTimeField(_("设置时间"), default=timezone.now)

    class Meta:
        verbose_name = _("设置过的密码")
        verbose_name_plural = _("设置过的密码")
        default_permissions = ()
        ordering = ("-chosen_at", "-pk")

    def __str__(self) -> str:
        return f"{self.user} · {self.chosen_at:%Y-%m-%d}"

    @classmethod
    def current(cls, user: Any) -> "ChosenPassword | None":
        """The row of the password that is in force, None when its owner did not choose it."""
        return cls._default_manager.filter(user=user, digest=user.password).first()
