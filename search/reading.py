"""Where a query meets the understanding of it: the words that this portal knows, and what to do when nothing is found."""

from collections.abc import Callable

from search.plan import Plan
from search.query import SearchQuery


def plan_of(query: SearchQuery) -> Plan:
    """How the text is understood."""
    # Understanding brings dictionaries along; a process that never searches shall not load them.
    from search.understanding import understand

    raise NotImplementedError(understand)


def relaxed(plan: Plan, count: Callable[[Plan], int]) -> Plan | None:
    """What remains of a plan that finds nothing, so that it finds something; None if nothing helps."""
    return None
