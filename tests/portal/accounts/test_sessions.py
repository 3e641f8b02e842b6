"""Sessions: how long, how many, whose (B4, B5, B13)."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from portal.accounts.jobs import clear_sessions
from portal.accounts.sessions.devices import described
from portal.accounts.signals import session_ended
from portal.accounts.testing import sign_in
from portal.audit.models import Entry
from tests.portal.accounts.conftest import HOUR, MINUTE, is_signed_in, log_in

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def ended():
    """Reasons that `session_ended` has given."""
    heard = []

    def hear(sender, **said) -> None:
        heard.append(said["reason"])

    session_ended.connect(hear)
    yield heard
    session_ended.disconnect(hear)


# How long ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "idle"), [("editor", 15 * MINUTE), ("manager", 15 * MINUTE), ("citizen", 30 * MINUTE)]
)
def test_a_session_that_is_left_alone_ends(request, clock, ended, who: str, idle: int) -> None:
    client = sign_in(Client(), request.getfixturevalue(who))
    clock.shift(idle)
    assert is_signed_in(client)
    clock.shift(idle + 1)
    assert not is_signed_in(client)
    assert ended == ["idle"]


def test_an_end_leaves_one_entry_in_the_trace_that_says_why(clock, citizen) -> None:
    client = sign_in(Client(), citizen)
    known = Entry.objects.count()
    clock.shift(31 * MINUTE)
    answer = client.get("/accounts/login/")
    entries = Entry.objects.order_by("pk")[known:]
    assert [(entry.action, entry.purpose) for entry in entries] == [("accounts.session_ended", "idle")]
    assert "Clear-Site-Data" in answer.headers


@pytest.mark.parametrize(("who", "hours"), [("editor", 8), ("citizen", 12)])
def test_a_session_ends_however_busy_it_is(request, clock, ended, who: str, hours: int) -> None:
    client = sign_in(Client(), request.getfixturevalue(who))
    for _step in range(hours * 6):
        clock.shift(10 * MINUTE)
        assert is_signed_in(client)
    clock.shift(1)
    assert not is_signed_in(client)
    assert ended == ["age"]


def test_an_ended_session_stays_ended(clock, citizen) -> None:
    """Its cookie may be kept and sent again."""
    client = sign_in(Client(), citizen)
    old = client.cookies["sessionid"].value
    clock.shift(31 * MINUTE)
    is_signed_in(client)
    clock.shift(-31 * MINUTE)
    thief = Client()
    thief.cookies["sessionid"] = old
    assert not is_signed_in(thief)


def test_public_pages_go_on_without_the_session(clock, citizen) -> None:
    client = sign_in(Client(), citizen)
    clock.shift(31 * MINUTE)
    page = client.get("/policies/")
    assert page.status_code == 200
    assert "登录已超时" in page.content.decode()


def test_the_api_answers_an_old_session_like_a_stranger(clock, citizen) -> None:
    client = sign_in(Client(), citizen)
    clock.shift(31 * MINUTE)
    assert client.get("/api/v1/me/").status_code == 401


def test_use_is_written_down_once_a_minute(clock, citizen, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    log_in(client, "citizen")

    def writes() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/accounts/profile/")
        return sum(query["sql"].startswith("UPDATE") for query in asked)

    writes()
    assert writes() == 0
    clock.shift(61)
    assert writes() == 2
    assert writes() == 0
    assert UserSession.objects.get().last_seen_at == timezone.now()


# Beginning and ending ------------------------------------------------------------------------------------------------


def test_a_planted_id_is_not_kept(citizen) -> None:
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    log_in(client, "citizen")
    assert client.session.session_key != before
    thief = Client()
    thief.cookies["sessionid"] = before
    assert not is_signed_in(thief)


def test_signing_out_ends_every_session_and_empties_the_browser(citizen) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        log_in(client, "citizen")
    old = here.cookies["sessionid"].value
    answer = here.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_signed_in(here)
    assert not is_signed_in(there)
    thief = Client()
    thief.cookies["sessionid"] = old
    assert not is_signed_in(thief)
    assert UserSession.objects.count() == 0


def test_signing_out_here_leaves_the_others(citizen) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        log_in(client, "citizen")
    here.post("/accounts/logout/", {"only_here": "on"})
    assert not is_signed_in(here)
    assert is_signed_in(there)


def test_other_answers_empty_nothing(client: Client) -> None:
    assert "Clear-Site-Data" not in client.get("/accounts/login/").headers


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/", "/accounts/devices/"])
def test_pages_of_an_account_are_kept_nowhere(citizen, address: str) -> None:
    assert "no-store" in sign_in(Client(), citizen).get(address)["Cache-Control"]


# How many ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "most"), [("editor", 3), ("citizen", 5)])
def test_the_least_used_session_goes_when_there_are_too_many(
    request, clock, ended, who: str, most: int
) -> None:
    """B13."""
    request.getfixturevalue(who)
    clients = []
    for _number in range(most + 1):
        clock.shift(5)
        clients.append(Client())
        log_in(clients[-1], who)
    assert [is_signed_in(client) for client in clients] == [False, *[True] * most]
    assert ended == ["too many sessions"]


CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"
)


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (CHROME, "Chrome · Windows"),
        (PHONE, "Safari · iPhone"),
        (CHROME.replace("Safari", "Edg/120 Safari"), "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 MicroMessenger/8.0", "微信 · Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0", "Firefox · Linux"),
        ("curl/8", "未知设备"),
        ("", "未知设备"),
    ],
)
def test_devices_are_named_as_people_know_them(agent: str, label: str) -> None:
    assert described(agent) == label


def test_people_see_their_devices_and_end_one(clock, citizen, editor) -> None:
    here, there, foreign = (
        Client(headers={"user-agent": CHROME}),
        Client(headers={"user-agent": PHONE}),
        Client(),
    )
    log_in(here, "citizen")
    log_in(there, "citizen")
    log_in(foreign, "editor")
    page = here.get("/accounts/devices/")
    assert [device.label for device in page.context["devices"]] == ["Chrome · Windows", "Safari · iPhone"]
    assert page.content.decode().count("退出这台设备") == 1
    other = page.context["devices"][1]
    here.post(f"/accounts/devices/{other.key}/end/")
    assert not is_signed_in(there)
    assert is_signed_in(here)


def test_a_strangers_session_is_not_there(citizen, editor) -> None:
    here, foreign = Client(), Client()
    log_in(here, "citizen")
    log_in(foreign, "editor")
    key = UserSession.objects.get(user=editor).pk
    missing, theirs = (here.post(f"/accounts/devices/{number}/end/") for number in (key + 999, key))
    assert (missing.status_code, theirs.status_code) == (404, 404)
    assert is_signed_in(foreign)


def test_people_end_all_their_other_sessions(citizen) -> None:
    clients = [Client() for _number in range(3)]
    for client in clients:
        log_in(client, "citizen")
    page = clients[0].post("/accounts/devices/others/end/", follow=True).content.decode()
    assert "其他 2 台设备已退出登录" in page
    assert [is_signed_in(client) for client in clients] == [True, False, False]


@pytest.mark.parametrize("address", ["/accounts/devices/1/end/", "/accounts/devices/others/end/"])
def test_reading_ends_nothing(citizen, address: str) -> None:
    assert sign_in(Client(), citizen).get(address).status_code == 405


def test_what_has_run_out_leaves_the_list(clock, citizen) -> None:
    log_in(Client(), "citizen")
    clock.shift(13 * HOUR)
    clear_sessions()
    assert UserSession.objects.count() == 0


# Warned in time ------------------------------------------------------------------------------------------------------


def test_the_script_is_told_how_long_and_one_key_prolongs(clock, editor) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), editor)
    said = client.get("/accounts/session/").json()
    assert (said["idle"], said["warning"]) == (15 * MINUTE, 2 * MINUTE)
    clock.shift(14 * MINUTE)
    answer = client.post("/accounts/session/", headers={"X-CSRFToken": said["token"]})
    assert answer.status_code == 204
    clock.shift(14 * MINUTE)
    assert is_signed_in(client)


def test_strangers_have_no_session_to_prolong(client: Client) -> None:
    assert client.get("/accounts/session/").status_code == 401
    assert "session.js" not in client.get("/").content.decode()


def test_pages_of_people_and_of_the_desk_carry_the_script(citizen, editor) -> None:
    assert "session.js" in sign_in(Client(), citizen).get("/").content.decode()
    assert "session.js" in sign_in(Client(), editor).get("/admin/").content.decode()


# Rights at once (A6, B15) --------------------------------------------------------------------------------------------


def test_rights_that_are_gone_are_gone_on_the_next_request(editor, signed_in) -> None:
    client = signed_in(editor)
    assert client.get("/admin/").status_code == 200
    editor.groups.clear()
    assert client.get("/admin/").status_code == 403
    editor.is_active = False
    editor.save()
    assert not is_signed_in(client)


def test_a_session_without_a_beginning_is_over(citizen) -> None:
    """One from before this rule, or made by hand."""
    client = sign_in(Client(), citizen)
    session = client.session
    del session["began_at"]
    session.save()
    assert not is_signed_in(client)


def test_days_later_nobody_is_signed_in_by_an_old_cookie(citizen) -> None:
    client = Client()
    log_in(client, "citizen")
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert not is_signed_in(client)
