"""Telling people: the message is written with what it tells, and leaves when that is committed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from portal import clock
from portal.accounts import sms
from portal.accounts.models import Phone
from portal.jobs.soon import run_soon
from portal.notices.base import Notice, Urgency
from portal.notices.choices import Channel
from portal.notices.models import Choice, Delivery, Message
from portal.notices.night import rings_at
from portal.notices.texts import Texts, texts
from portal.workflow.transitions import Effect, Moved

JOB = "notices.deliver"


class Letter(NamedTuple):
    """A message that would be written: its words, and the people whom it is for."""

    notice: Notice
    words: Texts
    people: list[Any]


_letters: ContextVar[list[Letter] | None] = ContextVar("letters", default=None)


@contextmanager
def rehearsal() -> Iterator[list[Letter]]:
    """Inside, nobody is told anything: what would be said is gathered in the list, for somebody to read first."""
    letters: list[Letter] = []
    token = _letters.set(letters)
    try:
        yield letters
    finally:
        _letters.reset(token)


def tell(notice: Notice) -> Effect:
    """An effect of a move: everybody whom the notice is for is told of the case."""

    def effect(moved: Moved) -> None:
        notify(notice, moved.case)

    return effect


@transaction.atomic
def notify(notice: Notice, about: Any) -> list[Message]:
    """Put a message into the inbox of everybody whom the notice is for, and send it on as they have chosen.

    Part of the caller's transaction; nothing leaves the portal before that is committed. Nobody is told twice.
    """
    words = texts(notice, notice.context(about))
    people = {person.pk: person for person in notice.to(about) if person is not None and person.is_active}
    if (letters := _letters.get()) is not None:
        letters.append(Letter(notice, words, list(people.values())))
        return []
    written = [_write(notice, about, person, words) for person in people.values()]
    if written and notice.urgency is not Urgency.REMINDER:
        run_soon(JOB)
    return written


def channels_of(person: Any) -> Iterable[Channel]:
    """How the person wants to be told, as far as that is possible."""
    for channel in Choice.of(person).channels():
        if channel is Channel.EMAIL and person.email:
            yield channel
        if channel is Channel.SMS and sms.available() and Phone.confirmed_of(person):
            yield channel


def _write(notice: Notice, about: Any, person: Any, words: Texts) -> Message:
    now = clock.read()
    message = Message.objects.create(
        person=person,
        notice=notice.key,
        title=words.title,
        body=words.body,
        link=notice.link(about) if notice.link else "",
        about_type=ContentType.objects.get_for_model(about),
        about_id=about.pk,
        created_at=now,
    )
    rings = rings_at(now, notice.urgency)
    Delivery.objects.bulk_create(
        Delivery(
            message=message,
            channel=channel,
            text=words.sms if channel is Channel.SMS else "",
            since=rings,
            try_at=rings,
        )
        for channel in channels_of(person)
    )
    return message
