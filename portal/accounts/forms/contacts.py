"""Phone and address of an account."""

from allauth.account.forms import AddEmailForm
from allauth.account.forms import ChangePhoneForm as AllauthChangePhoneForm
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms.words import InOurWords


class ChangePhoneForm(InOurWords, AllauthChangePhoneForm):
    words = {"phone": (_("新手机号"), _("请填写手机号。"))}


class ChangeEmailForm(InOurWords, AddEmailForm):
    words = {"email": (_("新邮箱"), _("请填写邮箱。"))}
