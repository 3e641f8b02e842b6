"""The search application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("检索")

    def ready(self) -> None:
        from portal.health import watch
        from search import receivers
        from search.demand import noting
        from search.probe import search_is_whole

        receivers.connect()
        noting.connect()
        watch("search", search_is_whole)
