"""What an auditor looks for."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.choices import Channel, Result
from portal.audit.models import Entry
from portal.audit.showing import declared_actions


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"


def _any(label: Any, choices: Any) -> list[tuple[str, Any]]:
    return [("", label), *choices]


def action_choices() -> list[tuple[str, Any]]:
    return _any(_("全部操作"), ((name, action.label) for name, action in declared_actions().items()))


class TraceFilter(forms.Form):
    """Every address gives a list; what cannot be chosen counts as not given."""

    who = forms.CharField(label=_("操作人"), required=False, max_length=150)
    subject = forms.CharField(label=_("当事人"), required=False, max_length=150)
    action = forms.ChoiceField(label=_("操作"), required=False, choices=action_choices)
    object = forms.CharField(
        label=_("对象"), required=False, max_length=165, help_text=_("如 accounts.user 或 accounts.user:5。")
    )
    since = forms.DateField(label=_("从"), required=False, widget=DayInput)
    until = forms.DateField(label=_("到"), required=False, widget=DayInput, help_text=_("含当日。"))
    channel = forms.ChoiceField(label=_("渠道"), required=False, choices=_any(_("全部渠道"), Channel.choices))
    result = forms.ChoiceField(label=_("结果"), required=False, choices=_any(_("全部结果"), Result.choices))

    def entries(self) -> QuerySet[Entry]:
        """The entries that meet what was chosen, newest first."""
        self.full_clean()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        entries = Entry.objects.order_by("-pk")
        for name in ("action", "channel", "result"):
            if name in chosen:
                entries = entries.filter(**{name: chosen[name]})
        if "who" in chosen:
            entries = entries.filter(Q(name__iexact=chosen["who"]) | Q(person__in=_people(chosen["who"])))
        if "subject" in chosen:
            entries = entries.filter(subject__in=_people(chosen["subject"]))
        if "object" in chosen:
            kind, _colon, key = chosen["object"].partition(":")
            entries = entries.filter(kind=kind.strip().lower(), **({"key": key.strip()} if key else {}))
        if "since" in chosen:
            entries = entries.filter(at__gte=_midnight(chosen["since"]))
        if "until" in chosen:
            entries = entries.filter(at__lt=_midnight(chosen["until"] + timedelta(days=1)))
        return entries

    @property
    def words(self) -> str:
        """What was chosen, in one line, for the trace of the look itself."""
        return " ".join(f"{name}={value}" for name, value in self.cleaned_data.items() if value)


def _people(written: str) -> Any:
    """Keys of the accounts with that user name, e-mail address or full name."""
    exact = Q(username__iexact=written) | Q(email__iexact=written)
    for cut in range(1, len(written)):
        exact |= Q(last_name=written[:cut], first_name=written[cut:])
    return get_user_model().objects.filter(exact | Q(last_name=written, first_name="")).values("pk")


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
