"""Where things lie in a working copy; all of them but the repository itself are ignored by git."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
DATA = ROOT / ".data"
TEST_LOGS = DATA / "test-logs"
SERVICES = ROOT / ".services"
SERVICES_ENV = SERVICES / "env"


def data_dir() -> Path:
    """Where the portal keeps its files: DATA_DIR as portal.settings reads it."""
    return Path(os.environ.get("DATA_DIR") or DATA)
