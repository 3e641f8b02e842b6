"""How files leave: downloads, inert, never stored, with a trace of each look (U2, U5, U6)."""

from typing import Any

import pytest
from django.test import Client

from portal.attachments import actions
from portal.attachments.choices import Scan, State
from portal.attachments.models import Attachment
from portal.attachments.serving import HEADERS
from portal.attachments.signals import read
from tests.factories import files
from tests.portal.attachments.conftest import example
from tests.portal.files import test_documents as documents


@pytest.fixture
def reads() -> Any:
    """Every look at a file, as the trace hears of it."""
    heard: list[dict[str, Any]] = []

    def listen(sender: Any, **kwargs: Any) -> None:
        heard.append(kwargs)

    read.connect(listen)
    yield heard
    read.disconnect(listen)


@pytest.fixture
def reader(signed_in, owner) -> Client:
    return signed_in(owner)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def address(row: Attachment, inline: bool = False) -> str:
    return f"/attachments/{row.pk}/" + ("?inline" if inline else "")


def test_file_when_asked_for_then_it_is_a_download_that_does_nothing(reader, put) -> None:
    content = example("a.pdf")
    answer = reader.get(address(put("执照（正本）.pdf", content)))
    assert body(answer) == content
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Length"] == str(len(content))
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E6%89%A7%E7%85%A7-%E6%AD%A3%E6%9C%AC.pdf"
    )


def test_headers_are_those_of_the_design() -> None:
    assert HEADERS["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert HEADERS["X-Content-Type-Options"] == "nosniff"
    assert HEADERS["Cache-Control"] == "private, no-store"
    assert HEADERS["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("name", "content", "disposition"),
    [
        ("a.jpg", None, "inline"),
        ("a.png", None, "inline"),
        ("a.pdf", None, "inline"),
        ("a.docx", None, "attachment"),
        ("a.xlsx", None, "attachment"),
        ("a.pdf", documents.BAD["script"][1], "attachment"),
        ("a.pdf", documents.BAD["embedded file"][1], "attachment"),
    ],
    ids=["jpg", "png", "pdf", "docx", "xlsx", "pdf with a script", "pdf with a file"],
)
def test_u5_file_when_asked_for_inline_then_only_what_is_harmless_is_shown(
    reader, put, name, content, disposition
) -> None:
    answer = reader.get(address(put(name, content or example(name)), inline=True))
    assert answer.headers["Content-Disposition"] == f'{disposition}; filename="{name}"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("wanted", "status", "part", "said"),
    [
        ("bytes=0-4", 206, slice(0, 5), "bytes 0-4/{size}"),
        ("bytes=5-", 206, slice(5, None), "bytes 5-{last}/{size}"),
        ("bytes=-6", 206, slice(-6, None), "bytes {sixth}-{last}/{size}"),
        ("bytes=0-99999999", 200, slice(None), None),
        ("bytes=-99999999", 200, slice(None), None),
        ("bytes=0-1,3-4", 200, slice(None), None),
        ("bytes=-", 200, slice(None), None),
        ("lines=1-2", 200, slice(None), None),
        ("bytes=99999999-", 416, slice(0, 0), "bytes */{size}"),
        ("bytes=-0", 416, slice(0, 0), "bytes */{size}"),
        ("bytes=9-3", 416, slice(0, 0), "bytes */{size}"),
    ],
)
def test_part_when_asked_for_then_it_is_sent(reader, put, wanted, status, part, said) -> None:
    content = example("a.pdf")
    answer = reader.get(address(put("a.pdf", content)), headers={"Range": wanted})
    size = len(content)
    assert answer.status_code == status
    assert (body(answer) if answer.streaming else answer.content) == content[part]
    expected = said.format(size=size, last=size - 1, sixth=size - 6) if said else None
    assert answer.headers.get("Content-Range") == expected


def test_web_server_when_it_sends_the_files_then_it_gets_the_order(reader, put, settings) -> None:
    settings.ATTACHMENT_ACCEL_PREFIX = "/protected/"
    row = put()
    answer = reader.get(address(row))
    assert answer.headers["X-Accel-Redirect"] == f"/protected/{row.stored_as}"
    assert answer.content == b""
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_every_look_leaves_its_trace_with_who_and_how(reader, owner, put, reads) -> None:
    row = put()
    body(reader.get(address(row)))
    body(reader.get(f"/api/v1/attachments/{row.pk}/file/"))
    assert [(look["attachment"], look["user"], look["channel"]) for look in reads] == [
        (row, owner, "page"),
        (row, owner, "api"),
    ]
    assert reads[0]["request"].path == address(row)


def test_look_when_it_cannot_be_traced_then_nothing_is_handed_out(reader, put) -> None:
    def deaf(sender: Any, **kwargs: Any) -> None:
        raise RuntimeError("the log is full")

    read.connect(deaf)
    try:
        with pytest.raises(RuntimeError):
            reader.get(address(put()))
    finally:
        read.disconnect(deaf)


def test_look_when_refused_then_it_leaves_no_trace(signed_in, citizen, put, reads) -> None:
    assert signed_in(citizen).get(address(put())).status_code == 404
    assert reads == []


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"scan": Scan.WAITING}, "正在进行安全检查，通过后才能下载。"),
        ({"scan": Scan.INFECTED, "state": State.REFUSED, "stored_as": ""}, "没有通过安全检查，已经删除"),
        ({"state": State.LOST}, "文件丢失，请重新上传。"),
    ],
    ids=["held", "refused", "lost"],
)
def test_file_when_nobody_can_have_it_then_the_reason_is_said(reader, put, reads, state, said) -> None:
    row = put()
    Attachment.objects.filter(pk=row.pk).update(**state)
    page = reader.get(address(row))
    assert (page.status_code, said in page.content.decode()) == (409, True)
    problem = reader.get(f"/api/v1/attachments/{row.pk}/file/")
    assert (problem.status_code, said in problem.json()["detail"]) == (409, True)
    assert reads == []


def test_file_when_its_bytes_are_missing_then_that_is_said(reader, put, storage) -> None:
    row = put()
    (storage / row.stored_as).unlink()
    page = reader.get(address(row))
    assert (page.status_code, "文件丢失，请联系我们。" in page.content.decode()) == (409, True)


def test_history_when_a_file_was_replaced_then_it_can_still_be_read(reader, owner, put) -> None:
    row = put()
    actions.replace(row, files.upload("b.pdf", files.pdf(["b"])), by=owner)
    assert body(reader.get(address(row))) == example("a.pdf")


def test_file_when_removed_then_it_is_gone_for_everybody(reader, owner, put) -> None:
    row = put()
    actions.remove(row, by=owner)
    assert reader.get(address(row)).status_code == 404
