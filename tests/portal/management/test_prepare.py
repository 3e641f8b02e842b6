"""`manage.py prepare`: from nothing to a portal that can start, as often as one likes."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from cms_pages.models import HomePage
from plugins.demo.seeding.accounts import DUTIES, PASSWORD
from portal.accounts.models import User
from portal.management.commands import prepare

pytestmark = pytest.mark.django_db


def test_prepare_when_run_twice_then_there_is_one_page_tree() -> None:
    call_command("prepare")
    call_command("prepare")

    assert HomePage.objects.count() == 1


def test_prepare_when_migrations_are_missing_then_each_one_is_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def migrate(name: str, **options: Any) -> None:
        if name == "migrate":
            for _ in range(3):
                options["stdout"].write("  Applying jobs.0002_more...")
                options["stdout"].write(" OK\n")

    monkeypatch.setattr(prepare, "call_command", migrate)
    monkeypatch.setattr(
        prepare.MigrationExecutor, "migration_plan", lambda self, targets: ["one", "two", "three"]
    )

    call_command("prepare")

    assert "Preparing the database: 3 of 3 in" in capsys.readouterr().out


@pytest.mark.parametrize("missing", [0, 1])
def test_report_when_the_demos_accounts_are_not_all_there_then_none_is_named(
    missing: int, tmp_path: Path
) -> None:
    for username in list(DUTIES)[missing:]:
        User.objects.create_user(username)

    call_command("prepare", report=tmp_path / "report.json")

    report = json.loads((tmp_path / "report.json").read_text())
    assert report["password"] == PASSWORD
    assert [account["username"] for account in report["accounts"]] == ([] if missing else list(DUTIES))


def test_database_when_it_does_not_answer_then_one_sentence_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> None:
        raise OperationalError("connection failed:\n\tConnection refused")

    monkeypatch.setattr(prepare.connection, "ensure_connection", refuse)
    with pytest.raises(
        CommandError, match=r"^The database does not answer: connection failed: Connection refused$"
    ):
        call_command("prepare")
