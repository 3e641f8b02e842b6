"""The person behind a session."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account: staff today, mentors and applicants as their services open."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("账号")  # type: ignore[assignment]  # the stubs know no lazy names
        verbose_name_plural = _("账号")  # type: ignore[assignment]

    def get_full_name(self) -> str:
        """The name as Chinese writes it, family name first, without a space."""
        return f"{self.last_name}{self.first_name}".strip() or self.get_username()
