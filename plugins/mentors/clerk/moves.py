"""The moves of a mentor's service that need dates: their forms, for the admin's page of each."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from plugins.mentors.actions import service
from plugins.mentors.models import Mentor
from plugins.mentors.own.forms import CapForm, MoveForm, PauseForm
from plugins.mentors.workflows.service import NEED_DATES, MentorFlow


class TermForm(MoveForm):
    """From which day to which."""

    term_from = forms.DateField(label=_("聘期开始"), widget=AdminDateInput)
    term_to = forms.DateField(label=_("聘期结束"), help_text=_("含当日。"), widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("term_from"), cleaned.get("term_to")
        if begins and ends and ends < begins:
            self.add_error("term_to", _("聘期结束不能早于聘期开始。"))
        return cleaned


class RenewForm(TermForm):
    """The next term; it begins on the day after the last one unless the clerk writes another."""

    def __init__(self, *args: Any, mentor: Mentor, **options: Any) -> None:
        super().__init__(*args, mentor=mentor, **options)
        self.fields["term_from"].initial = service.next_day(mentor)

    def save(self, *, actor: Any) -> Mentor:
        return service.renew(self.mentor, actor=actor, **self.cleaned_data)


class CorrectForm(TermForm):
    """The present term was entered wrongly."""

    note = forms.CharField(label=_("更正理由"), max_length=500)

    def __init__(self, *args: Any, mentor: Mentor, **options: Any) -> None:
        super().__init__(*args, mentor=mentor, **options)
        self.fields["term_from"].initial = mentor.term_from
        self.fields["term_to"].initial = mentor.term_to
        self.fields["term_to"].required = False

    def save(self, *, actor: Any) -> Mentor:
        moved: Mentor = MentorFlow.correct_term(self.mentor, actor=actor, **self.cleaned_data)
        return moved


FORMS: Mapping[str, type[MoveForm]] = {
    "correct_term": CorrectForm,
    "pause": PauseForm,
    "plan_pause": PauseForm,
    "set_cap": CapForm,
}
MOVES: Mapping[str, type[MoveForm]] = {name: FORMS.get(name, RenewForm) for name in NEED_DATES}
"""The form of each move that needs more than a note."""
