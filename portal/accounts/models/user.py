"""The person behind a session."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one."""


class User(AbstractUser):
    """A person with an account: staff today, mentors and applicants as their services open."""

    warned_unused_at = models.DateTimeField(_("闲置提醒时间"), null=True, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = _("账号")  # type: ignore[assignment]  # the stubs know no lazy names
        verbose_name_plural = _("账号")  # type: ignore[assignment]

    def get_full_name(self) -> str:
        """The name as Chinese writes it, family name first, without a space."""
        return f"{self.last_name}{self.first_name}".strip() or self.get_username()

    @cached_property
    def is_at_work_here(self) -> bool:
        """Whether the person works for the portal: holds a role, or any right that ordinary people do not.

        Groups exist for roles only (docs/decisions/0014). `GrantedBackend` loads it with the person.
        """
        return bool(type(self).objects.filter(at_work_here(), pk=self.pk).exists())

    @cached_property
    def has_second_factor(self) -> bool:
        """Whether an authenticator app or a passkey belongs to the account. Loaded with the person, too."""
        return bool(type(self).objects.filter(has_second_factor(), pk=self.pk).exists())


def at_work_here() -> Q:
    """Selects those who work for the portal."""
    roles, rights = User.groups.through, User.user_permissions.through
    return (
        Q(is_superuser=True)
        | Q(is_staff=True)
        | Q(Exists(roles._default_manager.filter(user=OuterRef("pk"))))
        | Q(Exists(rights._default_manager.filter(user=OuterRef("pk"))))
    )


def has_second_factor() -> Q:
    """Selects those who have set up a second factor."""
    return Q(Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=PROOFS)))


def known_with_the_person() -> dict[str, Any]:
    """Annotations that fill both properties by the query that loads the person."""
    questions = {"is_at_work_here": at_work_here(), "has_second_factor": has_second_factor()}
    return {
        name: ExpressionWrapper(question, output_field=models.BooleanField())
        for name, question in questions.items()
    }
