"""Bodies that are too large are refused before they are read; what lies about its size is stopped (U7)."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client, RequestFactory

from portal.attachments.body_limit import BodyLimitMiddleware
from portal.attachments.models import Attachment
from portal.attachments.showing import address
from tests.factories import files
from tests.portal.attachments.conftest import stored

BOUNDARY = "X-BOUNDARY-X"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
MEGABYTE = 1024 * 1024


class Unread(BytesIO):
    """A body that notes how much of it was read."""

    asked = 0

    def read(self, *args: Any) -> bytes:
        piece = super().read(*args)
        self.asked += len(piece)
        return piece

    def readline(self, *args: Any) -> bytes:
        line = super().readline(*args)
        self.asked += len(line)
        return line


def form(size: int, name: str = "a.pdf") -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return head.encode() + b"%PDF-1.7\n" + b"0" * (size - 9) + f"\r\n--{BOUNDARY}--\r\n".encode()


def send(client: Client, path: str, body: bytes, **extra: Any) -> tuple[Any, Unread]:
    """Post the body as it is, with a length and headers of one's own."""
    stream = Unread(body)
    environ = {
        "CONTENT_TYPE": MULTIPART,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": stream,
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        **extra,
    }
    return client.request(**environ), stream


@pytest.mark.parametrize("path", ["/attachments/accounts/user/1/proof/", "/accounts/login/", "/nowhere/"])
def test_u7_body_when_declared_too_large_then_413_and_nothing_of_it_is_read(
    site, client, settings, path
) -> None:
    answer, stream = send(client, path, b"x", CONTENT_LENGTH=str(settings.REQUEST_MAX_BYTES + 1))
    assert (answer.status_code, stream.asked) == (413, 0)
    assert "一个文件最大 20 MB" in answer.content.decode()


def test_u7_api_says_it_in_its_own_form(site, client, settings) -> None:
    answer, stream = send(
        client, "/api/v1/attachments/", b"x", CONTENT_LENGTH=str(settings.REQUEST_MAX_BYTES + 1)
    )
    assert (answer.status_code, stream.asked) == (413, 0)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/api/problems/too-large/"


@pytest.mark.parametrize(("path", "kind"), [("/nowhere/", "text/html"), ("/api/v1/attachments/", "problem")])
def test_u7_body_when_it_does_not_say_how_large_it_is_then_411(site, client, path, kind) -> None:
    answer, stream = send(client, path, b"x", CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
    assert (answer.status_code, stream.asked) == (411, 0)
    assert kind in answer.headers["Content-Type"]


def test_u7_file_when_one_byte_too_large_then_413_and_nothing_is_kept(
    signed_in,
    owner,
    storage,
    settings,
) -> None:
    page = address(owner, "proof")
    body = form(settings.ATTACHMENT_MAX_BYTES + 1)
    answer, _stream = send(signed_in(owner), page, body)
    assert answer.status_code == 413
    assert (stored(storage), Attachment.objects.count()) == ([], 0)


def test_u7_file_when_it_grows_beyond_its_limit_then_the_rest_is_not_read(
    signed_in,
    owner,
    settings,
) -> None:
    settings.ATTACHMENT_MAX_BYTES = MEGABYTE
    body = form(15 * MEGABYTE)
    answer, stream = send(signed_in(owner), address(owner, "proof"), body)
    assert answer.status_code == 413
    assert stream.asked < 2 * MEGABYTE


def test_u7_body_when_longer_than_it_says_then_only_what_it_says_is_read(
    signed_in,
    owner,
    storage,
) -> None:
    body = form(MEGABYTE)
    answer, stream = send(signed_in(owner), address(owner, "proof"), body, CONTENT_LENGTH="1000")
    assert answer.status_code in {400, 422}
    assert stream.asked <= 1000
    assert stored(storage) == []


def test_u7_body_when_cut_off_then_no_file_of_it_is_kept(
    signed_in,
    owner,
    storage,
) -> None:
    """As when the line breaks: it says more than it sends."""
    body = form(MEGABYTE)
    answer, _stream = send(
        signed_in(owner), address(owner, "proof"), body[: len(body) // 2], CONTENT_LENGTH=str(len(body))
    )
    assert answer.status_code == 422
    assert "请先选择文件。" in answer.content.decode()
    assert stored(storage) == []


@pytest.mark.parametrize("number", [101, 1000])
def test_u7_body_when_it_has_more_than_100_files_then_it_is_refused(
    signed_in,
    owner,
    storage,
    number,
) -> None:
    body = {f"file{index}": files.upload("a.pdf", b"%PDF-") for index in range(number)}
    answer = signed_in(owner).post(address(owner, "proof"), body)
    assert answer.status_code == 400
    assert stored(storage) == []


def test_body_when_within_the_limits_then_it_passes() -> None:
    passed = BodyLimitMiddleware(lambda request: "answer")
    assert passed(RequestFactory().post("/", {"a": "b"})) == "answer"
    assert passed(RequestFactory().get("/")) == "answer"


def test_limit_stands_before_whatever_reads_bodies(settings) -> None:
    order = settings.MIDDLEWARE
    assert order.index("portal.attachments.body_limit.BodyLimitMiddleware") < order.index(
        "django.middleware.csrf.CsrfViewMiddleware"
    )
    assert settings.FILE_UPLOAD_HANDLERS[0] == "portal.attachments.body_limit.CountingUploadHandler"
