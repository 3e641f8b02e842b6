"""The fault test of the outbox: lost answers, kills and crossing commits, with twenty seeds, on a real server."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from benchmarks.search.portal import NotReachable, service
from benchmarks.search.table import Measured, not_run
from bin.paths import ROOT
from portal.progress import step

TEST = "tests/search/test_outbox.py::test_whatever_gets_lost_in_the_end_nothing_is_wrong_and_nothing_left"
SEEDS = 20


def measure(size: int, seconds: int) -> list[Measured]:
    title = f"outbox: {SEEDS} seeds of faults"
    try:
        server = service("ELASTICSEARCH_SERVER")
    except NotReachable as reason:
        return [not_run(title, reason)]
    with TemporaryDirectory() as folder, step(f"fault test with {SEEDS} seeds"):
        report = Path(folder) / "report.xml"
        environment = {**os.environ, "ELASTICSEARCH_SERVER": server, "DATA_DIR": folder}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", f"--junitxml={report}", TEST]
        subprocess.run(command, cwd=ROOT, env=environment, capture_output=True)
        (suite,) = ElementTree.parse(report).getroot().iter("testsuite")
    counts = {name: int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped")}
    bad = counts["failures"] + counts["errors"] + counts["skipped"]
    passed = counts["tests"] == SEEDS and not bad
    return [
        Measured(title, f"{bad} with anything wrong or left", "0", passed, f"{counts['tests']} runs, {TEST}")
    ]
