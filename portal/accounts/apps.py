"""Who is who: the portal's own user model and sign-in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("账号")

    def ready(self) -> None:
        # Receivers of signals need the models of other apps, which exist only now.
        from portal.accounts import addresses, answers  # noqa: F401
        from portal.accounts.second_factor import mark  # noqa: F401
        from portal.accounts.second_factor.secrets import ELSEWHERE
        from portal.accounts.sessions import start  # noqa: F401
        from portal.privacy.rotation import register

        register(ELSEWHERE)
