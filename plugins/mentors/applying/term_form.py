"""The clerk's form: from when to when somebody is appointed (A4)."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plugins.mentors.actions.application import appoint
from plugins.mentors.models import Application
from plugins.mentors.settings import MentorSettings


class TermForm(forms.Form):
    """From when to when somebody is appointed (A4)."""

    term_from = forms.DateField(
        label=gettext_lazy("聘期开始"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    term_to = forms.DateField(
        label=gettext_lazy("聘期结束"),
        help_text=gettext_lazy("含当日。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("只有工作人员能看到。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, application: Application, data: Any = None) -> None:
        self.application = application
        start = timezone.localdate()
        years = MentorSettings.for_site(application.site).term_years
        initial = {"term_from": start, "term_to": last_day(start, years), "version": application.version}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, end = given.get("term_from"), given.get("term_to")
        if start and end and end < start:
            self.add_error("term_to", _("聘期结束不能早于聘期开始。"))
        if end and end < timezone.localdate():
            self.add_error("term_to", _("聘期结束不能早于今天。"))
        return given

    def save(self, *, actor: Any) -> Application:
        """Appoint. Raises Refused."""
        return appoint(self.application, actor=actor, **self.cleaned_data)


def last_day(start: date, years: int) -> date:
    """The last day of a term of so many years: the day before the same day."""
    try:
        end = start.replace(year=start.year + years)
    except ValueError:  # 29 February
        end = start.replace(year=start.year + years, day=28)
        return end
    return end - timedelta(days=1)
