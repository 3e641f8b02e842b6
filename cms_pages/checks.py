"""What must be filled in before a city goes online: `manage.py check --deploy --database default`."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from wagtail.models import Site

from cms_pages.models import PortalSettings


@register(Tags.database, deploy=True)
def footer_marks_are_set(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Every site carries the marks of a government site (X2). Asked only when a database is named."""
    if not databases:
        return []
    return [error for site in Site.objects.order_by("pk") for error in _missing(site)]


def _missing(site: Site) -> list[CheckMessage]:
    missing = PortalSettings.for_site(site).missing_marks()
    if not missing:
        return []
    hint = "Fill them in under Settings > 网站信息 in the admin."
    return [Error(f"{site}: footer marks are empty: {'、'.join(missing)}.", hint=hint, id="cms_pages.E001")]
