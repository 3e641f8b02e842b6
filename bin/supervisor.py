"""Run several programs as one: they start together, and when one ends or a signal comes they all stop.

Each program leads a process group of its own, so that stopping reaches whatever it has started; on Linux the kernel
also stops it when this process is killed outright. Standard library only.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

POLL_SECONDS = 0.1
GRACE_SECONDS = 10.0
READY_SECONDS = 90.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """A name for messages and the command line to start."""

    name: str
    command: Sequence[str]


class Supervisor:
    """Start, watch and stop `programs`.

    `is_ready` is asked until it says yes; then `announce` is called once. `ready_within` and `grace` are seconds:
    how long the first answer may take, and how long a program has to stop before it is killed.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        is_ready: Callable[[], bool] = lambda: True,
        announce: Callable[[], None] = lambda: None,
        ready_within: float = READY_SECONDS,
        grace: float = GRACE_SECONDS,
    ) -> None:
        self.programs = programs
        self.is_ready, self.announce = is_ready, announce
        self.ready_within, self.grace = ready_within, grace
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.signals_seen = 0

    def run(self) -> int:
        """Return 0 when a signal asked for the end, 1 when a program ended by itself or never became ready."""
        previous = {number: signal.signal(number, self._note_signal) for number in STOP_SIGNALS}
        try:
            for program in self.programs:
                self.processes[program.name] = subprocess.Popen(
                    program.command, stdin=subprocess.DEVNULL, process_group=0, preexec_fn=_die_with_parent
                )
            complaint = self._watch()
            if complaint:
                print(complaint, file=sys.stderr, flush=True)
            return 1 if complaint else 0
        finally:
            self._stop_all()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _note_signal(self, number: int, frame: FrameType | None) -> None:
        self.signals_seen += 1

    def _watch(self) -> str | None:
        """Wait for the end; return what went wrong, or None when a signal asked for it."""
        deadline = time.monotonic() + self.ready_within
        ready = False
        while not self.signals_seen:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    return (
                        f"The {name} ended by itself ({_ending(process.returncode)}); the others are stopped."
                    )
            if not ready and self.is_ready():
                ready = True
                self.announce()
            if not ready and time.monotonic() > deadline:
                return f"No answer within {self.ready_within:.0f} s; everything is stopped."
            time.sleep(POLL_SECONDS)
        return None

    def _stop_all(self) -> None:
        """Ask every program to stop; kill what is left after the grace time, or at once on a second signal.

        Only the program itself is asked: it stops what it has started in its own order, and the queue hangs when its
        workers are gone before it has let them go. What a dead program leaves behind is asked directly.
        """
        for process in self.processes.values():
            process.terminate()
        deadline = time.monotonic() + self.grace
        while left := [process for process in self.processes.values() if _group_lives(process)]:
            impatient = time.monotonic() > deadline or self.signals_seen > 1
            for process in left:
                if impatient or process.returncode is not None:
                    _signal_group(process, signal.SIGKILL if impatient else signal.SIGTERM)
            if impatient:
                break
            time.sleep(POLL_SECONDS)
        for process in self.processes.values():
            process.wait()


def _die_with_parent() -> None:
    """Runs in the new program before it starts; without it, kill -9 on this process would leave orphans."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _group_lives(process: subprocess.Popen[bytes]) -> bool:
    process.poll()  # a leader that has ended must be reaped, or its group never empties
    return _signal_group(process, 0)


def _signal_group(process: subprocess.Popen[bytes], number: int) -> bool:
    """Send a signal to the program and all it started; False when none of them is left."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
        return False
    return True


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
