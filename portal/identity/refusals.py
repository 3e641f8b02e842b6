"""Why a provider's word about a person is not taken over, in sentences for that person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Refusal(models.TextChoices):
    OTHER_ACCOUNT = (
        "other_account",
        _(
            "这位用户的实名信息已经属于另一个账号。一人只有一个账号：请用原来的方式登录，再在“我的身份”中绑定。"
        ),
    )
    OTHER_PERSON = (
        "other_person",
        _(
            "对方平台给出的实名信息与本账号登记的不是同一人，没有绑定，也没有改动。信息有误的，请到服务窗口更正。"
        ),
    )
    ALREADY_LINKED = (
        "already_linked",
        _("本账号已经绑定了这个平台的另一个账号，没有改动。要更换，请先解除原来的绑定。"),
    )
    LINKED_ELSEWHERE = ("linked_elsewhere", _("这个平台账号已经绑定在另一个账号上，没有改动。"))


class IdentityRefused(Exception):
    """Nothing was changed; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
