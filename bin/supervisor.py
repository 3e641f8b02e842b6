"""Run several programs as one: they start together, and when one ends or a signal comes they all stop.

A program that may be restarted starts anew when it is killed, so many times a minute; what it had started goes first.
Each program leads a process group of its own, so that stopping reaches whatever it has started; on Linux the kernel
also stops it when this process is killed outright. Standard library only.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

POLL_SECONDS = 0.1
GRACE_SECONDS = 10.0
READY_SECONDS = 90.0
MINUTE = 60.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """A name for messages, the command line to start, and how often a minute it starts anew when it was killed.

    One that ends by itself has said why, and is not started again.
    """

    name: str
    command: Sequence[str]
    restarts: int = 0


class Running:
    """A program at work: its process, and when it was started anew."""

    def __init__(self, program: Program) -> None:
        self.program, self.restarted_at = program, deque[float]()
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.program.command, stdin=subprocess.DEVNULL, process_group=0, preexec_fn=_die_with_parent
        )

    def restart(self, minute: float) -> bool:
        """Start it anew if it was killed and has restarts left in this minute; whether it was."""
        while self.restarted_at and time.monotonic() - self.restarted_at[0] > minute:
            self.restarted_at.popleft()
        if self.process.returncode >= 0 or len(self.restarted_at) >= self.program.restarts:
            return False
        _say(f"The {self.program.name} was killed ({_ending(self.process.returncode)}) and is started anew.")
        _signal_group(self.process, signal.SIGKILL)  # what it had started must not work beside the new one
        self.restarted_at.append(time.monotonic())
        self.process = self._start()
        return True

    def complaint(self) -> str:
        """Why everything stops now that it has ended."""
        how = f"ended by itself ({_ending(self.process.returncode)})"
        if self.restarted_at and self.process.returncode < 0:
            how = f"was killed {len(self.restarted_at) + 1} times within a minute"
        return f"The {self.program.name} {how}; the others are stopped."


class Supervisor:
    """Start, watch and stop `programs`.

    `is_ready` is asked until it says yes; then `announce` is called once. `ready_within`, `grace` and `minute` are seconds:
    how long the first answer may take, how long a program has to stop before it is killed; and how long a restart counts.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        is_ready: Callable[[], bool] = lambda: True,
        announce: Callable[[], None] = lambda: None,
        ready_within: float = READY_SECONDS,
        grace: float = GRACE_SECONDS,
        minute: float = MINUTE,
    ) -> None:
        self.programs = programs
        self.is_ready, self.announce = is_ready, announce
        self.ready_within, self.grace, self.minute = ready_within, grace, minute
        self.running: list[Running] = []
        self.signals_seen = 0

    def run(self) -> int:
        """Return 0 when a signal asked for the end, 1 when a program ended by itself or never became ready."""
        previous = {number: signal.signal(number, self._note_signal) for number in STOP_SIGNALS}
        try:
            for program in self.programs:
                self.running.append(Running(program))
            complaint = self._watch()
            if complaint:
                _say(complaint)
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
            for one in self.running:
                if one.process.poll() is not None and not one.restart(self.minute):
                    return one.complaint()
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
        processes = [one.process for one in self.running]
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + self.grace
        while left := [process for process in processes if _group_lives(process)]:
            impatient = time.monotonic() > deadline or self.signals_seen > 1
            for process in left:
                if impatient or process.returncode is not None:
                    _signal_group(process, signal.SIGKILL if impatient else signal.SIGTERM)
            if impatient:
                break
            time.sleep(POLL_SECONDS)
        for process in processes:
            process.wait()


def _die_with_parent() -> None:
    """Runs in the new program before it starts; without it, kill -9 on this process would leave orphans."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _group_lives(process: subprocess.Popen[bytes]) -> bool:
    process.poll()  # a leader that has ended must be reaped, or its group never empties
    return _signal_group(process, 0) and not _has_ended(process.pid)


def _has_ended(group: int) -> bool:
    """Whether what is left of a group only waits for the first process of the machine, which may take its time, to reap it.

    Known on Linux; elsewhere a group lives as long as it can be signalled.
    """
    states = set()
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # gone meanwhile
            state, _parent, its_group, *_ = place.read_text().rpartition(")")[2].split()
            if int(its_group) == group:
                states.add(state)
    return states == {"Z"}


def _signal_group(process: subprocess.Popen[bytes], number: int) -> bool:
    """Send a signal to the program and all it started; False when none of them is left."""
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
        return False
    return True


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
