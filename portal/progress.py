"""How commands show that they work: a moving bar on a terminal, plain lines everywhere else, a count at the end."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

console = Console(highlight=False, soft_wrap=True, emoji=False)

PLAIN_LINE_EVERY = 5.0  # seconds between two lines where no bar can move


@contextmanager
def step(label: str) -> Iterator[None]:
    """Show that something of unknown length is under way, and at its end how many seconds it took."""
    started = time.monotonic()
    if console.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            bar.add_task(label, total=None)
            yield
    else:
        console.print(f"{label} …")
        yield
    console.print(f"{label}: done in {time.monotonic() - started:.1f} s")


@contextmanager
def counted(label: str, total: int) -> Iterator[Callable[[], None]]:
    """Count towards `total`: yields the function to call after each thing that is done."""
    started = time.monotonic()
    done = 0
    spoken = started
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=total)

        def advance() -> None:
            nonlocal done, spoken
            done += 1
            bar.advance(task)
            if not console.is_terminal and time.monotonic() - spoken > PLAIN_LINE_EVERY:
                spoken = time.monotonic()
                console.print(f"{label}: {done} of {total}")

        yield advance
    console.print(f"{label}: {done} of {total} in {time.monotonic() - started:.1f} s")
