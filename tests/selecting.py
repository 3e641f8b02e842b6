"""Which tests a run takes: all, those that have a database, or those of the inner loop."""

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath

import pytest

from bin.paths import ROOT

TESTS = ROOT / "tests"
NEED_DATABASE = {"db", "transactional_db", "django_db_setup"}
# What a change of one file says little about: everybody's fixtures, and the layers that have folders of their own.
TOO_MUCH = {TESTS, TESTS / "portal", TESTS / "plugins"}
# A folder of templates bears the name of the application that fills it.
OWNERS = (TESTS, TESTS / "portal", TESTS / "plugins")


def add_options(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out tests that have no database: on another one they would do the same again",
    )
    parser.addoption(
        "--near-changes",
        action="store_true",
        help="of the tests that have a database only the journeys and those beside files changed since the commit",
    )


def select(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take from the items what the options leave out."""
    if config.getoption("--only-database"):
        _keep(config, items, has_database)
    if config.getoption("--near-changes"):
        places = (TESTS / "journeys", *(place for path in changed_files() for place in places_of(path)))
        _keep(config, items, lambda item: not has_database(item) or _within(item.path, places))


def has_database(item: pytest.Item) -> bool:
    """pytest-django lets no other test near the database."""
    asked = NEED_DATABASE.intersection(getattr(item, "fixturenames", ()))
    return bool(asked or item.get_closest_marker("django_db"))


def changed_files() -> list[PurePath]:
    """The files that differ from the last commit, new ones too; none where there is no git."""
    asked = (
        "git",
        "-c",
        "core.quotepath=off",
        "status",
        "--porcelain=v1",
        "--no-renames",
        "--untracked-files=all",
    )
    try:
        found = subprocess.run(asked, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except OSError:
        return []
    return [PurePath(line[3:].strip('"')) for line in found.stdout.splitlines()]


def places_of(path: PurePath) -> list[Path]:
    """The tests beside a file: its own, or those of the narrowest folder that mirrors it; maybe none."""
    if path.parts[0] == "tests":
        return [ROOT / path if path.name.startswith("test_") else (ROOT / path).parent]
    if path.parts[0] == "templates" and len(path.parts) > 2:
        return [owner / path.parts[1] for owner in OWNERS if (owner / path.parts[1]).is_dir()]
    own = TESTS / path.parent / f"test_{path.stem}.py"
    mirrors = [own, *(TESTS / folder for folder in (path.with_suffix(""), *path.parents))]
    return [place for place in mirrors if place.exists() and place not in TOO_MUCH][:1]


def _within(path: Path, places: Iterable[Path]) -> bool:
    return any(path.is_relative_to(place) for place in places if place not in TOO_MUCH)


def _keep(config: pytest.Config, items: list[pytest.Item], wanted: Callable[[pytest.Item], bool]) -> None:
    kept, left = [], []
    for item in items:
        (kept if wanted(item) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept
