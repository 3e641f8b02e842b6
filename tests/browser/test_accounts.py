"""Accounts in real Chromium, on a portal that asks staff for a second factor (A1, B3): both widths, axe, keyboard."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from portal.accounts.testing import code_now
from tests.browser.barriers import barriers
from tests.browser.conftest import ROOT, free_port, surroundings, visitors, wait_for
from tests.browser.people import KEYHOLDER, MEMBERS, PASSWORD, STAFF
from tests.browser.slow_line import held
from tests.browser.test_templates import SMALL, sideways

Visit = Callable[..., Page]
BOTH = pytest.mark.parametrize("device", ["desktop", "phone"])
NEW_PASSWORD = "a sentence by the sea"
NUMBERS = {"desktop": "13700137001", "phone": "13700137002"}


@pytest.fixture(scope="module")
def strict_portal(portal: str, portal_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same city, served as on a public server: staff need a second factor."""
    port = free_port()
    address = f"http://localhost:{port}"
    environment = surroundings(portal_data, address) | {"STAFF_SECOND_FACTOR": "1"}
    command = [
        "-m",
        "granian",
        "--interface=wsgi",
        "--host=127.0.0.1",
        f"--port={port}",
        "portal.wsgi:application",
    ]
    log = (tmp_path_factory.getbasetemp() / "strict.log").open("wb")
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server)
        yield address
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.fixture
def visit(browser: Browser, strict_portal: str) -> Iterator[object]:
    yield from visitors(browser, strict_portal)


@pytest.fixture
def code_for(portal_data: Path) -> Callable[[str], str]:
    """The code in the latest text message to a number."""

    def read(number: str) -> str:
        latest = sorted((portal_data / "outbox" / "sms").glob(f"*-{number}.txt"))[-1]
        return re.findall(r"(?<!\d)\d{6}(?!\d)", latest.read_text())[-1]

    return read


def looked_at(page: Page) -> None:
    """Accessible, whole at this width, large enough to hit, and silent."""
    assert barriers(page) == ""
    assert sideways(page) <= 0
    assert page.evaluate(SMALL) == []
    assert page.complaints == []


def fill(page: Page, label: str, words: str) -> None:
    page.locator("main").get_by_label(re.compile(rf"^\s*{label}")).fill(words)


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    fill(page, "手机号、邮箱或用户名", login)
    fill(page, "密码", password)
    press(page, "登录")


@BOTH
def test_sign_up_by_phone_and_look_at_ones_account(visit: Visit, code_for, device: str) -> None:
    page = visit(device)
    page.goto("/accounts/signup/")
    looked_at(page)
    fill(page, "手机号或邮箱", NUMBERS[device])
    fill(page, "称呼", "小林")
    fill(page, "密码", NEW_PASSWORD)
    press(page, "注册")
    expect(page.locator("main")).to_contain_text("本地演示")
    looked_at(page)
    fill(page, "验证码", code_for(NUMBERS[device]))
    press(page, "确认")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账号")
    expect(page.locator("main")).to_contain_text("137****7")
    looked_at(page)
    for address in ("devices/", "profile/", "phone/change/", "email/", "password/change/", "2fa/", "logout/"):
        page.goto(f"/accounts/{address}")
        looked_at(page)


@BOTH
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(visit: Visit, device: str) -> None:
    page = visit(device)
    page.goto("/accounts/signup/")
    fill(page, "手机号或邮箱", "1380013")
    fill(page, "称呼", "小林")
    fill(page, "密码", "short")
    press(page, "注册")
    expect(page.get_by_role("alert")).to_contain_text("有 2 处需要修改")
    expect(page.locator("main").get_by_label("手机号或邮箱")).to_have_value("1380013")
    expect(page.locator("main").get_by_label("称呼")).to_have_value("小林")
    looked_at(page)


