"""What the secretary fills in about a round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms_pages.models import Field
from plugins.reviews.actions import add_cases, decide_case, draw_panel, plan_round, take_out
from plugins.reviews.kinds import kind_of, kinds
from plugins.reviews.models import CriteriaSet, Draw, Round, RoundCase
from plugins.reviews.queries import pool_of
from plugins.reviews.settings import ReviewSettings
from portal.workflow.engine import Workflow

MOMENT = "%Y-%m-%dT%H:%M"


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)


class RoundForm(forms.ModelForm[Round]):
    """A new round: what it is about, by which criteria, from when to when."""

    kind = forms.ChoiceField(label=_("评审事项"))

    class Meta:
        model = Round
        fields = ("kind", "title", "criteria_set", "opens_at", "closes_at")
        widgets = {"opens_at": moment_input(), "closes_at": moment_input()}

    def __init__(self, data: Any = None, *, site: Any) -> None:
        super().__init__(data, label_suffix="", instance=Round(site=site))
        self.fields["kind"].choices = [(slug, kind.label) for slug, kind in kinds(site).items()]  # type: ignore[attr-defined]
        self.fields["criteria_set"].queryset = CriteriaSet.objects.order_by("kind", "name", "-edition")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("截止时间应晚于开始时间。"))
        criteria = given.get("criteria_set")
        if criteria and criteria.kind != given.get("kind"):
            self.add_error("criteria_set", _("这份评分标准用于另一种评审事项。"))
        return given

    def plan(self, *, actor: Any) -> Round:
        """Begin the round; raises Refused."""
        return plan_round(self.instance, actor=actor)


class CasesForm(forms.Form):
    """Which waiting cases come into the round."""

    cases = forms.TypedMultipleChoiceField(
        label=_("等待评审的事项"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一件。")},
    )

    def __init__(self, data: Any = None, *, round: Round, waiting: list[Any]) -> None:
        super().__init__(data, label_suffix="")
        self.round, kind = round, kind_of(round.kind)
        self.fields["cases"].choices = [  # type: ignore[attr-defined]
            (case.pk, f"{kind.number(case)} {kind.title(case)}") for case in waiting
        ]

    def save(self, *, actor: Any) -> list[RoundCase]:
        """Put them in; raises Refused."""
        return add_cases(self.round, self.cleaned_data["cases"], actor=actor)


class DrawForm(forms.Form):
    """How many experts are drawn, and how many of them for each speciality. `after` counts the draws that were seen."""

    seats = forms.IntegerField(label=_("正选人数"), min_value=1, max_value=30)
    reserves = forms.IntegerField(label=_("备选人数"), min_value=0, max_value=30)
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, data: Any = None, *, round: Round) -> None:
        settings = ReviewSettings.for_site(round.site)
        usual = {"seats": settings.seats, "reserves": settings.reserves, "after": round.draws.count()}
        super().__init__(data, label_suffix="", initial=usual)
        self.round, self.pool = round, pool_of(round)
        known = {key for skills in self.pool.specialities.values() for key in skills}
        self.specialities = list(Field.objects.filter(pk__in=known))
        for speciality in self.specialities:
            self.fields[f"quota_{speciality.pk}"] = forms.IntegerField(
                label=_("其中“%s”至少") % speciality, required=False, min_value=0, max_value=30
            )

    def save(self, *, actor: Any) -> Draw:
        """Draw; raises Refused."""
        given = self.cleaned_data
        asked = {one.pk: given[f"quota_{one.pk}"] for one in self.specialities}
        quotas = {key: number for key, number in asked.items() if number}
        plain = {name: given[name] for name in ("seats", "reserves", "after")}
        return draw_panel(self.round, **plain, quotas=quotas, actor=actor)


class MoveForm(forms.Form):
    """A move of a round; the note is asked for where the table wants one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    note = forms.CharField(
        label=_("理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请填写理由。")},
    )

    def __init__(self, data: Any = None, *, workflow: type[Workflow[Any]], name: str, case: Any) -> None:
        super().__init__(data, label_suffix="", initial={"version": case.version})
        self.workflow, self.row, self.case = workflow, workflow.transitions[name], case
        if not self.row.needs_note:
            del self.fields["note"]

    def save(self, *, actor: Any) -> Any:
        """Make the move; raises Refused."""
        return self.workflow.move(self.row)(self.case, actor=actor, **self.cleaned_data)


class ExtendForm(MoveForm):
    """Until when the experts may score from now on, and why."""

    closes_at = forms.DateTimeField(
        label=_("新的截止时间"),
        widget=moment_input(),
        error_messages={"required": _("请填写新的截止时间。")},
    )
    field_order = ("closes_at", "note")


class TakeOutForm(forms.Form):
    """Why a case leaves its round without an outcome."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请填写理由。")},
    )

    def save(self, round_case: RoundCase, *, actor: Any) -> bool:
        """Take it out; raises Refused."""
        return take_out(round_case.case, actor=actor, reason=self.cleaned_data["reason"])


class DecisionForm(forms.Form):
    """The decision on one case of a closed round."""

    passed = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("yes", _("通过")), ("no", _("不通过"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择通过或者不通过。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写入评审纪要，并告知申请人。"),
        error_messages={"required": _("请填写理由。")},
    )

    def save(self, round_case: RoundCase, *, actor: Any) -> RoundCase:
        """Decide; raises Refused."""
        return decide_case(round_case, actor=actor, **self.cleaned_data)
