"""Processes of the portal start and end without looking for what is not there."""

import runpy
import subprocess
import sys

import pytest
from django.core import management

from bin.paths import ROOT
from portal import garbage

# What is registered first is called last.
PROGRAM = """
import atexit, gc
atexit.register(lambda: print(gc.get_freeze_count() > 0))
from portal.garbage import look_seldom
look_seldom()
print(gc.isenabled(), gc.get_threshold())
"""


def test_garbage_is_looked_for_seldom_and_not_at_the_end() -> None:
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert said.stdout == "True (50000, 20, 100)\nTrue\n"


@pytest.mark.parametrize("entry", ["manage.py", "portal/wsgi.py"])
def test_every_process_begins_so(entry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr(garbage, "look_seldom", lambda: begun.append("seldom"))
    monkeypatch.setattr("django.setup", lambda **options: begun.append("set up"))
    monkeypatch.setattr(management, "execute_from_command_line", lambda arguments: begun.append("set up"))
    runpy.run_path(str(ROOT / entry), run_name="__main__")
    assert begun == ["seldom", "set up"]
