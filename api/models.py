"""What the API remembers: the tokens that people gave to programs, and answers that may be asked for again."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.privacy.encryption import EncryptedText

PREFIX_LENGTH = 8


class TokenQuerySet(models.QuerySet["Token"]):
    def usable(self, at: datetime) -> Self:
        """Tokens that open something at that moment."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class Token(models.Model):
    """A person's token for a program: it acts as that person, within its scopes, until it expires.

    Only a digest of it is kept. `prefix` is its public part, by which people tell their tokens apart and logs name it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(_("用途"), max_length=60)
    prefix = models.CharField(_("前缀"), max_length=PREFIX_LENGTH, unique=True)
    digest = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(_("范围"), default=list)
    created_at = models.DateTimeField(_("创建时间"))
    expires_at = models.DateTimeField(_("到期时间"))
    last_used_at = models.DateTimeField(_("最近使用"), null=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("接口令牌")
        verbose_name_plural = _("接口令牌")
        default_permissions = ()
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="token_expires_later")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    def is_usable(self, at: datetime) -> bool:
        """Whether it opens something at that moment; the same rule as `usable`."""
        return self.revoked_at is None and self.expires_at > at


class StoredAnswer(models.Model):
    """The answer to a write that was sent with an Idempotency-Key (I2).

    Without a status the write is under way since `started_at`; whoever finishes it is who started it then.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = EncryptedText(blank=True)  # may hold what lies encrypted where it was written to (D7)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_a_key")]
        indexes = [models.Index(fields=["started_at"], name="answer_age")]

    def __str__(self) -> str:
        return self.key
