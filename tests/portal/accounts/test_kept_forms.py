"""What was typed when a session ended waits for its owner (X13)."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from portal.accounts.testing import sign_in
from tests.portal.accounts.conftest import HOUR, MINUTE, log_in

pytestmark = pytest.mark.usefixtures("site")


WORDS = "一段写了很久的说明，里面有 <b>标记</b> 和 “引号”。"


def send_too_late(client: Client, clock, **more):
    clock.shift(31 * MINUTE)
    return client.post(
        "/attachments/nowhere/", {"text": WORDS, "tags": ["一", "二"], "password": "secret"} | more
    )


@pytest.fixture
def late(clock, citizen) -> Client:
    """Somebody who has sent a form a minute after their session ran out."""
    client = Client()
    log_in(client, "citizen")
    answer = send_too_late(client, clock)
    assert answer["Location"] == "/accounts/login/?next=/accounts/kept/"
    return client


def test_what_was_typed_waits_for_its_owner(late: Client) -> None:
    answer = log_in(late, "citizen", next="/accounts/kept/")
    assert answer["Location"] == "/accounts/kept/"
    page = late.get("/accounts/kept/").content.decode()
    assert "刚才填写的内容还在" in page
    assert "一段写了很久的说明" in page
    assert 'action="/attachments/nowhere/"' in page
    assert page.count('name="tags"') == 2
    assert "secret" not in page
    assert "<b>标记" not in page


def test_it_lies_encrypted_in_the_database(late: Client) -> None:
    """D7: the form may have been one with a number that is encrypted where it is kept."""
    sessions = [session.get_decoded() for session in Session.objects.all()]
    assert any("kept_form" in session for session in sessions)
    assert "一段写了很久的说明" not in str(sessions)


def test_it_is_shown_to_nobody_else(late: Client, editor) -> None:
    log_in(late, "editor")
    assert late.get("/accounts/kept/").status_code == 302
    log_in(late, "citizen")
    assert late.get("/accounts/kept/").status_code == 302


def test_it_waits_for_an_hour(late: Client, clock) -> None:
    clock.shift(HOUR + 1)
    log_in(late, "citizen")
    assert late.get("/accounts/kept/").status_code == 302


def test_it_can_be_thrown_away(late: Client) -> None:
    log_in(late, "citizen")
    late.post("/accounts/kept/")
    assert late.get("/accounts/kept/").status_code == 302


def test_files_cannot_wait_and_people_are_told(clock, citizen) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = Client()
    log_in(client, "citizen")
    send_too_late(client, clock, file=SimpleUploadedFile("a.txt", b"text"))
    log_in(client, "citizen")
    assert "文件不能保留" in client.get("/accounts/kept/").content.decode()


def test_a_form_sent_by_another_site_is_not_kept(clock, citizen) -> None:
    """Only what carries the person's CSRF token is theirs."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(citizen)
    assert send_too_late(client, clock).status_code == 403
    assert "kept_form" not in client.session


@pytest.mark.parametrize(
    "address", ["/accounts/profile/", "/accounts/password/change/", "/api/v1/me/tokens/"]
)
def test_forms_of_the_account_and_calls_of_programs_are_not_kept(clock, citizen, address: str) -> None:
    client = Client()
    log_in(client, "citizen")
    clock.shift(31 * MINUTE)
    client.post(address, {"name": "某人的新名字"})
    assert "kept_form" not in client.session


def test_what_is_larger_than_any_form_is_not_kept(clock, citizen) -> None:
    client = Client()
    log_in(client, "citizen")
    answer = send_too_late(client, clock, text="字" * 600_000)
    assert "kept" not in answer.get("Location", "")


def test_htmx_is_told_to_load_the_page(clock, citizen) -> None:
    client = Client()
    log_in(client, "citizen")
    clock.shift(31 * MINUTE)
    answer = client.post("/attachments/nowhere/", {"text": WORDS}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/accounts/login/?next=/accounts/kept/"


def test_an_editors_page_survives_the_way_through_the_sign_in(clock, editor) -> None:
    """The desk, whose sessions are the shortest, has the longest texts."""
    client = sign_in(Client(), editor)
    clock.shift(16 * MINUTE)
    answer = client.post(
        "/admin/pages/add/cms_pages/newspage/1/", {"title": "一条写了很久的公告", "body-0-value": WORDS}
    )
    assert answer["Location"] == "/accounts/login/?next=/accounts/kept/"
    log_in(client, "editor")
    page = client.get("/accounts/kept/").content.decode()
    assert "一条写了很久的公告" in page
    assert 'action="/admin/pages/add/cms_pages/newspage/1/"' in page
