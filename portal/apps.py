"""The portal application itself: shell, preferences, health, static files."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "青创通"

    def ready(self) -> None:
        # Both need the models of other apps, which exist only now.
        from wagtail.signals import page_published, page_slug_changed, post_page_move

        from portal import checks, sites  # noqa: F401 - registers the start-up checks
        from portal.admin_exports import make_wagtails_csv_harmless
        from portal.files.images import refuse_pixel_bombs

        refuse_pixel_bombs()
        make_wagtails_csv_harmless()
        for signal in (page_published, page_slug_changed, post_page_move):
            signal.connect(sites.forget_sites_when_their_root_moves)
