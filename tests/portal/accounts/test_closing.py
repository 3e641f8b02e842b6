"""Accounts closed and opened again, second factors taken off, unused accounts (B7, B15)."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from api.tokens.actions import create_token
from portal.accounts import signals
from portal.accounts.closing import close_account, open_account, reset_second_factor
from portal.accounts.models import Closure, User
from portal.accounts.testing import add_second_factor, sign_in
from portal.accounts.unused import mind_unused
from tests.conftest import person
from tests.portal.accounts.conftest import is_signed_in, log_in

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def officer(site) -> User:
    return person("fang", "方守一", "安全管理员")


@pytest.fixture
def told():
    """Which of the portal's own signals were sent: name, by, reason."""
    heard, ears = [], []
    for name in ("account_closed", "account_opened", "second_factor_reset", "unused_warned"):

        def hear(sender, by, reason, name=name, **said) -> None:
            heard.append((name, by, reason))

        getattr(signals, name).connect(hear)
        ears.append((name, hear))
    yield heard
    for name, hear in ears:
        getattr(signals, name).disconnect(hear)


def test_a_closed_account_has_neither_session_nor_token(citizen, officer, told) -> None:
    """B15: gone with the next request."""
    client = Client()
    log_in(client, "citizen")
    until = timezone.now() + timedelta(days=1)
    _token, text = create_token(citizen, name="程序", scopes=["me:read"], expires_at=until)
    header = {"Authorization": f"Bearer {text}"}
    assert Client().get("/api/v1/me/", headers=header).status_code == 200
    close_account(citizen, by=officer, reason="调离")
    assert not is_signed_in(client)
    assert Client().get("/api/v1/me/", headers=header).status_code == 401
    log_in(client, "citizen")
    assert not is_signed_in(client)
    open_account(citizen, by=officer, reason="调回")
    assert Client().get("/api/v1/me/", headers=header).status_code == 401
    log_in(client, "citizen")
    assert is_signed_in(client)
    assert told == [("account_closed", officer, "调离"), ("account_opened", officer, "调回")]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda one, other: close_account(one, by=one, reason="x"), "不能停用自己"),
        (lambda one, other: close_account(one, by=other, reason="  "), "请填写理由"),
        (lambda one, other: open_account(one, by=other, reason="x"), "没有停用"),
        (lambda one, other: reset_second_factor(one, by=one, reason="x"), "不能重置自己"),
        (lambda one, other: reset_second_factor(one, by=other, reason="x"), "没有设置"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(citizen, officer, act, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        act(citizen, officer)
    assert User.objects.get(pk=citizen.pk).is_active


def test_nobody_closes_twice(citizen, officer) -> None:
    close_account(citizen, by=officer, reason="调离")
    with pytest.raises(ValidationError, match="已经停用"):
        close_account(citizen, by=officer, reason="再来")
    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.create(user=citizen, closed_at=timezone.now(), reason="第二条")


def test_the_closed_are_told_when_they_know_the_password(citizen, officer) -> None:
    close_account(citizen, by=officer, reason="调离")
    assert log_in(Client(), "citizen")["Location"] == "/accounts/inactive/"
    assert "账号或密码不正确" in log_in(Client(), "citizen", "wrong").content.decode()


def test_a_second_factor_is_taken_off_with_every_session(editor, officer, told) -> None:
    add_second_factor(editor)
    client = Client()
    log_in(client, "editor")
    reset_second_factor(editor, by=officer, reason="手机丢失")
    assert not Authenticator.objects.filter(user=editor).exists()
    assert told == [("second_factor_reset", officer, "手机丢失")]


# On the page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(officer) -> Client:
    return sign_in(Client(), officer)


def test_the_officer_finds_closes_and_opens(desk: Client, citizen) -> None:
    page = desk.get("/admin/accounts/", {"q": "citizen@hailan.example"}).content.decode()
    assert "王市民" in page
    account = f"/admin/accounts/{citizen.pk}/"
    empty = desk.post(f"{account}close/", {"reason": ""}).content.decode()
    assert "请填写理由" in empty
    done = desk.post(f"{account}close/", {"reason": "调离"}, follow=True).content.decode()
    assert "已停用 王市民 的账号" in done
    assert "方守一" in done
    desk.post(f"{account}open/", {"reason": "调回"})
    citizen.refresh_from_db()
    assert citizen.is_active
    assert Closure.objects.get().open_reason == "调回"


@pytest.mark.parametrize("word", ["citizen", "王市民", "citizen@hailan.example", "138 0013 8000"])
def test_people_are_found_by_what_they_say_of_themselves(desk: Client, citizen, word: str) -> None:
    from portal.accounts.models import Phone

    Phone.objects.create(user=citizen, number="13800138000", confirmed_at=timezone.now())
    page = desk.get("/admin/accounts/", {"q": word}).content.decode()
    assert "王市民" in page
    assert "138****8000" in page
    assert "13800138000" not in page.replace('value="138 0013 8000"', "")


def test_the_list_begins_with_those_who_work_here(desk: Client, citizen, editor) -> None:
    page = desk.get("/admin/accounts/").content.decode()
    assert "周编辑" in page
    assert "王市民" not in page


@pytest.mark.parametrize("slug", ["close", "open", "second-factor", "sessions"])
@pytest.mark.parametrize("who", ["editor", "approver", "clerk"])
def test_others_have_no_such_page(request, citizen, who: str, slug: str) -> None:
    """Wagtail sends them back to where they may be."""
    client = sign_in(Client(), request.getfixturevalue(who))
    for address in ("", f"{citizen.pk}/", f"{citizen.pk}/{slug}/"):
        assert client.get(f"/admin/accounts/{address}").headers.get("Location") == "/admin/"
    client.post(f"/admin/accounts/{citizen.pk}/{slug}/", {"reason": "x"})
    citizen.refresh_from_db()
    assert citizen.is_active


@pytest.mark.parametrize("address", ["999999/", "999999/close/", "1/nonsense/"])
def test_what_is_not_there_is_not_found(desk: Client, address: str) -> None:
    assert desk.get(f"/admin/accounts/{address}").status_code == 404


@pytest.mark.password_only
@pytest.mark.parametrize("address", ["/admin/accounts/1/close/", "/admin/roles/new/"])
def test_acts_of_power_ask_again_who_it_is(officer, address: str) -> None:
    from portal.accounts.second_factor.mark import KEY
    from portal.accounts.sessions.start import PASSWORD_DUE

    client = Client()
    client.force_login(officer)
    session = client.session
    session[KEY] = officer.pk
    session.pop(PASSWORD_DUE)
    session.save()
    assert client.get("/admin/accounts/").status_code == 200
    assert "reauthenticate" in client.get(address)["Location"]


def test_every_session_of_somebody_is_ended_from_the_desk(desk: Client, citizen) -> None:
    client = Client()
    log_in(client, "citizen")
    desk.post(f"/admin/accounts/{citizen.pk}/sessions/", {"reason": "设备遗失"})
    assert not is_signed_in(client)


# By command ----------------------------------------------------------------------------------------------------------


def test_commands_help_where_no_officer_is_left(citizen, officer) -> None:
    close_account(citizen, by=officer, reason="误停")
    call_command("open_account", "citizen", reason="误停", stdout=StringIO())
    assert User.objects.get(pk=citizen.pk).is_active
    assert Closure.objects.get().opened_by is None
    add_second_factor(officer)
    call_command("reset_second_factor", "fang", reason="手机丢失", stdout=StringIO())
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("command", ["open_account", "reset_second_factor"])
@pytest.mark.parametrize("name", ["nobody", "citizen"])
def test_commands_refuse_with_a_sentence(citizen, command: str, name: str) -> None:
    with pytest.raises(CommandError):
        call_command(command, name, reason="x", stdout=StringIO())


# Unused --------------------------------------------------------------------------------------------------------------


def day(editor: User, number: int) -> None:
    with time_machine.travel(editor.date_joined + timedelta(days=number, minutes=1)):
        mind_unused()
    editor.refresh_from_db()


def test_staff_who_stay_away_are_warned_once_and_then_closed(editor, told) -> None:
    for number, (mails, active) in {
        59: (0, True),
        60: (1, True),
        75: (1, True),
        89: (1, True),
        90: (1, False),
    }.items():
        day(editor, number)
        assert (len(mail.outbox), editor.is_active) == (mails, active), number
    assert "30 天内不登录" in mail.outbox[0].body
    assert Closure.objects.get().reason == "连续 90 天没有登录，自动停用。"
    assert [name for name, *_rest in told] == ["unused_warned", "account_closed"]


def test_nobody_is_closed_unwarned_when_the_job_stood_still(editor) -> None:
    day(editor, 200)
    assert editor.is_active
    assert len(mail.outbox) == 1
    day(editor, 201)
    assert not editor.is_active


def test_coming_back_begins_anew(editor) -> None:
    day(editor, 60)
    editor.last_login = editor.date_joined + timedelta(days=61)
    editor.save()
    day(editor, 100)
    assert editor.is_active
    assert len(mail.outbox) == 1
    day(editor, 122)
    assert len(mail.outbox) == 2


def test_an_account_that_was_opened_again_has_its_time(editor, officer) -> None:
    day(editor, 60)
    day(editor, 90)
    with time_machine.travel(editor.date_joined + timedelta(days=91)):
        open_account(editor, by=officer, reason="休假回来")
        mind_unused()
    editor.refresh_from_db()
    assert editor.is_active


def test_citizens_may_stay_away(citizen) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=900)):
        mind_unused()
    citizen.refresh_from_db()
    assert citizen.is_active
    assert mail.outbox == []