@BOTH
def test_an_editor_sets_up_the_app_loses_it_and_recovers(visit: Visit, device: str) -> None:
    """Without a second factor nothing of the admin; with it everything; without the phone by a recovery code."""
    page = visit(device)
    sign_in(page, STAFF[device])
    expect(page.get_by_role("heading", level=1)).to_have_text("请先设置第二重验证")
    looked_at(page)
    for address in ("/admin/", "/admin/pages/", "/admin/account/", "/"):
        page.goto(address)
        expect(page).to_have_url(re.compile("/accounts/second-factor/"))
    page.locator("main").get_by_role("link", name="设置验证器").click()
    looked_at(page)
    secret = page.locator(".totp-secret").inner_text()
    fill(page, "验证器显示的六位数字", code_now(secret))
    press(page, "开启")
    expect(page.get_by_role("heading", level=1)).to_have_text("恢复码")
    looked_at(page)
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("link", name="我已保存").click()
    expect(page).to_have_url(re.compile("/admin/$"))

    without_phone = visit(device)
    sign_in(without_phone, STAFF[device])
    expect(without_phone.get_by_role("heading", level=1)).to_have_text("第二重验证")
    looked_at(without_phone)
    fill(without_phone, "验证码或恢复码", "000000")
    press(without_phone, "登录")
    expect(without_phone.get_by_role("alert")).to_contain_text("验证码不正确")
    fill(without_phone, "验证码或恢复码", codes[0])
    press(without_phone, "登录")
    expect(without_phone).to_have_url(re.compile("/admin/$"))


def test_a_passkey_protects_and_signs_in(visit: Visit) -> None:
    page = visit("desktop")
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, KEYHOLDER)
    page.locator("main").get_by_role("link", name="添加通行密钥").click()
    looked_at(page)
    press(page, "添加")
    expect(page.get_by_role("heading", level=1)).to_have_text("恢复码")
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/admin/$"))
    page.goto("/accounts/logout/")
    press(page, "退出")
    with held(page, "**/webauthn.js"):
        sign_in(page, KEYHOLDER)
        expect(page.get_by_role("button", name="使用通行密钥")).to_be_disabled()  # a click would be lost
    press(page, "使用通行密钥")
    expect(page).to_have_url(re.compile("/admin/$"))
    page.goto("/accounts/2fa/webauthn/")
    looked_at(page)


def test_the_keyboard_alone_signs_in(visit: Visit) -> None:
    page = visit("desktop")
    page.goto("/accounts/login/")
    page.locator("main").get_by_label("手机号、邮箱或用户名").focus()
    page.keyboard.type("system")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("请先设置第二重验证")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "跳到正文"


def test_without_javascript_everything_but_the_passkey_works(visit: Visit, code_for) -> None:
    page = visit("phone", javascript=False)
    page.goto("/accounts/signup/")
    fill(page, "手机号或邮箱", "13700137003")
    fill(page, "密码", NEW_PASSWORD)
    press(page, "注册")
    fill(page, "验证码", code_for("13700137003"))
    press(page, "确认")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账号")
    page.goto("/accounts/2fa/webauthn/add/")


@BOTH
def test_people_are_warned_before_the_session_ends_and_one_key_prolongs(
    visit: Visit, code_for, device: str
) -> None:
    """X13: the script is told of a tenth of a second, so that nobody waits for half an hour."""
    page = visit(device)
    asked: list[Route] = []
    page.route(
        "**/accounts/session/",
        lambda route: route.fulfill(json=SOON) if route.request.method == "GET" else asked.append(route),
    )
    sign_in(page, MEMBERS[device])
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("还在吗")
    assert barriers(page) == ""
    with page.expect_request(lambda request: request.method == "POST" and "/session/" in request.url):
        page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    asked.pop().fulfill(status=204)
    expect(dialog).to_be_visible()  # the next tenth is over as well


SOON = {
    "idle": 60.1,
    "warning": 60,
    "token": "x",
    "words": "两分钟后将自动退出登录。还在吗？",
    "stay": "继续使用",
    "over": "已自动退出登录。",
    "close": "知道了",
}
