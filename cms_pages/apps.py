"""What editors publish."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsPagesConfig(AppConfig):
    name = "cms_pages"
    verbose_name = _("内容")

    def ready(self) -> None:
        from cms_pages import checks, library_access, moderation  # noqa: F401 - checks: registers itself
        from cms_pages.autosaving import keep_autosave_out_of_reviews
        from cms_pages.personal_data import guard
        from cms_pages.search_documents import DOCUMENTS
        from search.registry import register

        guard.connect()
        moderation.connect()
        library_access.register()
        keep_autosave_out_of_reviews()
        for document in DOCUMENTS:
            register(document)
