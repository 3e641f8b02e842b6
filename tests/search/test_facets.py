"""Numbers of facet values, and counts over them."""

import pytest

from search import generations
from search.engines.base import Engine
from search.facets import Bits, numbered
from search.models.index import BITS, MASKS, FacetBit
from tests.search.conftest import answer_of, made, plan

pytestmark = pytest.mark.django_db


def test_numbers_stay_and_are_never_given_again(empty_index) -> None:
    first = numbered([("field", "a"), ("field", "b"), ("industry", "a")])
    assert (first.place("field", "a"), first.place("field", "b")) == ((0, 0), (0, 1))
    assert first.place("industry", "a") == (1, 0)
    again = numbered([("field", "c"), ("field", "a")])
    assert again.place("field", "a") == (0, 0)
    assert again.place("field", "c") == (0, 2)
    assert again.place("field", "unknown") is None


@pytest.mark.parametrize("engine", ["database"], indirect=True)
def test_64th_value_opens_a_second_column(put, engine) -> None:
    for key in range(1, BITS + 3):
        put(key, tag="融资", values={"field": (f"v{key}",), "industry": ("x",)})
    bits = Bits.read()
    assert len(bits.columns("field")) == 2
    answer = answer_of(engine, plan("融资"), facets=("field", "industry"))
    assert answer.counts["field"] == {f"v{key}": 1 for key in range(1, BITS + 3)}
    assert answer.counts["industry"] == {"x": BITS + 2}
    assert max(FacetBit.objects.values_list("bit", flat=True)) == BITS - 1


@pytest.fixture(scope="module")
def two_columns(module_engine: Engine) -> Engine:
    """An engine with more values than one column has room for."""
    for key in range(1, 66):
        held = made(key, tag="融资", values={"field": (f"v{key}", "v1")})
        module_engine.write([held], generations.written())
    return module_engine


@pytest.mark.parametrize("chosen", [(1,), (63,), (64,), (1, 64), (63, 64, 65)])
def test_values_of_both_columns_filter_and_count(two_columns: Engine, chosen: tuple[int, ...]) -> None:
    values = tuple(f"v{number}" for number in chosen)
    answer = answer_of(two_columns, plan("融资"), filters={"field": values}, facets=("field",))
    assert answer.total == (65 if 1 in chosen else len(chosen))
    assert answer.counts["field"]["v1"] == 65
    assert answer.counts["field"]["v64"] == 1


@pytest.mark.parametrize("engine", ["database"], indirect=True)
def test_value_without_a_column_left_costs_only_itself(put, engine) -> None:
    put(1, tag="融资", values={f"facet{number}": ("a",) for number in range(len(MASKS) + 1)})
    answer = answer_of(engine, plan("融资"), facets=("facet0",), filters={"facet8": ("a",)})
    assert answer.total == 1
    assert FacetBit.objects.count() == len(MASKS)
