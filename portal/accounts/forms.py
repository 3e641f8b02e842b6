"""Forms of allauth in the portal's own words."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):
    """Signing in: labels that say what to type, mistakes that say what to do (X18)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "login": (_("用户名或邮箱"), _("请填写用户名或邮箱。")),
            "password": (_("密码"), _("请填写密码。")),
            "remember": (_("在这台设备上保持登录"), ""),
        }
        for name, (label, missing) in words.items():
            if name in self.fields:
                field = self.fields[name]
                field.label, field.error_messages["required"] = label, missing
                field.widget.attrs.pop("placeholder", None)
