"""What more is sent than a form has, and whether it changes anything (W9).

A request is made three times, each time undone: twice as it should be, which tells what is made by chance, and once with a
fitting value under the name of every column. The database must be told the same.
"""

import copy
import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client

from portal.accounts.models import User
from tests.access.knocking import WRITES

Fields = dict[str, list[str]]
Written = list[tuple[str, Any]]
OURS = ("portal", "cms_pages", "search", "api", "plugins")
# Of every request, whoever makes it.
OF_SESSIONS = ("django_session", "usersessions_usersession", "wagtailadmin_editingsession")
STUFFED = "塞进来的"
# Moments, keys made by chance, digests with salt, what is encrypted.
PASSING = re.compile(
    r"\d{4}-\d\d-\d\d[ T][\d:.]+(?:\+[\d:]+|Z)?|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|md5\$\S+|tests:\S+"
)


def every_column(powerful: User, *, of: tuple[str, ...] = ("",)) -> Fields:
    """A fitting value under the name of every column, of the models of packages that begin so; people are the powerful."""
    first_key = functools.cache(_first_key)  # many columns lead to one model
    return {
        name: [_value(field, powerful, first_key)]
        for model in apps.get_models()
        if model.__module__.startswith(of)
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        for name in (field.name, getattr(field, "attname", field.name))
    }


def _first_key(model: type[models.Model]) -> Any:
    first = model._base_manager.first()
    return first.pk if first else 1


def _value(field: Any, powerful: User, first_key: Callable[[type[models.Model]], Any]) -> str:
    if field.is_relation:
        if field.related_model is type(powerful):
            return str(powerful.pk)
        return str(first_key(field.related_model))
    if field.choices:
        return str([*field.flatchoices][-1][0])
    match field:
        case models.BooleanField():
            return "on"
        case models.DateTimeField():
            return "2001-02-03T04:05"
        case models.DateField():
            return "2001-02-03"
        case models.IntegerField():
            return "7"
    return STUFFED


@contextmanager
def noted(passed_over: tuple[str, ...]) -> Iterator[Written]:
    """What the database is told meanwhile, but for statements about these."""
    written: Written = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(WRITES) and not any(part in sql for part in passed_over):
            written.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written


def told(written: list[tuple[str, Any]]) -> list[str]:
    """The statements, each followed by its values."""
    return [
        part
        for sql, params in written
        # PostgreSQL is given JSON wrapped, and a wrapping is described by its length.
        for part in (sql, *(PASSING.sub("…", str(getattr(one, "obj", one))) for one in params or ()))
    ]


def alike(one: list[str], other: list[str]) -> list[str]:
    """What is said in both; made by chance is what was another in the second of two equal requests."""
    return [before if before == after else "…" for before, after in zip(one, other, strict=True)]


def require_the_same(client: Client, extras: Fields, act: Callable[[Fields], HttpResponse]) -> HttpResponse:
    """`act(more)` sends a form that is taken, with what is more among its fields, by the client; returns its answer."""
    answer, first = _undone(client, lambda: act({}))
    assert first, (answer.status_code, answer.content.decode()[:2000])
    plain = alike(told(first), told(_undone(client, lambda: act({}))[1]))
    stuffed_answer, written = _undone(client, lambda: act(extras))
    stuffed = alike(plain, told(written))
    assert stuffed == plain, [
        pair for pair in zip(plain, told(written), strict=True) if len({*pair, "…"}) > 2
    ]
    assert (stuffed_answer.status_code, bool(stuffed_answer.get("Location"))) == (
        answer.status_code,
        bool(answer.get("Location")),
    )
    return answer


def _undone(client: Client, act: Callable[[], HttpResponse]) -> tuple[HttpResponse, Written]:
    cookies = copy.deepcopy(client.cookies)
    cache.clear()
    with noted(OF_SESSIONS) as written, transaction.atomic():
        answer = act()
        transaction.set_rollback(True)
    client.cookies = cookies
    ContentType.objects.clear_cache()  # those that were made meanwhile are gone
    return answer, written
