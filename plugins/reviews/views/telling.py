"""How a page says that something may not be."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from portal.workflow.engine import Refused


def done(request: HttpRequest, write: Callable[..., Any], success: Any = "") -> Any:
    """What `write(actor=…)` returns, with a word of success; None after a refusal, whose sentence stands on the page."""
    try:
        result = write(actor=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return None
    if success:
        messages.success(request, success)
    return result


def wants_json(request: HttpRequest) -> bool:
    """Whether one of the page's scripts asks, which stays on the page."""
    return "application/json" in request.headers.get("Accept", "")
