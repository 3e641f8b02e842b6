"""Web server and worker live and die together (run as a program of its own, as `make run` does)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bin.paths import ROOT

DRIVER = """
import sys
from bin.supervisor import Program, Supervisor
restarts = {restarts!r}
programs = [
    Program(name, [sys.executable, "-c", code], restarts.get(name, 0)) for name, code in {programs!r}.items()
]
sys.exit(Supervisor(programs, announce=lambda: print("announced", flush=True), {options}).run())
"""
# Writes its process id, starts a child of its own that does the same, and waits.
FAMILY = """
import os, pathlib, subprocess, sys, time
folder = pathlib.Path({folder!r})
(folder / "{name}").write_text(str(os.getpid()))
subprocess.Popen([sys.executable, "-c", "import os, pathlib, time; "
    "pathlib.Path({folder!r}, '{name}-child').write_text(str(os.getpid())); time.sleep(60)"])
time.sleep(60)
"""
STUBBORN = """
import os, pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path({folder!r}, "stubborn").write_text(str(os.getpid()))
time.sleep(60)
"""
PATIENCE = 15.0  # seconds; a shared machine may be slow

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def supervise() -> Iterator[Start]:
    """Start a supervisor over programs given as source code; whatever is left of it is killed afterwards."""
    started: list[subprocess.Popen[str]] = []

    def start(
        programs: dict[str, str], options: str = "grace=5", restarts: dict[str, int] | None = None
    ) -> "subprocess.Popen[str]":
        source = DRIVER.format(programs=programs, options=options, restarts=restarts or {})
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started.append(subprocess.Popen([sys.executable, "-c", source], cwd=ROOT, text=True, **pipes))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def family(folder: Path, name: str) -> str:
    return FAMILY.format(folder=str(folder), name=name)


def pids(folder: Path, *names: str) -> list[int]:
    """Wait until all of them have written their process id."""
    wait_until(lambda: all((folder / name).exists() and (folder / name).read_text() for name in names))
    return [int((folder / name).read_text()) for name in names]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A process that has ended but was not yet collected still answers; its state says so.
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_when_both_run_then_both_stop_with_all_they_started(
    number: signal.Signals, supervise: Start, tmp_path: Path
) -> None:
    run = supervise({"web": family(tmp_path, "web"), "queue": family(tmp_path, "queue")})
    running = pids(tmp_path, "web", "web-child", "queue", "queue-child")

    run.send_signal(number)
    out, err = run.communicate(timeout=PATIENCE)

    assert run.returncode == 0
    assert out == "announced\n"
    assert err == ""
    assert not [pid for pid in running if alive(pid)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans to somebody else")
def test_signal_when_nobody_reaps_what_is_left_then_the_end_is_not_put_off(
    supervise: Start, tmp_path: Path
) -> None:
    """So it is where the supervisor is the first process of a container: what its programs leave comes to it."""
    adopts = "__import__('ctypes').CDLL(None).prctl(36, 1) == 0"  # PR_SET_CHILD_SUBREAPER
    run = supervise({"web": family(tmp_path, "web")}, options=f"is_ready=lambda: {adopts}, grace=60")
    running = pids(tmp_path, "web", "web-child")

    run.terminate()
    out, _ = run.communicate(timeout=PATIENCE)

    assert (run.returncode, out) == (0, "announced\n")
    assert not [pid for pid in running if alive(pid)]


def test_program_when_it_ends_by_itself_then_the_other_stops_with_a_sentence(
    supervise: Start, tmp_path: Path
) -> None:
    run = supervise({"web server": "raise SystemExit(3)", "queue": family(tmp_path, "queue")})

    _, err = run.communicate(timeout=PATIENCE)

    assert run.returncode == 1
    assert err == "The web server ended by itself (exit code 3); the others are stopped.\n"
    assert not (tmp_path / "queue").exists() or not alive(*pids(tmp_path, "queue"))


def test_program_when_killed_then_the_sentence_names_the_signal(supervise: Start, tmp_path: Path) -> None:
    run = supervise({"web": family(tmp_path, "web"), "queue": family(tmp_path, "queue")})
    web, child, queue = pids(tmp_path, "web", "web-child", "queue")

    os.kill(web, signal.SIGKILL)
    _, err = run.communicate(timeout=PATIENCE)

    assert run.returncode == 1
    assert "The web ended by itself (signal SIGKILL)" in err
    assert not alive(child)
    assert not alive(queue)


def test_queue_when_killed_then_started_anew_without_what_it_left_and_the_web_server_stays(
    supervise: Start, tmp_path: Path
) -> None:
    programs = {"web": family(tmp_path, "web"), "queue": family(tmp_path, "queue")}
    run = supervise(programs, restarts={"queue": 2})
    web, queue, child = pids(tmp_path, "web", "queue", "queue-child")

    for name in ("queue", "queue-child"):
        (tmp_path / name).unlink()
    os.kill(queue, signal.SIGKILL)
    anew, child_anew = pids(tmp_path, "queue", "queue-child")

    wait_until(lambda: not alive(child))
    assert {anew, child_anew}.isdisjoint({queue, child})
    assert alive(web)
    assert run.poll() is None
    run.terminate()
    out, err = run.communicate(timeout=PATIENCE)
    assert (run.returncode, out) == (0, "announced\n")
    assert err == "The queue was killed (signal SIGKILL) and is started anew.\n"
    assert not [pid for pid in (web, anew, child_anew) if alive(pid)]


def test_queue_when_killed_again_and_again_then_everything_stops_with_a_sentence(
    supervise: Start, tmp_path: Path
) -> None:
    killed = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    run = supervise({"web": family(tmp_path, "web"), "queue": killed}, restarts={"queue": 2})

    _, err = run.communicate(timeout=PATIENCE)

    *anew, last = err.splitlines()
    assert run.returncode == 1
    assert anew == ["The queue was killed (signal SIGKILL) and is started anew."] * 2
    assert last == "The queue was killed 3 times within a minute; the others are stopped."
    assert not (tmp_path / "web").exists() or not alive(*pids(tmp_path, "web"))


def test_queue_when_the_killings_are_far_apart_then_each_is_forgiven(
    supervise: Start, tmp_path: Path
) -> None:
    counted = (
        "import os, pathlib, signal, time; place = pathlib.Path({!r}); "
        "place.write_text(place.read_text() + 'x' if place.exists() else 'x'); "
        "time.sleep(0.2); len(place.read_text()) > 3 or os.kill(os.getpid(), signal.SIGKILL)"
    )
    programs = {"queue": counted.format(str(tmp_path / "starts"))}
    run = supervise(programs, options="minute=0.1", restarts={"queue": 1})

    _, err = run.communicate(timeout=PATIENCE)

    assert err.splitlines()[-1] == "The queue ended by itself (exit code 0); the others are stopped."
    assert (tmp_path / "starts").read_text() == "xxxx"


def test_queue_when_it_ends_by_itself_then_it_is_not_started_again(supervise: Start) -> None:
    run = supervise({"queue": "raise SystemExit(1)"}, restarts={"queue": 2})

    _, err = run.communicate(timeout=PATIENCE)

    assert err == "The queue ended by itself (exit code 1); the others are stopped.\n"


def test_program_when_it_ignores_the_signal_then_it_is_killed_after_the_grace_time(
    supervise: Start, tmp_path: Path
) -> None:
    run = supervise({"queue": STUBBORN.format(folder=str(tmp_path))}, options="grace=0.3")
    (stubborn,) = pids(tmp_path, "stubborn")

    run.terminate()
    run.communicate(timeout=PATIENCE)

    assert run.returncode == 0
    assert not alive(stubborn)


def test_programs_when_none_answers_in_time_then_everything_stops(supervise: Start, tmp_path: Path) -> None:
    options = "is_ready=lambda: False, ready_within=0.5"
    run = supervise({"web": family(tmp_path, "web")}, options=options)

    out, err = run.communicate(timeout=PATIENCE)

    assert run.returncode == 1
    assert out == ""
    assert err.startswith("No answer within")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a program with its parent")
def test_programs_when_the_supervisor_is_killed_outright_then_they_stop(
    supervise: Start, tmp_path: Path
) -> None:
    alone = "import os, pathlib, time; pathlib.Path({!r}).write_text(str(os.getpid())); time.sleep(60)"
    run = supervise({"web": alone.format(str(tmp_path / "web"))})
    (web,) = pids(tmp_path, "web")

    run.kill()

    wait_until(lambda: not alive(web))
