"""The declaration, the score sheet, the request for recusal, the record of a visit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plugins.reviews.actions import Mark, save_draft, save_record
from plugins.reviews.choices import BEST, LONGEST_OBSERVATIONS, WORST, RecordKind
from plugins.reviews.models import Criterion, Record, ScoreSheet, Seat
from plugins.reviews.refusals import criteria_changed
from plugins.reviews.workflows import SeatFlow

VALUES = [(value, value) for value in range(WORST, BEST + 1)]


class DeclarationForm(forms.Form):
    """The expert's word on conflicts, before they see whose cases they are."""

    interests = forms.CharField(
        label=_("与我有利害关系的单位"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如近三年任职、投资、合作的单位，一行一个。涉及这些单位的事项自动回避。"),
    )
    agreed = forms.BooleanField(
        label=_("我声明：除已申报的情形外，与本轮评审没有利害关系；评审独立进行，不外传材料和分数。"),
        error_messages={"required": _("请先确认声明，再查看材料。")},
    )

    def save(self, seat: Seat, *, actor: Any) -> Seat:
        """Sign; raises Refused."""
        signed: Seat = SeatFlow.sign(seat, actor=actor, interests=self.cleaned_data["interests"])
        return signed


@dataclass(frozen=True)
class Line:
    """One criterion on the page: its radio rows with anchors, and the comment."""

    criterion: Criterion
    value: Any
    comment: Any

    def choices(self) -> Iterator[tuple[Any, str]]:
        """Each radio button with what its value means."""
        yield from zip(self.value, self.criterion.anchors, strict=True)


class SheetForm(forms.Form):
    """Values and comments by criterion; nothing is required of a draft. `saves` is the count that was read."""

    saves = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, sheet: ScoreSheet) -> None:
        super().__init__(data, label_suffix="")
        self.sheet = sheet
        self.criteria = list(sheet.round_case.round.criteria_set.criteria.all())
        scores = {score.criterion_id: score for score in sheet.scores.all()}
        self.initial["saves"] = sheet.saves
        for criterion in self.criteria:
            self._add(criterion, scores.get(criterion.pk))

    def lines(self) -> list[Line]:
        """The criteria in their order."""
        return [Line(one, self[f"value_{one.pk}"], self[f"comment_{one.pk}"]) for one in self.criteria]

    def save(self, *, actor: Any) -> ScoreSheet:
        """Keep the draft; raises Refused, also where the page was drawn with other criteria."""
        if any(name.startswith(("value_", "comment_")) and name not in self.fields for name in self.data):
            raise criteria_changed()
        given = self.cleaned_data
        marks = {one.pk: Mark(given[f"value_{one.pk}"], given[f"comment_{one.pk}"]) for one in self.criteria}
        return save_draft(self.sheet, marks, saves=given["saves"], actor=actor)

    def _add(self, criterion: Criterion, score: Any) -> None:
        self.fields[f"value_{criterion.pk}"] = forms.TypedChoiceField(
            label=criterion.label,
            choices=VALUES,
            required=False,
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
        )
        self.fields[f"comment_{criterion.pk}"] = forms.CharField(
            label=_("理由"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
        )
        if score is not None:
            self.initial[f"value_{criterion.pk}"] = score.value
            self.initial[f"comment_{criterion.pk}"] = score.comment


class RecordForm(forms.ModelForm[Record]):
    """What was seen or heard. `edition` is the one that was read."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    observations = forms.CharField(
        label=_("所见所闻"), max_length=LONGEST_OBSERVATIONS, widget=forms.Textarea(attrs={"rows": 6})
    )

    class Meta:
        model = Record
        fields = ("place", "held_at", "present", "observations")
        widgets = {
            "held_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }

    def __init__(self, data: Any = None, *, instance: Record | None = None) -> None:
        super().__init__(data, instance=instance, label_suffix="")
        self.initial["edition"] = instance.edition if instance else 0

    def write(self, sheet: ScoreSheet, kind: RecordKind, *, actor: Any) -> Record:
        """Keep the record; raises Refused."""
        given = dict(self.cleaned_data)
        return save_record(sheet, kind, given, edition=given.pop("edition"), actor=actor)
