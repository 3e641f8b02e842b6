"""Private files in a real browser and under a server that is told to stop (P33, F9): the sample plugin's consents."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import ROOT, WIDTHS, free_port, wait_for
from tests.browser.cutting_line import line_to
from tests.browser.test_templates import RULES, SMALL, sideways
from tests.factories import files

GREETINGS = 120
PREPARE = f"""
import json
import sys
from contextlib import redirect_stdout
from django.core.management import call_command
with redirect_stdout(sys.stderr):
    call_command("migrate", verbosity=0)
    call_command("create_site")
from django.test import Client
from portal.accounts.models import User
from portal.accounts.testing import sign_in
from portal.plugin.registry import registry
from portal.plugin.switches import switch
from qingchuang_hello.models import Greeting
from wagtail.models import Site
site = Site.objects.get(is_default_site=True)
switch(registry["hello"], site, on=True)
keeper = User.objects.create_superuser("keeper", "keeper@hailan.example", "keeper")
session = sign_in(Client(), keeper).session
made = Greeting.objects.bulk_create([Greeting(site=site, text=f"问候 {{n}}") for n in range({GREETINGS})])
print(json.dumps({{"session": session.session_key, "greetings": [one.pk for one in made]}}))
"""
TOKEN = "x" * 32
PART = settings.ATTACHMENT_PART_BYTES


class Greetings(NamedTuple):
    """A portal with the sample plugin, prepared and not running; who may keep greetings, and their numbers."""

    environment: dict[str, str]
    session: str
    numbers: list[int]

    @property
    def private(self) -> Path:
        return Path(self.environment["DATA_DIR"], "private")

    def kept(self) -> tuple[set[str], set[str]]:
        """What rows name, and what lies in the storage."""
        with sqlite3.connect(Path(self.environment["DATA_DIR"], "db.sqlite3")) as database:
            rows = {name for (name,) in database.execute("SELECT stored_as FROM attachments_attachment")}
        stored = {str(path.relative_to(self.private)) for path in self.private.rglob("*") if path.is_file()}
        return rows, stored


@pytest.fixture(scope="session")
def greetings(tmp_path_factory: pytest.TempPathFactory) -> Greetings:
    folder = tmp_path_factory.mktemp("greetings")
    shutil.copytree(ROOT / "tests" / "sample_plugin", folder / "source")
    options = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-build-isolation"]
    install = ["-m", "pip", "install", *options, "--target", str(folder / "site"), str(folder / "source")]
    paths = [str(ROOT), str(folder / "site"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {
        "DATA_DIR": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PYTHONPATH": os.pathsep.join(paths),
    }
    for name in ("DATABASE_URL", "CACHE_URL", "CLAMD_ADDRESS", "PRIVATE_BUCKET"):
        environment.pop(name, None)
    said = ""
    for command in (
        install,
        ["manage.py", "shell", "-v0", "-c", PREPARE],
    ):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        said = done.stdout
    found = json.loads(said.splitlines()[-1])
    return Greetings(environment, found["session"], found["greetings"])


def start(greetings: Greetings) -> tuple[subprocess.Popen[bytes], str]:
    """A server of the portal, and its address."""
    port = free_port()
    serve = [
        "-m",
        "granian",
        "--interface=wsgi",
        "--host=127.0.0.1",
        f"--port={port}",
        "--blocking-threads=4",
    ]
    server = subprocess.Popen(
        [sys.executable, *serve, "--log-level=warning", "portal.wsgi:application"],
        cwd=ROOT,
        env=greetings.environment,
    )
    address = f"http://127.0.0.1:{port}"
    wait_for(f"{address}/healthz", server)
    return server, address


@pytest.fixture(scope="session")
def address(greetings: Greetings) -> Iterator[str]:
    server, place = start(greetings)
    yield place
    server.terminate()
    server.wait(30)


@pytest.fixture
def greeting(browser: Browser, greetings: Greetings, address: str) -> Iterator[Callable[..., Page]]:
    """`greeting("phone", javascript=False)`: the page of a greeting that nobody has put files into."""
    contexts = []

    def visit(device: str = "desktop", *, javascript: bool = True, address: str = address) -> Page:
        width, height = WIDTHS[device]
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="zh-CN",
        )
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": greetings.session, "url": address}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"/hello/{greetings.numbers.pop()}/")
        return page

    yield visit
    for context in contexts:
        context.close()


def choose(page: Page, name: str, content: bytes, kind: str = "image/jpeg", inside: str = ".slot >") -> None:
    field = page.locator(f"{inside} form.upload input[type=file]")
    field.set_input_files({"name": name, "mimeType": kind, "buffer": content})


PHOTO = files.picture("JPEG", (800, 600), color=(11, 92, 138))


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_file_when_uploaded_by_script_then_the_page_stays_and_says_so(greeting, device) -> None:
    page = greeting(device)
    page.evaluate("window.stayed = true")
    page.evaluate("""() => {
      window.said = [];
      new MutationObserver(() => window.said.push(document.querySelector("[data-progress]")?.textContent))
        .observe(document.body, {subtree: true, childList: true, characterData: true});
    }""")
    choose(page, "同意书.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    page.get_by_text("已上传“同意书.jpg”。").wait_for()
    assert page.evaluate("window.stayed")
    assert page.evaluate("document.activeElement.textContent") == "已上传“同意书.jpg”。"
    assert "已传完，正在检查文件……" in page.evaluate("window.said")
    assert page.get_by_role("link", name="同意书.jpg", exact=True).is_visible()
    assert Axe().run(page, options=RULES).violations_count == 0
    assert sideways(page) <= 0
    assert page.complaints == []


def test_file_when_refused_then_the_reason_is_focused_and_can_be_mended(greeting) -> None:
    page = greeting()
    choose(page, "同意书.jpg", b"<html>")
    page.get_by_role("button", name="上传").click()
    page.get_by_role("alert").wait_for()
    assert "文件内容与扩展名不符。" in page.evaluate("document.activeElement.textContent")
    assert Axe().run(page, options=RULES).violations_count == 0
    choose(page, "同意书.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    page.get_by_text("已上传“同意书.jpg”。").wait_for()
    assert page.get_by_role("alert").count() == 0


def test_file_when_too_large_then_it_is_said_before_it_is_sent(greeting) -> None:
    page = greeting()
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    choose(page, "大.jpg", b"\xff\xd8\xff" + b"0" * (5 * 1024 * 1024))
    assert page.evaluate("document.querySelector('form.upload input[type=file]').validationMessage") == (
        "文件超过大小限制，请压缩后再上传。"
    )
    page.get_by_role("button", name="上传").click()
    assert sent == []


def test_upload_when_the_line_is_cut_then_it_is_said_and_can_be_repeated(greeting) -> None:
    page = greeting()
    page.route("**/consent/", lambda route: route.abort())
    choose(page, "同意书.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    page.get_by_text("网络中断，文件没有传完，请再传一次。").wait_for()
    page.unroute("**/consent/")
    page.get_by_role("button", name="上传").click()
    page.get_by_text("已上传“同意书.jpg”。").wait_for()


SCAN = files.picture("PNG", (900, 700), compress_level=0)  # several parts
WAITING = "网络中断，恢复后会自动接着传……"


def watched(page: Page) -> list[int]:
    """Where each part that the page sends from now on begins."""
    offsets: list[int] = []
    page.on(
        "request",
        lambda sent: sent.method == "PATCH" and offsets.append(int(sent.headers["upload-offset"])),
    )
    return offsets


def test_large_upload_when_the_line_is_cut_then_it_goes_on_by_itself_from_where_it_was(
    greeting, address
) -> None:
    """P33: twice within a part, and once when everything but the answer has come through."""
    with line_to(address) as line:
        page = greeting("phone", address=line.address)
        offsets, finished = watched(page), []

        def swallow_the_answer(route: Route) -> None:
            finished.append(route.request.url)
            if len(finished) == 1:
                route.fetch()
                route.abort("connectionreset")
            else:
                route.continue_()

        page.route("**/consent/", swallow_the_answer)
        page.evaluate("""() => {
          window.said = [];
          new MutationObserver(() => window.said.push(document.querySelector("[data-progress]")?.textContent))
            .observe(document.body, {subtree: true, childList: true, characterData: true});
        }""")
        choose(page, "同意书.png", SCAN, "image/png")
        line.cut_after(PART + PART // 2)
        page.get_by_role("button", name="上传").click()
        page.get_by_text(WAITING).wait_for()
        line.cut_after(PART // 2)
        page.get_by_text("已上传“同意书.png”。").wait_for()
        assert line.cuts == 2
        assert sorted(set(offsets)) == list(range(0, len(SCAN), PART))
        assert offsets.count(0) == 1, "what had arrived was not sent again"
        assert len(finished) == 2
        assert WAITING in page.evaluate("window.said")
        assert page.get_by_role("link", name="同意书.png", exact=True).count() == 1
        assert Axe().run(page, options=RULES).violations_count == 0
        assert sideways(page) <= 0
        assert page.complaints == []


def test_large_upload_when_begun_and_left_then_choosing_the_file_again_goes_on(greeting) -> None:
    page = greeting()
    left = watched(page)
    page.route("**/uploads/*/", lambda route: route.abort() if len(left) > 1 else route.continue_())
    choose(page, "同意书.png", SCAN, "image/png")
    page.get_by_role("button", name="上传").click()
    page.get_by_text(WAITING).wait_for()
    page.unroute("**/uploads/*/")
    page.reload()
    offsets = watched(page)
    choose(page, "同意书.png", SCAN, "image/png")
    page.get_by_role("button", name="上传").click()
    page.get_by_text("已上传“同意书.png”。").wait_for()
    assert offsets[0] == PART


def test_large_upload_when_refused_then_nothing_was_sent(greeting) -> None:
    page = greeting()
    offsets = watched(page)
    choose(page, "同意书.exe", SCAN, "application/x-msdownload")
    page.get_by_role("button", name="上传").click()
    page.get_by_text("这一项只收 PDF、JPG、PNG 格式的文件。").wait_for()
    assert offsets == []


def test_everything_works_by_keyboard(greeting) -> None:
    page = greeting()
    choose(page, "一.jpg", PHOTO)
    page.locator(".slot > form.upload input[type=file]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("已上传“一.jpg”。").wait_for()
    for _step in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.file summary')"):
            break
    page.keyboard.press("Enter")
    choose(page, "二.jpg", PHOTO, inside=".file")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("已上传“二.jpg”。").wait_for()
    assert "以前的 1 个版本" in page.locator(".file").inner_text()


@pytest.mark.parametrize("device", ["desktop", "phone", "narrow"])
def test_file_when_uploaded_without_script_then_the_page_comes_again(greeting, device) -> None:
    page = greeting(device, javascript=False)
    where = page.url
    choose(page, "同意书.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    page.get_by_text("已上传“同意书.jpg”。").wait_for()
    assert page.url == where
    choose(page, "坏.jpg", b"<html>")
    page.get_by_role("button", name="上传").click()
    page.get_by_text("文件内容与扩展名不符。").wait_for()
    page.get_by_role("link", name="移除 同意书.jpg").click()
    page.get_by_role("button", name="移除").click()
    page.get_by_text("已移除“同意书.jpg”。").wait_for()


def test_targets_are_large_enough_on_a_phone(greeting) -> None:
    page = greeting("phone")
    choose(page, "同意书.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    page.get_by_text("已上传“同意书.jpg”。").wait_for()
    assert [target for target in page.evaluate(SMALL) if "attachments" in target or "upload" in target] == []


def test_picture_when_looked_at_then_it_stands_in_a_sandbox(greeting) -> None:
    page = greeting()
    choose(page, "同意书.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    view = page.get_by_role("link", name="查看 同意书.jpg")
    view.wait_for()
    answer = page.goto(view.get_attribute("href"))
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert page.evaluate("[document.contentType, self.origin]") == ["image/jpeg", "null"]


# F9 ---------------------------------------------------------------------------------------------------------------


def send(address: str, greetings: Greetings, number: int) -> int:
    """The status of an upload made as a program makes it; 0 when the server was gone."""
    boundary = "BOUNDARY"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="'
    body = (
        (
            f'{head}csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n{head}file"; filename="a.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        ).encode()
        + PHOTO
        + f"\r\n--{boundary}--\r\n".encode()
    )
    request = urllib.request.Request(
        f"{address}/attachments/hello/greeting/{number}/consent/",
        body,
        {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Cookie": f"sessionid={greetings.session}; csrftoken={TOKEN}",
            "HX-Request": "true",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0


@pytest.mark.slow
def test_f9_server_when_told_to_stop_during_100_uploads_then_each_is_whole_or_not_there(greetings) -> None:
    server, address = start(greetings)
    before, _stored = greetings.kept()
    waiting, outcomes = greetings.numbers[:100], []
    some_are_through = threading.Event()

    def work() -> None:
        while waiting:
            outcomes.append(send(address, greetings, waiting.pop()))
            if len(outcomes) >= 15:
                some_are_through.set()

    threads = [threading.Thread(target=work) for _worker in range(10)]
    for thread in threads:
        thread.start()
    assert some_are_through.wait(120)
    server.send_signal(signal.SIGTERM)
    began = monotonic()
    server.wait(30)
    assert monotonic() - began <= 30
    for thread in threads:
        thread.join(60)
    rows, stored = greetings.kept()
    through: Any = outcomes.count(200)
    assert set(outcomes) == {200, 0}, "what was cut off heard nothing, and nobody heard of a failure"
    assert rows == stored, "no row without file, no file without row"
    assert len(rows - before) >= through >= 15
