"""Nobody who works here gets in with a password alone (B3)."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from api.models import Token
from api.tokens.actions import create_token
from portal.accounts.models import User
from portal.accounts.testing import add_second_factor, code_now, sign_in
from tests.conftest import person
from tests.portal.accounts.conftest import PASSWORD, is_signed_in, log_in

pytestmark = [pytest.mark.usefixtures("site", "no_due_passwords"), pytest.mark.password_only]


def admin_addresses() -> list[str]:
    """Every address of the admin that needs no parameter."""

    def walk(entries, prefix):
        for entry in entries:
            path = f"{prefix}{entry.pattern}"
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, path)
            elif not any(mark in path for mark in "<(\\?$"):
                yield f"/{path}"

    return sorted({path for path in walk(get_resolver().url_patterns, "") if path.startswith("/admin/")})


@pytest.mark.parametrize("who", ["editor", "manager"])
def test_an_editor_without_second_factor_sees_nothing_of_the_admin(request, who: str) -> None:
    """0 reachable pages, asked one by one."""
    client = Client()
    client.force_login(request.getfixturevalue(who))
    addresses = admin_addresses()
    assert len(addresses) > 60
    reached = [
        address
        for address in addresses
        if not address.startswith(("/admin/login/", "/admin/password_reset/"))
        and not client.get(address).headers.get("Location", "").startswith("/accounts/second-factor/")
    ]
    assert reached == []


@pytest.mark.parametrize(
    "address", ["/", "/policies/", "/documents/1/x.pdf", "/accounts/tokens/", "/accounts/devices/"]
)
def test_nor_anything_else_that_is_open_to_people_who_are_signed_in(editor, address: str) -> None:
    client = Client()
    client.force_login(editor)
    assert client.get(address)["Location"].startswith("/accounts/second-factor/?next=")


@pytest.mark.parametrize("address", ["/accounts/second-factor/", "/accounts/logout/", "/accounts/2fa/"])
def test_what_is_needed_to_set_one_up_is_open(editor, address: str) -> None:
    client = Client()
    client.force_login(editor)
    assert client.get(address).status_code == 200


def test_the_api_takes_such_a_session_for_a_strangers(editor) -> None:
    client = Client()
    client.force_login(editor)
    assert client.get("/api/v1/me/").status_code == 401
    assert client.get("/api/v1/policies/").status_code == 200
    assert sign_in(Client(), editor).get("/api/v1/me/").status_code == 200


@pytest.mark.parametrize(("has_app", "code"), [(False, 401), (True, 200)])
def test_a_token_of_staff_works_with_a_second_factor_only(editor, has_app: bool, code: int) -> None:
    if has_app:
        add_second_factor(editor)
    until = timezone.now() + timedelta(days=1)
    _token, text = create_token(editor, name="程序", scopes=["me:read"], expires_at=until)
    answer = Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {text}"})
    assert answer.status_code == code


def test_people_who_do_not_work_here_are_not_asked(citizen) -> None:
    client = Client()
    log_in(client, "citizen")
    assert client.get("/").status_code == 200
    assert is_signed_in(client)


def test_a_role_that_begins_asks_on_the_next_request(citizen) -> None:
    client = Client()
    log_in(client, "citizen")
    citizen.groups.add(Group.objects.get(name="编辑"))
    assert client.get("/admin/")["Location"].startswith("/accounts/second-factor/")


def test_the_setting_switches_it_off_for_a_demo(settings, editor) -> None:
    settings.STAFF_SECOND_FACTOR = False
    client = Client()
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200


# Setting up, signing in, losing it -----------------------------------------------------------------------------------


def test_set_up_opens_the_admin_and_shows_recovery_codes_once(editor, set_up) -> None:
    client = Client()
    log_in(client, "editor")
    codes = set_up(client)
    assert len(codes) == 10
    assert client.get("/admin/").status_code == 200
    again = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert not any(code in again for code in codes)
    assert "手机验证器已开启" in mail.outbox[-1].subject


def test_signing_in_asks_for_the_six_digits(with_app) -> None:
    client = Client()
    assert log_in(client, "editor")["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)
    assert client.get("/admin/").status_code == 302
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "请核对手机上的时间" in wrong.content.decode()
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("seconds", [0, 29, 31, 59])
def test_six_digits_work_once(with_app, seconds: int) -> None:
    """Also while the next ones are shown already and a slow phone may still send these."""
    first, second = Client(), Client()
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    with time_machine.travel(noon, tick=False) as clock:
        code = code_now()
        log_in(first, "editor")
        first.post("/accounts/2fa/authenticate/", {"code": code})
        clock.shift(seconds)
        log_in(second, "editor")
        second.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_signed_in(first)
        assert not is_signed_in(second)


@pytest.mark.parametrize(
    ("seconds", "inside"), [(0, True), (-30, True), (30, True), (-90, False), (90, False)]
)
def test_clocks_of_phones_may_be_half_a_minute_off(with_app, seconds: int, inside: bool) -> None:
    now = timezone.now()
    with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
        code = code_now()
    with time_machine.travel(now, tick=False):
        client = Client()
        log_in(client, "editor")
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_signed_in(client) is inside


def test_guessing_the_digits_ends_soon(with_app) -> None:
    client = Client()
    log_in(client, "editor")
    page = ""
    for number in range(8):
        page = client.post("/accounts/2fa/authenticate/", {"code": f"{number:06}"}).content.decode()
    assert "尝试次数过多" in page
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert not is_signed_in(client)


def test_a_lost_phone_a_recovery_code_and_a_new_phone(editor, set_up) -> None:
    first = Client()
    log_in(first, "editor")
    code = set_up(first)[0]
    client = Client()
    log_in(client, "editor")
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/admin/").status_code == 200
    again = Client()
    log_in(again, "editor")
    again.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_signed_in(again)


def test_a_code_by_sms_or_email_does_not_stand_in_for_it(with_app, code_sent_to) -> None:
    client = Client()
    client.post("/accounts/login/code/", {"contact": with_app.email})
    there = client.post("/accounts/login/code/confirm/", {"code": code_sent_to(with_app.email)})
    assert there["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)


def test_sessions_from_before_end_when_one_is_set_up(editor, set_up) -> None:
    """Whoever else knew the password has nothing of the new protection."""
    here, there = Client(), Client()
    log_in(there, "editor")
    log_in(here, "editor")
    set_up(here)
    assert there.get("/accounts/second-factor/").status_code == 302
    assert there.get("/accounts/second-factor/")["Location"].startswith("/accounts/login/")
    assert here.get("/admin/").status_code == 200


def test_a_session_that_did_not_show_it_is_asked_in_the_middle(with_app) -> None:
    client = Client()
    client.force_login(with_app)
    there = client.get("/admin/pages/")
    assert unquote(there["Location"]) == "/accounts/2fa/reauthenticate/?next=/admin/pages/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 302
    back = client.post("/accounts/2fa/reauthenticate/", {"code": code_now(), "next": "/admin/pages/"})
    assert back["Location"] == "/admin/pages/"
    assert client.get("/admin/").status_code == 200


def test_a_mark_serves_nobody_who_comes_later(with_app, approver) -> None:
    client = sign_in(Client(), with_app)
    assert client.get("/admin/").status_code == 200
    client.force_login(approver)
    session = client.session
    session["second_factor_of"] = with_app.pk
    session.save()
    assert client.get("/admin/")["Location"].startswith("/accounts/second-factor/")


def test_the_id_of_a_session_changes_with_what_it_may(with_app) -> None:
    """B4: whoever planted or saw the old one has nothing."""
    client = Client()
    client.force_login(with_app)
    before = client.session.session_key
    client.post("/accounts/2fa/reauthenticate/", {"code": code_now()})
    assert client.session.session_key != before
    thief = Client()
    thief.cookies["sessionid"] = before
    assert not is_signed_in(thief)


def test_staff_cannot_take_off_their_last_and_others_can(with_app, citizen) -> None:
    client = sign_in(Client(), with_app)
    page = client.post("/accounts/2fa/totp/deactivate/").content.decode()
    assert "不能取消最后一种" in page
    assert Authenticator.objects.filter(user=with_app).exists()
    add_second_factor(citizen)
    sign_in(Client(), citizen).post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=citizen).exists()


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/phone/change/",
        "/accounts/tokens/new/",
    ],
)
def test_what_matters_asks_again_who_it_is(citizen, address: str) -> None:
    """Re-authentication: a session that was left open changes nothing."""
    if "recovery" in address:
        add_second_factor(citizen)
    client = Client()
    client.force_login(citizen)
    data = {"phone": "13800138000"} if "phone" in address else {}
    answer = client.post(address, data) if data else client.get(address)
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


@pytest.mark.parametrize("method", ["head", "post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "address", ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/", "/accounts/tokens/new/"]
)
def test_no_other_method_goes_past_that_question(citizen, address: str, method: str) -> None:
    client = Client()
    client.force_login(citizen)
    answer = getattr(client, method)(address)
    assert answer.status_code == 405 or "reauthenticate" in answer["Location"]


def test_changing_the_address_asks_again(citizen) -> None:
    client = Client()
    client.force_login(citizen)
    answer = client.post("/accounts/email/", {"email": "new@hailan.example", "action_add": ""})
    assert "reauthenticate" in answer["Location"]


def test_whoever_has_just_signed_in_is_not_asked_at_once(citizen) -> None:
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in(client, "citizen")
        assert client.get("/accounts/tokens/new/").status_code == 200
        clock.shift(301)
        assert client.get("/accounts/tokens/new/").status_code == 302


def test_the_person_is_loaded_with_what_the_door_asks(editor, django_assert_num_queries) -> None:
    """No query beside the one for the person."""
    from django.contrib.auth import get_user

    client = sign_in(Client(), editor)
    request = client.get("/accounts/").wsgi_request
    with django_assert_num_queries(1):
        somebody = get_user(request)
        assert somebody.is_at_work_here
        assert not somebody.has_second_factor


@pytest.mark.parametrize(
    ("kind", "works"), [("", False), ("group", True), ("right", True), ("staff", True), ("super", True)]
)
def test_who_works_here(site, kind: str, works: bool) -> None:
    from django.contrib.auth.models import Permission

    somebody = person("somebody", "某人", is_staff=kind == "staff", is_superuser=kind == "super")
    if kind == "group":
        somebody.groups.add(Group.objects.first())
    if kind == "right":
        somebody.user_permissions.add(Permission.objects.first())
    assert User.objects.get(pk=somebody.pk).is_at_work_here is works
    assert Token.objects.count() == 0
    assert log_in(Client(), "somebody", PASSWORD).status_code == 302
