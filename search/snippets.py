"""The words that editors keep for the search; a change holds at once."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from search.models import BlockedWord, StopWord, Synonym


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "resubmit"
    list_display = ["words", "one_way"]
    search_fields = ["words"]
    ordering = ["words"]
    panels = [FieldPanel("words"), FieldPanel("one_way")]


class WordViewSet(SnippetViewSet):
    """One list of single words."""

    list_display = ["word"]
    search_fields = ["word"]
    ordering = ["word"]
    panels = [FieldPanel("word")]


class StopWordViewSet(WordViewSet):
    model = StopWord
    icon = "minus"


class BlockedWordViewSet(WordViewSet):
    model = BlockedWord
    icon = "no-view"


class SearchWordsViewSetGroup(SnippetViewSetGroup):
    menu_label = _("检索用词")
    menu_icon = "search"
    menu_order = 360
    items = (SynonymViewSet, StopWordViewSet, BlockedWordViewSet)
