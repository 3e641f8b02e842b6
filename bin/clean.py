"""`make clean`: stop the services and remove what the other targets have made; the portal's own data stays.

Standard library only: it removes the environment that everything else runs in.
"""

import shutil

from bin.bootstrap import BYTECODE
from bin.paths import DATA, ROOT, SERVICES, TEST_LOGS, VENV
from bin.services import elasticsearch, postgres

CACHES = (".ruff_cache", ".mypy_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis")


def main() -> None:
    postgres.remove()
    elasticsearch.remove()
    folders = [ROOT / name for name in CACHES]
    folders += [SERVICES, VENV, BYTECODE, TEST_LOGS, *DATA.glob("test-*")]
    removed = [folder for folder in folders if folder.exists()]
    for folder in removed:
        shutil.rmtree(folder, ignore_errors=True)
    print(
        f"{len(removed)} folders removed: {', '.join(sorted(folder.name for folder in removed)) or 'none'}."
    )


if __name__ == "__main__":
    main()
