"""A portal of its own, seeded and served as `make run` does, and a real Chromium to look at it.

Not Django's live server: its flush takes Wagtail's root page along. Tests talk to the portal over HTTP only.
"""

import fcntl
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from http.client import OK
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from bin.address import Address
from bin.identity_provider import companion
from bin.services.programs import find_browser, find_viewer
from tests.browser import people
from tests.browser.people import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180
PATIENCE = 30_000  # milliseconds: a busy machine is no fault of a page, and no test passes for having waited
expect.set_options(timeout=PATIENCE)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTINGS = "tests.browser.settings"
NOWHERE = "http://127.0.0.1:8000"  # of a portal that is copied before it is served
FILL = f"""
from django.core.management import call_command
call_command("create_site")
call_command("seed_demo")
{people.MAKE}
"""


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Under `--dist=loadscope`, tests that share a portal of their own stay in one worker."""
    if config.getoption("dist") != "loadscope":
        return None
    from tests.browser.sharing_out import SharingOut

    return SharingOut(config, log)


def pytest_sessionstart(session: pytest.Session) -> None:
    """While workers collect their tests, and run those that need no portal, the one that all copy is seeded."""
    if session.config.getoption("dist", None) == "loadscope" and not hasattr(session.config, "workerinput"):
        folder = session.config._tmp_path_factory.getbasetemp()
        threading.Thread(target=seeded, args=[folder]).start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="session")
def identity_provider() -> Address:
    """Where the local identity provider listens as long as the portal runs."""
    return Address("127.0.0.1", free_port())


@pytest.fixture(scope="session")
def portal_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the running portal keeps its database, and the messages that it does not send."""
    return tmp_path_factory.mktemp("portal")


@pytest.fixture(scope="session")
def portal(
    tmp_path_factory: pytest.TempPathFactory, portal_data: Path, identity_provider: Address
) -> Iterator[str]:
    """The address of a running portal with the demo content, and an identity provider beside it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    shutil.copytree(seeded(shared_folder(tmp_path_factory)), portal_data, dirs_exist_ok=True)
    environment = surroundings(portal_data, address) | companion.variables(identity_provider)
    tell_address(portal_data, port)
    serve = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    log = (tmp_path_factory.getbasetemp() / "portal.log").open("wb")
    server = subprocess.Popen(
        [*serve, "portal.wsgi:application"], cwd=ROOT, env=environment, stdout=log, stderr=log
    )
    queue = subprocess.Popen(
        [sys.executable, "manage.py", "qcluster"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    provider = companion.program(identity_provider, Address("127.0.0.1", port))
    identities = subprocess.Popen(provider.command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(f"{address}/healthz", server)
        wait_for(f"{identity_provider.url}/", identities)
        yield address
    finally:
        # It takes seconds to go by itself, and nobody asks what it has left.
        os.killpg(queue.pid, signal.SIGKILL)
        for process in (server, identities):
            process.terminate()
        for process in (queue, server, identities):
            process.wait(20)
        log.close()


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the workers of one run meet."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def migrated(folder: Path) -> Path:
    """A portal's data with all tables, to be copied: migrating takes longer than most tests.

    Whoever fills the copy makes the site in the same process: to start one takes seconds.
    """

    def make(data: Path) -> None:
        environment = surroundings(data, NOWHERE)
        copy = f"from tests.template_database import leave_file; leave_file({str(data / 'db.sqlite3')!r})"
        tests = {"DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        manage(environment | tests, "shell", "--no-imports", "-c", copy)

    return _made_once(folder / "migrated", make)


def seeded(folder: Path) -> Path:
    """A portal's data with the demo content and the people of these tests, to be copied."""

    def make(data: Path) -> None:
        shutil.copytree(migrated(folder), data)
        manage(surroundings(data, NOWHERE), "shell", "--no-imports", "-c", FILL)

    return _made_once(folder / "seeded", make)


def _made_once(data: Path, make: Callable[[Path], None]) -> Path:
    """The first worker makes it, the others wait for it."""
    unfinished = data.with_suffix(".unfinished")
    with data.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not data.exists():
            make(unfinished)
            unfinished.rename(data)
    return data


