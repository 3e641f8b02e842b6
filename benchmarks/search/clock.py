"""Times of one thing done many times: on the wall, and of this process alone, which others on the machine disturb less."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field


def percentile(values: Sequence[float], part: float) -> float:
    """The value that this part of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


@dataclass
class Times:
    """Milliseconds."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.cpu.append((time.process_time() - cpu) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)

    def p50(self) -> float:
        return percentile(self.wall, 0.5)

    def p95(self) -> float:
        return percentile(self.wall, 0.95)

    def __str__(self) -> str:
        """Both clocks where they tell different stories."""
        told = f"p50 {self.p50():.2f}, p95 {self.p95():.2f} ms"
        own = percentile(self.cpu, 0.5), percentile(self.cpu, 0.95)
        if own[0] < self.p50() * 0.8 or own[1] < self.p95() * 0.8:
            told += f" (own time {own[0]:.2f}, {own[1]:.2f})"
        return told
