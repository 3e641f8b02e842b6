"""The portal's own REST API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = "API"

    def ready(self) -> None:
        # The receiver needs models, which exist only now.
        from api.tokens import receivers  # noqa: F401
