"""The lot: repeatable, fair to quotas, honest about what it cannot do."""

import pytest

from plugins.reviews.drawing import CannotDraw, Pool, draw

FINANCE, LAW = 1, 2
POOL = Pool(
    tuple(range(10, 20)),
    {one: frozenset({FINANCE} if one < 13 else {LAW} if one == 19 else ()) for one in range(10, 20)},
)


def test_same_seed_gives_the_same_panel_and_another_seed_another() -> None:
    panels = [draw(POOL, seats=4, reserves=2, quotas={}, seed=seed) for seed in ("a", "a", "b")]
    assert panels[0] == panels[1] != panels[2]


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_quotas_are_filled_and_nobody_is_drawn_twice(seed: str) -> None:
    panel = draw(POOL, seats=4, reserves=3, quotas={FINANCE: 2, LAW: 1}, seed=seed)

    assert sum(FINANCE in POOL.specialities[one] for one in panel.seats) >= 2
    assert 19 in panel.seats
    assert len({*panel.seats, *panel.reserves}) == 7


def test_pool_too_small_says_for_what() -> None:
    with pytest.raises(CannotDraw) as few:
        draw(POOL, seats=4, reserves=0, quotas={LAW: 2}, seed="a")
    assert few.value.speciality == LAW
    for seats, reserves, quotas in ((9, 2, {}), (1, 0, {FINANCE: 1, LAW: 1})):
        with pytest.raises(CannotDraw) as short:
            draw(POOL, seats=seats, reserves=reserves, quotas=quotas, seed="a")
        assert short.value.speciality is None
