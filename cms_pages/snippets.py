"""The staff pages of the lists that editors keep."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms_pages.models import (
    Audience,
    District,
    Field,
    Industry,
    Language,
    PolicyTopic,
    ServiceType,
)


class TermViewSet(SnippetViewSet):
    """One list of terms."""

    icon = "tag"
    list_display = ["name", "name_en", "slug", "sort_order"]
    search_fields = ["name", "name_en", "slug"]
    ordering = ["sort_order", "pk"]


def _view_set(term: type) -> type[TermViewSet]:
    return type(f"{term.__name__}ViewSet", (TermViewSet,), {"model": term})


class TermViewSetGroup(SnippetViewSetGroup):
    menu_label = _("词表")
    menu_icon = "list-ul"
    menu_order = 350
    items = tuple(
        _view_set(term) for term in (Field, Industry, District, ServiceType, Language, PolicyTopic, Audience)
    )
