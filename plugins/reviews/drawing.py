"""Drawing a panel by lot: the same seed and the same pool give the same panel, so that anybody can check it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class CannotDraw(ValueError):
    """The pool is too small: for the speciality of that key, or in all."""

    def __init__(self, speciality: int | None = None) -> None:
        super().__init__(speciality)
        self.speciality = speciality


@dataclass(frozen=True)
class Pool:
    """Who takes part: `experts` in a fixed order, `specialities` by expert."""

    experts: Sequence[int]
    specialities: Mapping[int, frozenset[int]]

    def written(self) -> list[dict[str, object]]:
        """The pool as it is kept with a draw."""
        return [{"expert": one, "specialities": sorted(self.specialities[one])} for one in self.experts]


@dataclass(frozen=True)
class Panel:
    """The experts drawn, in their order; reserves are called up in theirs."""

    seats: tuple[int, ...]
    reserves: tuple[int, ...]


def draw(pool: Pool, *, seats: int, reserves: int, quotas: Mapping[int, int], seed: str) -> Panel:
    """Shuffle the pool; give each speciality its number of seats, rarest first; fill up in the shuffled order.

    Raises CannotDraw where the pool does not suffice.
    """
    order = list(pool.experts)
    random.Random(seed).shuffle(order)  # noqa: S311 - a lot that can be repeated, no secret
    chosen: list[int] = []
    able = {field: [one for one in order if field in pool.specialities[one]] for field in quotas}
    for field in sorted(quotas, key=lambda field: (len(able[field]), field)):
        have = sum(one in able[field] for one in chosen)
        more = [one for one in able[field] if one not in chosen][: max(0, quotas[field] - have)]
        if have + len(more) < quotas[field]:
            raise CannotDraw(field)
        chosen += more
    rest = [one for one in order if one not in chosen]
    if len(chosen) > seats or len(order) < seats + reserves:
        raise CannotDraw
    filled = chosen + rest[: seats - len(chosen)]
    left = [one for one in order if one not in filled]
    return Panel(tuple(filled), tuple(left[:reserves]))