def surroundings(data: Path, address: str) -> dict[str, str]:
    """The variables of a portal that keeps its data there and is reached at the address."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "CACHE_URL"}}
    settings = {"DJANGO_SETTINGS_MODULE": SETTINGS, "SITE_URL": address, "LOG_LEVEL": "WARNING"}
    return kept | settings | {"DATA_DIR": str(data)}


def tell_address(data: Path, port: int) -> None:
    """The copy of a portal learns on which port of this machine it is served, and forgets what it remembers of another."""
    with closing(sqlite3.connect(data / "db.sqlite3")) as database, database:
        database.execute("UPDATE wagtailcore_site SET hostname = '127.0.0.1', port = ?", [port])
    shutil.rmtree(data / "cache", ignore_errors=True)


def manage(environment: dict[str, str], *command: str) -> None:
    said = subprocess.DEVNULL
    subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=said
    )


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The portal did not start (exit code {server.poll()}).")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # The driver runs a loop in this thread; tests that put the portal's views before it ask the database all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    yield from launched(playwright, os.environ.get("CHROMIUM") or find_browser())


@pytest.fixture(scope="module")
def pdf_viewer(playwright: Playwright) -> Iterator[Browser]:
    """A browser that shows PDFs itself, as people's browsers do; it takes half as long again for everything else."""
    yield from launched(playwright, os.environ.get("PDF_VIEWER") or find_viewer())


def launched(playwright: Playwright, path: str | None) -> Iterator[Browser]:
    if path is None:
        pytest.fail("Chromium is missing: run `make services`.")
    started = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
    yield started
    started.close()


WIDTHS = {"desktop": (1280, 900), "phone": (390, 844), "narrow": (320, 700)}


@pytest.fixture
def visit(browser: Browser, portal: str) -> Iterator[object]:
    """`visit(device, javascript=True, elder=False)`: a fresh visitor's page; nothing outside the site may load."""
    yield from visitors(browser, portal)


def visitors(browser: Browser, portal: str) -> Generator[Callable[..., Page]]:
    """What `visit` gives, for the portal at that address."""
    contexts: list[BrowserContext] = []

    def start(device: str = "desktop", *, javascript: bool = True, **choices: str) -> Page:
        width, height = WIDTHS[device]
        context = browser.new_context(
            base_url=portal,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            has_touch=device != "desktop",
            locale="zh-CN",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        choose(context, portal, choices)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                request.url.startswith((portal, "data:", "blob:"))
                or page.complaints.append(f"left the site: {request.url}")
            ),
        )
        return page

    try:
        yield start
    finally:
        for context in contexts:
            context.close()


def choose(context: BrowserContext, portal: str, choices: dict[str, str]) -> None:
    context.add_cookies(
        [{"name": f"qc_{name}", "value": value, "url": portal} for name, value in choices.items()]
    )


@pytest.fixture(scope="module")
def reader(browser: Browser, portal: str) -> Iterator[object]:
    """`reader(device, elder=False)`: a page as `visit` gives it, but each look has one visitor who goes on reading.

    For tests that change nothing and count no bytes: whoever has been here knows the styles, and a process that has run
    axe runs it again in two thirds of the time. Cookies, width and complaints are a fresh visitor's.
    """
    pages: dict[object, Page] = {}
    arrivals = visitors(browser, portal)
    arrive = next(arrivals)

    def come(device: str = "desktop", **choices: str) -> Page:
        look = (device, *sorted(choices.items()))
        page = pages[look] = pages.get(look) or arrive(device, **choices)
        page.context.clear_cookies()
        choose(page.context, portal, choices)
        width, height = WIDTHS[device]
        page.set_viewport_size({"width": width, "height": height})
        page.complaints.clear()
        return page

    yield come
    arrivals.close()


@pytest.fixture
def sign_in(portal: str):
    """`sign_in(page, "editor")`: walk through the portal's own sign-in."""

    def enter(page: Page, username: str) -> Page:
        page.goto("/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name="登录").last.click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    return enter


@pytest.fixture(scope="session")
def sessions() -> dict[str, list[Any]]:
    """Who has walked through the sign-in of this portal, and by what it knows them since."""
    return {}


@pytest.fixture
def signed_in(sign_in: Callable[..., Page], sessions: dict[str, list[Any]]) -> Callable[..., Page]:
    """`signed_in(page, "editor")`: whoever is known from a test before comes in with that session, the others walk."""

    def enter(page: Page, username: str) -> Page:
        page.context.add_cookies(sessions.get(username, []))
        if page.request.get("/accounts/session/", max_redirects=0).status != OK:  # it may have ended
            sign_in(page, username)
            sessions[username] = [one for one in page.context.cookies() if one["name"] == "sessionid"]
        return page

    return enter


# The fixtures of a module of their own, which asks this one for its tools.
from tests.browser.greetings import greeting, greetings, served  # noqa: E402, F401
