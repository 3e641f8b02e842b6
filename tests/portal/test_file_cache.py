"""The cache in files is emptied of what is too much, without looking at every write."""

from pathlib import Path

import pytest

from portal import file_cache
from portal.file_cache import FileCache


@pytest.fixture
def cache(tmp_path: Path) -> FileCache:
    return FileCache(str(tmp_path), {"OPTIONS": {"MAX_ENTRIES": 20}})


def count(folder: Path) -> int:
    return len(list(folder.glob("*.djcache")))


def test_writes_between_two_looks_are_all_kept(cache: FileCache, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(file_cache, "LOOKS_IN_A_HUNDRED", 0)
    for number in range(60):
        cache.set(f"entry-{number}", number)
    assert count(tmp_path) == 60
    assert cache.get("entry-0") == 0


def test_look_empties_what_is_too_much(cache: FileCache, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(file_cache, "LOOKS_IN_A_HUNDRED", 100)
    for number in range(60):
        cache.set(f"entry-{number}", number)
    assert count(tmp_path) <= 21
