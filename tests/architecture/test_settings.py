"""Three lists say the same: variables that the settings read, .env.example, docs/settings.md."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'\benv\.(?:\w+)\(\s*"([A-Z_]+)"')


def variables_read() -> set[str]:
    files = (ROOT / "portal" / "settings").glob("*.py")
    return {name for file in files for name in READ.findall(file.read_text())}


def test_example_names_every_variable() -> None:
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^#?\s*([A-Z_]+)=", example, re.M))
    assert variables_read() <= named


def test_docs_explain_every_variable() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(), re.M))
    assert documented >= variables_read()


SAFE = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "k8!vQ2#nZ5@xW7$mB9%cL4^hT6&jR1*yP3(uE0)oI-aS=dFgH+",
    "ALLOWED_HOSTS": "qct.hailan.example",
    "SITE_URL": "https://qct.hailan.example",
    "FIELD_KEYS": "2026-11:uuZuyAEixSMSsDj7710jRFzPCaqxlHyKLKr8uxIbRPU=",
}


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"FIELD_KEYS": ""}, "FIELD_KEYS"),
        ({"FIELD_KEYS": "2026:c2hvcnQ="}, "FIELD_KEYS"),
        ({"FIELD_KEYS": "development:h1uTgIZunVbnEQsO4xCWLBbZ1K4QP4KdYr3/0svnxh0="}, "FIELD_KEYS"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"SITE_URL": "http://qct.hailan.example"}, "SITE_URL"),
        ({"STAFF_SECOND_FACTOR": "0"}, "STAFF_SECOND_FACTOR"),
    ],
)
def test_production_refuses_to_start_when_unsafe(changed: dict[str, str], complaint: str) -> None:
    outcome = load_settings(SAFE | changed)
    assert outcome.returncode != 0
    assert complaint in outcome.stderr


def test_production_starts_when_safe() -> None:
    assert load_settings(SAFE).returncode == 0


def load_settings(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    code = "from django.conf import settings; settings.SECRET_KEY"
    return subprocess.run(
        [sys.executable, "-c", code],
        env=kept | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
