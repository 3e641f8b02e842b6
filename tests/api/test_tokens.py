"""Personal tokens: shown once, kept as a digest, good for what they say, gone when revoked (A1, W9, W12)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as portal
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from api.models import Token
from api.tokens.actions import create_token, revoke_token, token_of
from api.tokens.scopes import all_scopes
from portal.accounts.models import User
from portal.roles.models import Grant


def made(person: User, *scopes: str, days: int = 30) -> tuple[Token, str]:
    return create_token(
        person, name="程序", scopes=scopes or ("me:read",), expires_at=timezone.now() + timedelta(days=days)
    )


def with_token(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def test_a_token_acts_as_its_person(client: Client, citizen) -> None:
    _token, text = made(citizen)
    answer = client.get("/api/v1/me/", headers=with_token(text))
    assert answer.json() == {
        "username": "citizen",
        "name": "王市民",
        "assurance": 0,
        "identity": None,
        "roles": [],
    }
    assert answer["Cache-Control"] == "private, no-store"


def test_the_text_of_a_token_is_nowhere_in_the_database(citizen) -> None:
    token, text = made(citizen)
    row = str(Token.objects.filter(pk=token.pk).values().get())
    assert text not in row
    assert text.rpartition("_")[2] not in row


def test_roles_are_told_with_their_end(client: Client, citizen, approver) -> None:
    now = timezone.now().replace(microsecond=0)
    grant = Grant.objects.create(
        person=citizen,
        role="expert",
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=1),
        reason="任职",
        proposed_by=approver,
        proposed_at=now,
        confirmed_at=now,
    )
    _token, text = made(citizen)
    (role,) = client.get("/api/v1/me/", headers=with_token(text)).json()["roles"]
    assert (role["slug"], role["label"]) == ("expert", "评审专家")
    assert role["until"] == timezone.localtime(grant.ends_at).isoformat()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-1],
        lambda text: text + "x",
        lambda text: text.upper(),
        lambda text: text.replace("qct", "abc"),
        lambda text: "qct_" + "2" * 8 + text[12:],
        lambda text: "",
        lambda text: "qct_",
        lambda text: "é" * 200,
    ],
    ids=["cut", "longer", "upper", "mark", "prefix", "empty", "nothing", "foreign"],
)
def test_a_wrong_token_is_refused(client: Client, citizen, spoil) -> None:
    _token, text = made(citizen)
    answer = client.get("/api/v1/me/", headers=with_token(spoil(text)))
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'
    assert answer["Content-Type"] == "application/problem+json"


def test_without_anything_one_is_asked_to_sign_in(client: Client, site) -> None:
    answer = client.get("/api/v1/me/")
    assert answer.status_code == 401
    assert answer.json()["type"] == "/api/problems/not-authenticated/"


def test_a_revoked_token_opens_nothing(client: Client, citizen) -> None:
    token, text = made(citizen)
    revoke_token(token)
    answer = client.get("/api/v1/me/", headers=with_token(text))
    assert (answer.status_code, answer.json()["detail"]) == (401, "令牌无效、已停用或已过期。")


@pytest.mark.parametrize(("after", "usable"), [(-1, True), (0, False), (1, False)])
def test_a_token_ends_to_the_second(citizen, after: int, usable: bool) -> None:
    token, text = made(citizen)
    with time_machine.travel(token.expires_at + timedelta(seconds=after), tick=False):
        assert (token_of(text) is not None) is usable


def test_a_closed_account_closes_its_tokens(client: Client, citizen) -> None:
    _token, text = made(citizen)
    User.objects.filter(pk=citizen.pk).update(is_active=False)
    assert client.get("/api/v1/me/", headers=with_token(text)).status_code == 401


def test_use_is_noted_at_most_once_a_minute(citizen) -> None:
    token, text = made(citizen)
    start = timezone.now()
    for seconds, noted in ((0, 0), (59, 0), (60, 60)):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            token_of(text)
        token.refresh_from_db()
        assert token.last_used_at == start + timedelta(seconds=noted)


def test_a_scope_that_is_missing_is_refused_by_name(client: Client, citizen) -> None:
    token, text = made(citizen, "me:read")
    answer = client.delete(f"/api/v1/me/tokens/{token.prefix}/", headers=with_token(text))
    assert answer.status_code == 403
    assert answer.json()["type"] == "/api/problems/scope-missing/"
    assert Token.objects.usable(timezone.now()).filter(pk=token.pk).exists()


def test_writing_does_not_include_reading(client: Client, citizen) -> None:
    _token, text = made(citizen, "me:write")
    assert client.get("/api/v1/me/", headers=with_token(text)).status_code == 403


def test_a_program_lists_and_revokes_its_persons_tokens_only(client: Client, citizen, editor) -> None:
    other, _text = made(editor)
    token, text = made(citizen, "me:read", "me:write")
    rows = client.get("/api/v1/me/tokens/", headers=with_token(text)).json()
    assert [row["prefix"] for row in rows] == [token.prefix]
    assert set(rows[0]) == {"prefix", "name", "scopes", "created_at", "expires_at", "last_used_at"}
    foreign = client.delete(f"/api/v1/me/tokens/{other.prefix}/", headers=with_token(text))
    missing = client.delete("/api/v1/me/tokens/22222222/", headers=with_token(text))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.json() | {"instance": ""} == missing.json() | {"instance": ""}
    assert client.delete(f"/api/v1/me/tokens/{token.prefix}/", headers=with_token(text)).status_code == 204
    assert client.get("/api/v1/me/", headers=with_token(text)).status_code == 401


def test_a_session_reads_without_a_token_and_writes_only_with_its_csrf_token(citizen) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(citizen)
    token, _text = made(citizen)
    assert browser.get("/api/v1/me/").status_code == 200
    assert browser.delete(f"/api/v1/me/tokens/{token.prefix}/").status_code == 403


def test_a_token_does_not_open_pages(client: Client, editor) -> None:
    _token, text = made(editor)
    assert client.get("/admin/", headers=with_token(text)).status_code == 302


def test_too_many_requests_are_told_when_to_come_back(client: Client, citizen, monkeypatch) -> None:
    from api.personal import ReadsAPerson

    monkeypatch.setattr(ReadsAPerson, "THROTTLE_RATES", {"reads": "2/min"})
    cache.clear()
    _token, text = made(citizen)
    codes = [client.get("/api/v1/me/", headers=with_token(text)).status_code for _call in range(2)]
    answer = client.get("/api/v1/me/", headers=with_token(text))
    assert (codes, answer.status_code) == ([200, 200], 429)
    assert 0 < int(answer["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("scopes", "days", "sentence"),
    [
        ((), 30, "至少选择一个范围"),
        (("me:read",), 366, "有效期最长 365 天"),
        (("me:read",), -1, "有效期最长"),
    ],
    ids=["no scope", "too long", "past"],
)
def test_tokens_that_make_no_sense_are_refused(citizen, scopes, days: int, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        create_token(citizen, name="程序", scopes=scopes, expires_at=timezone.now() + timedelta(days=days))


def test_a_person_has_so_many_tokens_and_no_more(citizen, settings) -> None:
    settings.API_TOKENS_PER_PERSON = 2
    first, _text = made(citizen)
    made(citizen)
    with pytest.raises(ValidationError, match="最多同时有 2 个令牌"):
        made(citizen)
    revoke_token(first)
    made(citizen)


def test_scopes_are_those_of_the_views() -> None:
    """Every scope that docs/api.md promises can be chosen, those of viewsets too, and no other."""
    promised = re.findall(
        r"`([a-z-]+:(?:read|write))`", (portal.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
    )
    assert {scope.name for scope in all_scopes()} == {*promised}


def test_a_token_with_the_scope_of_a_case_begins_one(client: Client, citizen, site) -> None:
    _token, text = made(citizen, "mentor-applications:read", "mentor-applications:write")
    answer = client.post("/api/v1/mentor-applications/", {}, "application/json", headers=with_token(text))
    assert (answer.status_code, answer.json()["case"]["state"]) == (201, "draft")


# On pages ----------------------------------------------------------------------------------------------------------


def signed_in_now(client: Client, username: str) -> Client:
    """With the password typed once more a moment ago, as making a token demands."""
    client.post("/accounts/login/", {"login": username, "password": "correct horse battery"})
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    return client


def test_a_token_is_made_on_a_page_and_shown_once(client: Client, citizen) -> None:
    browser = signed_in_now(client, "citizen")
    made_page = browser.post("/accounts/tokens/new/", {"name": "同步", "scopes": ["me:read"], "days": "30"})
    text = made_page.context["text"]
    assert text in made_page.content.decode()
    assert "no-store" in made_page["Cache-Control"]
    listed = browser.get("/accounts/tokens/").content.decode()
    assert "同步" in listed
    assert "查看我的账号" in listed
    assert text not in listed
    assert client.get("/api/v1/me/", headers=with_token(text)).json()["username"] == "citizen"


def test_an_old_session_types_the_password_again_first(signed_in, citizen) -> None:
    answer = signed_in(citizen).get("/accounts/tokens/new/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填写用途"),
        ({"scopes": []}, "请至少选择一个范围"),
        ({"scopes": ["admin:write"]}, "admin:write"),
        ({"days": "3650"}, "3650"),
    ],
    ids=["name", "no scope", "unknown scope", "days"],
)
def test_wrong_input_is_answered_with_a_sentence(client: Client, citizen, wrong, sentence: str) -> None:
    browser = signed_in_now(client, "citizen")
    given = {"name": "同步", "scopes": ["me:read"], "days": "30"} | wrong
    answer = browser.post("/accounts/tokens/new/", given)
    assert sentence in answer.content.decode()
    assert not Token.objects.exists()


def test_somebody_elses_token_cannot_be_revoked_on_the_page(signed_in, citizen, editor) -> None:
    token, _text = made(editor)
    assert signed_in(citizen).post(f"/accounts/tokens/{token.prefix}/revoke/").status_code == 404
    assert signed_in(editor).post(f"/accounts/tokens/{token.prefix}/revoke/").status_code == 302
    assert not Token.objects.usable(timezone.now()).exists()
