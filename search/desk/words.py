"""The words that editors keep for the search; a change holds at once."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from search.asking import clean
from search.desk.pin_views import may_pin
from search.models import BlockedWord, StopWord, Synonym


class SynonymCreateView(CreateView):
    """Begins with what the address brings along (`words`), such as a query that found nothing."""

    def get_initial_form_instance(self) -> Any:
        given = clean(self.request.GET.get("words", ""))
        return Synonym(words=f"{given}、") if given else super().get_initial_form_instance()


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "resubmit"
    add_view_class = SynonymCreateView
    list_display = ["words", Column("direction", label=_("方向"), accessor=lambda row: _direction(row))]
    list_filter = ["one_way"]
    search_fields = ["words"]
    ordering = ["words"]
    panels = [FieldPanel("words"), FieldPanel("one_way")]


def _direction(synonym: Synonym) -> Any:
    return _("单向") if synonym.one_way else _("互通")


class WordViewSet(SnippetViewSet):
    """One list of single words."""

    list_display = ["word"]
    search_fields = ["word"]
    ordering = ["word"]


class StopWordViewSet(WordViewSet):
    model = StopWord
    icon = "minus"
    panels = [
        FieldPanel(
            "word",
            help_text=_("单独说明不了要找什么的词，如“怎么办”。搜索时略过它，除非整句话只剩下它。"),
        )
    ]


class BlockedWordViewSet(WordViewSet):
    model = BlockedWord
    icon = "no-view"
    panels = [
        FieldPanel("word", help_text=_("含有这个词的搜索一律没有结果，它也不会出现在搜索建议和报告里。"))
    ]


class PinMenuItem(MenuItem):
    """Shown to those who keep pinned results."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_pin(request.user)


class SearchWordsViewSetGroup(SnippetViewSetGroup):
    menu_label = _("检索用词")
    menu_icon = "search"
    menu_order = 360
    items = (SynonymViewSet, StopWordViewSet, BlockedWordViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        pins = PinMenuItem(_("置顶结果"), reverse_lazy("search_pins"), icon_name="thumbtack", order=0)
        return [pins, *super().get_submenu_items()]
