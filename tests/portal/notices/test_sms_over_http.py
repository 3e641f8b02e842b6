"""The HTTP gateway against a real server on the loopback: what was surely not accepted, what never will be, what nobody
knows (N2, N3)."""

import json
import socket
import threading
import time as wall
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from portal.accounts import sms_over_http
from portal.accounts.sms import NotSent, Rejected, Unknown, send_sms
from portal.notices.choices import State
from portal.notices.delivering import deliver
from portal.notices.models import Delivery
from portal.notices.telling import notify
from tests.portal.notices.conftest import ANSWERED, wants_sms


class City(BaseHTTPRequestHandler):
    """A messaging platform: it remembers keys, and behaves as its server says."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.path, dict(self.headers), body))  # type: ignore[attr-defined]
        self.server.behave(self)  # type: ignore[attr-defined]

    def log_message(self, *arguments: Any) -> None:
        pass


def answer(status: int) -> Callable[[City], None]:
    def behave(city: City) -> None:
        city.send_response(status)
        city.send_header("Content-Length", "0")
        city.end_headers()

    return behave


def hang(city: City) -> None:
    wall.sleep(1)


def cut(city: City) -> None:
    city.connection.shutdown(socket.SHUT_RDWR)


def babble(city: City) -> None:
    city.wfile.write(b"what is HTTP?\r\n\r\n")


@pytest.fixture
def city(settings, monkeypatch) -> Iterator[Any]:
    monkeypatch.setattr(sms_over_http, "SECONDS", 0.3)
    server = ThreadingHTTPServer(("127.0.0.1", 0), City)
    server.seen, server.behave = [], answer(202)  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.SMS_GATEWAY = "portal.accounts.sms_over_http.HTTPGateway"
    settings.SMS_HTTP_URL = f"http://127.0.0.1:{server.server_port}/messages?app=qct"
    settings.SMS_HTTP_TOKEN = "secret"
    yield server
    server.shutdown()
    server.server_close()


def test_message_when_accepted_then_the_city_got_number_words_and_key(city) -> None:
    send_sms("13800001111", "您的留言已答复", "key-1")

    ((path, headers, body),) = city.seen
    assert path == "/messages?app=qct"
    assert body == {"id": "key-1", "phone": "13800001111", "text": "您的留言已答复"}
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer secret", "key-1")


@pytest.mark.parametrize(
    ("behave", "outcome"),
    [
        (answer(400), Rejected),
        (answer(404), Rejected),
        (answer(429), NotSent),
        (answer(503), NotSent),
        (answer(500), Unknown),
        (answer(302), Unknown),
        (hang, Unknown),
        (cut, Unknown),
        (babble, Unknown),
    ],
    ids=["400", "404", "429", "503", "500", "302", "hang", "cut", "babble"],
)
def test_message_when_not_accepted_then_the_kind_of_failure_is_told(city, behave: Any, outcome: type) -> None:
    city.behave = behave
    with pytest.raises(outcome):
        send_sms("13800001111", "您的留言已答复", "key-1")


def test_message_when_nobody_listens_then_it_was_not_sent(settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.SMS_HTTP_URL = f"http://127.0.0.1:{free.getsockname()[1]}/"
    settings.SMS_GATEWAY = "portal.accounts.sms_over_http.HTTPGateway"

    with pytest.raises(NotSent):
        send_sms("13800001111", "您的留言已答复", "key-1")


@pytest.mark.django_db
def test_delivery_when_the_city_accepts_and_then_hangs_then_it_gets_the_message_once(
    city, question, asker, time, settings
) -> None:
    """N2, from the outbox to the wire."""
    wants_sms(asker, "13800001111")
    notify(ANSWERED, question)
    city.behave = hang
    deliver()
    city.behave = answer(202)
    time.shift(days=2)
    deliver()

    assert Delivery.objects.get().state == State.UNKNOWN
    assert [body["id"] for _path, _headers, body in city.seen] == [str(Delivery.objects.get().key)]


@pytest.mark.django_db
def test_delivery_when_the_city_is_busy_then_it_gets_the_message_later(city, question, asker, time) -> None:
    wants_sms(asker, "13800001111")
    notify(ANSWERED, question)
    city.behave = answer(503)
    deliver()
    city.behave = answer(202)
    time.shift(minutes=1)

    assert deliver() == 1
    assert len({body["id"] for _path, _headers, body in city.seen}) == 1
