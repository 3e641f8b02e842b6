"""One way into the admin: the portal's own sign-in (ecosystem: the three doors of Wagtail)."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("site")


@pytest.mark.parametrize(
    "address",
    ["/admin/login/", "/_util/login/", "/admin/password_reset/", "/admin/password_reset/confirm/a/b/"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_own_forms_lead_to_the_portals_sign_in(client: Client, address: str, method: str) -> None:
    answer = getattr(client, method)(address)
    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).path == "/accounts/login/"


def test_wagtails_login_form_signs_nobody_in(client: Client, editor) -> None:
    client.post("/admin/login/", {"username": "editor", "password": "correct horse battery"})
    assert client.get("/admin/").status_code == 302


def test_the_wanted_page_survives_sign_in(client: Client, editor) -> None:
    there = client.get("/admin/pages/")
    assert urlsplit(there["Location"]).path == "/accounts/login/"
    assert parse_qs(urlsplit(there["Location"]).query)["next"] == ["/admin/pages/"]


def test_stranger_cannot_bend_the_way_back(client: Client) -> None:
    answer = client.get("/admin/login/?next=https://elsewhere.example/")
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == ["/admin/"]


def test_signed_in_without_rights_is_told_so(signed_in, citizen) -> None:
    answer = signed_in(citizen).get("/admin/")
    assert answer.status_code == 403
    assert "权限" in answer.content.decode()


def test_editor_signs_in_through_the_portal_and_reaches_the_desk(client: Client, editor) -> None:
    answer = client.post(
        "/accounts/login/", {"login": "editor", "password": "correct horse battery"}, follow=True
    )
    assert answer.request["PATH_INFO"] == "/admin/"
    assert answer.status_code == 200


def test_wrong_password_is_refused_in_chinese(client: Client, editor) -> None:
    answer = client.post("/accounts/login/", {"login": "editor", "password": "wrong"})
    assert answer.status_code == 200
    assert "不正确" in answer.content.decode()


def test_citizen_signs_in_and_lands_on_the_front_page(client: Client, citizen) -> None:
    answer = client.post(
        "/accounts/login/", {"login": "citizen", "password": "correct horse battery"}, follow=True
    )
    assert answer.request["PATH_INFO"] == "/"


def test_sign_up_is_open_unless_the_city_closes_it(client: Client, settings) -> None:
    assert "password1" in client.get("/accounts/signup/").content.decode()
    settings.ACCOUNT_OPEN_SIGNUP = False
    assert "password1" not in client.get("/accounts/signup/").content.decode()


def test_signing_out_of_the_desk_ends_every_session(editor) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/accounts/login/", {"login": "editor", "password": "correct horse battery"})
    answer = here.post("/admin/logout/")
    assert answer["Location"] == "/"
    assert "Clear-Site-Data" in answer
    assert there.get("/accounts/").status_code == 302
