"""What is given up when nothing meets all of a text, in the order that costs the reader least."""

from collections.abc import Callable
from dataclasses import replace

from search.analysis.folding import normalise
from search.analysis.segmenting import is_chinese, runs
from search.plan import Alternative, Concept, Plan

Count = Callable[[Plan], int]
"""How many documents meet a plan."""


def relax(plan: Plan, count: Count) -> Plan:
    """The plan itself when something meets it, else the nearest one that something meets, saying what was given up.

    First the same characters in a row instead of words, then without the rarest concept, and so on to a single one.
    A plan that nothing can meet comes back as it is.
    """
    if not plan.concepts or count(plan):
        return plan
    in_a_row = _in_a_row(plan)
    if in_a_row is not None and count(in_a_row):
        return in_a_row
    return _without_rarest(plan, count)


def _in_a_row(plan: Plan) -> Plan | None:
    """The Chinese of the text as it stands, for where the dictionary cut it wrongly; it says the same, so nothing is lost."""
    typed = [run.text for run in runs(normalise(plan.text)) if is_chinese(run.text) and len(run.text) > 1]
    if len(typed) != 1 or plan.corrections or plan.concepts[0].text == typed[0]:
        return None
    return replace(plan, concepts=(Concept(typed[0], (Alternative((typed[0],), typed[0]),)),), ignored=())


def _without_rarest(plan: Plan, count: Count) -> Plan:
    """What nobody offers goes first, all of it; then the rarest of the rest, until something is found."""
    alone = {concept: count(replace(plan, concepts=(concept,))) for concept in plan.concepts}
    relaxed = plan
    for concept in plan.concepts:
        if not alone[concept]:
            relaxed = relaxed.without(concept)
    if not relaxed.concepts:
        return plan
    while not count(relaxed):
        relaxed = relaxed.without(min(relaxed.concepts, key=alone.__getitem__))
    return relaxed
