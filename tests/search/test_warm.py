"""What a process keeps, for how long, and how much of it."""

from types import SimpleNamespace

from search import warm
from search.warm import Kept


def test_kept_things_are_bounded_and_those_not_asked_for_longest_go_first() -> None:
    kept: Kept[str] = Kept(2)
    made = []
    for name in ("a", "b", "a", "c", "a", "b"):
        assert kept.get("mark", name, lambda name=name: made.append(name) or name) == name
    assert made == ["a", "b", "c", "b"]


def test_kept_things_are_made_anew_under_another_mark_without_one_and_after_their_time(
    monkeypatch,
) -> None:
    kept: Kept[int] = Kept(2, seconds=60)
    made = iter(range(10))
    clock = SimpleNamespace(seconds=0.0, monotonic=lambda: clock.seconds)
    monkeypatch.setattr(warm, "time", clock)
    assert [kept.get(mark, "a", lambda: next(made)) for mark in ("x", "x", "y", None)] == [0, 0, 1, 2]
    clock.seconds = 59
    assert kept.get("y", "a", lambda: next(made)) == 1
    clock.seconds = 61
    assert kept.get("y", "a", lambda: next(made)) == 3


def test_what_does_not_last_serves_one() -> None:
    kept: Kept[int] = Kept(2, lasting=lambda number: number > 1)
    made = iter(range(10))
    assert [kept.get("mark", "a", lambda: next(made)) for _time in range(4)] == [0, 1, 2, 2]
