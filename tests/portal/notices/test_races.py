"""Workers side by side hand every message over once, in each person's order: real threads against PostgreSQL."""

import threading

import pytest
from django.db import close_old_connections, connection, connections  # noqa: F401 - the skip asks it

from portal.notices.choices import State
from portal.notices.delivering import deliver
from portal.notices.models import Delivery
from portal.notices.telling import notify
from tests.conftest import person
from tests.portal.notices.conftest import ask, notice, wants_sms

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]


def work(start: threading.Barrier) -> None:
    close_old_connections()
    start.wait(10)
    try:
        while Delivery.objects.ready().exists():
            deliver()
    finally:
        connections.close_all()


def test_messages_when_four_workers_deliver_then_each_leaves_once_and_in_order(
    gateway, time, asker, mentor
) -> None:
    people = [wants_sms(person(f"p{number}", str(number)), f"1380000{number:04}") for number in range(8)]
    for number in range(5):
        question = ask(asker, mentor, str(number))
        for told in people:
            # Another kind each time, so that none of them share a message.
            notify(notice(("answered", "alarm")[number % 2], to=lambda question, told=told: [told]), question)

    start = threading.Barrier(4)
    workers = [threading.Thread(target=work, args=(start,)) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}
    keys = [key for _phone, _text, key in gateway.sent]
    assert len(keys) == len(set(keys)) == 40
    order = {str(key): pk for key, pk in Delivery.objects.values_list("key", "pk")}
    for told in people:
        own = [order[key] for phone, _text, key in gateway.sent if phone == told.phone.number]
        assert own == sorted(own)
