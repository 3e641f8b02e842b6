"""What a person says with a move of their own case."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.casework.addresses import case_url
from portal.submitting.once import submit_once
from portal.workflow.engine import Move, Refused

LONGEST_NOTE = 1000


class MoveForm(forms.Form):
    """A note, where the move needs one, and the version of the case that the person has seen.

    After `save` has returned "", `refusal` says why; what was typed is still in the form, which by then carries the
    case's new version, so that it can be sent again where the move is still possible.
    """

    note = forms.CharField(
        label=_("理由"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_NOTE,
        help_text=_("经办人会看到。最多 %d 字。") % LONGEST_NOTE,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Any = None, *, case: Any, move: Move) -> None:
        super().__init__(data, initial={"version": case.version})
        self.case, self.move, self.refusal = case, move, ""
        if not move.transition.needs_note:
            del self.fields["note"]

    def save(self, *, actor: Any, key: UUID) -> str:
        """Make the move; the address to go on to, or "" when it was refused."""
        try:
            return submit_once(
                actor, key, lambda: case_url(self.move(self.case, actor=actor, **self.cleaned_data))
            )
        except Refused as refusal:
            self.refusal = refusal.sentence
        self.case.refresh_from_db()
        self.data = {**dict(self.data.items()), "version": self.case.version}
        return ""
