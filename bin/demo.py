"""`make demo`: throw the local data away and fill the demo city anew.

Only the SQLite file and the media of this working copy; a database that DATABASE_URL names is never emptied from here.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bin import env_file
from bin.paths import ROOT, data_dir
from portal.progress import console


def main() -> int:
    """Return 0 when the demo was filled anew, 1 when it was refused or declined."""
    env_file.load(ROOT / ".env")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    if os.environ.get("DATABASE_URL"):
        console.print("DATABASE_URL is set: empty that database yourself, then `make run` fills it.")
        return 1
    data = data_dir()
    if not _confirmed(data):
        console.print("Nothing was changed.")
        return 1
    for part in (*data.glob("db.sqlite3*"), data / "media", data / "cache"):
        shutil.rmtree(part, ignore_errors=True) if part.is_dir() else part.unlink(missing_ok=True)
    return subprocess.run([sys.executable, "manage.py", "prepare", "--demo"], cwd=ROOT).returncode


def _confirmed(data: Path) -> bool:
    """Ask on a terminal; elsewhere YES=1 must have been said beforehand."""
    if os.environ.get("YES") or not (data / "db.sqlite3").exists():
        return True
    if not sys.stdin.isatty():
        console.print("There is local data: say YES=1 make demo to throw it away.")
        return False
    return console.input(f"Throw away the database and media in {data}? Type yes: ").strip().lower() == "yes"


if __name__ == "__main__":
    sys.exit(main())
