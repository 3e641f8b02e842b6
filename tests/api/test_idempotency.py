"""A write with an Idempotency-Key happens once, whatever the network does (I2, I3)."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from rest_framework.parsers import MultiPartParser

from api.idempotency import forget_old_answers
from api.models import StoredAnswer
from portal.accounts.models import User
from portal.accounts.testing import add_second_factor
from search.models import StopWord
from tests.api import writing
from tests.api.test_tokens import made, with_token

Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def words_api(settings) -> None:
    settings.ROOT_URLCONF = "tests.api.writing"
    writing.CALLS.clear()


@pytest.fixture
def send(citizen) -> Send:
    """`send("税务", key="k")`: the answer to keeping that word."""
    _token, text = made(citizen, "words:read", "words:write")

    def post(word: str, key: str | None = None, **more: Any) -> Any:
        headers = with_token(text) | ({"Idempotency-Key": key} if key is not None else {})
        return Client().post(
            "/api/v1/words/", {"word": word, **more}, content_type="application/json", headers=headers
        )

    return post


def kept(word: str) -> int:
    return StopWord.objects.filter(word=word).count()


def test_the_same_again_gives_the_first_answer(send: Send) -> None:
    first, second = send("税务", "k1"), send("税务", "k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Location"] == first["Location"]
    assert ("Idempotent-Replayed" in first, second["Idempotent-Replayed"]) == (False, "true")
    assert writing.CALLS == ["税务"]


def test_another_body_under_the_same_key_is_refused(send: Send) -> None:
    send("税务", "k1")
    answer = send("工商", "k1")
    assert answer.status_code == 422
    assert answer.json()["type"] == "/api/problems/key-reused/"
    assert kept("工商") == 0


def test_another_key_is_another_write(send: Send) -> None:
    send("税务", "k1")
    assert send("税务", "k2").status_code == 400  # the word is there already
    assert writing.CALLS == ["税务", "税务"]


def test_keys_belong_to_one_person(send: Send, editor) -> None:
    send("税务", "k1")
    add_second_factor(editor)
    _token, text = made(editor, "words:write")
    answer = Client().post(
        "/api/v1/words/",
        {"word": "工商"},
        content_type="application/json",
        headers=with_token(text) | {"Idempotency-Key": "k1"},
    )
    assert answer.status_code == 201


def test_a_refused_write_leaves_nothing_and_may_be_mended_under_the_same_key(send: Send) -> None:
    assert send("broken", "k1").status_code == 400
    assert kept("broken") == 0
    assert StoredAnswer.objects.count() == 0
    assert send("whole", "k1").status_code == 201


def test_without_a_key_every_call_counts(send: Send) -> None:
    assert send("税务").status_code == 201
    assert StoredAnswer.objects.count() == 0


@pytest.mark.parametrize("key", ["k" * 101, "键", "a\tb"], ids=["long", "foreign", "tab"])
def test_a_key_that_is_no_key_is_refused(send: Send, key: str) -> None:
    answer = send("税务", key)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["Idempotency-Key"]


def test_a_write_under_way_is_not_begun_again(send: Send, citizen) -> None:
    send("税务", "k1")
    StoredAnswer.objects.update(status=None, body="")
    answer = send("税务", "k1")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/api/problems/key-in-use/"


@pytest.mark.parametrize(("seconds", "code"), [(119, 409), (120, 201)])
def test_the_key_of_a_process_that_died_is_taken_over_after_two_minutes(
    send: Send, seconds: int, code: int
) -> None:
    send("税务", "k1")
    StoredAnswer.objects.update(status=None, body="")
    StopWord.objects.filter(word="税务").delete()
    started = StoredAnswer.objects.get().started_at
    with time_machine.travel(started + timedelta(seconds=seconds), tick=False):
        assert send("税务", "k1").status_code == code


def test_who_was_overtaken_writes_nothing(send: Send, monkeypatch) -> None:
    """A slow write that somebody took over is rolled back when it ends at last."""
    save = writing.Word.save

    def overtaken(self: Any, **kwargs: Any) -> Any:
        StoredAnswer.objects.update(started_at=timezone.now() + timedelta(seconds=1))
        return save(self, **kwargs)

    monkeypatch.setattr(writing.Word, "save", overtaken)
    # In a test the other one's mark stands in the same transaction, so it is rolled back with the write.
    assert send("税务", "k1").status_code == 409
    assert kept("税务") == 0


def test_answers_are_kept_for_a_day(send: Send) -> None:
    send("税务", "k1")
    started = StoredAnswer.objects.get().started_at
    with time_machine.travel(started + timedelta(hours=24), tick=False):
        assert forget_old_answers() == 0
    with time_machine.travel(started + timedelta(hours=24, seconds=1), tick=False):
        assert forget_old_answers() == 1


def test_files_are_part_of_what_is_the_same(citizen, monkeypatch) -> None:
    _token, text = made(citizen, "words:write")

    def post(content: bytes) -> Any:
        file = SimpleUploadedFile("a.txt", content, "text/plain")
        return Client().post(
            "/api/v1/words/",
            {"word": "税务", "file": file},
            headers=with_token(text) | {"Idempotency-Key": "k1"},
        )

    monkeypatch.setattr(writing.Words, "parser_classes", [MultiPartParser])
    assert post(b"one").status_code == 201
    assert post(b"one")["Idempotent-Replayed"] == "true"
    assert post(b"two").status_code == 422


@pytest.mark.postgresql
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_ten_at_once_write_once(round_: int) -> None:
    """Real threads and connections: one write, nine answers that are the same or say that it is under way."""
    person = User.objects.create_user(f"racer{round_}", "racer@hailan.example")
    _token, text = made(person, "words:write")
    headers = with_token(text) | {"Idempotency-Key": uuid.uuid4().hex}
    start, codes = Barrier(10), []

    def post() -> None:
        try:
            start.wait()
            answer = Client().post(
                "/api/v1/words/",
                {"word": f"race{round_}", "wait": 0.05},
                content_type="application/json",
                headers=headers,
            )
            codes.append(answer.status_code)
        finally:
            connection.close()

    threads = [Thread(target=post) for _each in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(codes) <= {201, 409}
    assert codes.count(201) >= 1
    assert kept(f"race{round_}") == 1
