"""What somebody is called."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms.words import NameField


class ProfileForm(forms.Form):
    """The name on the pages. Those who work here sign with theirs, so it is not theirs to change."""

    name = NameField(error_messages={"required": _("请填写称呼。")})

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["name"].initial = f"{person.last_name}{person.first_name}"
        if person.is_at_work_here:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = _("工作人员的姓名由管理员维护。")

    def save(self) -> None:
        if not self.person.is_at_work_here:
            self.person.last_name, self.person.first_name = self.cleaned_data["name"], ""
            self.person.save(update_fields=["last_name", "first_name"])
