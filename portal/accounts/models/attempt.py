"""Passwords that were tried."""

from django.db import models
from django.utils import timezone


class Attempt(models.Model):
    """One wrong password, or one that is being checked this moment (B2).

    Digests only: of the account, of the address or known device it came from. Kept for a day.
    """

    account = models.CharField(max_length=64)
    origin = models.CharField(max_length=64)
    known = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["account", "at"], name="attempt_account"),
            models.Index(fields=["at"], name="attempt_at"),
        ]

    def __str__(self) -> str:
        return f"{self.account[:8]} · {self.at:%Y-%m-%d %H:%M}"
