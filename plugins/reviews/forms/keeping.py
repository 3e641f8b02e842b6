"""Criteria and experts, as the secretary keeps them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms_pages.models import Field
from plugins.reviews.actions import Line, keep_expert, write_criteria
from plugins.reviews.choices import FULL_WEIGHT, MOST_LINES
from plugins.reviews.kinds import kinds
from plugins.reviews.models import CriteriaSet, ExpertProfile
from plugins.reviews.models.criteria import one_anchor_a_value
from plugins.reviews.words import WEIGHTS


class CriteriaForm(forms.Form):
    """For which kind of cases, under which name."""

    kind = forms.ChoiceField(label=_("评审事项"))
    name = forms.CharField(label=_("名称"), max_length=60)

    def __init__(self, data: Any = None, *, site: Any, criteria: CriteriaSet | None = None) -> None:
        given = {"kind": criteria.kind, "name": criteria.name} if criteria else {}
        super().__init__(data, label_suffix="", initial=given)
        self.fields["kind"].choices = [(slug, kind.label) for slug, kind in kinds(site).items()]  # type: ignore[attr-defined]
        for field in self.fields.values() if criteria else ():
            field.disabled = True


class CriterionForm(forms.Form):
    """One criterion."""

    label = forms.CharField(label=_("评分项"), max_length=40)
    weight = forms.IntegerField(label=_("权重（%）"), min_value=1, max_value=FULL_WEIGHT)
    anchors = forms.CharField(
        label=_("分值说明"),
        help_text=_("六行，从 0 分到 5 分，一行一个。"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def clean_anchors(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["anchors"].splitlines() if line.strip()]
        one_anchor_a_value(lines)
        return lines


class BaseCriterionForms(forms.BaseFormSet[CriterionForm]):
    """All criteria of a set; their weights come to 100 %."""

    def clean(self) -> None:
        weights = [form.cleaned_data.get("weight", 0) for form in self.forms if form.has_changed()]
        if not any(self.errors) and sum(weights) != FULL_WEIGHT:
            raise forms.ValidationError(WEIGHTS)

    def lines(self) -> list[Line]:
        """What was written, without empty forms."""
        return [Line(**form.cleaned_data) for form in self.forms if form.cleaned_data]

    def save(self, criteria: CriteriaSet | None, *, kind: str, name: str, actor: Any) -> CriteriaSet:
        """Write them; frozen ones become the next edition. Raises Refused."""
        return write_criteria(criteria, kind=kind, name=name, lines=self.lines(), actor=actor)


CriterionForms: type[BaseCriterionForms] = forms.formset_factory(  # type: ignore[assignment]  # the stubs forget `formset`
    CriterionForm, formset=BaseCriterionForms, extra=4, max_num=MOST_LINES, validate_max=True
)


class ExpertForm(forms.ModelForm[ExpertProfile]):
    """Where an expert works, what they know, whether they take part in draws."""

    class Meta:
        model = ExpertProfile
        fields = ("employer", "specialities", "is_available")
        widgets = {"specialities": forms.CheckboxSelectMultiple}

    def __init__(self, data: Any = None, *, instance: ExpertProfile) -> None:
        super().__init__(data, instance=instance, label_suffix="")
        self.fields["specialities"].required = False
        self.fields["specialities"].queryset = Field.objects.all()  # type: ignore[attr-defined]

    def keep(self, expert: Any, *, actor: Any) -> ExpertProfile:
        """Write it down; raises Refused."""
        return keep_expert(expert, actor=actor, **self.cleaned_data)
