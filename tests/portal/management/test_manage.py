"""`manage.py` at a terminal."""

import signal
import subprocess
import sys

from bin.paths import ROOT

# Whatever runs in the background of a shell inherits a deaf ear for Ctrl-C.
HEAR = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
WAIT = f"{HEAR}; import time; print('up', flush=True); time.sleep(60)"


def test_command_when_stopped_by_hand_then_no_traceback() -> None:
    command = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", WAIT],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert command.stdout is not None
    assert command.stdout.readline() == "up\n"

    command.send_signal(signal.SIGINT)
    _out, complaint = command.communicate(timeout=30)

    assert command.returncode == 128 + signal.SIGINT
    assert "Traceback" not in complaint
