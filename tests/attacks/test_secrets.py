"""Nothing that is secret is handed out, and production does not start half open (W13)."""

import os
import re
import subprocess
import sys

import pytest

from bin.paths import ROOT
from bin.stages import PRODUCTION

HIDDEN = (
    "/.git/config",
    "/.git/HEAD",
    "/.env",
    "/.env.example",
    "/manage.py",
    "/pyproject.toml",
    "/requirements.txt",
    "/.data/db.sqlite3",
    "/db.sqlite3",
    "/portal/settings/base.py",
    "/static/portal/js/portal.js.map",
    "/static/../manage.py",
    "/static/%2e%2e/manage.py",
    "/media/../db.sqlite3",
    "/media/%2e%2e/db.sqlite3",
    "/private/",
    "/backup.sql",
    "/server-status/",
    "/debug/",
    "/__debug__/",
    "/phpinfo.php",
    "/wp-login.php",
)
# What looks like a key that somebody left behind.
KEYS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bghp_[A-Za-z0-9]{36}\b|\bxox[baprs]-[A-Za-z0-9-]{10,}"
)
WEAK = {
    "no key": {"SECRET_KEY": ""},
    "short key": {"SECRET_KEY": "short"},
    "one letter": {"SECRET_KEY": "a" * 60},
    "key of the development": {"SECRET_KEY": "development-key-that-everybody-can-read-0123456789-abcdef"},
    "any host": {"ALLOWED_HOSTS": "*"},
    "no host": {"ALLOWED_HOSTS": ""},
    "plain http": {"SITE_URL": "http://portal.example"},
}


@pytest.mark.parametrize("path", HIDDEN)
def test_w13_nothing_of_the_machine_is_served(client, site, path: str) -> None:
    assert client.get(path).status_code in {400, 404}


def test_w13_no_key_is_in_the_repository() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    names = [name for name in listed.stdout.split("\0") if name] if listed.returncode == 0 else []
    if not names:
        pytest.skip("not a checkout")
    found = [name for name in names if KEYS.search(_text(name)) and not name.startswith("tests/attacks/")]
    assert found == []


def _text(name: str) -> str:
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError):
        return ""


@pytest.mark.parametrize("case", WEAK)
def test_w13_production_refuses_to_start(case: str, tmp_path) -> None:
    environment = {**os.environ, **PRODUCTION, "DATA_DIR": str(tmp_path), **WEAK[case]}
    started = subprocess.run(
        [sys.executable, "-c", "import portal.settings.production"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert started.returncode != 0
    assert "Improperly" in started.stderr or "Environ" in started.stderr


def test_w13_error_page_says_nothing_of_the_machine(client, site, settings) -> None:
    page = client.get("/no/such/page/").text
    for word in ("Traceback", "settings", str(ROOT), "urlpatterns", settings.SECRET_KEY):
        assert word not in page
