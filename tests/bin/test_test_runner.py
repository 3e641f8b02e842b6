"""`make test` says what passed, what failed and what did not run, and never looks better than it was."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bin import counts
from bin import stages as stage_table
from bin import test as runner
from bin.counts import Counts
from bin.paths import ROOT
from bin.services.programs import CHROMIUM
from bin.stages import CHECKS, EVERYTHING, FAST, KNOW_NO_DATABASE, MARKED, ONE_DATABASE_WILL_DO, Stage

REPORT = '<testsuites><testsuite tests="{}" errors="{}" failures="{}" skipped="{}"/></testsuites>'
NEEDLESS = ("--co", "-q")

Run = Callable[..., tuple[int, list[str]]]


def python(source: str) -> tuple[str, ...]:
    return (sys.executable, "-c", source)


def reporting(
    total: int, errors: int = 0, failures: int = 0, skipped: int = 0, code: int = 0
) -> tuple[str, ...]:
    """A command that leaves pytest's report, as its last argument but one asks for, and exits with `code`."""
    report = REPORT.format(total, errors, failures, skipped)
    return python(
        "import pathlib, sys\n"
        "path = next(a for a in sys.argv if a.startswith('--junit-xml=')).partition('=')[2]\n"
        f"pathlib.Path(path).write_text({report!r})\n"
        f"sys.exit({code})"
    )


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run(*stages, missing={})`: the exit code and the lines printed."""
    monkeypatch.setattr(stage_table, "TEST_LOGS", tmp_path)
    monkeypatch.setattr(runner, "TEST_LOGS", tmp_path)
    monkeypatch.setattr(runner, "SUMMARY", tmp_path / "summary.txt")
    monkeypatch.delenv("CI", raising=False)

    def go(*stages: Stage, missing: dict[str, str] | None = None) -> tuple[int, list[str]]:
        monkeypatch.setitem(runner.SETS, "everything", stages)
        monkeypatch.setattr(runner, "provide", lambda: missing or {})
        previous = signal.getsignal(signal.SIGTERM)
        try:
            code = runner.main(["everything"])
        finally:
            signal.signal(signal.SIGTERM, previous)
        return code, capsys.readouterr().out.splitlines()

    return go


def test_run_when_everything_passes_then_counts_are_added_up_in_the_last_line(
    run: Run, tmp_path: Path
) -> None:
    code, lines = run(
        Stage("SQLite", reporting(10), selection=NEEDLESS),
        Stage("PostgreSQL", reporting(12, skipped=2), selection=NEEDLESS),
        Stage("Lint", python("")),
    )

    assert code == 0
    assert lines[-1] == "20 passed, 0 failed, 2 skipped"
    assert (tmp_path / "summary.txt").read_text() == lines[-1] + "\n"


def test_run_when_tests_fail_then_their_output_is_shown_and_the_exit_code_is_1(run: Run) -> None:
    code, lines = run(Stage("SQLite", reporting(10, errors=1, failures=2, code=1), selection=NEEDLESS))

    assert code == 1
    assert lines[-1] == "7 passed, 3 failed"


def test_run_when_a_check_fails_then_it_counts_as_one_failed(run: Run) -> None:
    code, lines = run(Stage("Types", python("print('line 3: wrong type'); raise SystemExit(2)")))

    assert code == 1
    assert "line 3: wrong type" in lines
    assert lines[-1] == "0 passed, 1 failed"


def test_run_when_pytest_breaks_before_its_report_then_it_still_counts_as_failed(run: Run) -> None:
    code, lines = run(Stage("SQLite", python("raise SystemExit(4)"), selection=NEEDLESS))

    assert (code, lines[-1]) == (1, "0 passed, 1 failed")


def test_run_when_a_log_is_long_then_its_end_is_shown_and_the_rest_named(run: Run, tmp_path: Path) -> None:
    _, lines = run(Stage("Types", python("[print(f'line {n}') for n in range(500)]; raise SystemExit(1)")))

    assert "line 299" not in lines
    assert "line 300" in lines
    assert "line 499" in lines
    assert any(str(tmp_path / "types.log") in line for line in lines)


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_run_when_a_service_is_missing_then_its_tests_are_named_and_fail_on_ci_only(
    ci: str, code: int, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    listing = python("print('tests/browser/test_home.py: 3\\ntests/browser/test_card.py: 2')")

    exit_code, lines = run(
        Stage("SQLite", reporting(10), selection=NEEDLESS),
        Stage("Browser", listing, services=(CHROMIUM,), selection=NEEDLESS),
        missing={"Chromium": "not installed: type: sudo apt-get install chromium"},
    )

    assert exit_code == code
    assert "Browser: 5 tests did not run." in lines
    assert "  tests/browser/test_card.py: 2" in lines
    assert any("sudo apt-get install chromium" in line for line in lines)
    assert lines[-1] == ("10 passed, 5 failed" if ci else "10 passed, 0 failed")


def test_run_when_a_stage_hangs_then_it_is_stopped_and_fails(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "LONGEST_STAGE", 0.5)
    started = time.monotonic()

    code, lines = run(Stage("SQLite", python("import time; time.sleep(60)"), selection=NEEDLESS))

    assert (code, lines[-1]) == (1, "0 passed, 1 failed")
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(("bar", "said"), [(None, False), (60.0, False), (0.001, True)])
def test_run_when_a_stage_outgrows_its_bar_then_it_passes_but_is_complained_of(
    run: Run, bar: float | None, said: bool
) -> None:
    code, lines = run(Stage("SQLite", reporting(10), selection=NEEDLESS, bar=bar))

    assert code == 0
    assert any("make them quicker" in line for line in lines) == said


def test_run_when_a_stage_reads_input_then_there_is_none(run: Run) -> None:
    code, _ = run(Stage("Lint", python("import sys; sys.exit(bool(sys.stdin.read()))")))

    assert code == 0


def test_run_when_services_say_where_they_are_then_stages_get_it_in_their_variables(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "env").write_text("POSTGRES_URL=postgres://here\n")
    monkeypatch.setattr(runner, "SERVICES_ENV", tmp_path / "env")
    check = "import os, sys; sys.exit(os.environ['DATABASE_URL'] != 'postgres://here')"

    code, _ = run(Stage("PostgreSQL", python(check), {"DATABASE_URL": "{POSTGRES_URL}"}))

    assert code == 0


def test_run_when_a_variable_is_set_for_make_run_then_stages_do_not_see_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "SITE_URL", "LOG_LEVEL", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "of-the-developer")

    code, _ = run(
        Stage("Lint", python("import os, sys; sys.exit('of-the-developer' in os.environ.values())"))
    )

    assert code == 0


def test_counts_when_the_report_is_cut_off_then_nothing_is_counted(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text("<testsuites><testsuite tests='3'")

    assert counts.read(tmp_path / "report.xml") == Counts()


def test_stages_when_listed_then_names_are_unique_and_every_test_belongs_to_make_test() -> None:
    for stages in (EVERYTHING, FAST, CHECKS):
        assert len({stage.name for stage in stages}) == len(stages)
    selections = {stage.name: stage.selection for stage in EVERYTHING if stage.selection}
    assert selections == {
        "SQLite": (
            "-m",
            "not browser and not elasticsearch and not clamav",
            *(f"--ignore={path}" for path in ONE_DATABASE_WILL_DO),
        ),
        "PostgreSQL": (
            "-m",
            "not browser and not elasticsearch and not clamav",
            "--only-database",
            *(f"--ignore={path}" for path in KNOW_NO_DATABASE),
        ),
        **{
            name: (*MARKED[name.lower()], "-m", name.lower())
            for name in ("Elasticsearch", "ClamAV", "Browser")
        },
    }
    assert all(check in EVERYTHING for check in CHECKS)


@pytest.mark.parametrize("marker", MARKED)
def test_stage_of_a_marker_when_it_looks_into_one_folder_then_no_test_elsewhere_bears_it(marker: str) -> None:
    bearing = {
        path for path in (ROOT / "tests").rglob("*.py") if f"pytest.mark.{marker}" in path.read_text("utf-8")
    }
    bearing.discard(Path(__file__))

    assert bearing, "nobody bears it"
    within = {path for path in bearing for place in MARKED[marker] if path.is_relative_to(ROOT / place)}
    assert bearing - within == set()


@pytest.mark.parametrize(
    ("summary", "last"),
    [
        ("echo 3 passed, 1 failed > .data/test-logs/summary.txt", "3 passed, 1 failed"),
        ("true", "0 passed, 1 failed"),
    ],
)
def test_ci_when_make_fails_then_the_counts_stand_last_and_the_exit_code_stays(
    summary: str, last: str, tmp_path: Path
) -> None:
    """.ci/run in a working copy of its own, with a make of its own."""
    copy = tmp_path / "copy"
    (copy / ".ci").mkdir(parents=True)
    (copy / ".ci/run").write_text((ROOT / ".ci/run").read_text())
    (copy / ".data/test-logs").mkdir(parents=True)
    (copy / ".data/test-logs/summary.txt").write_text("99 passed, 0 failed\n")  # of an earlier run
    make = copy / "make"
    make.write_text(f"#!/bin/sh\necho CI=$CI $*; {summary}\necho 'make: *** Error 1' >&2; exit 2\n")
    make.chmod(0o755)

    finished = subprocess.run(
        ["/bin/bash", ".ci/run"],
        cwd=copy,
        env={"PATH": f"{copy}:{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )

    assert finished.returncode == 2
    assert finished.stdout.splitlines()[0] == "CI=true test"
    assert finished.stdout.splitlines()[-1] == last
