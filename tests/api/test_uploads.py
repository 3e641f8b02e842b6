"""A private file in parts by API: announced, sent, asked for, kept (P33); the rules are in tests/portal/attachments."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from api.tokens.actions import create_token
from portal.attachments.models import Attachment, Upload
from tests.api.test_attachments import problem
from tests.factories import files

PLACE = "/api/v1/attachments/uploads/"
PART = 1000


@pytest.fixture(autouse=True)
def small_parts(settings) -> None:
    settings.ATTACHMENT_PART_BYTES = PART


@pytest.fixture
def api(signed_in, owner) -> Client:
    return signed_in(owner)


@pytest.fixture
def pdf() -> bytes:
    content = files.pdf(["text"])
    comment = b"%" + b"x" * (2 * PART - len(content))
    return content.replace(b"startxref", comment + b"\nstartxref")


@pytest.fixture
def told(owner, pdf) -> dict[str, Any]:
    return {
        "owner": f"accounts.user:{owner.pk}",
        "slot": "proof",
        "name": "证明.pdf",
        "size": len(pdf),
        "sha256": sha256(pdf).hexdigest(),
    }


def announce(client: Client, told: dict[str, Any], **headers: str) -> Any:
    return client.post(PLACE, told, content_type="application/json", headers=headers)


def send(client: Client, place: str, offset: Any, content: bytes) -> Any:
    kind = "application/offset+octet-stream"
    return client.patch(place, content, content_type=kind, headers={"Upload-Offset": str(offset)})


def finish(client: Client, place: str) -> Any:
    return client.post(place, content_type="application/json")


def test_file_when_sent_in_parts_then_it_is_an_attachment(api, told, pdf) -> None:
    begun = announce(api, told)
    upload = Upload.objects.get()
    assert begun.status_code == 201
    assert begun.headers["Upload-Offset"] == "0"
    assert begun.json() == {
        "id": str(upload.pk),
        "owner": told["owner"],
        "slot": "proof",
        "replaces": None,
        "name": "证明.pdf",
        "size": len(pdf),
        "offset": 0,
        "part_bytes": PART,
        "expires_at": begun.json()["expires_at"],
        "attachment": None,
    }
    place = begun.headers["Location"].removeprefix("http://testserver")
    for offset in range(0, len(pdf), PART):
        answer = send(api, place, offset, pdf[offset : offset + PART])
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (
            204,
            str(min(offset + PART, len(pdf))),
        )
    kept = finish(api, place)
    assert kept.status_code == 201
    assert kept.json()["sha256"] == told["sha256"]
    assert kept.headers["Location"] == f"http://testserver/api/v1/attachments/{kept.json()['id']}/"
    assert finish(api, place).json() == kept.json()
    assert Attachment.objects.count() == 1


def test_after_a_cut_the_offset_says_where_to_go_on(api, told, pdf) -> None:
    place = f"{PLACE}{announce(api, told).json()['id']}/"
    send(api, place, 0, pdf[:PART])
    assert api.head(place).headers["Upload-Offset"] == api.get(place).headers["Upload-Offset"] == str(PART)
    assert [row["offset"] for row in api.get(PLACE).json()] == [PART]
    wrong = send(api, place, 0, pdf[:PART])
    assert (problem(wrong)[:2], wrong.headers["Upload-Offset"]) == ((409, "wrong-offset"), str(PART))


@pytest.mark.parametrize("offset", ["", "-1", "9" * 30, "x"])
def test_offset_that_is_none_is_refused(api, told, offset: str) -> None:
    place = f"{PLACE}{announce(api, told).json()['id']}/"
    answer = api.generic("PATCH", place, b"x", "application/offset+octet-stream", HTTP_UPLOAD_OFFSET=offset)
    assert problem(answer) == (400, "invalid-parameters", [("Upload-Offset", "须为已上传的字节数。")])


def test_what_cannot_be_taken_is_said_before_it_is_sent(api, told) -> None:
    assert problem(announce(api, {**told, "name": "a.exe"}))[2] == [
        ("file", "这一项只收 PDF、JPG、PNG、DOCX、XLSX 格式的文件。")
    ]
    assert problem(announce(api, {**told, "slot": "attic"}))[2] == [("slot", "没有这一材料项。")]
    assert problem(announce(api, {**told, "received": 5}))[2] == [("received", "没有这个参数。")]
    assert problem(announce(api, {**told, "sha256": "x"}))[0] == 400
    assert not Upload.objects.exists()


def test_part_that_is_too_long_is_refused(api, told, pdf) -> None:
    place = f"{PLACE}{announce(api, told).json()['id']}/"
    assert problem(send(api, place, 0, pdf[: PART + 1]))[2] == [("part", "分段的大小不对。")]


def test_part_may_carry_an_idempotency_key(api, told, pdf) -> None:
    place = f"{PLACE}{announce(api, told).json()['id']}/"
    headers = {"Upload-Offset": "0", "Idempotency-Key": "one"}
    answers = [
        api.patch(place, pdf[:PART], content_type="application/offset+octet-stream", headers=headers)
        for _time in range(2)
    ]
    assert [answer.status_code for answer in answers] == [204, 204]


def test_upload_is_nobody_elses(signed_in, api, told, pdf, counter, citizen) -> None:
    """Not even that of somebody who may read the files."""
    place = f"{PLACE}{announce(api, told).json()['id']}/"
    for other in (counter, citizen):
        client = signed_in(other)
        assert client.get(PLACE).json() == []
        answers = [
            client.get(place),
            send(client, place, 0, pdf[:PART]),
            finish(client, place),
            client.delete(place),
        ]
        assert {answer.status_code for answer in answers} == {404}
    assert announce(signed_in(citizen), told).status_code == 404
    assert announce(signed_in(counter), told).status_code == 403
    assert Upload.objects.get().received == 0


def test_upload_when_given_up_then_it_is_gone(api, told) -> None:
    place = f"{PLACE}{announce(api, told).json()['id']}/"
    assert api.delete(place).status_code == 204
    assert api.get(place).status_code == 404


def test_token_needs_its_scope(client, owner, told) -> None:
    ends = timezone.now() + timedelta(days=1)
    _row, text = create_token(owner, name="程序", scopes=["attachments:read"], expires_at=ends)
    answer = announce(client, told, Authorization=f"Bearer {text}")
    assert problem(answer)[:2] == (403, "scope-missing")
