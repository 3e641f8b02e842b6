"""Run the stages of `bin.stages` side by side and say what came of them.

    python -m bin.test [everything|fast|check]

The last line is always `N passed, N failed` (and `, N skipped`): pytest's counts over all stages, with one more failed
for each check that failed. Whole logs stay under .data/test-logs/. Needs no terminal and reads no input.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bin import counts, env_file
from bin.counts import Counts
from bin.paths import ROOT, SERVICES_ENV, TEST_LOGS
from bin.services.__main__ import provide
from bin.stages import CHECKS, EVERYTHING, FAST, Stage
from portal.progress import console

SETS = {"everything": EVERYTHING, "fast": FAST, "check": CHECKS}
SUMMARY = TEST_LOGS / "summary.txt"
SIDE_BY_SIDE = max(2, min(4, os.cpu_count() or 2))
LONGEST_STAGE = 75 * 60  # seconds; a stage that hangs must not hold the whole run
SHOWN_LINES = 200
NONE = Counts()


class Result(Enum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Outcome:
    """What came of a stage, in how many seconds; `reason` says why it did not run."""

    stage: Stage
    result: Result
    counts: Counts = NONE
    seconds: float = 0.0
    reason: str = ""


class Run:
    """One run over a set of stages; `missing` names the services that are not there, with the reason."""

    def __init__(self, stages: Sequence[Stage], missing: dict[str, str]) -> None:
        self.stages = stages
        self.missing = missing
        self.processes: set[subprocess.Popen[bytes]] = set()

    def outcomes(self) -> list[Outcome]:
        """Run everything that can run; failures are shown as soon as they are known."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        pool = ThreadPoolExecutor(SIDE_BY_SIDE)
        futures = [pool.submit(self._outcome, stage) for stage in self.stages]
        try:
            with bar:
                return self._collect(futures, bar)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            self.kill()
            raise

    def kill(self) -> None:
        """Stop what is under way, with everything it has started."""
        for process in list(self.processes):
            _kill_group(process)

    def _collect(self, futures: Sequence[Future[Outcome]], bar: Progress) -> list[Outcome]:
        task = bar.add_task("Stages", total=len(futures))
        done = []
        for future in as_completed(futures):
            done.append(future.result())
            bar.advance(task)
            _speak(done[-1], f"{len(done)}/{len(futures)}")
        return sorted(done, key=lambda outcome: self.stages.index(outcome.stage))

    def _outcome(self, stage: Stage) -> Outcome:
        for service in stage.services:
            if reason := self.missing.get(service.name):
                return Outcome(stage, Result.NOT_RUN, reason=f"{service.name} is {reason}")
        started = time.monotonic()
        stage.report.unlink(missing_ok=True)
        code = self._execute(stage)
        found = counts.read(stage.report) if stage.selection else NONE
        if code and not found.failed:
            found += Counts(failed=1)
        return Outcome(stage, Result.FAILED if code else Result.PASSED, found, time.monotonic() - started)

    def _execute(self, stage: Stage) -> int:
        services = env_file.read(SERVICES_ENV)
        wanted = {name: value.format_map(services) for name, value in stage.environment.items()}
        if folder := wanted.get("DATA_DIR"):
            Path(folder).mkdir(parents=True, exist_ok=True)
        with stage.log.open("wb") as log:
            process = subprocess.Popen(
                stage.full_command,
                cwd=ROOT,
                env=_neutral_environment() | services | wanted,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
            self.processes.add(process)
            try:
                return process.wait(LONGEST_STAGE)
            except subprocess.TimeoutExpired:
                log.write(f"\nStopped: longer than {LONGEST_STAGE // 60} minutes.\n".encode())
                return 1
            finally:
                _kill_group(process)
                self.processes.discard(process)


def _neutral_environment() -> dict[str, str]:
    """The environment without the portal's own variables: what is set for `make run` must not steer the tests."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    own = {*re.findall(r"^# ([A-Z_]+)=", example, re.MULTILINE), "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in own}


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _speak(outcome: Outcome, place: str) -> None:
    line = f"[{place}] {outcome.stage.name}: {outcome.result.value}"
    if outcome.result is Result.NOT_RUN:
        console.print(f"{line}: {outcome.reason}", markup=False)
        return
    console.print(f"{line} in {outcome.seconds:.0f} s", markup=False)
    if outcome.stage.bar and outcome.seconds > outcome.stage.bar:
        console.print(
            f"That is more than {outcome.stage.bar:.0f} s: the slowest tests stand at the end of {outcome.stage.log}; "
            "make them quicker, or mark as slow what only `make test` need run.",
            markup=False,
        )
    if outcome.result is Result.FAILED:
        lines = outcome.stage.log.read_text(encoding="utf-8", errors="replace").splitlines()
        if len(lines) > SHOWN_LINES:
            console.print(
                f"The last {SHOWN_LINES} of {len(lines)} lines; all of them: {outcome.stage.log}",
                markup=False,
            )
        console.print("\n".join(lines[-SHOWN_LINES:]), markup=False)


def _summarise(outcomes: Sequence[Outcome], seconds: float) -> Counts:
    table = Table("Stage", "Result", "Passed", "Failed", "Skipped", "Seconds", box=None)
    for column in table.columns[2:]:
        column.justify = "right"
    for outcome in outcomes:
        found = outcome.counts
        numbers = [str(number or "") for number in (found.passed, found.failed, found.skipped)]
        table.add_row(outcome.stage.name, outcome.result.value, *numbers, f"{outcome.seconds:.0f}")
    console.print("", table)
    console.print(f"\n{len(outcomes)} stages in {seconds:.0f} s.")
    return sum((outcome.counts for outcome in outcomes), NONE)


def _name_missing_tests(outcomes: Sequence[Outcome]) -> int:
    """Say exactly which tests did not run, how many in which files; return how many in all."""
    total = 0
    for outcome in outcomes:
        if outcome.result is Result.NOT_RUN:
            suites = _suites(outcome.stage)
            total += sum(suites.values())
            console.print(f"\n{outcome.stage.name}: {sum(suites.values())} tests did not run.", markup=False)
            for suite, number in sorted(suites.items()):
                console.print(f"  {suite}: {number}", markup=False)
    return total


def _suites(stage: Stage) -> Counter[str]:
    """The files of a stage's tests with the number of tests in each."""
    listing = (*stage.command, *stage.selection, "--collect-only", "-qq", "--override-ini=addopts=")
    found = subprocess.run(listing, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout
    lines = [line.rpartition(": ") for line in found.splitlines() if line.startswith("tests/")]
    return Counter({suite: int(number) for suite, _, number in lines if number.isdecimal()})


def main(arguments: Sequence[str]) -> int:
    """Return 0 when everything passed; with CI=true what could not run counts as a failure."""
    name = arguments[0] if arguments else "everything"
    started = time.monotonic()
    TEST_LOGS.mkdir(parents=True, exist_ok=True)
    missing = provide() if name == "everything" else {}
    for service, reason in missing.items():
        console.print(f"{service} is {reason}", markup=False)
    run = Run(SETS[name], missing)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        outcomes = run.outcomes()
    except KeyboardInterrupt:
        console.print("Stopped.")
        return 130
    total = _summarise(outcomes, time.monotonic() - started)
    not_run = _name_missing_tests(outcomes)
    if missing and _on_ci():
        console.print("On CI what cannot run counts as failed.")
        total += Counts(failed=max(1, not_run))
    SUMMARY.write_text(f"{total}\n", encoding="utf-8")
    print(total, flush=True)
    return int(total.failed > 0)


def _on_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
