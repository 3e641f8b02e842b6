"""Few targets, each one explained, each one leading to a program that exists."""

import importlib.util
import re
import subprocess

from bin.paths import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = dict(re.findall(r"^([a-z-]+):.*?## (.+)$", MAKEFILE, re.MULTILINE))


def test_targets_when_counted_then_at_most_twelve_and_all_documented() -> None:
    declared = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))

    assert declared == set(TARGETS)
    assert len(TARGETS) <= 12


def test_make_when_called_without_a_target_then_it_lists_them() -> None:
    listed = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True).stdout

    assert [line.split()[0] for line in listed.splitlines()] == list(TARGETS)


def test_programs_when_named_in_the_makefile_then_they_exist() -> None:
    modules = re.findall(r"\b((?:bin|benchmarks)\.[a-z_]+)\b", MAKEFILE)

    assert modules
    assert all(importlib.util.find_spec(module) for module in modules)
