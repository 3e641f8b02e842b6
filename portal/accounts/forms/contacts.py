"""Phone and address of an account."""

from allauth.account.forms import AddEmailForm
from allauth.account.forms import ChangePhoneForm as AllauthChangePhoneForm
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms.words import InOurWords, refuse_too_often


class ChangePhoneForm(InOurWords, AllauthChangePhoneForm):
    words = {"phone": (_("新手机号"), _("请填写手机号。"))}

    def clean_phone(self) -> str:
        phone = str(super().clean_phone())
        refuse_too_often(phone)
        return phone


class ChangeEmailForm(InOurWords, AddEmailForm):
    words = {"email": (_("新邮箱"), _("请填写邮箱。"))}
