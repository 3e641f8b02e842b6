"""Uploads under a server that is told to stop (F9)."""

import signal
import threading
import urllib.error
import urllib.request
from time import monotonic
from typing import Any

import pytest

from tests.browser.greetings import PHOTO, Greetings, start

TOKEN = "x" * 32


def send(address: str, greetings: Greetings, number: int) -> int:
    """The status of an upload made as a program makes it; 0 when the server was gone."""
    boundary = "BOUNDARY"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="'
    body = (
        (
            f'{head}csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n{head}file"; filename="a.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        ).encode()
        + PHOTO
        + f"\r\n--{boundary}--\r\n".encode()
    )
    request = urllib.request.Request(
        f"{address}/attachments/hello/greeting/{number}/consent/",
        body,
        {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Cookie": f"sessionid={greetings.session}; csrftoken={TOKEN}",
            "HX-Request": "true",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0


@pytest.mark.slow
def test_f9_server_when_told_to_stop_during_100_uploads_then_each_is_whole_or_not_there(greetings) -> None:
    server, address = start(greetings)
    before, _stored = greetings.kept()
    waiting, outcomes = greetings.numbers[:100], []
    some_are_through = threading.Event()

    def work() -> None:
        while waiting:
            outcomes.append(send(address, greetings, waiting.pop()))
            if len(outcomes) >= 15:
                some_are_through.set()

    threads = [threading.Thread(target=work) for _worker in range(10)]
    for thread in threads:
        thread.start()
    assert some_are_through.wait(120)
    server.send_signal(signal.SIGTERM)
    began = monotonic()
    server.wait(30)
    assert monotonic() - began <= 30
    for thread in threads:
        thread.join(60)
    rows, stored = greetings.kept()
    through: Any = outcomes.count(200)
    assert set(outcomes) == {200, 0}, "what was cut off heard nothing, and nobody heard of a failure"
    assert rows == stored, "no row without file, no file without row"
    assert len(rows - before) >= through >= 15
