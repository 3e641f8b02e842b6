"""Where people find their own things: what “我的账号” leads to. Each package that has such a page adds a row here."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """A page of one's own: the name of its address, what it is called, one sentence about it."""

    name: str
    label: Any
    summary: Any

    @property
    def url(self) -> str:
        return reverse(self.name)

    def is_there(self) -> bool:
        """Whether the page's package is installed."""
        try:
            return bool(self.url)
        except NoReverseMatch:
            return False


PLACES = (
    Place("identity", _("我的身份"), _("实名信息和等级；用市、省政务账号登录。")),
    Place("privacy:my_data", _("我的个人信息"), _("保存了什么、为什么、多久；下载一份。")),
    Place("looks:index", _("谁看过我的信息"), _("谁、什么时候、为了什么看过你的个人信息。")),
    Place("privacy:consents", _("我的同意"), _("同意过什么，随时撤回。")),
    Place("tokens:index", _("接口令牌"), _("让你的程序代替你使用接口。")),
)
