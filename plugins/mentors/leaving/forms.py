"""What a mentor says when leaving, and what staff choose when handing over. Each ends in an action."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plugins.mentors.actions.resignation import ask_to_leave, hand_over
from plugins.mentors.leaving.handing_over import OpenWork
from plugins.mentors.leaving.peers import peers_of
from plugins.mentors.models import Mentor, Resignation

MOST_HEIRS = 3


class MentorChoice(forms.ModelMultipleChoiceField):
    """Peers by name and employer."""

    def label_from_instance(self, mentor: Any) -> str:
        return named(mentor)


class PeerChoice(forms.ModelChoiceField):
    """One peer, or the desk; those whom the mentor suggests are marked."""

    def label_from_instance(self, mentor: Any) -> str:
        return _("%(peer)s（本人建议）") % {"peer": named(mentor)} if mentor.is_named else named(mentor)


class ResignationForm(forms.Form):
    """Why, and who may go on with what is open. `save` raises Refused."""

    reason = forms.CharField(
        label=gettext_lazy("解聘原因"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("请写明解聘原因。")},
    )
    heirs = MentorChoice(
        label=gettext_lazy("建议由谁接手未办结的事项"),
        help_text=gettext_lazy("按擅长领域列出在聘的导师，最多选 3 位；也可以不选，由服务台安排。"),
        queryset=Mentor.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, mentor: Mentor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mentor = mentor
        heirs: Any = self.fields["heirs"]
        heirs.queryset = peers_of(mentor)
        if not heirs.queryset:
            del self.fields["heirs"]

    def clean_heirs(self) -> list[Mentor]:
        heirs = list(self.cleaned_data["heirs"])
        if len(heirs) > MOST_HEIRS:
            raise forms.ValidationError(gettext_lazy("最多选 3 位。"))
        return heirs

    def save(self, *, actor: Any) -> Resignation:
        given = self.cleaned_data
        return ask_to_leave(self.mentor, actor=actor, reason=given["reason"], heirs=given.get("heirs", ()))


class HandOverForm(forms.Form):
    """Who takes one open item. `save` raises Refused."""

    item = forms.CharField(widget=forms.HiddenInput, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    to = PeerChoice(
        label=gettext_lazy("移交给"),
        queryset=Mentor.objects.none(),
        empty_label=gettext_lazy("服务台"),
        required=False,
    )

    def __init__(self, *args: Any, resignation: Resignation, peers: QuerySet[Mentor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resignation = resignation
        to: Any = self.fields["to"]
        to.queryset = peers

    @classmethod
    def for_each(cls, works: Sequence[OpenWork], resignation: Resignation) -> "Iterator[HandOverForm]":
        """One form for each open item; whom they offer is asked once."""
        peers = heirs_and_peers(resignation)
        offered: list[tuple[Any, Any]] | None = None
        for place, work in enumerate(works):
            initial = {"item": work.key, "version": resignation.version}
            form = cls(resignation=resignation, peers=peers, initial=initial, auto_id=f"id_{place}_%s")
            to: Any = form.fields["to"]
            offered = to.choices = offered or list(to.choices)
            yield form

    def save(self, *, actor: Any) -> Resignation:
        given = self.cleaned_data
        return hand_over(
            self.resignation, item=given["item"], to=given["to"], actor=actor, version=given["version"]
        )


def heirs_and_peers(resignation: Resignation) -> QuerySet[Mentor]:
    """Whom the mentor suggests, and others who could take it."""
    return peers_of(resignation.mentor, first=list(resignation.heirs.values_list("pk", flat=True)))


def named(mentor: Mentor) -> str:
    """A mentor in one line."""
    return f"{mentor.page.title}　{mentor.page.organisation}"
