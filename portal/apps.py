"""The portal application itself: shell, preferences, health, static files."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "青创通"

    def ready(self) -> None:
        # All need the models of other apps, which exist only now.
        from wagtail.signals import page_published, page_slug_changed, post_page_move

        from portal import checks, sites  # noqa: F401 - registers the start-up checks
        from portal.admin_exports import make_wagtails_csv_harmless
        from portal.admin_lists import name_the_columns_of_sites
        from portal.files.images import refuse_pixel_bombs

        refuse_pixel_bombs()
        make_wagtails_csv_harmless()
        name_the_columns_of_sites()
        for signal in (page_published, page_slug_changed, post_page_move):
            signal.connect(sites.forget_sites_when_their_root_moves)
