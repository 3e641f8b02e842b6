"""A portal with the sample plugin, whose greetings have private files, and a browser that looks at one."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import (
    PATIENCE,
    ROOT,
    SETTINGS,
    WIDTHS,
    free_port,
    migrated,
    shared_folder,
    wait_for,
)
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
    shutil.copytree(migrated(shared_folder(tmp_path_factory)), folder / "data")
    shutil.copytree(ROOT / "tests" / "sample_plugin", folder / "source")
    options = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-build-isolation"]
    install = ["-m", "pip", "install", *options, "--target", str(folder / "site"), str(folder / "source")]
    paths = [str(ROOT), str(folder / "site"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {
        "DATA_DIR": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
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
def served(greetings: Greetings) -> Iterator[str]:
    server, place = start(greetings)
    yield place
    server.terminate()
    server.wait(30)


@pytest.fixture
def greeting(browser: Browser, greetings: Greetings, served: str) -> Iterator[Callable[..., Page]]:
    """`greeting("phone", javascript=False)`: the page of a greeting that nobody has put files into."""
    contexts = []

    def visit(device: str = "desktop", *, javascript: bool = True, address: str = served) -> Page:
        width, height = WIDTHS[device]
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="zh-CN",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "sessionid", "value": greetings.session, "url": address}])
        page = context.new_page()
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
