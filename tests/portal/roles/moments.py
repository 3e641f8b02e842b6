"""The moments that the tests of roles speak of."""

from datetime import datetime, timedelta

from django.utils import timezone

LATER = timezone.now() + timedelta(days=300)


def in_(**span: float) -> datetime:
    """So long from now."""
    return timezone.now() + timedelta(**span)
