"""Long steps are seen to move: a bar on a terminal, plain lines elsewhere, a count at the end."""

import io
import re

import pytest
from rich.console import Console

from portal import progress


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What a terminal would get."""
    written = io.StringIO()
    screen = Console(file=written, force_terminal=True, highlight=False, width=80, _environ={"TERM": "xterm"})
    monkeypatch.setattr(progress, "console", screen)
    return written


def test_counted_when_no_terminal_then_now_and_then_a_line_and_the_sum(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PLAIN_LINE_EVERY", -1)

    with progress.counted("Pages", 2) as advance:
        advance()
        advance()

    first, second, last = capsys.readouterr().out.splitlines()
    assert (first, second) == ("Pages: 1 of 2", "Pages: 2 of 2")
    assert last.startswith("Pages: 2 of 2 in ")


def test_counted_when_quick_then_only_the_sum(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.counted("Pages", 1) as advance:
        advance()

    assert len(capsys.readouterr().out.splitlines()) == 1


def test_counted_when_on_a_terminal_then_a_bar_moves_and_makes_room_for_the_sum(
    terminal: io.StringIO,
) -> None:
    with progress.counted("Pages", 2) as advance:
        advance()

    assert "━" in terminal.getvalue()
    assert "Pages: 1 of 2 in" in terminal.getvalue()


def test_step_when_it_ends_then_the_seconds_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.step("Resolving"):
        pass

    first, last = capsys.readouterr().out.splitlines()
    assert first == "Resolving …"
    assert re.fullmatch(r"Resolving: done in \d+\.\d s", last)


def test_step_when_it_fails_then_it_does_not_claim_to_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OSError, match="disk"), progress.step("Resolving"):
        raise OSError("disk is full")

    assert "done" not in capsys.readouterr().out


def test_step_when_on_a_terminal_then_a_bar_shows_that_it_lives(terminal: io.StringIO) -> None:
    with progress.step("Resolving"):
        pass

    assert "0:00:00" in terminal.getvalue(), "the time that has passed moves"
    assert re.search(r"Resolving: done in \d+\.\d s\n$", terminal.getvalue())
