"""Doing once what a form asks for, however often it arrives.

    {% load submitting %}<form method="post">{% csrf_token %}{% submit_id %}…</form>

    url = submit_once(request.user, submit_id(request), lambda: case_url(apply(form, actor=request.user)))
    return redirect(url)

The key is drawn with the form and stays with it while mistakes are mended. Whoever sends it a second time, by a double
click, the back button, or because the line was cut before the answer, is led to what the first sending has made.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest

from portal.submitting.models import Submission

FIELD = "submit_id"


@transaction.atomic
def submit_once(person: Any, key: UUID, submit: Callable[[], str]) -> str:
    """The address that `submit` returns, or has returned when the person sent the same key before.

    `submit` runs in one transaction with the note that it has run: when it raises, neither is kept and the key may be
    sent again. Of several at once the others wait for the first.
    """
    note = {"person": person, "key": key}
    Submission.objects.bulk_create([Submission(**note)], ignore_conflicts=True)
    kept = Submission.objects.select_for_update().get(**note)
    if not kept.url:
        if not isinstance(url := submit(), str):
            raise TypeError(f"submit returns the address to go on at as a string, not {type(url).__name__}")
        kept.url = url
        kept.save(update_fields=["url"])
    return kept.url


def submit_id(request: HttpRequest) -> UUID:
    """The key of the form that was sent. Raises BadRequest where it is none that `{% submit_id %}` has drawn."""
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        raise BadRequest("the form carries no submit id") from None


def id_for(request: HttpRequest) -> UUID:
    """The key that a form on this page carries: the one it was sent with, else a new one."""
    try:
        return submit_id(request)
    except BadRequest:
        return uuid4()
