"""Forms of a mentor's own pages; each ends in an action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plugins.mentors.actions import service
from plugins.mentors.models import Mentor
from plugins.mentors.rules.service import agreements_of
from plugins.mentors.workflows.service import MentorFlow
from portal.privacy.consents import give
from portal.workflow.engine import Refused


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MoveForm(forms.Form):
    """A move with the version that the page showed; a refusal becomes an error of the form."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, mentor: Mentor, **options: Any) -> None:
        super().__init__(data, **options)
        self.mentor = mentor
        self.fields["version"].initial = mentor.version

    def done(self, *, actor: Any) -> bool:
        """Do it; False where the form is wrong or the move is refused, which the form then says."""
        if not self.is_valid():
            return False
        try:
            self.save(actor=actor)
        except Refused as refusal:
            self.add_error(None, refusal.sentence)
            return False
        return True

    def save(self, *, actor: Any) -> Mentor:
        raise NotImplementedError


class PauseForm(MoveForm):
    """From which day to which no new requests are taken."""

    pause_from = forms.DateField(label=_("从"), widget=DayInput)
    pause_to = forms.DateField(label=_("到"), help_text=_("含当日，次日自动恢复。"), widget=DayInput)
    note = forms.CharField(
        label=_("原因"), required=False, max_length=200, help_text=_("只有工作人员看得到。")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("pause_from"), cleaned.get("pause_to")
        if begins and ends and ends < begins:
            self.add_error("pause_to", _("暂停结束不能早于暂停开始。"))
        return cleaned

    def save(self, *, actor: Any) -> Mentor:
        return service.pause(self.mentor, actor=actor, **self.cleaned_data)


class CapForm(MoveForm):
    """How many requests a week; empty for what is usual."""

    weekly_cap = forms.IntegerField(label=_("每周最多接受（件）"), required=False, min_value=0, max_value=100)

    def save(self, *, actor: Any) -> Mentor:
        moved: Mentor = MentorFlow.set_cap(self.mentor, actor=actor, **self.cleaned_data)
        return moved


class PlainMoveForm(MoveForm):
    """A move that needs nothing said: resume, or give up a pause that was planned."""

    move = forms.ChoiceField(choices=[(name, name) for name in ("resume", "cancel_pause")])

    def save(self, *, actor: Any) -> Mentor:
        given = dict(self.cleaned_data)
        move: Mentor = getattr(MentorFlow, given.pop("move"))(self.mentor, actor=actor, **given)
        return move


class AgreementsForm(forms.Form):
    """One tick for each agreement that the person has not accepted in its present version."""

    def __init__(self, data: Any = None, *, person: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.person = person
        self.standings = agreements_of(person)
        for standing in self.standings:
            if not standing.is_current:
                name = standing.consent.key.replace(".", "-")
                label = _("我已阅读并接受《%(title)s》（%(version)s 版）") % {
                    "title": standing.consent.title,
                    "version": standing.consent.version,
                }
                self.fields[name] = forms.BooleanField(
                    label=label, error_messages={"required": _("请阅读后勾选。")}
                )

    def save(self) -> None:
        """Note the yes to each that was ticked, with version and time."""
        for standing in self.standings:
            if not standing.is_current:
                give(self.person, standing.consent.key)
