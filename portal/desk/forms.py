"""What people fill in at the desk."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.casework.citing import Cited
from portal.desk.actions import assign
from portal.desk.choices import Band, Period, Tab, Verdict
from portal.desk.marking import set_mark
from portal.desk.models import SavedFilter, WorkItem
from portal.desk.opening import Opened
from portal.desk.queries import Queue
from portal.desk.rules import colleagues
from portal.workflow.engine import Refused


class QueueFilter(forms.Form):
    """Which rows of a queue are shown; every address gives a list."""

    q = forms.CharField(label=gettext_lazy("编号"), required=False, max_length=40)
    kind = forms.ChoiceField(label=gettext_lazy("事项"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("环节"), required=False)
    band = forms.ChoiceField(
        label=gettext_lazy("剩余时间"), required=False, choices=[("", gettext_lazy("全部")), *Band.choices]
    )
    period = forms.ChoiceField(
        label=gettext_lazy("最近动态"), required=False, choices=[("", gettext_lazy("全部")), *Period.choices]
    )
    tab = forms.ChoiceField(required=False, choices=Tab.choices, widget=forms.HiddenInput)

    def __init__(self, data: Any, queue: Queue) -> None:
        super().__init__(data, label_suffix="", auto_id="filter-%s")
        everything = ("", _("全部"))
        kinds = [(file.kind, str(file.workflow.label)) for file in queue.files]
        states = [(str(file.workflow.label), list(_states(file))) for file in queue.files]
        self.fields["kind"].choices = [everything, *kinds]  # type: ignore[attr-defined]
        self.fields["state"].choices = [everything, *states]  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def choice(self) -> dict[str, str]:
        """What is chosen and can be; for `Queue.chosen`."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_used(self) -> bool:
        """Whether anything but a tab is chosen."""
        return bool(self.choice.keys() - {"tab"})


def _states(file: Any) -> Iterable[tuple[str, str]]:
    return ((f"{file.kind}:{state}", str(file.workflow.states(state).label)) for state in file.work)


class ReportFilter(forms.Form):
    """The days that a report looks back on; every address gives some."""

    period = forms.ChoiceField(label=gettext_lazy("最近动态"), required=False, choices=Period.choices)

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="filter-%s", initial={"period": Period.values[-1]})
        if not self.is_valid() or not self.cleaned_data["period"]:
            self.data = {"period": Period.values[-1]}
            self.full_clean()

    @property
    def days(self) -> int:
        return int(self.cleaned_data["period"])


class SaveFilterForm(forms.ModelForm[SavedFilter]):
    """A name for the filter in use; the same name again replaces what it meant."""

    class Meta:
        model = SavedFilter
        fields = ["name", "query"]
        widgets = {"query": forms.HiddenInput}
        labels = {"name": gettext_lazy("存为常用筛选")}

    def save_for(self, person: Any) -> SavedFilter:
        """Keep it. Raises ValidationError when the person has too many."""
        mine = SavedFilter.objects.filter(person=person)
        name, query = self.cleaned_data["name"], self.cleaned_data["query"]
        if mine.exclude(name=name).count() >= settings.DESK_SAVED_FILTERS:
            raise ValidationError(_("最多保存 %d 个筛选，请先删除不用的。") % settings.DESK_SAVED_FILTERS)
        return mine.update_or_create(person=person, name=name, defaults={"query": query})[0]


class AssignForm(forms.Form):
    """To whom cases are given: a colleague whose work they are."""

    to = forms.ModelChoiceField(
        colleagues(), label=gettext_lazy("改派给"), empty_label=gettext_lazy("请选择")
    )

    def __init__(self, data: Any = None, *, permissions: Iterable[str]) -> None:
        super().__init__(data, label_suffix="", auto_id="assign-%s")
        field: Any = self.fields["to"]
        field.queryset = colleagues(*permissions)
        field.label_from_instance = lambda person: person.get_full_name() or person.get_username()

    def save(self, items: Iterable[WorkItem], *, by: Any) -> int:
        """Give them; how many were that person's work."""
        return assign(items, to=self.cleaned_data["to"], by=by)


WORDS = ("snippet", "reason", "late_reason")


class MarkForm(forms.Form):
    """What is found of one point; a chosen snippet is the reason."""

    verdict = forms.ChoiceField(choices=Verdict.choices)
    reason = forms.CharField(required=False, max_length=500)
    snippet = forms.CharField(required=False, max_length=500)
    late_reason = forms.CharField(required=False, max_length=500)

    def save(self, found: Opened, name: str, *, by: Any) -> str:
        """Note it; "", or why it was not noted. Raises Http404; see `set_mark`."""
        if not self.is_valid():
            return self._mistake()
        given = self.cleaned_data
        words = {"reason": given["snippet"] or given["reason"], "late_reason": given["late_reason"]}
        try:
            set_mark(found.file, found.item, name, by=by, verdict=given["verdict"], **words)
        except Refused as refusal:
            return refusal.sentence
        return ""

    @property
    def typed(self) -> list[str]:
        """What was filled in, to be read and copied where it was not kept."""
        verdict = dict(Verdict.choices).get(self.data.get("verdict", ""), "")
        return [str(words) for words in (verdict, *(self[name].value() for name in WORDS)) if words]

    def _mistake(self) -> str:
        if "verdict" in self.errors:
            return _("请先选择结论：符合、不符合或需补正。")
        return " ".join(str(words) for mistakes in self.errors.values() for words in mistakes)


class DecisionForm(forms.Form):
    """A move with the version that was read; `confirmed` once its letter has been read through.

    `previewed` is the note with which that letter was shown.
    """

    move = forms.CharField(max_length=60)
    version = forms.IntegerField(min_value=1)
    note = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "写入办理记录。须写明理由的办理，理由随告知发给当事人；其余的只有工作人员能看到。"
        ),
    )
    citation = forms.CharField(
        label=gettext_lazy("依据条文"),
        required=False,
        max_length=120,
        widget=forms.Select,
        help_text=gettext_lazy("写入告知，当事人可以点开原文。"),
    )
    previewed = forms.CharField(required=False)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, citable: Iterable[Cited] = (), **options: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="decision-%s", **options)
        choices = [(one.key, one.label) for one in citable]
        self.fields["citation"].widget.choices = [("", _("请选择")), *choices]

    @property
    def is_confirmed(self) -> bool:
        """Whether the letter was read as it would be sent: a note that was changed after that is shown once more."""
        given = self.cleaned_data
        return given["confirmed"] and ("previewed" not in self.data or given["previewed"] == given["note"])
