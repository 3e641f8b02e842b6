"""The environment is made once, again when the lock changes, and after an interruption."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bin import bootstrap
from bin.paths import ROOT

Prepare = Callable[..., list[str]]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working copy with two lock files."""
    for name in (bootstrap.RUN_LOCK, bootstrap.TEST_LOCK):
        (tmp_path / name).write_text("django==5.2.9\n", encoding="utf-8")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".venv/installed-locks.json")
    return tmp_path


@pytest.fixture
def prepare(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Prepare:
    """`prepare(lock, interrupted=False)` returns what had to be done; nothing is really installed."""
    done: list[str] = []

    def create() -> None:
        done.append("create")
        (copy / ".venv/bin").mkdir(parents=True, exist_ok=True)
        if not bootstrap.VENV_PYTHON.exists():
            bootstrap.VENV_PYTHON.symlink_to(os.path.realpath("/bin/true"))

    monkeypatch.setattr(bootstrap, "_create_environment", create)

    def run(lock: str, *, interrupted: bool = False) -> list[str]:
        def install(name: str) -> None:
            done.append(name)
            if interrupted:
                raise KeyboardInterrupt

        monkeypatch.setattr(bootstrap, "_install", install)
        done.clear()
        try:
            bootstrap.prepare(lock)
        except KeyboardInterrupt:
            done.append("interrupted")
        return list(done)

    return run


def test_environment_when_new_then_made_and_installed_once(prepare: Prepare) -> None:
    assert prepare("requirements.txt") == ["create", "requirements.txt"]
    assert prepare("requirements.txt") == []


def test_environment_when_the_lock_changes_then_only_the_packages_are_installed_again(
    prepare: Prepare, copy: Path
) -> None:
    prepare("requirements.txt")
    (copy / "requirements.txt").write_text("django==5.2.10\n", encoding="utf-8")

    assert prepare("requirements.txt") == ["requirements.txt"]
    assert prepare("requirements.txt") == []


def test_environment_when_the_test_lock_is_installed_then_it_serves_the_portal_too(prepare: Prepare) -> None:
    prepare("requirements-test.txt")

    assert prepare("requirements.txt") == []
    assert prepare("requirements-test.txt") == []


def test_environment_when_made_for_running_then_tests_install_their_own(prepare: Prepare) -> None:
    prepare("requirements.txt")

    assert prepare("requirements-test.txt") == ["requirements-test.txt"]


def test_environment_when_interrupted_then_the_next_run_installs_again(prepare: Prepare) -> None:
    assert prepare("requirements.txt", interrupted=True) == ["create", "requirements.txt", "interrupted"]
    assert prepare("requirements.txt") == ["requirements.txt"]
    assert prepare("requirements.txt") == []


def test_environment_when_the_working_copy_was_moved_then_it_is_made_anew(prepare: Prepare) -> None:
    prepare("requirements.txt")
    stamp = json.loads(bootstrap.STAMP.read_text())
    bootstrap.STAMP.write_text(json.dumps(stamp | {"root": "/elsewhere"}))

    assert prepare("requirements.txt") == ["create", "requirements.txt"]


def test_environment_when_its_python_is_gone_then_it_is_made_anew(prepare: Prepare) -> None:
    prepare("requirements.txt")
    bootstrap.VENV_PYTHON.unlink()

    assert prepare("requirements.txt")[0] == "create"


def test_environment_when_it_is_a_link_to_another_then_that_one_is_left_alone(
    prepare: Prepare, copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "kept").touch()
    (copy / ".venv").symlink_to(other, target_is_directory=True)

    assert prepare("requirements.txt") == ["create", "requirements.txt"]

    assert [path.name for path in other.iterdir()] == ["kept"]
    assert not (copy / ".venv").is_symlink()


def test_environment_when_this_python_has_neither_pip_nor_ensurepip_then_the_packages_are_named(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(bootstrap.CannotPrepare, match="apt install python3-venv python3-pip"):
        bootstrap._create_environment()


def test_bytecode_when_unwanted_beside_the_sources_then_it_is_kept_in_the_data_folder() -> None:
    environment = {"PYTHONDONTWRITEBYTECODE": "1"}

    bootstrap._keep_bytecode(environment)

    assert environment == {"PYTHONPYCACHEPREFIX": str(ROOT / ".data/bytecode")}


@pytest.mark.parametrize("environment", [{}, {"PYTHONPYCACHEPREFIX": "/elsewhere"}])
def test_bytecode_when_it_has_a_place_then_that_stays(environment: dict[str, str]) -> None:
    asked = dict(environment)

    bootstrap._keep_bytecode(asked)

    assert asked == environment


def test_progress_when_no_terminal_shows_it_then_plain_lines_with_counts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [f"Collecting package{number}==1.0\n" for number in range(95)]

    count = bootstrap._show_progress(
        [*lines, "  Downloading\n", "Installing collected packages: a, b\n"], 100
    )

    assert count == 95
    assert capsys.readouterr().out.splitlines() == [
        "  40 of 100 packages fetched",
        "  80 of 100 packages fetched",
        "  95 packages fetched, now being unpacked",
    ]


def launch(*, python: str, path: str) -> "subprocess.CompletedProcess[str]":
    """Run bin/python with a PATH of our own; `dirname` and `sh` still come from the system."""
    environment = {"PATH": f"{path}:/usr/bin:/bin"} | ({"PYTHON": python} if python else {})
    script = ["/bin/sh", str(ROOT / "bin/python"), "-c", "print('ran')"]
    return subprocess.run(script, env=environment, capture_output=True, text=True, timeout=30)


def test_launcher_when_python_is_too_old_then_one_sentence_names_what_was_found(tmp_path: Path) -> None:
    old = tmp_path / "python-old"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && { echo "Python 3.9.2"; exit; }\nexit 1\n')
    old.chmod(0o755)

    finished = launch(python=str(old), path=str(tmp_path))

    assert finished.returncode == 1
    assert finished.stdout == ""
    assert "needs Python 3.11 or later and this machine has Python 3.9.2" in finished.stderr


def test_launcher_when_there_is_no_python_then_one_sentence_says_so(tmp_path: Path) -> None:
    finished = launch(python=str(tmp_path / "nowhere"), path=str(tmp_path))

    assert finished.returncode == 1
    assert finished.stderr.count("\n") == 1
    assert "needs Python 3.11 or later" in finished.stderr


def test_launcher_when_the_system_has_a_python_that_will_do_then_it_is_taken(tmp_path: Path) -> None:
    """Before one that stands first on the path, which its owner may have built without optimising it."""
    system = "import sys, ensurepip; sys.exit(sys.version_info < (3, 11))"
    if subprocess.run(["/usr/bin/python3", "-c", system], capture_output=True).returncode:
        pytest.skip("this system has no Python of its own that will do")
    built = tmp_path / "python3"
    built.write_text("#!/bin/sh\necho built by hand\n")
    built.chmod(0o755)

    assert launch(python="", path=str(tmp_path)).stdout == "ran\n"
    assert launch(python=str(built), path=str(tmp_path)).stdout == "built by hand\n"
