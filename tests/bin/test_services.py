"""PostgreSQL, Chromium and fonts: put in place once, found again, and honest when that cannot be."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bin import env_file
from bin.services import __main__ as services
from bin.services import apt, borrowing, postgres, programs
from bin.services.base import CannotStart, Service


@pytest.fixture(scope="module")
def own_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cluster beside the one of `make services`, made by the first test that starts it; it is removed afterwards."""
    if not postgres.POSTGRES.is_installed():
        pytest.skip("PostgreSQL is not installed: make services")
    folder = tmp_path_factory.mktemp("cluster")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres, "SERVICES", folder)
        patch.setattr(postgres, "ROOT", folder)
        yield folder
        postgres.remove()


@pytest.mark.slow
def test_postgres_when_started_twice_then_it_is_the_same_server_with_the_same_address(
    own_cluster: Path,
) -> None:
    first = postgres.start()
    with psycopg.connect(first["POSTGRES_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE kept ()")

    assert postgres.start() == first

    with psycopg.connect(first["POSTGRES_URL"]) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        assert connection.info.server_version >= 150000
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


@pytest.mark.slow
def test_postgres_when_stopped_and_started_then_what_it_kept_is_still_there(own_cluster: Path) -> None:
    with psycopg.connect(postgres.start()["POSTGRES_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE stays ()")

    postgres.stop()
    postgres.stop()

    with psycopg.connect(postgres.start()["POSTGRES_URL"]) as connection:
        connection.execute("SELECT * FROM stays")


@pytest.mark.slow
def test_postgres_when_its_making_was_interrupted_then_it_is_made_anew(own_cluster: Path) -> None:
    postgres.start()
    next(own_cluster.rglob("complete"), postgres._folder_outside() / "complete").unlink()

    with psycopg.connect(postgres.start()["POSTGRES_URL"]) as connection:
        connection.execute("SELECT 1")


@pytest.mark.slow
def test_postgres_when_a_stranger_without_the_password_asks_then_he_is_refused(own_cluster: Path) -> None:
    address = postgres.start()["POSTGRES_URL"]
    user, _, rest = address.removeprefix("postgres://").partition(":")

    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgres://{user}:guess@{rest.partition('@')[2]}")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends itself out")
def test_postgres_when_its_user_cannot_reach_the_working_copy_then_it_lies_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(postgres, "SERVICES", closed / ".services")
    monkeypatch.setattr(postgres, "ROOT", closed)

    cluster = postgres._Cluster()

    try:
        assert cluster.folder == postgres._folder_outside()
        assert cluster.folder.stat().st_uid == cluster.owner.pw_uid != 0
    finally:
        postgres.remove()
    assert not cluster.folder.exists()


def test_postgres_when_somebody_else_owns_its_folder_then_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(CannotStart, match="belongs to another user"):
        borrowing.make_folder(tmp_path / "link", borrowing.borrowed_user("PostgreSQL"))


def test_apt_when_this_user_may_not_install_then_the_command_to_type_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apt.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(apt.os, "geteuid", lambda: 1000)

    with pytest.raises(apt.CannotInstall) as refusal:
        apt.install(["chromium", "fontconfig"])

    assert str(refusal.value) == "type: sudo apt-get install --no-install-recommends chromium fontconfig"


def test_apt_when_there_is_none_then_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apt.shutil, "which", lambda name: None)

    with pytest.raises(apt.CannotInstall, match="Debian's chromium"):
        apt.install(["chromium"])


@pytest.mark.parametrize(
    ("outcomes", "asked"),
    [
        ([True], ["install"]),
        ([False, True, True], ["install", "update", "install"]),
        ([False, False], ["install", "update"]),
    ],
)
def test_apt_when_the_lists_are_old_then_they_are_renewed_once(
    outcomes: list[bool], asked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[str] = []
    answers = iter(outcomes)
    monkeypatch.setattr(apt.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(apt.os, "geteuid", lambda: 0)
    monkeypatch.setattr(apt, "LOG", tmp_path / "apt.log")
    monkeypatch.setattr(apt, "_lists_present", lambda: True)
    monkeypatch.setattr(apt, "_apt_get", lambda log, verb, *packages: calls.append(verb) or next(answers))

    if outcomes[-1]:
        apt.install(["chromium"])
    else:
        with pytest.raises(apt.CannotInstall, match="could not install chromium"):
            apt.install(["chromium"])

    assert calls == asked


@pytest.mark.parametrize("stubbed", ["find_browser", "find_viewer"])
def test_chromium_when_it_is_a_stub_that_does_not_run_then_it_counts_as_missing(
    stubbed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub = tmp_path / "chromium"
    stub.write_text("#!/bin/sh\necho 'install the snap'; exit 1\n")
    stub.chmod(0o755)
    for finder in ("find_browser", "find_viewer"):
        monkeypatch.setattr(programs, finder, lambda: sys.executable)
    monkeypatch.setattr(programs, stubbed, lambda: str(stub))

    with pytest.raises(CannotStart, match="does not run"):
        programs.CHROMIUM.start()


@pytest.fixture
def stand_ins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One service that works, one that breaks, one that cannot be installed."""

    def break_down() -> dict[str, str]:
        raise CannotStart("its port is on fire")

    def refuse(packages: list[str]) -> None:
        raise apt.CannotInstall(f"type: sudo apt-get install {' '.join(packages)}")

    works = Service("Works", ("works",), lambda: True, lambda: {"WORKS_URL": "http://here"})
    breaks = Service("Breaks", ("breaks",), lambda: True, break_down)
    absent = Service("Absent", ("absent",), lambda: False)
    monkeypatch.setattr(services, "ALL", (works, breaks, absent))
    monkeypatch.setattr(services, "SERVICES_ENV", tmp_path / "env")
    monkeypatch.setattr(services, "install", refuse)
    return tmp_path / "env"


def test_services_when_some_are_missing_then_the_rest_is_ready_and_reasons_are_told(
    stand_ins: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = services.main([])

    out = capsys.readouterr().out
    assert code == 1
    assert env_file.read(stand_ins) == {"WORKS_URL": "http://here"}
    assert "Works: ready" in out
    assert "Breaks: its port is on fire" in out
    assert "Absent: not installed: type: sudo apt-get install absent" in out
    assert "1 of 3 services ready." in out
