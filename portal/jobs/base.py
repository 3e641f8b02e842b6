"""What a job is: a function that runs every so often. Declaring one needs nothing of the queue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.module_loading import import_string

MINUTE = timedelta(minutes=1)
LONGEST_INTERVAL = timedelta(days=22)  # the queue counts minutes in 15 bits


@dataclass(frozen=True)
class Job:
    """A function without arguments that runs about every `every`, a whole number of minutes.

    `name` is unique and permanent ("mentors.end_terms"): it is the key of the job's record. `label` is for staff.
    `target` is the function or its dotted path. The queue looks for due jobs every 30 seconds and may run one twice
    after a crash, so a target must be idempotent and must find its work in the database, never in its own timing.
    """

    name: str
    label: Any
    target: str | Callable[[], object]
    every: timedelta

    def __post_init__(self) -> None:
        if not MINUTE <= self.every <= LONGEST_INTERVAL or self.every % MINUTE:
            raise ValueError(f"Job {self.name}: every must be whole minutes, from one minute to 22 days.")

    @property
    def minutes(self) -> int:
        """The interval in minutes."""
        return self.every // MINUTE

    def function(self) -> Callable[[], object]:
        """Return the target; ImportError when its dotted path leads nowhere."""
        return import_string(self.target) if isinstance(self.target, str) else self.target
