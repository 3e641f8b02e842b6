"""Whether a provider answered the last time: who comes next does not wait for one that is down (F10)."""

from django.conf import settings
from django.core.cache import cache


def note_failure(slug: str) -> None:
    """The provider did not answer, too late, or with what makes no sense."""
    cache.set(_key(slug), True, settings.IDENTITY_PAUSE_SECONDS)


def is_paused(slug: str) -> bool:
    """Whether the provider failed so lately that nobody should try it yet."""
    return bool(cache.get(_key(slug)))


def _key(slug: str) -> str:
    return f"identity:failed:{slug}"
