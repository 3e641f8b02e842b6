"""`make run` before and after the two programs run: preparing once, and what it says when the site answers."""

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bin import prepared, serve
from bin.address import Address

ACCOUNTS = [{"username": "editor", "duty": "编辑：写公告"}, {"username": "approver", "duty": "审核"}]

Prepare = Callable[..., list[list[str]]]


@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Prepare:
    """`prepare(mark, code=0)`: which commands were run, with a database of that fingerprint."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))

    def go(mark: str | None, code: int = 0) -> list[list[str]]:
        commands: list[list[str]] = []

        def run(command: list[str], cwd: Path) -> "subprocess.CompletedProcess[str]":
            commands.append(command[1:])
            Path(command[-1].partition("=")[2]).write_text(
                json.dumps({"accounts": ACCOUNTS, "password": "p"})
            )
            return subprocess.CompletedProcess(command, code)

        monkeypatch.setattr(serve.subprocess, "run", run)
        monkeypatch.setattr(prepared, "fingerprint", lambda: mark)
        assert serve._prepare()["accounts"] == ACCOUNTS
        return commands

    return go


def test_database_when_as_the_last_run_left_it_then_not_prepared_again(prepare: Prepare) -> None:
    assert [command[:3] for command in prepare("a")] == [["manage.py", "prepare", "--demo"]]
    assert prepare("a") == []
    assert len(prepare("b")) == 1


def test_database_when_its_state_cannot_be_told_then_prepared_each_time(prepare: Prepare) -> None:
    assert len(prepare(None)) == 1
    assert len(prepare(None)) == 1


def test_database_when_preparing_fails_then_the_next_run_tries_again(prepare: Prepare) -> None:
    with pytest.raises(serve.CannotPrepare):
        prepare("a", code=1)

    assert len(prepare("a")) == 1


def test_data_folder_when_it_cannot_be_written_then_one_sentence_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "data"))
    monkeypatch.setattr(prepared, "fingerprint", lambda: None)
    with pytest.raises(serve.CannotPrepare, match="file/data cannot be written"):
        serve._prepare()


@pytest.fixture
def web() -> Iterator[Address]:
    """A server that is well at /healthz and nowhere else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/healthz" else 503)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Address("127.0.0.1", server.server_port)
    server.shutdown()
    server.server_close()


def test_site_when_it_answers_then_seen_past_the_proxy_of_the_environment(
    web: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    assert serve._answers(web)


def test_site_when_nobody_listens_then_not_ready() -> None:
    assert not serve._answers(Address("127.0.0.1", 1))


def test_welcome_when_the_demo_is_there_then_addresses_and_accounts_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = {"accounts": ACCOUNTS, "password": "qingchuang-demo"}

    serve._welcome(Address("127.0.0.1", 8123), report, 7.2, Address("127.0.0.1", 8124))

    said = capsys.readouterr().out
    for word in (
        "http://127.0.0.1:8123/",
        "http://127.0.0.1:8123/admin/",
        "http://127.0.0.1:8124/",
        "editor",
        "approver",
        "qingchuang-demo",
    ):
        assert word in said


def test_welcome_when_it_is_a_citys_own_database_then_no_password_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    serve._welcome(Address("127.0.0.1", 8123), {"accounts": [], "password": "qingchuang-demo"}, 7.2)

    assert "qingchuang-demo" not in capsys.readouterr().out
