"""Each write happens once: what `Idempotency-Key` promises (I2, I3).

The same key with the same body gives the first answer again, with another body 422, while the first is under way
409. The answer is kept in the transaction of the write: what was committed is remembered, what was rolled back (any
refusal, any fault) may be sent again with the same key. Keys belong to one person and are kept for a day.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from api.errors import KEY_IN_USE, KEY_REUSED, ProblemError
from api.models import StoredAnswer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
LONGEST_KEY = 100
VISIBLE = re.compile(f"[!-~]{{1,{LONGEST_KEY}}}")
KEPT_HEADERS = ("Location",)
ABANDONED = timedelta(minutes=2)
"""A write that has not ended by then has died with its process; its key may be taken over."""


def answered_once(request: Request, write: Callable[[], Response]) -> Response:
    """What `write` answers, or what it answered when the same was sent before."""
    key = request.headers.get(HEADER, "")
    if not key:
        return write()
    if not VISIBLE.fullmatch(key):
        raise ValidationError({HEADER: [_("须为 1 到 %d 个可见的 ASCII 字符。") % LONGEST_KEY]})
    started = _begin(request.user, key, _fingerprint(request))
    if started.status is not None:
        return _again(started)
    try:
        with transaction.atomic():
            answer = write()
            _finish(started, answer)
    except BaseException:
        _under_way(started).delete()
        raise
    return answer


def forget_old_answers() -> int:
    """Delete answers older than a day; returns how many. A declared job."""
    age = timedelta(hours=settings.API_ANSWERS_KEPT_HOURS)
    return StoredAnswer.objects.filter(started_at__lt=timezone.now() - age).delete()[0]


def _begin(person: Any, key: str, fingerprint: str) -> StoredAnswer:
    """A mark that the write is under way, or the answer it has given; the database lets one mark through."""
    now = timezone.now()
    try:
        with transaction.atomic():
            return StoredAnswer.objects.create(
                person=person, key=key, fingerprint=fingerprint, started_at=now
            )
    except IntegrityError:
        known = StoredAnswer.objects.filter(person=person, key=key).first()
    if known is None:  # the other one has just failed and taken its mark away
        raise ProblemError(KEY_IN_USE)
    if known.fingerprint != fingerprint:
        raise ProblemError(KEY_REUSED)
    if known.status is None and not _take_over(known, now):
        raise ProblemError(KEY_IN_USE)
    return known


def _take_over(known: StoredAnswer, now: datetime) -> bool:
    if now - known.started_at < ABANDONED:
        return False
    taken = _under_way(known).update(started_at=now)
    known.started_at = now
    return bool(taken)


def _under_way(started: StoredAnswer) -> Any:
    """The mark, as long as it is still this write's."""
    return StoredAnswer.objects.filter(pk=started.pk, started_at=started.started_at, status=None)


def _finish(started: StoredAnswer, answer: Response) -> None:
    body = "" if answer.data is None else json.dumps(answer.data, cls=JSONEncoder)
    headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
    kept = _under_way(started).update(status=answer.status_code, headers=headers, body=body)
    if not kept:  # somebody took over: their write counts, this one is rolled back
        raise ProblemError(KEY_IN_USE)


def _again(kept: StoredAnswer) -> Response:
    data = json.loads(kept.body) if kept.body else None
    return Response(data, status=kept.status, headers=kept.headers | {REPLAYED: "true"})


def _fingerprint(request: Request) -> str:
    """A mark of everything that says what is to be done; a retry may draw another boundary between its parts."""
    mark = hashlib.sha256()
    for part in (request.method or "", request.get_full_path(), *_parts(request.data)):
        mark.update(part.encode(errors="surrogatepass") + b"\0")
    return mark.hexdigest()


def _parts(data: Any) -> Iterator[str]:
    if not hasattr(data, "lists"):
        yield json.dumps(data, sort_keys=True, cls=DjangoJSONEncoder)
        return
    for name, values in sorted(data.lists()):
        for value in values:
            yield name
            yield _digest(value) if isinstance(value, UploadedFile) else str(value)


def _digest(file: UploadedFile) -> str:
    mark = hashlib.sha256(f"{file.name}\0{file.content_type}\0".encode())
    for chunk in file.chunks():
        mark.update(chunk)
    file.seek(0)
    return mark.hexdigest()
