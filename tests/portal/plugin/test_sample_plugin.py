"""The contract's first stranger: a project of its own, installed with pip, tested from outside the repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests import template_database

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "tests" / "sample_plugin"
PROMISES = 11 + 13 + 9 + 8  # tests of the contract, of greetings, of requests, of what a mentor leaves behind


def run(*command: str, cwd: Path, paths: tuple[Path, ...] = (), **variables: str) -> str:
    """The output of a Python command; everything it said is in the failure when it fails."""
    known = [*map(str, paths), *filter(None, [os.environ.get("PYTHONPATH")])]
    keep = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DATABASE_URL"))
    }
    environment = {**keep, "PYTHONPATH": os.pathsep.join(known), **variables}
    done = subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's project in a folder of its own, and beside it `site`, where pip has put the plugin."""
    folder = tmp_path_factory.mktemp("stranger") / "qingchuang-hello"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("conftest.py", "__pycache__"))
    shutil.copy(SAMPLE / "tests" / "conftest.py", folder / "tests")
    options = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-build-isolation"]
    run("-m", "pip", "install", *options, "--target", str(folder / "site"), str(folder), cwd=folder)
    return folder


@pytest.fixture
def city(project: Path, django_db_setup: None) -> list[str]:
    """Options for tests of a plugin in a portal whose own tables are there: making them takes half a minute."""
    if connection.vendor != "sqlite":
        return []
    tables = project.parent / "city.sqlite3"
    template_database.leave_file(str(tables))
    name = f"DATABASES['default']['TEST'] = {{'NAME': {str(tables)!r}}}"
    (project / "city.py").write_text(f"from portal.settings.test import *\n\n{name}\n")
    return ["--ds=city", "--reuse-db"]


@pytest.mark.slow
def test_stranger_keeps_the_contract_and_leaves_no_trace_when_off(project: Path, city: list[str]) -> None:
    options = ["-p", "no:cacheprovider", "-p", "no:schemathesis", "--rootdir", str(project), "-q", *city]
    said = run("-m", "pytest", *options, "tests", cwd=project, paths=(ROOT, project / "site"))
    assert f"{PROMISES} passed" in said


def test_portal_starts_without_a_stranger_made_for_another_version(project: Path) -> None:
    late = project.parent / "late"
    shutil.copytree(project / "site", late)
    plugin = late / "qingchuang_hello" / "plugin.py"
    plugin.write_text("import portal.removed\n" + plugin.read_text().replace(">=0.1,<1", ">=99"))
    said = run(
        "-c",
        "from portal.garbage import look_seldom; look_seldom()\n"
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from portal.plugin.registry import registry\n"
        "call_command('check')\n"
        "print(registry.refusals['qingchuang_hello'])",
        cwd=ROOT,
        paths=(ROOT, late),
        DJANGO_SETTINGS_MODULE="portal.settings.test",
    )
    assert "it supports portal >=99, this is " in said
