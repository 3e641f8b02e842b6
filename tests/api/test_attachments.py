"""Private files by API: the same answers as on the page, in the API's own form (A1 is in tests/portal/attachments)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from api.tokens.actions import create_token
from portal.attachments.choices import State
from portal.attachments.models import Attachment
from tests.factories import files
from tests.portal.attachments.conftest import largest_file, stored

LIST = "/api/v1/attachments/"


@pytest.fixture
def api(signed_in, owner) -> Client:
    return signed_in(owner)


@pytest.fixture
def key(owner) -> str:
    return f"accounts.user:{owner.pk}"


def upload(client: Client, key: str, name: str = "证明.pdf", content: bytes = b"", **body: Any) -> Any:
    file = files.upload(name, content or files.pdf(["text"]))
    return client.post(LIST, {"owner": key, "slot": "proof", "file": file, **body})


def problem(answer: Any) -> tuple[int, str, list[Any]]:
    """Status, kind, and what is said of which field."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    said = [(error["field"], error["detail"]) for error in body.get("errors", [])]
    return answer.status_code, body["type"].split("/")[3], said


def test_upload_when_taken_then_it_is_described_and_led_to(api, key) -> None:
    answer = upload(api, key)
    row = Attachment.objects.get()
    body = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"http://testserver{LIST}{row.pk}/"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert body == {
        "id": str(row.pk),
        "slot": "proof",
        "original_name": "证明.pdf",
        "name": "证明.pdf",
        "kind": "pdf",
        "size": row.size,
        "sha256": row.sha256,
        "state": "current",
        "scan": "off",
        "words": "",
        "uploaded_at": body["uploaded_at"],
        "replaced_by": None,
        "file_url": f"http://testserver{LIST}{row.pk}/file/",
    }
    assert api.get(f"{LIST}{row.pk}/").json() == body


def test_list_names_slots_and_what_is_in_them_with_history(api, key) -> None:
    first = upload(api, key).json()["id"]
    second = upload(api, key, "新.pdf", replaces=first).json()["id"]
    body = api.get(LIST, {"owner": key}).json()
    licence, proof = body["slots"]
    assert (body["owner"], body["may_change"], body["quota"]) == (key, True, 200 * 1024 * 1024)
    assert (licence["name"], licence["required"], licence["files"]) == ("licence", True, [])
    assert (proof["label"], proof["max_files"], proof["max_bytes"]) == ("佐证材料", 3, 20 * 1024 * 1024)
    assert [(file["id"], file["state"], file["replaced_by"]) for file in proof["files"]] == [
        (second, "current", None),
        (first, "replaced", second),
    ]
    assert body["used"] == proof["files"][0]["size"]


def test_file_when_asked_for_then_it_comes_whatever_is_accepted(api, key) -> None:
    content = files.pdf(["text"])
    url = upload(api, key, content=content).json()["file_url"]
    answer = api.get(url, headers={"Accept": "application/pdf"})
    assert b"".join(answer.streaming_content) == content
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_file_when_removed_then_it_is_gone(api, key) -> None:
    where = f"{LIST}{upload(api, key).json()['id']}/"
    assert api.delete(where).status_code == 204
    assert Attachment.objects.get().state == State.REMOVED
    assert problem(api.get(where))[:2] == (404, "not-found")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "a.exe", "content": b"MZ"}, ("file", "这一项只收 PDF、JPG、PNG、DOCX、XLSX 格式的文件。")),
        ({"slot": "attic"}, ("slot", "没有这一材料项。")),
        ({"state": "current"}, ("state", "没有这个参数。")),
        ({"uploaded_by": "1"}, ("uploaded_by", "没有这个参数。")),
    ],
)
def test_upload_when_something_is_wrong_then_it_is_named(api, key, changed, said) -> None:
    assert problem(upload(api, key, **changed)) == (400, "invalid-parameters", [said])
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("wrong", ["accounts.user", "accounts.user:x", "user:1", "accounts.user:1; drop"])
def test_owner_when_misspelt_then_it_is_named(api, wrong) -> None:
    status, kind, said = problem(api.get(LIST, {"owner": wrong}))
    assert (status, kind, said[0][0]) == (400, "invalid-parameters", "owner")


def test_replacing_when_the_file_is_of_another_slot_or_none_then_there_is_nothing(api, key, put) -> None:
    other = put(slot="licence")
    for wrong in (other.pk, uuid4()):
        assert problem(upload(api, key, replaces=str(wrong)))[:2] == (404, "not-found")


def test_body_when_it_is_no_form_then_it_is_refused(api, key) -> None:
    answer = api.post(LIST, {"owner": key}, content_type="application/json")
    assert problem(answer)[:2] == (415, "unsupported-media-type")


def test_upload_when_without_token_then_it_is_refused(owner, key) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    assert problem(upload(client, key))[:2] == (403, "forbidden")


def test_f6_disk_when_full_then_the_caller_is_told(api, key) -> None:
    with largest_file(1_000):
        answer = upload(api, key, content=files.pdf(["text"] * 2_000))
    assert problem(answer)[:2] == (503, "cannot-keep")
    assert answer.json()["detail"] == "文件暂时无法保存，请稍后再试；一再出现时请联系我们。"
    assert not Attachment.objects.exists()


def test_refusal_speaks_the_callers_language(api, key) -> None:
    answer = api.post(LIST, {"owner": key, "slot": "proof"}, headers={"Accept-Language": "en"})
    assert answer.json()["title"] == "Invalid parameters"


# Programs with a token -------------------------------------------------------------------------------------------


def token(person: Any, *scopes: str) -> dict[str, str]:
    _row, text = create_token(
        person, name="程序", scopes=scopes, expires_at=timezone.now() + timedelta(days=1)
    )
    return {"Authorization": f"Bearer {text}"}


def test_token_when_it_may_only_read_then_it_reads_and_changes_nothing(client, owner, key, put) -> None:
    row, headers = put(), token(owner, "attachments:read")
    answer = client.get(f"{LIST}{row.pk}/file/", headers=headers)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert problem(client.delete(f"{LIST}{row.pk}/", headers=headers))[:2] == (403, "scope-missing")
    row.refresh_from_db()
    assert row.state == State.CURRENT


def test_token_of_somebody_else_finds_nothing(client, citizen, key, put) -> None:
    headers = token(citizen, "attachments:read", "attachments:write")
    assert problem(client.get(f"{LIST}{put().pk}/", headers=headers))[:2] == (404, "not-found")


def test_upload_when_sent_twice_with_one_key_then_one_file_is_kept(client, owner, key, storage) -> None:
    headers = token(owner, "attachments:write") | {"Idempotency-Key": "once"}

    def send() -> Any:
        body = {"owner": key, "slot": "proof", "file": files.upload("a.pdf", files.pdf(["text"]))}
        return client.post(LIST, body, headers=headers)

    first, second = send(), send()
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len(stored(storage)) == Attachment.objects.count() == 1
