"""Phone numbers that people sign in with."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Phone(models.Model):
    """A person's mobile number, eleven digits.

    Confirmed by a code it belongs to nobody else; until then it is only a claim, which keeps nobody out.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="phone"
    )
    number = models.CharField(_("手机号"), max_length=11)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("填写时间"), default=timezone.now)

    class Meta:
        verbose_name = _("手机号")
        verbose_name_plural = _("手机号")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(confirmed_at__isnull=False), name="phone_confirmed_once"
            ),
        ]

    def __str__(self) -> str:
        """As others may see it (D6)."""
        return f"{self.number[:3]}****{self.number[-4:]}"

    @classmethod
    def confirmed_of(cls, user: Any) -> "Phone | None":
        """The number that the person has confirmed, if any."""
        return cls._default_manager.filter(user=user, confirmed_at__isnull=False).first()

    @classmethod
    def owner_of(cls, number: str) -> Any:
        """Whose confirmed number this is, None when it is nobody's."""
        confirmed = cls._default_manager.filter(number=number, confirmed_at__isnull=False)
        phone = confirmed.select_related("user").first()
        return phone.user if phone else None
