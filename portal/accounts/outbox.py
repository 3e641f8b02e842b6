"""Where messages lie on a machine that sends none."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def outbox(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `outbox`, the folder, for pages that wait for a code; None where messages really go out."""
    return {"outbox": settings.OUTBOX_DIR if settings.OUTBOX_SHOWN else None}
