"""How a person wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from portal.accounts import sms
from portal.accounts.models import Phone
from portal.notices.models import Choice


class ChoiceForm(forms.ModelForm[Choice]):
    """E-mail and, where the city has a gateway, text message; each with the address that it would go to."""

    class Meta:
        model = Choice
        fields = ["email", "sms"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance.person
        self.fields["email"].help_text = person.email or _("登记邮箱后才能收到邮件。")
        if not sms.available():
            del self.fields["sms"]
            return
        self.fields["sms"].help_text = str(
            Phone.confirmed_of(person) or _("登记并确认手机号后才能收到短信。")
        )

    def save(self, commit: bool = True) -> Any:
        return Choice._default_manager.update_or_create(
            person=self.instance.person, defaults=dict(self.cleaned_data)
        )[0]
