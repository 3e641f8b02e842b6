"""The search application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("检索")

    def ready(self) -> None:
        from portal.health import watch
        from portal.plugin_contract.checks import readers
        from search import receivers
        from search.demand import noting
        from search.probe import search_is_whole
        from search.registry import documents

        receivers.connect()
        noting.connect()
        readers.append(lambda: documents.all)
        watch("search", search_is_whole)
