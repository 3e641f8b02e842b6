"""The form of one pinned query: what it is for, and what is to stand first."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from search.desk.pins import PinnedQuery, Thing, pin, pinned_query, things
from search.finding import find
from search.folding import fold
from search.query import SearchQuery
from search.showing import Key
from search.vocabulary import vocabulary

LONGEST = 100
MOST = 20
OFFERED = 10
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PinForm(forms.Form):
    """What an editor fills in; the objects come beside it, chosen one by one (`chosen`)."""

    query = forms.CharField(
        label=gettext_lazy("搜索词"),
        max_length=LONGEST,
        strip=True,
        error_messages={"required": gettext_lazy("请填写搜索词。")},
        help_text=gettext_lazy("访客输入的整段文字。全角半角、简繁体、大小写不必区分。"),
    )
    site = forms.ModelChoiceField(
        Site.objects.all(), label=gettext_lazy("站点"), empty_label=None, widget=forms.Select
    )
    since = forms.DateField(
        label=gettext_lazy("开始日期"), required=False, widget=DAY, help_text=gettext_lazy("留空则立即生效。")
    )
    until = forms.DateField(
        label=gettext_lazy("截止日期"),
        required=False,
        widget=DAY,
        help_text=gettext_lazy("含当日，留空则一直有效。"),
    )

    def __init__(self, *args: Any, edited: PinnedQuery | None, chosen: list[Key], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edited, self.chosen = edited, chosen

    def clean_query(self) -> str:
        query = fold(self.cleaned_data["query"])
        if not 0 < len(query) <= LONGEST:
            raise forms.ValidationError(_("请填写搜索词。"))
        if vocabulary().blocks(query):
            raise forms.ValidationError(_("“%s”含有屏蔽词，访客搜索它得不到任何结果。") % query)
        return query

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("截止日期不能早于开始日期。"))
        if not self.chosen:
            raise forms.ValidationError(_("请至少选一条要置顶的内容。"))
        if "site" in values:
            self._refuse_hidden(values["site"])
        if "query" in values and "site" in values:
            self._refuse_second(values["query"], values["site"])
        return values

    def save(self) -> None:
        values = self.cleaned_data
        pin(
            values["query"],
            values["site"],
            self.chosen,
            since=values["since"],
            until=values["until"],
            instead_of=self.edited,
        )

    def _refuse_hidden(self, site: Site) -> None:
        """What was pinned already may stay: it comes back when it is public again."""
        kept = {(thing.kind, thing.key) for thing in self.edited.things} if self.edited else set()
        for thing in things(self.chosen, site):
            if not thing.is_public and (thing.kind, thing.key) not in kept:
                self.add_error(None, _("访客在这个站点看不到“%s”，请换一条。") % thing.title)

    def _refuse_second(self, query: str, site: Site) -> None:
        other = pinned_query(query, site)
        if other and not (self.edited and (self.edited.query, self.edited.site) == (other.query, other.site)):
            self.add_error("query", _("“%s”已经有置顶结果，请在列表里修改它。") % query)


def offered(text: str, site: Site, without: list[Key]) -> list[Thing]:
    """What the portal's own search finds, to choose from."""
    hits = find(SearchQuery(text=text, size=OFFERED, highlight=False, turn=0), site).hits
    return things([(hit.kind, hit.key) for hit in hits if (hit.kind, hit.key) not in without], site)
