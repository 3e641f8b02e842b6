"""The kinds of cases that the installed plugins hand to experts."""

from typing import Any

from plugins.reviews.base import ReviewKind
from portal.plugin.registry import registry

POINT = "reviews.kinds"


def kinds(site: Any = None) -> dict[str, ReviewKind]:
    """All of them by their slugs; with a site, those of the plugins that are on there."""
    return {kind.slug: kind for kind in registry.offered(POINT, site)}


def kind_of(slug: str) -> ReviewKind:
    """The kind of that name. Raises LookupError where its plugin is no longer installed."""
    return kinds()[slug]


def kind_for(model: type) -> ReviewKind | None:
    """The kind of the cases of a model; None where nobody offers it."""
    return next((kind for kind in kinds().values() if kind.model is model), None)
